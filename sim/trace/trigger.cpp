// The event that a wave waits for.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/trigger.hpp"

#include "sim/trace/processors.hpp"

#include "Vhx_chip.h"
#include "Vhx_fpga.h"

namespace hx
{

bool Trigger::look(const Vhx_fpga &fpga, const Vhx_chip &chip, const hx_anncore *core) const
{
    switch (wanted_.event) {
    case HX_TRACE_AT_ONCE:
        return true;
    case HX_TRACE_ON_SPIKE: {
        const std::uint64_t *fire = hx_anncore_get_fire(core);
        return fire && fire[wanted_.value / 64] >> wanted_.value % 64 & 1;
    }
    case HX_TRACE_ON_BUS:
        return chip.bus_valid_o && chip.bus_address_o == wanted_.value;
    case HX_TRACE_ON_ERROR:
        return fpga.error_o;
    case HX_TRACE_ON_TIMEOUT:
        return fpga.timeout_o;
    case HX_TRACE_ON_PC:
        for (unsigned half = 0; half < HX_PROCESSOR_COUNT; ++half)
            if (is_issuing(chip, half) && issue_address(chip, half) == wanted_.value)
                return true;
        return false;
    }
    return false;
}

} // namespace hx

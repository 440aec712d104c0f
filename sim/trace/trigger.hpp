// The event that a wave waits for.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_SIM_TRIGGER_HPP
#define HX_SIM_TRIGGER_HPP

#include "models/anncore.h"

#include <hxcosim/device.h>

class Vhx_fpga;
class Vhx_chip;

namespace hx
{

class Trigger
{
  public:
    explicit Trigger(const hx_trace_trigger &wanted) : wanted_(wanted)
    {
    }

    // Recording waits for nothing.
    bool is_none() const
    {
        return wanted_.event == HX_TRACE_AT_ONCE;
    }

    // Whether the event happens in the cycle just computed.
    bool look(const Vhx_fpga &fpga, const Vhx_chip &chip, const hx_anncore *core) const;

  private:
    hx_trace_trigger wanted_;
};

} // namespace hx

#endif

// Where the verilated models keep their pins.
// SPDX-License-Identifier: Apache-2.0
//
// The lists come from the headers of the models: HX_PIN(name, most significant bit).
#include "sim/trace/pins.hpp"

#include "Vhx_chip.h"
#include "Vhx_fpga.h"

#include <map>

namespace hx
{

namespace
{

struct Pin {
    const void *memory;
    unsigned width;
    Signals::Owner owner;
    unsigned used; // bits of the array elements so far
};

std::map<std::string, Pin> list_pins(Vhx_fpga &fpga, Vhx_chip &chip)
{
    std::map<std::string, Pin> pins;
#define HX_PIN(name, msb) pins["fpga." #name] = {&fpga.name, (msb) + 1, Signals::Fpga, 0};
#include "hx_fpga_pins.inc"
#undef HX_PIN
#define HX_PIN(name, msb) pins["chip." #name] = {&chip.name, (msb) + 1, Signals::Chip, 0};
#include "hx_chip_pins.inc"
#undef HX_PIN
    return pins;
}

} // namespace

bool is_pin(const std::string &name)
{
    const std::size_t dot = name.find('.');
    return name.find('.', dot + 1) == std::string::npos;
}

void add_pins(Signals &signals, Vhx_fpga &fpga, Vhx_chip &chip,
              const std::vector<TracedName> &names)
{
    std::map<std::string, Pin> pins = list_pins(fpga, chip);
    for (const TracedName &traced : names) {
        const auto found = pins.find(traced.name.substr(0, traced.name.find('[')));
        if (found == pins.end())
            continue;
        // The elements of an array come in order, the first in the lowest bits.
        Pin &pin = found->second;
        const unsigned width = traced.msb - traced.lsb + 1;
        if (pin.used + width <= pin.width)
            signals.add_bits(traced.name, pin.memory, pin.used, traced.msb, traced.lsb, pin.owner);
        pin.used += width;
    }
}

} // namespace hx

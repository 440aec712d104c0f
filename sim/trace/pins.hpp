// Where the verilated models keep their pins.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_SIM_PINS_HPP
#define HX_SIM_PINS_HPP

#include "sim/trace/hierarchy.hpp"
#include "sim/trace/signals.hpp"

#include <string>
#include <vector>

namespace hx
{

// A pin's name is that of a signal directly in the scope fpga or chip.
bool is_pin(const std::string &name);

// Adds the pins among `names`, elements of arrays on their own, as Verilator would trace them.
void add_pins(Signals &signals, Vhx_fpga &fpga, Vhx_chip &chip,
              const std::vector<TracedName> &names);

} // namespace hx

#endif

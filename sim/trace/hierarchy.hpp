// The names that the verilated models give to their traced signals.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_SIM_HIERARCHY_HPP
#define HX_SIM_HIERARCHY_HPP

#include <string>
#include <vector>

class Vhx_fpga;
class Vhx_chip;

namespace hx
{

struct TracedName {
    std::string name;      // dotted, without the bit range: "chip.padi_label_o[3]"
    std::string verilator; // as VerilatedFst::dumpvars compares it
    unsigned msb, lsb;     // 0, 0 for single bits
};

// Writes an empty wave beside `path` and reads it back. Empty if that cannot be done.
std::vector<TracedName> list_traced_names(Vhx_fpga &fpga, Vhx_chip &chip, const std::string &path);

} // namespace hx

#endif

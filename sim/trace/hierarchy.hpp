// The names that the verilated models give to their traced signals.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_SIM_HIERARCHY_HPP
#define HX_SIM_HIERARCHY_HPP

#include "sim/trace/model_tracer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hx
{

struct TracedName {
    std::string name;      // dotted, without the bit range: "chip.padi_label_o[3]"
    std::string verilator; // as VerilatedFst::dumpvars compares it
    unsigned msb, lsb;     // 0, 0 for single bits
    std::uint32_t handle;  // of its value in the file; names of one value share it
};

// Of all files with this selection. Writes an empty wave beside `path` and reads it back. Empty
// if that cannot be done.
std::vector<TracedName> list_traced_names(Vhx_fpga &fpga, Vhx_chip &chip,
                                          const ModelSelection &selection, const std::string &path);

// Where the clock pins, or signals that are the same, stand in files with this selection; 0: none
// is selected.
struct ClockHandles {
    std::uint32_t fpga = 0, chip = 0;
};
ClockHandles find_clocks(Vhx_fpga &fpga, Vhx_chip &chip, const ModelSelection &selection,
                         const std::string &path);

} // namespace hx

#endif

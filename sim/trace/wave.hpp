// The wave file of a board: both models, and analog quantities of chosen neurons.
// SPDX-License-Identifier: Apache-2.0
//
// One FST on one time axis (1 ns steps). Scopes: fpga, chip, anncore. Analog values are real
// numbers on a grid of 0.1 mV and 1 pA, written on change. The file is flushed right after its
// first moment and then regularly, so that the file of a killed run can be read.
//
// A cycle is shown from its rising clock edge on: the values after both edges were evaluated,
// with the clock high at the cycle's time and low half a period later. The clock pins are set for
// the picture only; each is low again before the model is evaluated for its next edge.
#ifndef HX_SIM_WAVE_HPP
#define HX_SIM_WAVE_HPP

#include "models/anncore.h"

#include <hxcosim/device.h>

#include <cstdint>
#include <memory>

class Vhx_fpga;
class Vhx_chip;

namespace hx
{

class Wave
{
  public:
    Wave(const hx_trace_config &config, Vhx_fpga &fpga, Vhx_chip &chip, const hx_anncore *core);
    ~Wave();

    bool is_open() const;
    // Records the state after the edge of this chip cycle. `half` 0: the FPGA had its edge too.
    void dump(std::uint64_t cycle, unsigned half);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace hx

#endif

// The wave file of a board: both models, analog quantities of chosen neurons, and texts.
// SPDX-License-Identifier: Apache-2.0
//
// One FST on one time axis (1 ns steps). Scopes: fpga, chip, anncore, host, board, ppu_0, ppu_1. A
// cycle is shown from its rising clock edge on: the values after both edges were evaluated, with
// the clock high at the cycle's time and low half a period later.
//
// What is recorded, and when, is the configuration's choice: signals by glob, a span of time, from
// a trigger on, or the last stretch before the trigger or the end. That stretch is kept as two
// files in turn (F.fst and F.fst.part), which are joined at the end. Files are flushed right after
// their first moment and then regularly, so that the file of a killed run can be read.
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
    Wave(const hx_device_config &config, Vhx_fpga &fpga, Vhx_chip &chip, const hx_anncore *core);
    ~Wave();

    // HX_OK, HX_ERROR_IO: the file cannot be written, HX_ERROR_ARGUMENT: a glob without a signal.
    hx_status get_status(hx_error *error) const;

    // The FPGA takes a host word, or sends a response word, at the edge that comes or just was.
    void take_word(std::uint64_t word);
    void take_response(std::uint64_t word);
    // Chip cycles from this one on that need not be dumped while both models rest.
    std::uint64_t get_rest(std::uint64_t cycle) const;
    // They were left out, up to this one.
    void pass(std::uint64_t cycle);
    // Signals inside the models are recorded: each cycle at which it looks must be evaluated.
    bool shows_inside() const;

    // Records the state after the edge of this chip cycle. `half` 0: the FPGA had its edge too.
    // Of a model that was evaluated more has changed than of one that was left out.
    struct Evaluated {
        bool fpga, chip;
    };
    // What only the board knows; changes when a model is evaluated.
    struct BoardState {
        std::uint64_t trial;            // number of its mark
        std::uint16_t to_chip, to_fpga; // FPGA cycles whose lane words are under way
    };
    void dump(std::uint64_t cycle, unsigned half, Evaluated evaluated, const BoardState &board);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace hx

#endif

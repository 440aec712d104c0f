// A clock edge of a verilated model.
// SPDX-License-Identifier: Apache-2.0
//
// Nothing in the models happens at the falling edge, but for the clock gates of running processors
// (docs/pins.md, ppu_clock_o), so it is not evaluated at rest: the model is told
// that its clock was low, which saves the evaluation of all that hangs on inputs. The name of
// the place where a model keeps the last level of its clock comes from its header (clock.inc);
// with a Verilator that has another name for it the falling edge is evaluated.
#ifndef HX_SIM_BOARD_CLOCK_HPP
#define HX_SIM_BOARD_CLOCK_HPP

#include "Vhx_chip.h"
#include "Vhx_chip___024root.h"
#include "Vhx_fpga.h"
#include "Vhx_fpga___024root.h"

namespace hx
{

// One of the lists below is empty with an unknown name.
template <typename Model> void fall(Model &model, ...)
{
    model.clk_i = 0;
    model.eval();
}

#define HX_LAST_CLOCK(name)                                                                        \
    inline void fall(Vhx_fpga &model, int)                                                         \
    {                                                                                              \
        model.clk_i = 0;                                                                           \
        model.rootp->name = 0;                                                                     \
    }
#include "hx_fpga_clock.inc"
#undef HX_LAST_CLOCK
#define HX_LAST_CLOCK(name)                                                                        \
    inline void fall(Vhx_chip &model, int)                                                         \
    {                                                                                              \
        model.clk_i = 0;                                                                           \
        model.rootp->name = 0;                                                                     \
    }
#include "hx_chip_clock.inc"
#undef HX_LAST_CLOCK

// A rising edge; its inputs stand on the pins before.
inline void tick(Vhx_fpga &model)
{
    model.clk_i = 1;
    model.eval();
    fall(model, 0);
}

// A gate that is told to open or to close does so at the falling edge behind.
inline void tick(Vhx_chip &model)
{
    const bool was_clocked = model.ppu_clock_o;
    model.clk_i = 1;
    model.eval();
    if (was_clocked || model.ppu_clock_o) {
        model.clk_i = 0;
        model.eval();
    } else {
        fall(model, 0);
    }
}

} // namespace hx

#endif

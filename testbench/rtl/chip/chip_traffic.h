// Everything that happens to a chip: the link's other end, JTAG, resets, fires, analog answers.
// SPDX-License-Identifier: Apache-2.0
//
// Phases of random length differ in how dense each kind of input is; some are quiet.
#ifndef HX_TEST_CHIP_TRAFFIC_H
#define HX_TEST_CHIP_TRAFFIC_H

#include "testbench/rtl/chip/far_end.h"
#include "testbench/rtl/chip/jtag_bits.h"
#include "testbench/rtl/chip/ppu_program.h"
#include "testbench/rtl/event/random_traffic.h"

typedef struct chip_traffic {
    uint64_t state, now;
    random_traffic events;
    far_end end;
    jtag_bits jtag;
    hx_digital_levels levels;
    unsigned phase_left, reset_left, partner_left; // cycles
    unsigned accesses, fires;                      // chance in 256 a cycle
    hx_access access;                              // waits to be sent
    bool sets_up;        // every chip after reset: neurons spike, events pass
    bool runs_programs;  // both processors of every chip after reset do
    unsigned set_up;     // accesses for that so far
    unsigned programmed; // accesses for programs so far
    uint32_t program[2][PPU_PROGRAM_WORDS];
    uint32_t functions[PPU_FUNCTION_WORDS];
} chip_traffic;

void chip_traffic_start(chip_traffic *traffic, uint64_t seed);

// The inputs of the next cycle; `pins`: what the chip showed after the last.
void chip_traffic_next(chip_traffic *traffic, const chip_pins *pins, hx_digital_in *in);

#endif

// Random programs for the processors in the chip.
// SPDX-License-Identifier: Apache-2.0
//
// An endless loop of accesses to everything that a processor reaches: local memory, Omnibus, memory
// of the FPGA, rows of the array with conversions and neuron resets, random generator; with
// arithmetic on what was read in between, and calls of functions in the memory of the FPGA.
#ifndef HX_TEST_CHIP_PPU_PROGRAM_H
#define HX_TEST_CHIP_PPU_PROGRAM_H

#include "testbench/rtl/event/random_traffic.h"

enum { PPU_PROGRAM_WORDS = 160, PPU_FUNCTION_WORDS = 256 };

// `traffic`: state of the draws for the event fabric.
void ppu_program_draw(uint32_t words[PPU_PROGRAM_WORDS], uint64_t *state, random_traffic *traffic);
// What the memory of the FPGA holds, again and again, for fetches: functions that may be entered
// anywhere and return.
void ppu_program_draw_functions(uint32_t words[PPU_FUNCTION_WORDS], uint64_t *state);

#endif

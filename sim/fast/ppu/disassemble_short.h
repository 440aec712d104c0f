// The short forms of common instructions, for the disassembler.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_PPU_DISASSEMBLE_SHORT_H
#define HX_FAST_PPU_DISASSEMBLE_SHORT_H

#include "sim/fast/ppu/disassemble.h"

// False: the instruction has none that we know.
bool hx_ppu_disassemble_short(uint32_t word, uint32_t address, char text[HX_PPU_TEXT_SIZE]);

#define HX_PPU_CR_BIT_SIZE 12
void hx_ppu_cr_bit_text(uint32_t bit, char text[HX_PPU_CR_BIT_SIZE]);
uint32_t hx_ppu_branch_target(uint32_t word, uint32_t address);

#endif

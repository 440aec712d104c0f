// Assembler text of the plasticity processor's instructions.
// SPDX-License-Identifier: Apache-2.0
//
// Scalar text is that of GNU objdump; vector registers are vr0..vr31, conditions .gt .lt .eq
// behind the mnemonic. Unknown words give ".long 0x...".
#ifndef HX_FAST_PPU_DISASSEMBLE_H
#define HX_FAST_PPU_DISASSEMBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HX_PPU_TEXT_SIZE 64

// `address` is where the word lies; branch targets are absolute. `plain`: without the short
// forms (nop, li, lis, mr, blr, bctr, bdnz, beq, cmpwi, mflr and their kind), as objdump -M raw.
void hx_ppu_disassemble(uint32_t word, uint32_t address, bool plain, char text[HX_PPU_TEXT_SIZE]);

#endif

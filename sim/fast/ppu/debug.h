// What a debugger sees of the plasticity processor model: all registers, the next instruction and
// the memory it will touch.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_PPU_DEBUG_H
#define HX_FAST_PPU_DEBUG_H

#include "sim/fast/ppu/ppu.h"

enum { HX_PPU_VECTOR_BYTES = 128, HX_PPU_ACCUMULATOR_WORDS = 64 };

// Byte address of the next instruction, of the wait that the core sleeps in.
uint32_t hx_ppu_get_pc(const hx_ppu *ppu);
// Wakes a sleeping core up. Costs the cycles of a branch.
void hx_ppu_set_pc(hx_ppu *ppu, uint32_t address);

uint32_t hx_ppu_get_msr(const hx_ppu *ppu);
void hx_ppu_set_msr(hx_ppu *ppu, uint32_t value);
void hx_ppu_set_cr(hx_ppu *ppu, uint32_t value);
// By the number that mfspr and mtspr use; unknown ones read 0. Writes act as mtspr's.
uint32_t hx_ppu_get_special(hx_ppu *ppu, unsigned spr);
void hx_ppu_set_special(hx_ppu *ppu, unsigned spr, uint32_t value);

// Byte 0 is the upper byte of element 0. The pointers live as long as the handle.
uint8_t *hx_ppu_vector_register(hx_ppu *ppu, unsigned index);
uint32_t *hx_ppu_accumulator(hx_ppu *ppu); // one word for each halfword element
// Vector conditions by the condition field of instructions (1 greater, 2 less, 3 equal): a byte for
// each byte of a register, 3 where the condition holds, else 0.
uint8_t *hx_ppu_condition(hx_ppu *ppu, unsigned condition);

typedef struct hx_ppu_span {
    uint32_t address, size; // bytes; size 0: the instruction touches no memory
    bool is_write, is_vector_address;
} hx_ppu_span;

// What the next instruction will touch. `is_vector_address`: the address is one of fxvinx and
// fxvoutx, of 128 bytes.
hx_ppu_span hx_ppu_next_access(hx_ppu *ppu);

#endif

// Decoded instructions of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
//
// Decoding says which unit an instruction goes to and what it reads and writes; the execute
// functions take the operation from the word again.
#ifndef HX_FAST_PPU_DECODE_H
#define HX_FAST_PPU_DECODE_H

#include <stdbool.h>
#include <stdint.h>

typedef enum hx_ppu_unit {
    HX_PPU_UNIT_FIXED, // also unknown words: issued without effect
    HX_PPU_UNIT_NOP,   // ori 0,0,0: not issued
    HX_PPU_UNIT_MULTIPLY,
    HX_PPU_UNIT_DIVIDE,
    HX_PPU_UNIT_LOAD,
    HX_PPU_UNIT_STORE,
    HX_PPU_UNIT_BRANCH,
    HX_PPU_UNIT_TRAP,
    HX_PPU_UNIT_MSR,
    HX_PPU_UNIT_SYNC,
    HX_PPU_UNIT_WAIT,
    HX_PPU_UNIT_VECTOR
} hx_ppu_unit;

// Special registers that are tracked for hazards.
enum { HX_PPU_SPR_LR, HX_PPU_SPR_CTR, HX_PPU_SPR_OTHER, HX_PPU_SPR_COUNT };

typedef struct hx_ppu_op {
    uint32_t word;
    uint32_t gpr_reads, gpr_writes; // bit n: register n; loads: their data registers
    uint8_t cr_reads, cr_writes;    // bit n: field n
    uint8_t spr_reads, spr_writes;  // bit n: HX_PPU_SPR_*
    uint8_t unit;
    uint8_t count;  // transfers of lmw and stmw, else 1
    uint8_t update; // 1 + register of an update form, 0: none
    bool writes_xer, is_known, is_valid;
} hx_ppu_op;

#define HX_PPU_PRIMARY(w) ((w) >> 26)
#define HX_PPU_RT(w) ((w) >> 21 & 31)
#define HX_PPU_RA(w) ((w) >> 16 & 31)
#define HX_PPU_RB(w) ((w) >> 11 & 31)
#define HX_PPU_XO(w) ((w) >> 1 & 0x3ff)
#define HX_PPU_SPR(w) (((w) >> 16 & 31) | ((w) >> 6 & 0x3e0))
#define HX_PPU_SIMM(w) ((uint32_t)(int32_t)(int16_t)((w)&0xffff))
#define HX_PPU_UIMM(w) ((w)&0xffff)
#define HX_PPU_VECTOR_PRIMARY 4u
#define HX_PPU_NOP_WORD 0x60000000u

void hx_ppu_decode(uint32_t word, hx_ppu_op *op);

#endif

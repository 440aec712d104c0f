// The vector instructions: one table for decoder, execution and timing.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_PPU_VECTOR_TABLE_H
#define HX_FAST_PPU_VECTOR_TABLE_H

#include <stdbool.h>
#include <stdint.h>

// In the order of the register file's arbitration mask.
typedef enum hx_ppu_vector_unit {
    HX_PPU_MADD,
    HX_PPU_CMP,
    HX_PPU_LS,
    HX_PPU_PLS,
    HX_PPU_PERM,
    HX_PPU_VECTOR_UNIT_COUNT
} hx_ppu_vector_unit;

typedef enum hx_ppu_operands {
    HX_PPU_OPERANDS_TAB,   // target, two sources
    HX_PPU_OPERANDS_TA,    // target, one source
    HX_PPU_OPERANDS_AB,    // accumulator or VCR, two sources
    HX_PPU_OPERANDS_A,     // accumulator or VCR, one source
    HX_PPU_OPERANDS_SPLAT, // target from a scalar register
    HX_PPU_OPERANDS_LOAD,  // target, scalar address
    HX_PPU_OPERANDS_STORE  // RT is a source, scalar address
} hx_ppu_operands;

typedef enum hx_ppu_vector_operation {
    HX_PPU_OP_MULTIPLY, // product, doubled if fractional
    HX_PPU_OP_TERM,     // one or two sources, added or subtracted
    HX_PPU_OP_COMPARE,
    HX_PPU_OP_SELECT,
    HX_PPU_OP_SHIFT,
    HX_PPU_OP_SPLAT,
    HX_PPU_OP_PACK_UPPER,
    HX_PPU_OP_PACK_LOWER,
    HX_PPU_OP_UNPACK_LEFT,
    HX_PPU_OP_UNPACK_RIGHT,
    HX_PPU_OP_LOAD,
    HX_PPU_OP_STORE,
    HX_PPU_OP_IN,
    HX_PPU_OP_OUT
} hx_ppu_vector_operation;

typedef struct hx_ppu_vector_info {
    uint16_t xo;
    const char *name;
    uint8_t unit, operands, operation;
    bool is_byte;
    bool is_fractional; // saturating, result in the upper half
    bool adds_accumulator;
    bool subtracts;
    bool has_condition; // the C field is a condition
} hx_ppu_vector_info;

// NULL: no such vector instruction. Only for words with primary opcode 4.
const hx_ppu_vector_info *hx_ppu_vector_find(uint32_t word);
bool hx_ppu_vector_writes_register(const hx_ppu_vector_info *info);

#endif

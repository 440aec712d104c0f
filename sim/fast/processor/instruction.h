// A decoded instruction as the stages of the processor's core see it.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/ppu/hx_ppu_decode.sv.
#ifndef HX_FAST_PROCESSOR_INSTRUCTION_H
#define HX_FAST_PROCESSOR_INSTRUCTION_H

#include "sim/fast/ppu/decode.h"
#include "sim/fast/ppu/vector_table.h"

// What the execute stage does for the fixed-point unit.
typedef enum hx_fixed_operation {
    HX_FIXED_NOTHING,
    HX_FIXED_ALU,
    HX_FIXED_CONDITION,
    HX_FIXED_READ_STATE,
    HX_FIXED_READ_SPECIAL,
    HX_FIXED_WRITE_SPECIAL
} hx_fixed_operation;

typedef struct hx_instruction {
    hx_ppu_op op;
    uint32_t gpr; // read or written: must not be pending
    const hx_ppu_vector_info *vector;
    uint8_t fixed;     // hx_fixed_operation
    uint8_t target;    // of the result; loads and stores: first data register
    uint8_t base;      // of an update form
    uint8_t last_step; // operations behind the first
    uint8_t size;      // of a load or store, bytes
    bool sign_extend;
    bool writes_gpr; // a result of fixed latency
    bool is_multiple;
} hx_instruction;

void hx_instruction_decode(uint32_t word, hx_instruction *instruction);

#endif

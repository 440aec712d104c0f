// An operation of the vector unit.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_PROCESSOR_VECTOR_OP_H
#define HX_FAST_PROCESSOR_VECTOR_OP_H

#include "sim/fast/ppu/vector_table.h"

typedef struct hx_vector_op {
    const hx_ppu_vector_info *info;
    uint32_t word, scalar; // scalar: address, or value to splat
    uint8_t unit;          // hx_ppu_vector_unit
    uint8_t target, source_a, source_b;
    bool has_target, uses_a, uses_b, reads_condition, writes_condition;
} hx_vector_op;

hx_vector_op hx_vector_op_make(const hx_ppu_vector_info *info, uint32_t word, uint32_t scalar);

#endif

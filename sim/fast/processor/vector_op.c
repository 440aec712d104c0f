// An operation of the vector unit.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/vector_op.h"

#include "sim/fast/ppu/decode.h"

hx_vector_op hx_vector_op_make(const hx_ppu_vector_info *info, uint32_t word, uint32_t scalar)
{
    const unsigned operands = info->operands;
    const bool stores = operands == HX_PPU_OPERANDS_STORE;
    return (hx_vector_op){.info = info,
                          .word = word,
                          .scalar = scalar,
                          .unit = info->unit,
                          .target = HX_PPU_RT(word),
                          .source_a = stores ? HX_PPU_RT(word) : HX_PPU_RA(word),
                          .source_b = HX_PPU_RB(word),
                          .has_target = hx_ppu_vector_writes_register(info),
                          .uses_a = operands <= HX_PPU_OPERANDS_A || stores,
                          .uses_b =
                              operands == HX_PPU_OPERANDS_TAB || operands == HX_PPU_OPERANDS_AB,
                          .reads_condition = info->has_condition && (word & 3),
                          .writes_condition = info->operation == HX_PPU_OP_COMPARE};
}

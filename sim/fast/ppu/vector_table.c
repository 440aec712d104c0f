// The vector instructions, ordered by extended opcode.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/vector_table.h"

#include <stddef.h>

static const hx_ppu_vector_info table[] = {
#define HX_PPU_VECTOR(xo, name, unit, operands, operation, byte, fractional, accumulator,          \
                      subtracts, condition)                                                        \
    {xo,                                                                                           \
     #name,                                                                                        \
     HX_PPU_##unit,                                                                                \
     HX_PPU_OPERANDS_##operands,                                                                   \
     HX_PPU_OP_##operation,                                                                        \
     byte,                                                                                         \
     fractional,                                                                                   \
     accumulator,                                                                                  \
     subtracts,                                                                                    \
     condition},
#include "sim/fast/ppu/vector_instructions.def"
#undef HX_PPU_VECTOR
};

const hx_ppu_vector_info *hx_ppu_vector_find(uint32_t word)
{
    unsigned xo = word >> 2 & 0x1ff;
    size_t low = 0, high = sizeof table / sizeof *table;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (table[middle].xo == xo)
            return &table[middle];
        if (table[middle].xo < xo)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

bool hx_ppu_vector_writes_register(const hx_ppu_vector_info *info)
{
    return info->operands != HX_PPU_OPERANDS_AB && info->operands != HX_PPU_OPERANDS_A &&
           info->operands != HX_PPU_OPERANDS_STORE;
}

// Instruction words for random programs.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/ppu/random_encode.h"

#include "sim/fast/ppu/decode.h"
#include "sim/fast/ppu/vector_table.h"
#include "testbench/sim/ppu/random_program.h"

#define X(extended) (31u << 26 | (extended) << 1)

uint32_t hx_encode_immediate(unsigned primary, unsigned rt, unsigned ra, uint32_t immediate)
{
    return primary << 26 | rt << 21 | ra << 16 | (immediate & 0xffff);
}

uint32_t hx_encode_spr(unsigned extended, unsigned rt, unsigned number)
{
    return X(extended) | rt << 21 | (number & 31) << 16 | number >> 5 << 11;
}

uint32_t hx_random_arithmetic(uint64_t *state)
{
    // Additions, products, quotients; each with and without overflow.
    static const unsigned to_rt[] = {266, 10,  138, 234, 202, 40,  8,   136, 232,  200,
                                     104, 235, 75,  11,  491, 459, 778, 522, 650,  746,
                                     714, 552, 520, 648, 744, 712, 616, 747, 1003, 971};
    static const unsigned to_ra[] = {28,  60, 444, 412, 316, 476, 124, 284, 954,
                                     922, 26, 122, 154, 24,  536, 792, 824};
    static const unsigned plain[] = {266, 40, 104, 235, 75, 11};
    static const unsigned primaries_rt[] = {7, 8, 12, 13, 14, 14, 14, 15};
    uint32_t pick = hx_random_next(state), kind = pick % 16;
    pick /= 16;
    if (kind < 2)
        return X(to_rt[pick % 30]) | HX_SHAPE_TO_RT << 16;
    if (kind < 6)
        return X(plain[pick % 6]) | HX_SHAPE_TO_RT << 16;
    if (kind < 9)
        return X(to_ra[pick % 17]) | HX_SHAPE_TO_RA << 16;
    if (kind < 12)
        return primaries_rt[pick % 8] << 26 | HX_SHAPE_TO_RT << 16;
    if (kind < 14)
        return (24 + pick % 6) << 26 | HX_SHAPE_TO_RA << 16;
    if (kind < 15)
        return (10 + pick % 2) << 26 | HX_SHAPE_TO_CR << 16;
    return X(pick % 2 ? 0 : 32) | HX_SHAPE_TO_CR << 16;
}

uint32_t hx_random_unknown(uint64_t *state)
{
    static const unsigned primaries[] = {31, 31, 31, 19, 0, 1, 2, 5, 6, 9, 17, 22, 30, 48, 59, 63};
    for (;;) {
        uint32_t word = hx_random_next(state);
        hx_ppu_op op;
        word = (word & 0x03ffffff) | primaries[hx_random_next(state) % 16] << 26;
        hx_ppu_decode(word, &op);
        if (!op.is_known)
            return word;
    }
}

uint32_t hx_random_vector(uint64_t *state, bool memory)
{
    for (;;) {
        uint32_t word = (hx_random_next(state) & 0x7ff) | 4u << 26;
        const hx_ppu_vector_info *info = hx_ppu_vector_find(word);
        if (info && (info->unit == HX_PPU_LS) == memory)
            return word;
    }
}

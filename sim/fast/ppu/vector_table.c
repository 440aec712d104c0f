// The vector instructions, ordered by extended opcode.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/vector_table.h"

#include <stddef.h>

#define ROW(xo, name, unit, operands, operation, byte, fractional, accumulator, subtracts, cond)   \
    {xo,                                                                                           \
     name,                                                                                         \
     HX_PPU_##unit,                                                                                \
     HX_PPU_OPERANDS_##operands,                                                                   \
     HX_PPU_OP_##operation,                                                                        \
     byte,                                                                                         \
     fractional,                                                                                   \
     accumulator,                                                                                  \
     subtracts,                                                                                    \
     cond},
static const hx_ppu_vector_info table[] = {
    // xo, name, unit, operands, operation, byte, fractional, accumulator, subtracts, condition
    ROW(12, "fxvmahm", MADD, TAB, MULTIPLY, 0, 0, 1, 0,
        1) ROW(13, "fxvmabm", MADD, TAB, MULTIPLY, 1, 0, 1, 0,
               1) ROW(14, "fxvmtacb", MADD, A, TERM, 1, 0, 0, 0,
                      1) ROW(15, "fxvmtach", MADD, A, TERM, 0, 0, 0, 0,
                             1) ROW(28, "fxvmahfs", MADD, TAB, MULTIPLY, 0, 1, 1, 0, 1)
        ROW(29, "fxvmabfs", MADD, TAB, MULTIPLY, 1, 1, 1, 0, 1) ROW(
            30, "fxvmtacbf", MADD,
            A, TERM, 1,
            1, 0, 0, 1) ROW(31, "fxvmtachf", MADD, A, TERM, 0, 1, 0, 0, 1)
            ROW(44, "fxvmatachm", MADD, AB, MULTIPLY, 0, 0, 1, 0, 1) ROW(
                45,
                "fxvmatacbm",
                MADD, AB,
                MULTIPLY,
                1, 0, 1, 0,
                1) ROW(60, "fxvmatachfs", MADD, AB, MULTIPLY, 0, 1, 1, 0, 1)
                ROW(61, "fxvmatacbfs", MADD, AB, MULTIPLY, 1, 1, 1, 0, 1) ROW(
                    76,
                    "fxvmulhm",
                    MADD, TAB,
                    MULTIPLY,
                    0, 0, 0, 0,
                    1) ROW(77, "fxvmulbm", MADD, TAB, MULTIPLY, 1, 0, 0, 0, 1)
                    ROW(92, "fxvmulhfs", MADD, TAB, MULTIPLY, 0, 1, 0, 0,
                        1) ROW(93, "fxvmulbfs", MADD, TAB, MULTIPLY, 1, 1, 0, 0, 1)
                        ROW(108, "fxvmultachm", MADD, AB, MULTIPLY, 0, 0, 0, 0, 1) ROW(
                            109, "fxvmultacbm",
                            MADD, AB,
                            MULTIPLY,
                            1, 0, 0, 0,
                            1) ROW(124, "fxvmultachfs", MADD, AB, MULTIPLY, 0, 1, 0, 0, 1)
                            ROW(125, "fxvmultacbfs", MADD, AB, MULTIPLY, 1, 1, 0, 0, 1) ROW(
                                236, "fxvinx",
                                PLS, LOAD,
                                IN,
                                0, 0, 0, 0,
                                1) ROW(239, "fxvpckbu", PERM, TAB, PACK_UPPER, 1, 0, 0, 0, 0)
                                ROW(252, "fxvoutx", PLS, STORE, OUT, 0, 0, 0, 0, 1) ROW(
                                    255, "fxvpckbl",
                                    PERM, TAB,
                                    PACK_LOWER,
                                    1, 0, 0, 0,
                                    0) ROW(268, "fxvsplath", PERM, SPLAT, SPLAT, 0, 0, 0, 0, 0)
                                    ROW(269, "fxvsplatb", PERM, SPLAT, SPLAT, 1, 0, 0, 0, 0) ROW(
                                        271, "fxvupckbr",
                                        PERM, TAB,
                                        UNPACK_RIGHT,
                                        1, 0, 0, 0,
                                        0) ROW(287, "fxvupckbl", PERM, TAB, UNPACK_LEFT, 1, 0, 0, 0,
                                               0) ROW(300, "fxvcmph", CMP, A, COMPARE, 0, 0, 0, 0, 0)
                                        ROW(301, "fxvcmpb", CMP, A, COMPARE, 1, 0, 0, 0, 0) ROW(
                                            316, "fxvshh",
                                            PERM, TA,
                                            SHIFT,
                                            0, 0, 0, 0,
                                            0) ROW(317, "fxvshb", PERM, TA, SHIFT, 1, 0, 0, 0, 0)
                                            ROW(319, "fxvsel", PERM, TAB, SELECT, 1, 0, 0, 0, 1) ROW(
                                                332, "fxvsubhm",
                                                MADD, TAB,
                                                TERM, 0, 0,
                                                0, 1,
                                                1) ROW(333, "fxvsubbm", MADD, TAB, TERM, 1, 0, 0, 1, 1)
                                                ROW(348, "fxvsubhfs", MADD, TAB, TERM, 0, 1, 0, 1,
                                                    1) ROW(349, "fxvsubbfs", MADD, TAB, TERM, 1, 1,
                                                           0, 1, 1)
                                                    ROW(364, "fxvaddactachm", MADD, A, TERM, 0, 0, 1, 0, 1) ROW(
                                                        365, "fxvaddactacb",
                                                        MADD, A, TERM,
                                                        1, 0, 1, 0,
                                                        1) ROW(380, "fxvaddactachf", MADD, A, TERM,
                                                               0, 1, 1,
                                                               0, 1)
                                                        ROW(381, "fxvaddactacbf", MADD, A, TERM, 1,
                                                            1, 1, 0, 1)
                                                            ROW(396, "fxvaddachm", MADD, TA, TERM,
                                                                0, 0, 1, 0,
                                                                1) ROW(397, "fxvaddacbm", MADD, TA,
                                                                       TERM, 1,
                                                                       0, 1, 0,
                                                                       1)
                                                                ROW(412, "fxvaddachfs", MADD, TA,
                                                                    TERM, 0, 1,
                                                                    1, 0, 1)
                                                                    ROW(413, "fxvaddacbfs", MADD,
                                                                        TA, TERM, 1, 1,
                                                                        1, 0, 1) ROW(428,
                                                                                     "fxvaddtachm",
                                                                                     MADD, AB,
                                                                                     TERM, 0, 0, 0, 0, 1)
                                                                        ROW(429, "fxvaddtacb",
                                                                            MADD, AB, TERM,
                                                                            1, 0, 0, 0,
                                                                            1) ROW(460, "fxvaddhm",
                                                                                   MADD, TAB,
                                                                                   TERM, 0,
                                                                                   0, 0, 0,
                                                                                   1)
                                                                            ROW(461, "fxvaddbm",
                                                                                MADD, TAB,
                                                                                TERM, 1, 0,
                                                                                0, 0, 1)
                                                                                ROW(476,
                                                                                    "fxvaddhf"
                                                                                    "s",
                                                                                    MADD, TAB,
                                                                                    TERM, 0, 1,
                                                                                    0, 0, 1)
                                                                                    ROW(477,
                                                                                        "fxvaddb"
                                                                                        "fs",
                                                                                        MADD, TAB,
                                                                                        TERM, 1, 1,
                                                                                        0, 0, 1)
                                                                                        ROW(492,
                                                                                            "fxvla"
                                                                                            "x",
                                                                                            LS,
                                                                                            LOAD,
                                                                                            LOAD, 0,
                                                                                            0, 0, 0,
                                                                                            0)
                                                                                            ROW(508,
                                                                                                "fx"
                                                                                                "vs"
                                                                                                "ta"
                                                                                                "x",
                                                                                                LS,
                                                                                                STORE,
                                                                                                STORE,
                                                                                                0,
                                                                                                0,
                                                                                                0,
                                                                                                0,
                                                                                                0)};

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

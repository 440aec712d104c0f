// Published steady-state cycles of the vector unit in the reference environment "ideal-1".
// SPDX-License-Identifier: Apache-2.0
//
// A row is up to three instructions that follow each other for ever. Sources and targets are
// vector registers; r3 holds the address of a window in the local memory, r4 a number.
#ifndef HX_SIM_PPU_PUBLISHED_CYCLES_H
#define HX_SIM_PPU_PUBLISHED_CYCLES_H

#include <stdint.h>

#define HX_PUBLISHED_SYNC 0x7c0004acu

enum hx_published_opcode {
    MADD = 0x10000730,
    MATAC = 0x100000b0,
    MTAC = 0x1000003c,
    ADDAC = 0x10000630,
    COMPARE = 0x100004b0,
    SELECT = 0x100004fc,
    SHIFT = 0x100004f0,
    SPLAT = 0x10000430,
    PACK = 0x100003bc,
    LOAD = 0x100007b0,
    STORE = 0x100007f0,
    IN = 0x100003b0,
    OUT = 0x100003f0
};

// The published table of steady-state cycles. Registers marked R advance with each repeat.
enum hx_published_register { R = 0x80, NEXT = 0x40 };
static const struct hx_published_row {
    const char *name;
    double cycles;
    struct {
        uint32_t word;
        uint8_t t, a, b, condition;
    } ops[3];
} hx_published[] = {
    {"madd_independent", 5, {{MADD, R, 1, 2, 0}}},
    {"madd_chain_first", 12, {{MADD, R | NEXT, R, 2, 0}}},
    {"madd_chain_second", 12, {{MADD, R | NEXT, 2, R, 0}}},
    {"matac", 4, {{MATAC, 0, 1, 2, 0}}},
    {"mtac", 3, {{MTAC, 0, 1, 0, 0}}},
    {"addac", 3, {{ADDAC, R, 1, 0, 0}}},
    {"madd_same_target", 12, {{MADD, 8, 1, 2, 0}}},
    {"madd_splat_into_source", 12, {{MADD, 8, 1, 2, 0}, {SPLAT, 1, 4, 0, 0}}},
    {"compare", 8, {{COMPARE, 0, 1, 0, 0}}},
    {"compare_madd", 12, {{COMPARE, 0, 1, 0, 0}, {MADD, R, 1, 2, 1}}},
    {"compare_select", 13, {{COMPARE, 0, 1, 0, 0}, {SELECT, R, 1, 2, 1}}},
    {"select_independent", 5.6, {{SELECT, R, 1, 2, 0}}},
    {"pack_independent", 5.6, {{PACK, R, 1, 2, 0}}},
    {"select_chain", 8.6, {{SELECT, R | NEXT, R, 2, 0}}},
    {"shift_independent", 4.4, {{SHIFT, R, 1, 1, 0}}},
    {"shift_chain", 7.4, {{SHIFT, R | NEXT, R, 1, 0}}},
    {"splat", 3.2, {{SPLAT, R, 4, 0, 0}}},
    {"splat_same", 6.2, {{SPLAT, 8, 4, 0, 0}}},
    {"madd_shift", 6, {{MADD, R, 1, 2, 0}, {SHIFT, R | 16, 1, 1, 0}}},
    {"load", 38, {{LOAD, R, 0, 3, 0}}},
    {"store", 38, {{STORE, R, 0, 3, 0}}},
    {"load_store", 77, {{LOAD, 8, 0, 3, 0}, {STORE, 8, 0, 3, 0}}},
    {"load_add_store", 88, {{LOAD, 8, 0, 3, 0}, {MADD, 9, 8, 2, 0}, {STORE, 9, 0, 3, 0}}},
    {"in", 2.5, {{IN, R, 0, 4, 0}}},
    {"out", 3.5, {{OUT, 8, 0, 4, 0}}},
    {"in_out", 10, {{IN, 8, 0, 4, 0}, {OUT, 8, 0, 4, 0}}},
    {"madd_sync", 16, {{MADD, R, 1, 2, 0}, {HX_PUBLISHED_SYNC, 0, 0, 0, 0}}},
    {"splat_sync", 10.2, {{SPLAT, R, 4, 0, 0}, {HX_PUBLISHED_SYNC, 0, 0, 0, 0}}},
    {"compare_sync", 12, {{COMPARE, 0, 1, 0, 0}, {HX_PUBLISHED_SYNC, 0, 0, 0, 0}}},
    {"load_sync", 44, {{LOAD, R, 0, 3, 0}, {HX_PUBLISHED_SYNC, 0, 0, 0, 0}}},
    {"store_sync", 44, {{STORE, R, 0, 3, 0}, {HX_PUBLISHED_SYNC, 0, 0, 0, 0}}},
    {"in_sync", 11.5, {{IN, R, 0, 4, 0}, {HX_PUBLISHED_SYNC, 0, 0, 0, 0}}},
    {"out_sync", 12.5, {{OUT, R, 0, 4, 0}, {HX_PUBLISHED_SYNC, 0, 0, 0, 0}}},
};

#define HX_PUBLISHED_COUNT (sizeof hx_published / sizeof *hx_published)

// R: 8 registers from 8 on (24 on with 16), turn by turn.
static inline unsigned hx_published_turn(unsigned code, unsigned repeat)
{
    if (!(code & R))
        return code;
    return 8 + (code & 16) + (repeat + (code & NEXT ? 1 : 0)) % 8;
}

#endif

// The program `rows` on a processor of the chip: single accesses of the vector unit.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_PPU_ROWS_H
#define HX_TEST_PPU_ROWS_H

#include "testbench/sim/ppu_chip.h"

#define ROWS_ACCESSES 16u
#define ROW_WORDS 32u
#define ROW_BYTES 128u

// As in host/firmware/programs/rows.c.
typedef enum rows_kind {
    ROWS_NOTHING,
    ROWS_READ,
    ROWS_WRITE,
    ROWS_WRITE_SOME,
    ROWS_CONVERT,
    ROWS_LOAD,
    ROWS_STORE,
    ROWS_READ_WORD,
    ROWS_WRITE_WORD
} rows_kind;

typedef struct rows_program {
    uint32_t image[PPU_WORDS], result[PPU_WORDS];
    unsigned variable; // first word of the program's `rows`
    unsigned count;
} rows_program;

void rows_begin(rows_program *p);
void rows_set_mask(rows_program *p, const uint8_t mask[ROW_BYTES]);
// Adds an access; `data` may be NULL. Returns its number. A conversion takes two places of data.
unsigned rows_add(rows_program *p, rows_kind kind, uint32_t address, const uint8_t *data);
void rows_run(rows_program *p, hx_connection *device, unsigned half);
// Of the run: what stands in the vector of an access, and its cycles.
void rows_get(const rows_program *p, unsigned access, uint8_t data[ROW_BYTES]);
uint32_t rows_get_word(const rows_program *p, unsigned access);
uint32_t rows_get_cycles(const rows_program *p, unsigned access);

#endif

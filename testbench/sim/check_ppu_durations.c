// How long the processors' vector accesses take, against the published durations.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/ppu_rows.h"

#include <check.h>
#include <hx_map.h>
#include <stdio.h>

Suite *ppu_durations_suite(void);

static rows_program program;

static const struct {
    const char *name;
    rows_kind kind;
    uint32_t address;
    unsigned published, margin; // cycles
} durations[] = {
    {"sync alone", ROWS_NOTHING, 0, 3, 0},
    {"fxvstax, local memory", ROWS_STORE, 0, 47, 5},
    {"fxvlax, local memory", ROWS_LOAD, 0, 49, 5},
    {"weight write", ROWS_WRITE, HX_MAP_PPU_VECTOR_WEIGHT + 40, 20, 2},
    {"weight read", ROWS_READ, HX_MAP_PPU_VECTOR_WEIGHT + 40, 20, 2},
    {"neuron reset", ROWS_WRITE, HX_MAP_PPU_VECTOR_NEURON_RESET + 512, 20, 2},
    {"CADC, two reads", ROWS_CONVERT, HX_MAP_PPU_VECTOR_CADC_CAUSAL, 410, 41},
    {"external memory write", ROWS_WRITE, HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY, 38, 4},
    {"external memory read", ROWS_READ, HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY, 344, 35},
};
#define DURATIONS (sizeof durations / sizeof *durations)

START_TEST(published_durations)
{
    hx_connection *device = ppu_chip_open();
    unsigned access[DURATIONS], wrong = 0;
    ppu_chip_write_one(device, hx_map_cadc_config_address(0), 0x00014641);
    rows_begin(&program);
    for (unsigned i = 0; i < DURATIONS; i++)
        access[i] = rows_add(&program, durations[i].kind, durations[i].address, NULL);
    rows_run(&program, device, 0);
    printf("%-24s  measured | published\n", "operation and sync");
    for (unsigned i = 0; i < DURATIONS; i++) {
        unsigned low = durations[i].published - durations[i].margin;
        unsigned high = durations[i].published + durations[i].margin;
        unsigned cycles = rows_get_cycles(&program, access[i]);
        printf("%-24s  %8u | %u .. %u\n", durations[i].name, cycles, low, high);
        wrong += cycles < low || cycles > high;
    }
    ck_assert_uint_eq(wrong, 0);
    hx_connection_close(device);
}
END_TEST

Suite *ppu_durations_suite(void)
{
    Suite *suite = suite_create("durations of vector accesses");
    TCase *tests = tcase_create("durations");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, published_durations);
    suite_add_tcase(suite, tests);
    return suite;
}

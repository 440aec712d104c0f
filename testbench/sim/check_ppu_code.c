// Code of the chip's processors in the memory of the FPGA: cycles, cache, what stays in it.
// SPDX-License-Identifier: Apache-2.0
#include "host/ppu/loadable.h"
#include "testbench/sim/ppu_chip.h"

#include <check.h>
#include <hx_map.h>
#include <stdio.h>

Suite *ppu_code_suite(void);

enum { RUNS = 4 };

#define RUN 1u
#define RUN_CACHED 9u

static void start(hx_connection *device, unsigned half, uint32_t control)
{
    ppu_chip_write_one(device, hx_map_ppu_control_register_address(half), control);
}

// `far_code` on a processor: cycles of its runs in the local memory, then outside.
static void run_far_code(hx_connection *device, unsigned half, uint32_t control,
                         uint32_t cycles[2 * RUNS])
{
    hx_ppu_loadable *program;
    hx_error error = {""};
    const uint8_t *owned;
    unsigned variable, far_words = 0;
    ck_assert_msg(!hx_ppu_loadable_open(&program, HX_FIRMWARE_DIR "/far_code.elf", &error), "%s",
                  error.text);
    const uint32_t *external = hx_ppu_loadable_get_external(program, &owned);
    for (unsigned i = 0; i < HX_PPU_EXTERNAL_WORDS; i++)
        if (owned[i]) {
            ppu_chip_write_one(device, hx_map_external_ppu_memory_quad_address(i), external[i]);
            far_words++;
        }
    ck_assert_uint_gt(far_words, 16);
    ppu_chip_load(device, half, hx_ppu_loadable_get_local(program), PPU_WORDS);
    start(device, half, control);
    ppu_chip_wait(device, half, 20000);
    ck_assert_uint_eq(ppu_chip_read_one(device, hx_map_ppu_memory_word_address(
                                                    half, HX_MAP_PPU_WORD_RETURN_CODE)),
                      0);
    ck_assert_int_eq(hx_ppu_loadable_find(program, "far_code", 2 * (size_t)RUNS, &variable, &error),
                     HX_OK);
    ppu_chip_read(device, hx_map_ppu_memory_word_address(half, variable), cycles, 2 * (size_t)RUNS);
    hx_ppu_loadable_destroy(program);
}

// What is in the cache costs nothing; a line that is not costs a read over the link, and no more
// than 10 us are reserved for a command whose code is not there.
START_TEST(cached_code)
{
    uint32_t cycles[2 * RUNS];
    hx_connection *device = ppu_chip_open();
    for (unsigned half = 0; half < 2; half++) {
        run_far_code(device, half, RUN_CACHED, cycles);
        const uint32_t *outside = cycles + RUNS;
        printf("half %u: local %u, outside %u, then %u cycles\n", half, cycles[RUNS - 1],
               outside[0], outside[RUNS - 1]);
        ck_assert_uint_eq(outside[RUNS - 1], cycles[RUNS - 1]);
        ck_assert_uint_gt(outside[0], cycles[0] + 300);
        ck_assert_uint_lt(outside[0], cycles[0] + 2500);
    }
    hx_connection_close(device);
}
END_TEST

// Each word comes over the link, again and again.
START_TEST(code_without_cache)
{
    uint32_t cycles[2 * RUNS];
    hx_connection *device = ppu_chip_open();
    run_far_code(device, 0, RUN, cycles);
    for (unsigned i = 0; i < RUNS; i++)
        ck_assert_uint_gt(cycles[RUNS + i], 100 * cycles[i]);
    hx_connection_close(device);
}
END_TEST

// Calls the function outside (lis 3,0x8000; mtctr 3; bctrl), stores its result (stw 5,0x100(0)),
// waits until a word is there (lwz 6,0x104(0); cmpwi 6,0; beq -8; then clears it: addi 6,0,0;
// stw 6,0x104(0); sync), and again.
static const uint32_t caller[] = {0x3c608000, 0x7c6903a6, 0x4e800421, 0x90a00100,
                                  0x80c00104, 0x2c060000, 0x4182fff8, 0x38c00000,
                                  0x90c00104, 0x7c0004ac, 0x4bffffd8};
#define RESULT (hx_map_ppu_memory_word_address(0, 0x40))

// li 5,VALUE; blr
static void write_function(hx_connection *device, uint32_t word, uint32_t value)
{
    const uint32_t words[] = {0x38a00000 | value, 0x4e800020};
    ppu_chip_write(device, hx_map_external_ppu_memory_quad_address(word), words, 2);
}

static uint32_t call_again(hx_connection *device)
{
    ppu_chip_write_one(device, RESULT, 0);
    ppu_chip_write_one(device, RESULT + 1, 1);
    ppu_chip_let_pass(device, 2000);
    return ppu_chip_read_one(device, RESULT);
}

// A line stays until the processor is reset; without the cache each call sees the memory.
START_TEST(lines_stay)
{
    const bool cached = _i;
    hx_connection *device = ppu_chip_open();
    ppu_chip_load(device, 0, caller, sizeof caller / 4);
    write_function(device, 0, 11);
    start(device, 0, cached ? RUN_CACHED : RUN);
    ppu_chip_let_pass(device, 2000);
    ck_assert_uint_eq(ppu_chip_read_one(device, RESULT), 11);
    ck_assert_uint_eq(call_again(device), 11);
    write_function(device, 0, 22);
    ck_assert_uint_eq(call_again(device), cached ? 11 : 22);
    ppu_chip_stop(device, 0);
    start(device, 0, cached ? RUN_CACHED : RUN);
    ppu_chip_let_pass(device, 2000);
    ck_assert_uint_eq(ppu_chip_read_one(device, RESULT), 22);
    // A reset while instructions are on their way: what comes then is not executed.
    write_function(device, 0, 33);
    ppu_chip_stop(device, 0);
    start(device, 0, RUN_CACHED);
    ppu_chip_stop(device, 0);
    start(device, 0, RUN_CACHED);
    ppu_chip_let_pass(device, 2000);
    ck_assert_uint_eq(ppu_chip_read_one(device, RESULT), 33);
    hx_connection_close(device);
}
END_TEST

// The same, whole, in DRAM: `b 0x90000000` is out of reach, so by way of CTR.
START_TEST(code_in_dram)
{
    const uint32_t jump[] = {0x3c600000 | HX_MAP_PPU_FETCH_EXTERNAL_DRAM >> 16, 0x7c6903a6,
                             0x4e800420};
    // li 5,44; stw 5,0x100(0); wait
    const uint32_t code[] = {0x38a0002c, 0x90a00100, 0x7c00007c};
    hx_connection *device = ppu_chip_open();
    ppu_chip_load(device, 0, jump, 3);
    ppu_chip_write(device, hx_map_external_ppu_dram_quad_address(0), code, 3);
    start(device, 0, RUN_CACHED);
    ppu_chip_wait(device, 0, 100);
    ck_assert_uint_eq(ppu_chip_read_one(device, RESULT), 44);
    hx_connection_close(device);
}
END_TEST

Suite *ppu_code_suite(void)
{
    Suite *suite = suite_create("code of the processors in the FPGA's memory");
    TCase *tests = tcase_create("code");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, cached_code);
    tcase_add_test(tests, code_without_cache);
    tcase_add_loop_test(tests, lines_stay, 0, 2);
    tcase_add_test(tests, code_in_dram);
    suite_add_tcase(suite, tests);
    return suite;
}

// The words that run a program on a processor: literal addresses of the public register map.
// SPDX-License-Identifier: Apache-2.0
#include "host/ppu/control.h"

#include <check.h>

static hx_program *program;

static void make(void)
{
    ck_assert_int_eq(hx_program_create(&program), HX_OK);
}

static void drop(void)
{
    hx_program_destroy(program);
}

// Two instructions: address with all byte enables, then data.
static void expect_write(size_t place, uint32_t address, uint32_t value)
{
    const uint64_t *words;
    size_t count;
    hx_program_get_words(program, &words, &count);
    ck_assert_uint_lt(place + 1, count);
    ck_assert_uint_eq(words[place], 0x0b00000f00000000u | address);
    ck_assert_uint_eq(words[place + 1], 0x0c00000000000000u | value);
}

static void expect_word(size_t place, uint64_t word)
{
    const uint64_t *words;
    size_t count;
    hx_program_get_words(program, &words, &count);
    ck_assert_uint_lt(place, count);
    ck_assert_uint_eq(words[place], word);
}

static size_t count_words(void)
{
    const uint64_t *words;
    size_t count;
    hx_program_get_words(program, &words, &count);
    return count;
}

START_TEST(start_and_stop)
{
    ck_assert_int_eq(hx_ppu_add_start(program, 0), HX_OK);
    ck_assert_int_eq(hx_ppu_add_start(program, 1), HX_OK);
    ck_assert_int_eq(hx_ppu_add_stop(program, 1), HX_OK);
    // Out of reset, the cache for code outside on.
    expect_write(0, 0x02a00000, 9);
    expect_write(2, 0x03a00000, 9);
    expect_write(4, 0x03a00000, 0);
    ck_assert_uint_eq(count_words(), 6);
    ck_assert_int_eq(hx_ppu_add_start(program, 2), HX_ERROR_ARGUMENT);
}
END_TEST

START_TEST(load)
{
    uint8_t image[4 * HX_PPU_LOCAL_WORDS] = {1, 2, 3, 4};
    image[sizeof image - 1] = 9;
    hx_ppu_loadable *loadable;
    ck_assert_int_eq(hx_ppu_loadable_parse(&loadable, image, sizeof image, NULL), HX_OK);
    ck_assert_int_eq(hx_ppu_add_load(program, 1, loadable), HX_OK);
    expect_write(0, 0x03a00000, 0);
    expect_write(2, 0x03800000, 0x01020304);
    expect_write(4, 0x03800001, 0);
    expect_write(2 + 2 * 4095, 0x03800fff, 9);
    ck_assert_uint_eq(count_words(), 2 + 2 * 4096);
    hx_ppu_loadable_destroy(loadable);
}
END_TEST

START_TEST(wait_for_sleep)
{
    ck_assert_int_eq(hx_ppu_add_wait_for_sleep(program, 1), HX_OK);
    expect_write(0, 0x88000006, 0x03a00001);
    expect_write(2, 0x88000007, 0);
    expect_write(4, 0x88000008, 0xffffffff);
    expect_word(6, 0x0800000000000000u); // until not equal
    ck_assert_int_eq(hx_ppu_add_wait_for_sleep(program, 2), HX_ERROR_ARGUMENT);
}
END_TEST

START_TEST(report)
{
    size_t ticket = 99;
    ck_assert_int_eq(hx_ppu_add_read_report(program, 0, &ticket), HX_OK);
    ck_assert_uint_eq(ticket, 0);
    ck_assert_uint_eq(count_words(), HX_PPU_REPORT_READS);
    expect_word(0, 0x0b00001f02a00001u);
    expect_word(1, 0x0b00001f02800bffu);
    expect_word(2, 0x0b00001f02800c00u);
    expect_word(HX_PPU_REPORT_READS - 1, 0x0b00001f02800fffu);
    hx_program_result *result;
    hx_ppu_report taken;
    hx_error error;
    ck_assert_int_eq(hx_program_result_create(&result), HX_OK);
    ck_assert_int_eq(hx_ppu_report_take(&taken, result, 0, &error), HX_ERROR_CHECK);
    for (unsigned i = 0; i < HX_PPU_REPORT_READS; i++) {
        const uint64_t answer = 0x0100000000000000u | (i == 0   ? 1
                                                       : i == 1 ? 0xfffffffe
                                                       : i == 2 ? 0x6f6b0000
                                                                : 0);
        size_t used;
        ck_assert_int_eq(hx_program_result_feed(result, &answer, 1, &used, &error), HX_OK);
    }
    ck_assert_int_eq(hx_ppu_report_take(&taken, result, 0, &error), HX_OK);
    ck_assert(taken.asleep);
    ck_assert_int_eq(taken.return_code, -2);
    ck_assert_str_eq(taken.mailbox, "ok");
    ck_assert_int_eq(hx_ppu_report_take(&taken, result, 1, &error), HX_ERROR_CHECK);
    hx_program_result_destroy(result);
}
END_TEST

Suite *control_suite(void);
Suite *control_suite(void)
{
    Suite *suite = suite_create("control");
    TCase *test = tcase_create("control");
    tcase_add_checked_fixture(test, make, drop);
    tcase_add_test(test, start_and_stop);
    tcase_add_test(test, load);
    tcase_add_test(test, wait_for_sleep);
    tcase_add_test(test, report);
    suite_add_tcase(suite, test);
    return suite;
}

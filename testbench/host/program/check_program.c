// Playback builder, response reader and bring-up.
// SPDX-License-Identifier: Apache-2.0
#include "host/program/bring_up.h"
#include "host/program/program.h"
#include "host/wire/ut_encoder.h"

#include <check.h>
#include <string.h>

static hx_program *program;
static hx_program_result *result;
static hx_ut_encoder *encoder;

static void make(void)
{
    ck_assert_int_eq(hx_program_create(&program), HX_OK);
    ck_assert_int_eq(hx_program_result_create(&result), HX_OK);
    ck_assert_int_eq(hx_ut_encoder_create(&encoder, HX_UT_FROM_FPGA), HX_OK);
}

static void drop(void)
{
    hx_program_destroy(program);
    hx_program_result_destroy(result);
    hx_ut_encoder_destroy(encoder);
}

static void expect_words(const uint64_t *wanted, size_t wanted_count)
{
    const uint64_t *words;
    size_t count;
    hx_program_get_words(program, &words, &count);
    ck_assert_uint_eq(count, wanted_count);
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(words[i] == wanted[i], "word %zu is 0x%016llx", i,
                      (unsigned long long)words[i]);
}

START_TEST(instructions_become_words)
{
    const uint16_t labels[] = {0x1111, 0x2222, 0x3333, 0x4444};
    size_t first, second;
    ck_assert_int_eq(hx_program_add_timer_setup(program), HX_OK);
    ck_assert_int_eq(hx_program_add_wait_until(program, 0xffffffff), HX_OK);
    ck_assert_int_eq(hx_program_add_write(program, 0x88000005, 1), HX_OK);
    ck_assert_int_eq(hx_program_add_read(program, 0x130019, &first), HX_OK);
    ck_assert_int_eq(hx_program_add_read(program, 0x13001a, &second), HX_OK);
    ck_assert_int_eq(hx_program_add_spikes(program, labels, 1), HX_OK);
    ck_assert_int_eq(hx_program_add_spikes(program, labels, 3), HX_OK);
    ck_assert_int_eq(hx_program_add_barrier(program, 5), HX_OK);
    ck_assert_int_eq(hx_program_add_systime_init(program, true), HX_OK);
    ck_assert_int_eq(hx_program_add_reset(program, true), HX_OK);
    ck_assert_int_eq(hx_program_add_loopback(program, true), HX_OK);
    ck_assert_int_eq(hx_program_add_loopback(program, false), HX_OK);
    ck_assert_uint_eq(first, 0);
    ck_assert_uint_eq(second, 1);
    const uint64_t wanted[] = {
        UINT64_C(0x0400000000000000), UINT64_C(0x05000000ffffffff), UINT64_C(0x0b00000f88000005),
        UINT64_C(0x0c00000000000001), UINT64_C(0x0b00001f00130019), UINT64_C(0x0b00001f0013001a),
        UINT64_C(0x0d00000000001111), UINT64_C(0x0f00111122223333), UINT64_C(0x0700000000000005),
        UINT64_C(0x0600000000000001), UINT64_C(0x0900000000000001), UINT64_C(0x0a00000000000001),
        UINT64_C(0x0a00000000000000)};
    expect_words(wanted, sizeof wanted / sizeof *wanted);

    hx_program_clear(program);
    expect_words(NULL, 0);
    ck_assert_int_eq(hx_program_add_read(program, 0, &first), HX_OK);
    ck_assert_uint_eq(first, 0);
}
END_TEST

START_TEST(bad_instructions_add_nothing)
{
    const uint16_t labels[4] = {0};
    ck_assert_int_eq(hx_program_add_spikes(program, labels, 0), HX_ERROR_ARGUMENT);
    ck_assert_int_eq(hx_program_add_spikes(program, labels, 4), HX_ERROR_ARGUMENT);
    ck_assert_int_eq(hx_program_add_barrier(program, 32), HX_ERROR_ARGUMENT);
    expect_words(NULL, 0);
}
END_TEST

static uint64_t wanted[128];
static size_t wanted_count;

// Words of the test, taken from the public software's defaults and orders.
static void want_shift(uint64_t instruction, uint64_t bits, uint64_t data)
{
    wanted[wanted_count++] = UINT64_C(0x0200000000000000) | instruction;
    wanted[wanted_count++] = UINT64_C(0x0300000000000000) | bits << 40 | data;
}

static void want_write(uint64_t address, uint64_t value)
{
    wanted[wanted_count++] = UINT64_C(0x0b00000f00000000) | address;
    wanted[wanted_count++] = UINT64_C(0x0c00000000000000) | value;
}

START_TEST(bring_up_is_in_order)
{
    static const uint64_t pll[] = {0x2a20a902, 0xc0cbf200, 0x2a20a902, 0xc0cbf200, 0x110d0101};
    static const uint64_t start[] = {UINT64_C(0x0900000000000001), UINT64_C(0x0400000000000000),
                                     UINT64_C(0x050000000000000a), UINT64_C(0x0900000000000000),
                                     UINT64_C(0x0400000000000000), UINT64_C(0x0500000000000064),
                                     UINT64_C(0x0100000000000006), UINT64_C(0x0000000000000000)};
    wanted_count = 0;
    want_write(0x88000009, 1250000);
    for (size_t i = 0; i < sizeof start / sizeof *start; i++)
        wanted[wanted_count++] = start[i];
    for (uint64_t r = 0; r < 5; r++) {
        want_shift(3, 4, r);
        want_shift(4, 32, pll[r]);
    }
    for (uint64_t phy = 0; phy < 8; phy++)
        want_write(0x88006000 + phy, 0x204040);
    for (uint64_t phy = 0; phy < 8; phy++)
        want_shift(0x40 | (7 - phy) << 3 | 4, 22, 0x204000);
    wanted[wanted_count++] = UINT64_C(0x0500000000000000) + 12500; // 100 us
    want_write(0x88004000, 0xff);
    want_shift(5, 33, 0x40000);
    want_shift(6, 32, 0xff);
    want_shift(7, 3, 0);
    want_write(0, 0);
    want_write(1, 0);
    wanted[wanted_count++] = UINT64_C(0x0700000000000001);
    wanted[wanted_count++] = UINT64_C(0x0600000000000001);
    wanted[wanted_count++] = UINT64_C(0x0700000000000004);
    want_write(0x88000005, 1);
    wanted[wanted_count++] = UINT64_C(0x0700000000000001);
    ck_assert_int_eq(hx_bring_up_build(program), HX_OK);
    expect_words(wanted, wanted_count);
}
END_TEST

static void respond(hx_ut_message message)
{
    ck_assert_int_eq(hx_ut_encoder_push(encoder, &message), HX_OK);
}

static hx_status feed_all(size_t *left, hx_error *error)
{
    const uint64_t *words;
    size_t count, used;
    ck_assert_int_eq(hx_ut_encoder_flush(encoder), HX_OK);
    hx_ut_encoder_get_words(encoder, &words, &count);
    hx_status status = hx_program_result_feed(result, words, count, &used, error);
    *left = count - used;
    return status;
}

START_TEST(responses_are_read)
{
    respond((hx_ut_message){.kind = HX_UT_FROM_SYSTIME, .value = 1000});
    respond((hx_ut_message){.kind = HX_UT_FROM_OMNIBUS_DATA, .value = 0xcafe});
    respond((hx_ut_message){.kind = HX_UT_FROM_SPIKE_PACK_3,
                            .events = {{0x4001, (uint8_t)(2 * 1000 + 1)},
                                       {0x4002, (uint8_t)(2 * 1001)},
                                       {0x4003, (uint8_t)(2 * 1002)}}});
    respond((hx_ut_message){.kind = HX_UT_FROM_SYSDELTA, .value = 9});
    respond((hx_ut_message){.kind = HX_UT_FROM_LOOPBACK, .value = HX_UT_TICK});
    respond((hx_ut_message){.kind = HX_UT_FROM_OMNIBUS_DATA, .value = 7});
    respond((hx_ut_message){.kind = HX_UT_FROM_LOOPBACK, .value = HX_UT_HALT});
    size_t left, count;
    ck_assert_int_eq(feed_all(&left, NULL), HX_OK);
    ck_assert(hx_program_result_is_done(result));
    ck_assert_uint_eq(left, 0);
    const uint32_t *values;
    hx_program_result_get_reads(result, &values, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(values[0], 0xcafe);
    ck_assert_uint_eq(values[1], 7);
    const hx_program_spike *spikes;
    hx_program_result_get_spikes(result, &spikes, &count);
    ck_assert_uint_eq(count, 3);
    ck_assert_uint_eq(spikes[0].label, 0x4001);
    ck_assert_uint_eq(spikes[0].chip_time, 2001);
    ck_assert_uint_eq(spikes[1].chip_time, 2002);
    ck_assert_uint_eq(spikes[2].chip_time, 2004);
    const uint64_t *ticks;
    hx_program_result_get_ticks(result, &ticks, &count);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(ticks[0], 1013);
    ck_assert_uint_eq(hx_program_result_get_halt_time(result), 1015);
}
END_TEST

// What follows a halt belongs to the next program, whose time starts at 0 again.
START_TEST(a_halt_ends_the_program)
{
    respond((hx_ut_message){.kind = HX_UT_FROM_SPIKE_PACK_3});
    respond((hx_ut_message){.kind = HX_UT_FROM_LOOPBACK, .value = HX_UT_HALT});
    respond((hx_ut_message){.kind = HX_UT_FROM_OMNIBUS_DATA, .value = 5});
    respond((hx_ut_message){.kind = HX_UT_FROM_LOOPBACK, .value = HX_UT_HALT});
    ck_assert_int_eq(hx_ut_encoder_flush(encoder), HX_OK);
    const uint64_t *words;
    const uint32_t *values;
    size_t count, used, more, reads;
    hx_ut_encoder_get_words(encoder, &words, &count);
    ck_assert_int_eq(hx_program_result_feed(result, words, count, &used, NULL), HX_OK);
    ck_assert(hx_program_result_is_done(result));
    hx_program_result_get_reads(result, &values, &reads);
    ck_assert_uint_eq(reads, 0);
    ck_assert_uint_eq(hx_program_result_get_halt_time(result), 2);

    hx_program_result_clear(result);
    ck_assert(!hx_program_result_is_done(result));
    ck_assert_int_eq(hx_program_result_feed(result, words + used, count - used, &more, NULL),
                     HX_OK);
    ck_assert_uint_eq(used + more, count);
    ck_assert(hx_program_result_is_done(result));
    hx_program_result_get_reads(result, &values, &reads);
    ck_assert_uint_eq(reads, 1);
    ck_assert_uint_eq(values[0], 5);
    ck_assert_uint_eq(hx_program_result_get_halt_time(result), 2);
}
END_TEST

START_TEST(a_timeout_is_a_limit)
{
    size_t left;
    hx_error error;
    respond((hx_ut_message){.kind = HX_UT_FROM_TIMEOUT_NOTIFICATION, .value = 42});
    ck_assert_int_eq(feed_all(&left, &error), HX_ERROR_LIMIT);
    ck_assert_ptr_nonnull(strstr(error.text, "42"));
}
END_TEST

START_TEST(garbage_is_refused)
{
    const uint64_t word = UINT64_C(0x7f00000000000000);
    size_t used;
    ck_assert_int_eq(hx_program_result_feed(result, &word, 1, &used, NULL), HX_ERROR_FORMAT);
}
END_TEST

Suite *program_suite(void);
Suite *program_suite(void)
{
    Suite *suite = suite_create("program");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 30);
    tcase_add_checked_fixture(core, make, drop);
    tcase_add_test(core, instructions_become_words);
    tcase_add_test(core, bad_instructions_add_nothing);
    tcase_add_test(core, bring_up_is_in_order);
    tcase_add_test(core, responses_are_read);
    tcase_add_test(core, a_halt_ends_the_program);
    tcase_add_test(core, a_timeout_is_a_limit);
    tcase_add_test(core, garbage_is_refused);
    suite_add_tcase(suite, core);
    return suite;
}

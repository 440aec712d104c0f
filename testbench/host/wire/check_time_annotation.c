// Time annotation: counting rule and rebuilt chip times.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/time_annotation.h"
#include "testbench/host/wire/random_message.h"

#include <check.h>

static uint64_t step(hx_time_annotation *time, hx_ut_kind kind, uint64_t value)
{
    const hx_ut_message message = {.kind = kind, .value = value};
    hx_time_annotation_step(time, &message);
    return time->fpga_time;
}

START_TEST(every_message_counts_one)
{
    hx_time_annotation time;
    hx_time_annotation_init(&time);
    ck_assert_uint_eq(step(&time, HX_UT_FROM_LOOPBACK, 1), 1);
    ck_assert_uint_eq(step(&time, HX_UT_FROM_SPIKE_PACK_3, 0), 2);
    ck_assert_uint_eq(step(&time, HX_UT_FROM_SYSTIME, 0x100), 0x100);
    ck_assert_uint_eq(step(&time, HX_UT_FROM_SYSDELTA, 53), 0x136);
    ck_assert_uint_eq(step(&time, HX_UT_FROM_OMNIBUS_DATA, 7), 0x137);
    ck_assert_uint_eq(step(&time, HX_UT_FROM_SYSTIME, HX_TIME_MASK), HX_TIME_MASK);
    ck_assert_uint_eq(step(&time, HX_UT_FROM_TIMEOUT_NOTIFICATION, 0), 0); // 43 bits wrap
    hx_time_annotation_init(&time);
    ck_assert_uint_eq(time.fpga_time, 0);
}
END_TEST

// Every event that is up to 127 FPGA cycles old gets its true time back.
START_TEST(chip_times_are_rebuilt)
{
    uint64_t state = hx_test_seed("time_annotation", 3);
    for (int i = 0; i < 100000; i++) {
        uint64_t now = hx_test_random(&state) & HX_TIME_MASK;
        if (i % 4 == 0)
            now &= 0xff; // where the time wraps
        uint64_t age = hx_test_random(&state) % 128;
        uint64_t half = hx_test_random(&state) & 1;
        uint64_t then = (now - age) & HX_TIME_MASK;
        uint8_t timestamp = (uint8_t)(then << 1 | half);
        ck_assert_uint_eq(hx_chip_time_in_fpga_cycles(now, timestamp), then);
        ck_assert_uint_eq(hx_chip_time_in_chip_cycles(now, timestamp), then << 1 | half);
    }
}
END_TEST

START_TEST(older_events_are_misplaced_by_128_cycles)
{
    ck_assert_uint_eq(hx_chip_time_in_fpga_cycles(1000, (uint8_t)((1000 - 128) << 1)), 1000);
}
END_TEST

Suite *time_annotation_suite(void);
Suite *time_annotation_suite(void)
{
    Suite *suite = suite_create("time_annotation");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 30);
    tcase_add_test(core, every_message_counts_one);
    tcase_add_test(core, chip_times_are_rebuilt);
    tcase_add_test(core, older_events_are_misplaced_by_128_cycles);
    suite_add_tcase(suite, core);
    return suite;
}

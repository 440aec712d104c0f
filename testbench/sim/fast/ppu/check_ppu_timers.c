// Decrementer, fixed-interval timer and time base of the processor model.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fast/ppu/interrupt_program.h"

#include <check.h>

static void emit_timers(uint32_t tcr_high, uint32_t count)
{
    emit(LI(3u, count));
    emit(MTSPR(DEC, 3u));
    emit(MTSPR(DECAR, 3u));
    emit(LIS(4u, tcr_high));
    emit(MTSPR(TCR, 4u));
}

// Enabled, decrementer in the middle of a counting loop: the loop is not disturbed.
START_TEST(decrementer_interrupts)
{
    emit_timers(0x0440, 50); // enable and reload
    emit(LI(5u, EE >> 1));
    emit(0x7ca52a14); // add r5,r5,r5
    emit(MTMSR(5u));
    emit(LI(6u, 200));
    emit(0x7cc903a6); // mtctr r6
    uint32_t loop = test_program.end;
    emit(0x38e70001); // addi r7,r7,1
    emit(NOP);
    emit(0x4200fff8); // bdnz loop
    emit(LI(5u, 0));
    emit(MTMSR(5u));
    emit(LI(5u, 0));
    emit(MTSPR(TCR, 5u));
    emit(WAIT);
    run();
    ck_assert_uint_eq(hx_ppu_get_register(ppu, 7), 200);
    unsigned entries = (hx_ppu_get_register(ppu, 30) - LIST) / 8;
    // 600 cycles of loop and about 30 cycles of handler every 50 cycles
    ck_assert_msg(entries > 10 && entries < 40, "%u interrupts", entries);
    for (unsigned i = 0; i < entries; i++) {
        ck_assert_uint_eq(noted(i, 0), HX_MAP_PPU_INTERRUPT_DECREMENTER);
        ck_assert_msg(noted(i, 1) >= loop - 12 && noted(i, 1) < loop + 20, "at 0x%x", noted(i, 1));
    }
}
END_TEST

START_TEST(decrementer_stops_at_zero)
{
    emit_timers(0x0400, 20); // enable, no reload
    emit(WAIT);
    emit(MFSPR(DEC, 8u));
    emit(MFSPR(TSR, 9u));
    emit(LIS(10u, 0x0800));
    emit(MTSPR(TSR, 10u));
    emit(MFSPR(TSR, 11u));
    emit(WAIT);
    run(); // the first wait
    run(); // interrupts are off: the event lets it go on behind the wait
    ck_assert_uint_eq(hx_ppu_get_register(ppu, 8), 0);
    ck_assert_uint_eq(hx_ppu_get_register(ppu, 9), 0x08000000);
    ck_assert_uint_eq(hx_ppu_get_register(ppu, 11), 0);
    expect_noted(0, 0, 0);
    uint64_t cycles = hx_ppu_get_counters(ppu).cycles;
    run();
    ck_assert_uint_eq(hx_ppu_get_counters(ppu).cycles, cycles); // nothing wakes it again
}
END_TEST

START_TEST(sleep_returns_into_the_sleep)
{
    emit_timers(0x0440, 1000);
    emit(LI(5u, EE >> 1));
    emit(0x7ca52a14);
    emit(MTMSR(5u));
    uint32_t sleep = test_program.end;
    emit(WAIT);
    emit(LI(6u, 1)); // never reached
    for (unsigned i = 0; i < 4; i++)
        run();
    for (unsigned i = 0; i < 3; i++)
        expect_noted(i, HX_MAP_PPU_INTERRUPT_DECREMENTER, sleep);
    ck_assert_uint_eq(hx_ppu_get_register(ppu, 6), 0);
    ck_assert_uint_eq(hx_ppu_get_pc(ppu), sleep);
}
END_TEST

// Rising bit 8, 12, 16 or 20 of the time base.
START_TEST(fixed_interval)
{
    static const uint32_t first[] = {256, 4096, 65536, 1048576};
    emit(LIS(4u, 0x0080 | (uint32_t)_i << 8));
    emit(MTSPR(TCR, 4u));
    emit(WAIT);
    emit(MFSPR(TBL, 8u));
    emit(WAIT);
    ck_assert_int_eq(hx_ppu_run(ppu, 3000000), HX_OK);
    ck_assert_int_eq(hx_ppu_run(ppu, 3000000), HX_OK);
    uint32_t time = hx_ppu_get_register(ppu, 8);
    ck_assert_msg(time >= first[_i] && time < first[_i] + 16, "woken at %u", time);
}
END_TEST

START_TEST(time_base_is_writable)
{
    emit(LI(3u, -3));
    emit(LI(4u, 7));
    emit(MTSPR(TBU, 4u));
    emit(MTSPR(TBL, 3u));
    for (unsigned i = 0; i < 8; i++)
        emit(NOP);
    emit(MFSPR(TBU, 5u));
    emit(MFSPR(TBL, 6u));
    emit(WAIT);
    run();
    ck_assert_uint_eq(hx_ppu_get_register(ppu, 5), 8);
    ck_assert_uint_lt(hx_ppu_get_register(ppu, 6), 16);
}
END_TEST

Suite *ppu_timers_suite(void);
Suite *ppu_timers_suite(void)
{
    Suite *suite = suite_create("ppu timers");
    TCase *test = tcase_create("ppu timers");
    tcase_add_checked_fixture(test, program_setup, program_teardown);
    tcase_add_test(test, decrementer_interrupts);
    tcase_add_test(test, decrementer_stops_at_zero);
    tcase_add_test(test, sleep_returns_into_the_sleep);
    tcase_add_loop_test(test, fixed_interval, 0, 4);
    tcase_add_test(test, time_base_is_writable);
    suite_add_tcase(suite, test);
    return suite;
}

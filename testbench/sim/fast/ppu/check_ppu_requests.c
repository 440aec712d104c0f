// Pins, doorbell and the order of interrupts of the processor model.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fast/ppu/interrupt_program.h"

#include <check.h>

// Enables interrupts and the doorbell, then counts in an endless loop.
static uint32_t start_loop(uint32_t control)
{
    hx_ppu_set_special(ppu, HX_MAP_PPU_SPR_ICCR, control);
    hx_ppu_set_msr(ppu, EE);
    uint32_t loop = test_program.end;
    emit(0x38e70001);
    emit(BRANCH(test_program.end, loop));
    for (unsigned i = 0; i < 20; i++)
        hx_ppu_step(ppu);
    return loop;
}

START_TEST(doorbell)
{
    uint32_t loop = start_loop(1);
    hx_ppu_ring_doorbell(ppu);
    steps(30);
    ck_assert_uint_eq(noted(0, 0), HX_MAP_PPU_INTERRUPT_DOORBELL);
    ck_assert_msg(noted(0, 1) - loop < 8, "at 0x%x", noted(0, 1));
    expect_noted(1, 0, 0); // once a ring
    hx_ppu_ring_doorbell(ppu);
    steps(30);
    ck_assert_uint_eq(noted(1, 0), HX_MAP_PPU_INTERRUPT_DOORBELL);
}
END_TEST

START_TEST(doorbell_is_lost_while_off)
{
    start_loop(0);
    hx_ppu_ring_doorbell(ppu); // not enabled in the control register
    steps(30);
    hx_ppu_set_special(ppu, HX_MAP_PPU_SPR_ICCR, 1);
    hx_ppu_set_msr(ppu, 0);
    hx_ppu_ring_doorbell(ppu); // interrupts are off
    steps(5);
    hx_ppu_set_msr(ppu, EE);
    steps(30);
    expect_noted(0, 0, 0);
}
END_TEST

static const struct {
    uint32_t control;
    unsigned before, after;
    bool interrupts;
} pins[] = {
    {0x00040400u | 0x4u << 12, 0, 4, true},  // pin 2, rising edge
    {0x00040400u | 0x4u << 12, 4, 0, false}, //
    {0x00000400u | 0x4u << 12, 4, 0, true},  // falling edge
    {0x00000400u | 0x4u << 12, 0, 4, false}, //
    {0x00040400u | 0x4u << 12, 0, 8, false}, // another pin
    {0x00040000u | 0x4u << 12, 0, 4, false}, // masked
    {0x00010100u, 0, 1, true},               // pin 0, high level
    {0x00000100u, 1, 0, true},               // low level
};

START_TEST(pin_requests)
{
    hx_ppu_set_pins(ppu, pins[_i].before);
    start_loop(pins[_i].control);
    expect_noted(0, 0, 0);
    hx_ppu_set_pins(ppu, pins[_i].after);
    steps(30);
    ck_assert_uint_eq(noted(0, 0), pins[_i].interrupts ? HX_MAP_PPU_INTERRUPT_EXTERNAL_INPUT : 0);
    ck_assert_uint_eq(hx_ppu_get_special(ppu, HX_MAP_PPU_SPR_GIN), pins[_i].after);
}
END_TEST

START_TEST(level_lasts)
{
    start_loop(0x00010100);
    hx_ppu_set_pins(ppu, 1);
    steps(100);
    ck_assert_uint_gt(hx_ppu_get_register(ppu, 30), LIST + 16);
    hx_ppu_set_pins(ppu, 0);
    steps(30);
    uint32_t place = hx_ppu_get_register(ppu, 30);
    steps(100);
    ck_assert_uint_eq(hx_ppu_get_register(ppu, 30), place);
}
END_TEST

// Pin, fixed interval, decrementer, doorbell: all at once.
START_TEST(priority)
{
    uint32_t loop = start_loop(0x00011101);
    hx_ppu_set_special(ppu, HX_MAP_PPU_SPR_TBL, 0xf8);
    hx_ppu_set_special(ppu, HX_MAP_PPU_SPR_DEC, 8);
    hx_ppu_set_special(ppu, HX_MAP_PPU_SPR_TCR, 0x04800000);
    hx_ppu_set_msr(ppu, 0);
    steps(30);
    hx_ppu_set_msr(ppu, EE);
    hx_ppu_set_pins(ppu, 1);
    hx_ppu_ring_doorbell(ppu);
    // The common handler clears both timer events; let it clear the one it was entered for.
    uint32_t common = HANDLERS + 8 * SLOTS;
    hx_ppu_memory(ppu)[common / 4 + 4] = NOP;
    hx_ppu_memory(ppu)[common / 4 + 5] = MTSPR(TSR, 27u);
    hx_ppu_set_register(ppu, 27, 0);
    steps(14);
    ck_assert_uint_eq(noted(0, 0), HX_MAP_PPU_INTERRUPT_EXTERNAL_INPUT);
    hx_ppu_set_register(ppu, 27, 0x04000000);
    while (!noted(1, 0))
        hx_ppu_step(ppu);
    ck_assert_uint_eq(noted(1, 0), HX_MAP_PPU_INTERRUPT_FIXED_INTERVAL);
    while (!noted(2, 0)) {
        hx_ppu_step(ppu);
        if (!(hx_ppu_get_special(ppu, HX_MAP_PPU_SPR_TSR) & 0x04000000))
            hx_ppu_set_register(ppu, 27, 0x08000000);
    }
    ck_assert_uint_eq(noted(2, 0), HX_MAP_PPU_INTERRUPT_DECREMENTER);
    while (!noted(3, 1))
        hx_ppu_step(ppu);
    ck_assert_uint_eq(noted(3, 0), HX_MAP_PPU_INTERRUPT_DOORBELL);
    ck_assert_uint_lt(noted(3, 1) - loop, 8);
}
END_TEST

START_TEST(doorbell_ends_sleep)
{
    hx_ppu_set_msr(ppu, EE);
    hx_ppu_set_special(ppu, HX_MAP_PPU_SPR_ICCR, 1);
    uint32_t sleep = test_program.end;
    emit(WAIT);
    run();
    hx_ppu_ring_doorbell(ppu);
    run();
    expect_noted(0, HX_MAP_PPU_INTERRUPT_DOORBELL, sleep);
    ck_assert(hx_ppu_sleeping(ppu));
}
END_TEST

Suite *ppu_requests_suite(void);
Suite *ppu_requests_suite(void)
{
    Suite *suite = suite_create("ppu requests");
    TCase *test = tcase_create("ppu requests");
    tcase_add_checked_fixture(test, program_setup, program_teardown);
    tcase_add_test(test, doorbell);
    tcase_add_test(test, doorbell_is_lost_while_off);
    tcase_add_loop_test(test, pin_requests, 0, sizeof pins / sizeof *pins);
    tcase_add_test(test, level_lasts);
    tcase_add_test(test, priority);
    tcase_add_test(test, doorbell_ends_sleep);
    suite_add_tcase(suite, test);
    return suite;
}

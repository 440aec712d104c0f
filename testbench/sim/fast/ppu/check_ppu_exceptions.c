// Alignment and trap exceptions of the processor model; lmw and stmw.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fast/ppu/interrupt_program.h"

#include <check.h>

static const struct {
    const char *name;
    uint32_t word, r3, r4;
    uint32_t vector; // 0: none
} faults[] = {
    {"lwz at byte 1", 0x80a30001, 0x400, 0, HX_MAP_PPU_INTERRUPT_ALIGNMENT},
    {"lwz at byte 2", 0x80a30002, 0x400, 0, HX_MAP_PPU_INTERRUPT_ALIGNMENT},
    {"lwz at byte 0", 0x80a30000, 0x400, 0, 0},
    {"lhz at byte 1", 0xa0a30001, 0x400, 0, 0},
    {"lhz at byte 3", 0xa0a30003, 0x400, 0, HX_MAP_PPU_INTERRUPT_ALIGNMENT},
    {"sth at byte 3", 0xb0a30003, 0x400, 0, HX_MAP_PPU_INTERRUPT_ALIGNMENT},
    {"stwx at byte 3", 0x7ca3212e, 0x400, 3, HX_MAP_PPU_INTERRUPT_ALIGNMENT},
    {"stb at byte 3", 0x98a30003, 0x400, 0, 0},
    {"lmw at byte 2", 0xbba30002, 0x400, 0, HX_MAP_PPU_INTERRUPT_ALIGNMENT},
    {"tw always", 0x7fe00008, 0, 0, HX_MAP_PPU_INTERRUPT_PROGRAM},
    {"tw less, is less", 0x7e032008, 0xffffffff, 0, HX_MAP_PPU_INTERRUPT_PROGRAM},
    {"tw less, is greater", 0x7e032008, 1, 0, 0},
    {"tw unsigned less, is not", 0x7c432008, 0xffffffff, 0, 0},
    {"tw unsigned greater, is", 0x7c232008, 0xffffffff, 0, HX_MAP_PPU_INTERRUPT_PROGRAM},
    {"tw equal, is", 0x7c832008, 5, 5, HX_MAP_PPU_INTERRUPT_PROGRAM},
    {"tw never", 0x7c032008, 5, 5, 0},
    {"twi equal", 0x0c830007, 7, 0, HX_MAP_PPU_INTERRUPT_PROGRAM},
    {"twi extends with zeros", 0x0c83ffff, 0xffffffff, 0, 0},
};

START_TEST(faults_return_to_the_instruction)
{
    emit(faults[_i].word);
    emit(LI(6u, 1));
    emit(WAIT);
    hx_ppu_set_register(ppu, 3, faults[_i].r3);
    hx_ppu_set_register(ppu, 4, faults[_i].r4);
    hx_ppu_set_register(ppu, 28, faults[_i].vector); // step over it
    hx_ppu_set_msr(ppu, EE | 0x1200);                // EE, ME, DE
    run();
    if (faults[_i].vector)
        expect_noted(0, faults[_i].vector, MAIN);
    else
        expect_noted(0, 0, 0);
    expect_noted(1, 0, 0);
    ck_assert_uint_eq(hx_ppu_get_register(ppu, 6), 1);
    // rfi brought the state back.
    ck_assert_uint_eq(hx_ppu_get_msr(ppu), EE | 0x1200);
    bool is_trap = faults[_i].vector == HX_MAP_PPU_INTERRUPT_PROGRAM;
    ck_assert_uint_eq(hx_ppu_get_special(ppu, HX_MAP_PPU_SPR_ESR), is_trap ? 0x02000000 : 0);
}
END_TEST

START_TEST(entry_keeps_critical_enables)
{
    hx_ppu_memory(ppu)[HX_MAP_PPU_INTERRUPT_PROGRAM / 4] = WAIT;
    emit(0x7fe00008);
    hx_ppu_set_msr(ppu, 0xffffffff);
    run();
    ck_assert_uint_eq(hx_ppu_get_msr(ppu), 0x00021200);
    ck_assert_uint_eq(hx_ppu_get_special(ppu, HX_MAP_PPU_SPR_SRR1), 0xffffffff);
}
END_TEST

// A trap to the instruction in the slot takes 9 cycles, the branch in it 5.
START_TEST(trap_cycles)
{
    hx_ppu_memory(ppu)[HX_MAP_PPU_INTERRUPT_PROGRAM / 4] = WAIT;
    emit(NOP);
    emit(0x7fe00008);
    run();
    // reset branch in cycle 4, nop in 9, trap in 10, wait in 19
    ck_assert_uint_eq(hx_ppu_get_counters(ppu).cycles, 20);
}
END_TEST

// Registers r28..r31 through memory and back into r28..r31 after they were cleared.
START_TEST(multiple)
{
    for (uint32_t i = 0; i < 4; i++)
        hx_ppu_set_register(ppu, 28 + i, 0x1000 + i);
    hx_ppu_set_register(ppu, 3, 0x900);
    emit(0xbf830004); // stmw r28,4(r3)
    for (uint32_t i = 28; i < 32; i++)
        emit(LI(i, 0));
    emit(0xbb830008); // lmw r28,8(r3)
    emit(WAIT);
    hx_ppu_memory(ppu)[0x914 / 4] = 77;
    run();
    for (uint32_t i = 0; i < 4; i++)
        ck_assert_uint_eq(hx_ppu_memory(ppu)[0x904 / 4 + i], 0x1000 + i);
    for (uint32_t i = 0; i < 3; i++)
        ck_assert_uint_eq(hx_ppu_get_register(ppu, 28 + i), 0x1001 + i);
    ck_assert_uint_eq(hx_ppu_get_register(ppu, 31), 77);
    // a transfer each: 4 + 4 + 4 addi
    ck_assert_uint_eq(hx_ppu_get_counters(ppu).issued, 1 + 4 + 4 + 4);
}
END_TEST

Suite *ppu_exceptions_suite(void);
Suite *ppu_exceptions_suite(void)
{
    Suite *suite = suite_create("ppu exceptions");
    TCase *test = tcase_create("ppu exceptions");
    tcase_add_checked_fixture(test, program_setup, program_teardown);
    tcase_add_loop_test(test, faults_return_to_the_instruction, 0, sizeof faults / sizeof *faults);
    tcase_add_test(test, entry_keeps_critical_enables);
    tcase_add_test(test, trap_cycles);
    tcase_add_test(test, multiple);
    suite_add_tcase(suite, test);
    return suite;
}

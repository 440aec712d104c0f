// Interrupts, exceptions and timers of the processor model.
// SPDX-License-Identifier: Apache-2.0
//
// Every vector slot branches to a handler that notes its vector and SRR0 in a list at 0x800, and
// returns; r30 is the place in the list, r28 the vector whose instruction is stepped over, r31 a
// scratch register.
#include "sim/fast/ppu/debug.h"

#include <check.h>
#include <hx_map.h>
#include <string.h>

enum { LIST = 0x800, MAIN = 0x200, HANDLERS = 0x100, SLOTS = 12 };

#define WAIT 0x7c00007cu
#define NOP 0x60000000u
#define RFI 0x4c000064u
#define EE 0x00008000u
#define LI(rt, value) (0x38000000u | (rt) << 21 | ((value)&0xffffu))
#define LIS(rt, value) (0x3c000000u | (rt) << 21 | ((value)&0xffffu))
#define BRANCH(from, to) (0x48000000u | (((to) - (from)) & 0x03fffffcu))
#define SPR_FIELD(spr) (((spr)&31u) << 16 | ((spr) >> 5 & 31u) << 11)
#define MTSPR(item, rs) (0x7c0003a6u | (rs) << 21 | SPR_FIELD(HX_MAP_PPU_SPR_##item))
#define MFSPR(item, rt) (0x7c0002a6u | (rt) << 21 | SPR_FIELD(HX_MAP_PPU_SPR_##item))
#define MTMSR(rs) (0x7c000124u | (rs) << 21)

static hx_ppu *ppu;
static uint32_t end; // of the main program

static void emit(uint32_t word)
{
    hx_ppu_memory(ppu)[end / 4] = word;
    end += 4;
}

// The common handler: list, then clears what the timers raised, then returns.
static void put_handlers(void)
{
    // addi r29,0,vector for each, then the common part behind the last one
    uint32_t common = HANDLERS + 8 * SLOTS;
    for (uint32_t i = 0; i < SLOTS; i++) {
        uint32_t slot = 4 + 4 * i, at = HANDLERS + 8 * i;
        hx_ppu_memory(ppu)[slot / 4] = BRANCH(slot, at);
        hx_ppu_memory(ppu)[at / 4] = LI(29u, slot);
        hx_ppu_memory(ppu)[at / 4 + 1] = BRANCH(at + 4, common);
    }
    const uint32_t words[] = {
        0x93be0000,       // stw r29,0(r30)
        MFSPR(SRR0, 31u), //
        0x93fe0004,       // stw r31,4(r30)
        0x3bde0008,       // addi r30,r30,8
        LIS(31u, 0x0c00), // both timer events
        MTSPR(TSR, 31u),  //
        0x7c1de000,       // cmpw r29,r28: the vector whose instruction is stepped over
        0x40820010,       // bne to the rfi
        MFSPR(SRR0, 31u), //
        0x3bff0004,       // addi r31,r31,4
        MTSPR(SRR0, 31u), //
        RFI};
    memcpy(hx_ppu_memory(ppu) + common / 4, words, sizeof words);
}

static void setup(void)
{
    ppu = hx_ppu_create(NULL);
    end = MAIN;
    hx_ppu_memory(ppu)[0] = BRANCH(0u, (uint32_t)MAIN);
    put_handlers();
    hx_ppu_set_register(ppu, 30, LIST);
}

static void teardown(void)
{
    hx_ppu_destroy(ppu);
}

static uint32_t noted(unsigned entry, unsigned word)
{
    return hx_ppu_memory(ppu)[LIST / 4 + 2 * entry + word];
}

static void expect_noted(unsigned entry, uint32_t vector, uint32_t address)
{
    ck_assert_msg(noted(entry, 0) == vector && noted(entry, 1) == address,
                  "entry %u: vector 0x%x at 0x%x, not 0x%x at 0x%x", entry, noted(entry, 0),
                  noted(entry, 1), vector, address);
}

static void run(void)
{
    ck_assert_int_eq(hx_ppu_run(ppu, 100000), HX_OK);
}

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
    uint32_t loop = end;
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
    uint32_t sleep = end;
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

// Enables interrupts and the doorbell, then counts in an endless loop.
static uint32_t start_loop(uint32_t control)
{
    hx_ppu_set_special(ppu, HX_MAP_PPU_SPR_ICCR, control);
    hx_ppu_set_msr(ppu, EE);
    uint32_t loop = end;
    emit(0x38e70001);
    emit(BRANCH(end, loop));
    for (unsigned i = 0; i < 20; i++)
        hx_ppu_step(ppu);
    return loop;
}

static void steps(unsigned count)
{
    while (count--)
        hx_ppu_step(ppu);
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
    uint32_t sleep = end;
    emit(WAIT);
    run();
    hx_ppu_ring_doorbell(ppu);
    run();
    expect_noted(0, HX_MAP_PPU_INTERRUPT_DOORBELL, sleep);
    ck_assert(hx_ppu_sleeping(ppu));
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

Suite *ppu_interrupts_suite(void);
Suite *ppu_interrupts_suite(void)
{
    Suite *suite = suite_create("ppu interrupts");
    TCase *test = tcase_create("interrupts");
    tcase_add_checked_fixture(test, setup, teardown);
    tcase_add_loop_test(test, faults_return_to_the_instruction, 0, sizeof faults / sizeof *faults);
    tcase_add_test(test, entry_keeps_critical_enables);
    tcase_add_test(test, trap_cycles);
    tcase_add_test(test, decrementer_interrupts);
    tcase_add_test(test, decrementer_stops_at_zero);
    tcase_add_test(test, sleep_returns_into_the_sleep);
    tcase_add_loop_test(test, fixed_interval, 0, 4);
    tcase_add_test(test, time_base_is_writable);
    tcase_add_test(test, doorbell);
    tcase_add_test(test, doorbell_is_lost_while_off);
    tcase_add_loop_test(test, pin_requests, 0, sizeof pins / sizeof *pins);
    tcase_add_test(test, level_lasts);
    tcase_add_test(test, priority);
    tcase_add_test(test, doorbell_ends_sleep);
    tcase_add_test(test, multiple);
    suite_add_tcase(suite, test);
    return suite;
}

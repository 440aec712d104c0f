// Published instruction timings, on the verilated core and on the C model.
// SPDX-License-Identifier: Apache-2.0
//
// A sequence is repeated 16 and 32 times; the difference gives its issue cycles.
#include "sim/fast/ppu/ppu.h"
#include "sim/ppu/ppu_rtl.h"

#include <check.h>
#include <string.h>

#define WAIT 0x7c00007cu
#define SYNC 0x7c0004acu
#define MAXIMUM 10 // words of a sequence

enum { REPEATS = 16, MAX_CYCLES = 100000 };

static const struct {
    const char *name;
    uint32_t words[MAXIMUM];
    unsigned cycles;
} sequences[] = {
    {"addi, dependent", {0x38630001}, 1},
    {"addic", {0x30640001}, 3},
    {"srawi", {0x7c830e70}, 3},
    {"mullw, same target", {0x7c6429d6}, 4},
    {"mullw independent, four", {0x7c6429d6, 0x7cc429d6, 0x7ce429d6, 0x7d0429d6}, 4},
    {"divw", {0x7c64a3d6}, 32},
    {"lwz, same target", {0x80610000}, 5},
    {"lwz independent, six",
     {0x80610000, 0x80810000, 0x80a10000, 0x80c10000, 0x80e10000, 0x81010000},
     6},
    {"lwz, dependent add", {0x80610000, 0x7c831a14}, 6},
    {"lwz, 1 others, dependent add", {0x80610000, 0x39550001, 0x7c831a14}, 6},
    {"lwz, 2 others, dependent add", {0x80610000, 0x39550001, 0x39750001, 0x7c831a14}, 6},
    {"lwz, 3 others, dependent add",
     {0x80610000, 0x39550001, 0x39750001, 0x39950001, 0x7c831a14},
     6},
    {"lwz, 4 others, dependent add",
     {0x80610000, 0x39550001, 0x39750001, 0x39950001, 0x39b50001, 0x7c831a14},
     6},
    {"lwz, 5 others, dependent add",
     {0x80610000, 0x39550001, 0x39750001, 0x39950001, 0x39b50001, 0x39d50001, 0x7c831a14},
     7},
    {"lwz, 6 others, dependent add",
     {0x80610000, 0x39550001, 0x39750001, 0x39950001, 0x39b50001, 0x39d50001, 0x39f50001,
      0x7c831a14},
     8},
    {"lwz pointer chase", {0x80420000}, 5},
    {"stw, lwz of the same register", {0x90610000, 0x80810000}, 5},
    {"stw, lwz, addi recurrence", {0x90610000, 0x80610000, 0x38630001}, 7},
    {"mullw, dependent add", {0x7c6429d6, 0x7cc31a14}, 5},
    {"mullw, two others, dependent add", {0x7c6429d6, 0x39550001, 0x39750001, 0x7cc31a14}, 5},
    {"cmpwi, branch not taken", {0x2c150000, 0x40820004}, 3},
    {"mtctr, mfctr", {0x7c6903a6, 0x7c8902a6}, 3},
    {"lwzu chain on one base, four", {0x84610000, 0x84810000, 0x84a10000, 0x84c10000}, 12},
    {"stwu chain", {0x94610000}, 2},
    {"lwz, cmpwi, branch", {0x80610000, 0x2c030000, 0x41820004}, 8},
    {"mullw, addi of the same target", {0x7c6429d6, 0x38750001}, 5},
    {"lwz, addi of the same target", {0x80610000, 0x38750001}, 6},
    {"add, sync", {0x38750001, 0x7c0004ac}, 4},
    {"stw, sync", {0x90610000, 0x7c0004ac}, 7},
    {"lwz, sync", {0x80610000, 0x7c0004ac}, 7},
    {"mullw, sync", {0x7c6429d6, 0x7c0004ac}, 7},
    {"divw, sync", {0x7c64a3d6, 0x7c0004ac}, 35},
    {"mtmsr", {0x7d200124}, 4},
    {"tw", {0x0c030000}, 2},
    {"crand, dependent", {0x4c000a02}, 2},
    {"crand independent, four", {0x4c042a02, 0x4d0c6a02, 0x4e14aa02, 0x4f1cea02}, 4},
    {"sync", {0x7c0004ac}, 2},
};

// Whole programs and the cycles until they sleep; the words stand at address 0.
static const struct {
    const char *name;
    uint32_t words[16];
    unsigned cycles;
} programs[] = {
    {"wait", {WAIT}, 5},
    {"nop", {0x60000000, WAIT}, 6},
    {"addi", {0x38600001, WAIT}, 7},
    {"lwz", {0x80640000, WAIT}, 10},
    {"stw", {0x90640000, WAIT}, 10},
    {"mullw", {0x7c6429d6, WAIT}, 10},
    {"divw", {0x7c642bd6, WAIT}, 64},
    // A trap issues in cycle 4, its vector in 13, a wait there sleeps behind 14.
    {"trap", {0x7fe00008, 0, 0, 0, 0, 0, 0, WAIT}, 14},
    // A misaligned load; the vector is at 0x18.
    {"misaligned", {0x80600001, 0, 0, 0, 0, 0, WAIT}, 14},
};

static uint64_t run(unsigned tier, const uint32_t *memory)
{
    uint64_t cycles;
    hx_status status;
    if (tier == 0) {
        hx_ppu_rtl *ppu = hx_ppu_rtl_create();
        memcpy(hx_ppu_rtl_memory(ppu), memory, 4 * HX_PPU_MEMORY_WORDS);
        status = hx_ppu_rtl_run(ppu, MAX_CYCLES);
        cycles = hx_ppu_rtl_get_counters(ppu).cycles;
        hx_ppu_rtl_destroy(ppu);
    } else {
        hx_ppu *ppu = hx_ppu_create(NULL);
        memcpy(hx_ppu_memory(ppu), memory, 4 * HX_PPU_MEMORY_WORDS);
        status = hx_ppu_run(ppu, MAX_CYCLES);
        cycles = hx_ppu_get_counters(ppu).cycles;
        hx_ppu_destroy(ppu);
    }
    ck_assert_int_eq(status, HX_OK);
    return cycles;
}

static uint64_t run_repeated(unsigned tier, const uint32_t *words, unsigned repeats)
{
    // r1 and r2 are addresses, the word there too; r20 is a divisor.
    static const uint32_t before[] = {0x3c200000, 0x60212000, 0x7c220b78, 0x90210000,
                                      0x39200000, 0x7c2903a6, 0x3a800003, SYNC};
    static uint32_t memory[HX_PPU_MEMORY_WORDS];
    unsigned at = sizeof before / sizeof *before;
    memset(memory, 0, sizeof memory);
    memcpy(memory, before, sizeof before);
    for (unsigned i = 0; i < repeats; i++)
        for (unsigned w = 0; w < MAXIMUM && words[w]; w++)
            memory[at++] = words[w];
    memory[at++] = SYNC;
    memory[at] = WAIT;
    return run(tier, memory);
}

START_TEST(sequence)
{
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
        uint64_t cycles = run_repeated((unsigned)_i, sequences[i].words, 2 * REPEATS) -
                          run_repeated((unsigned)_i, sequences[i].words, REPEATS);
        ck_assert_msg(cycles == (uint64_t)sequences[i].cycles * REPEATS, "%s: %g cycles, not %u",
                      sequences[i].name, (double)cycles / REPEATS, sequences[i].cycles);
    }
}
END_TEST

START_TEST(program)
{
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        static uint32_t memory[HX_PPU_MEMORY_WORDS];
        memset(memory, 0, sizeof memory);
        memcpy(memory, programs[i].words, sizeof programs[i].words);
        uint64_t cycles = run((unsigned)_i, memory);
        ck_assert_msg(cycles == programs[i].cycles, "%s: %d cycles, not %u", programs[i].name,
                      (int)cycles, programs[i].cycles);
    }
}
END_TEST

// A loop without other instructions is never predicted, because its branch is a jump's target;
// with n others it costs n + 1 once trained.
START_TEST(loop)
{
    for (unsigned others = 0; others < 6; others++) {
        uint64_t cycles[2];
        for (unsigned k = 0; k < 2; k++) {
            static uint32_t memory[HX_PPU_MEMORY_WORDS];
            unsigned at = 0;
            memset(memory, 0, sizeof memory);
            memory[at++] = 0x38600000u | (k + 1) * 20; // li r3
            memory[at++] = 0x7c6903a6;                 // mtctr r3
            for (unsigned i = 0; i < others; i++)
                memory[at++] = 0x38840001; // addi r4,r4,1
            memory[at++] = 0x42000000 | ((0u - 4 * others) & 0xfffc);
            memory[at] = WAIT;
            cycles[k] = run((unsigned)_i, memory);
        }
        ck_assert_uint_eq(cycles[1] - cycles[0], 20 * (others ? others + 1 : 5));
    }
}
END_TEST

// A decrementer event wakes the core: with interrupts on its handler stores the time base and
// returns to the wait; else execution goes on behind the wait. Both tiers see the same time.
START_TEST(wake_up)
{
    static const uint32_t words[] = {0x48000040,
                                     [12] = 0x48000050, // 0x30: b 0x80
                                     [16] = 0x38600064, // li r3,100
                                     0x7c7603a6,        // mtspr DEC,r3
                                     0x3c800400,        // lis r4,0x0400: DIE
                                     0x7c9453a6,        // mtspr TCR,r4
                                     0x38a00000,        // li r5,0
                                     0x7ca00124,        // mtmsr r5
                                     WAIT,
                                     0x7cdc42a6, // mfspr r6,TBL
                                     0x90c02000, // stw r6,0x2000
                                     0x38800000,
                                     0x7c9453a6,
                                     WAIT,
                                     [32] = 0x7cdc42a6, // 0x80: mfspr r6,TBL
                                     0x90c02004,        // stw r6,0x2004
                                     0x3ce00800,        // lis r7,0x0800: DIS
                                     0x7cf053a6,        // mtspr TSR,r7
                                     0x4c000064};       // rfi
    hx_ppu_rtl *rtl = hx_ppu_rtl_create();
    hx_ppu *model = hx_ppu_create(NULL);
    uint32_t *memory = hx_ppu_memory(model), *rtl_memory = hx_ppu_rtl_memory(rtl);
    memcpy(memory, words, sizeof words);
    if (_i)
        memory[20] = 0x60a58000; // ori r5,r5,0x8000: interrupts on
    memcpy(rtl_memory, memory, 4 * HX_PPU_MEMORY_WORDS);
    for (int wakes = 0; wakes < 2; wakes++)
        ck_assert_int_eq(hx_ppu_run(model, MAX_CYCLES), HX_OK);
    hx_ppu_rtl_advance(rtl, 1000);
    ck_assert(hx_ppu_rtl_sleeping(rtl));
    for (unsigned i = 0; i < HX_PPU_MEMORY_WORDS; i++)
        ck_assert_msg(memory[i] == rtl_memory[i], "0x%x: %u in the model, %u", 4 * i, memory[i],
                      rtl_memory[i]);
    ck_assert_uint_gt(memory[_i ? 0x801 : 0x800], 100);
    ck_assert_uint_eq(memory[_i ? 0x800 : 0x801], 0);
    hx_ppu_rtl_destroy(rtl);
    hx_ppu_destroy(model);
}
END_TEST

Suite *ppu_latency_suite(void);
Suite *ppu_latency_suite(void)
{
    Suite *suite = suite_create("ppu latency");
    TCase *test = tcase_create("both tiers");
    tcase_add_loop_test(test, sequence, 0, 2);
    tcase_add_loop_test(test, program, 0, 2);
    tcase_add_loop_test(test, loop, 0, 2);
    tcase_add_loop_test(test, wake_up, 0, 2);
    suite_add_tcase(suite, test);
    return suite;
}

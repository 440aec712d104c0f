// Timers that end the sleep of the chip's processors, cycle for cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Random programs that sleep again and again and note the time base, against the C model of a lone
// processor, which knows nothing of stopped clocks. HX_SEED chooses the first program.
#include "sim/fast/ppu/ppu.h"
#include "testbench/sim/ppu_chip.h"

#include <check.h>
#include <hx_map.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *ppu_sleep_suite(void);

enum { PROGRAMS = 6, SLEEPS = 60, NOTES = 0x2000, END = 0x3000 };

// Registers: value, time, notes, status to acknowledge.
enum { VALUE = 4, TIME, NOTE, STATUS };
#define WAIT 0x7c00007cu
#define RFI 0x4c000064u
#define ACKNOWLEDGE 0x0c00u // both timers, in the upper half

typedef struct builder {
    uint32_t words[PPU_WORDS];
    unsigned count;
    uint64_t state;
} builder;

static uint32_t draw(builder *b, uint32_t limit)
{
    b->state = b->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((b->state >> 33) % limit);
}

static void emit(builder *b, uint32_t word)
{
    b->words[b->count++] = word;
}

static void load(builder *b, unsigned target, uint32_t value)
{
    emit(b, 15u << 26 | target << 21 | value >> 16);
    emit(b, 24u << 26 | target << 21 | target << 16 | (value & 0xffff));
}

static void move_special(builder *b, unsigned operation, unsigned number, unsigned gpr)
{
    emit(b, 31u << 26 | gpr << 21 | (number & 31) << 16 | (number >> 5) << 11 | operation << 1);
}

static void set_special(builder *b, unsigned number, uint32_t value)
{
    load(b, VALUE, value);
    move_special(b, 467, number, VALUE);
}

// Stores the time base, and takes the timers' events back.
static void note(builder *b)
{
    move_special(b, 339, HX_MAP_PPU_SPR_TBL, TIME);
    emit(b, 37u << 26 | TIME << 21 | NOTE << 16 | 4); // stwu
    move_special(b, 339, HX_MAP_PPU_SPR_TSR, TIME);
    emit(b, 37u << 26 | TIME << 21 | NOTE << 16 | 4);
    move_special(b, 467, HX_MAP_PPU_SPR_TSR, STATUS);
}

// The handlers note and return into the sleep, and switch the interrupts off now and then.
static void draw_program(builder *b, uint64_t seed)
{
    static const uint32_t delays[] = {12, 40, 300, 2000, 40000};
    memset(b, 0, sizeof *b);
    b->state = seed;
    b->words[0] = 0x48000040; // b 0x40
    b->words[HX_MAP_PPU_INTERRUPT_FIXED_INTERVAL / 4] = 0x48000000 | (0x800 - 0x2c);
    b->words[HX_MAP_PPU_INTERRUPT_DECREMENTER / 4] = 0x48000000 | (0x800 - 0x30);
    b->count = 0x800 / 4;
    note(b);
    load(b, VALUE, 0); // back with interrupts off, behind the wait
    move_special(b, 467, HX_MAP_PPU_SPR_SRR1, VALUE);
    move_special(b, 339, HX_MAP_PPU_SPR_SRR0, VALUE);
    emit(b, 14u << 26 | VALUE << 21 | VALUE << 16 | 4);
    move_special(b, 467, HX_MAP_PPU_SPR_SRR0, VALUE);
    emit(b, RFI);
    b->count = 0x40 / 4;
    load(b, NOTE, NOTES - 4);
    load(b, STATUS, ACKNOWLEDGE << 16);
    // A branch over the handlers.
    unsigned jump = b->count;
    b->count = 0x900 / 4;
    b->words[jump] = 0x48000000 | (0x900 - 4 * jump);
    for (unsigned i = 0; i < SLEEPS; i++) {
        const uint32_t enable = 1 + draw(b, 3), reload = draw(b, 2);
        set_special(b, HX_MAP_PPU_SPR_DECAR, reload ? 1 + draw(b, 500) : 0);
        set_special(b, HX_MAP_PPU_SPR_DEC, draw(b, delays[draw(b, 5)]));
        set_special(b, HX_MAP_PPU_SPR_TCR,
                    (enable & 1 ? 1u << 26 : 0) | (enable & 2 ? 1u << 23 : 0) | reload << 22 |
                        (draw(b, 8) ? 0u : 1u) << 24);
        if (!draw(b, 4))
            set_special(b, HX_MAP_PPU_SPR_TBL, draw(b, 0x10000));
        if (draw(b, 2)) {
            load(b, VALUE, 0x8000);
            emit(b, 0x7c000124 | VALUE << 21); // mtmsr
        }
        // The decrementer alone and over already: nothing would end the sleep.
        if (enable == 1 && !reload)
            set_special(b, HX_MAP_PPU_SPR_DEC, 20 + draw(b, 1000));
        emit(b, WAIT);
        note(b);
    }
    set_special(b, HX_MAP_PPU_SPR_TCR, 0);
    emit(b, 36u << 26 | NOTE << 21 | END); // stw: not 0
    emit(b, WAIT);
}

START_TEST(sleeps_are_exact)
{
    static builder b;
    static uint32_t memory[PPU_WORDS];
    const char *text = getenv("HX_SEED");
    const uint64_t seed = (text ? strtoull(text, NULL, 0) : 1) + (uint64_t)_i;
    printf("sleeps: HX_SEED=%" PRIu64 "\n", seed);
    draw_program(&b, seed);
    hx_ppu *model = hx_ppu_create(NULL);
    ck_assert_ptr_nonnull(model);
    memcpy(hx_ppu_memory(model), b.words, sizeof b.words);
    uint64_t before;
    do {
        before = hx_ppu_get_counters(model).instructions;
        ck_assert_int_eq(hx_ppu_run(model, 100000000), HX_OK);
    } while (hx_ppu_get_counters(model).instructions != before);
    hx_connection *device = ppu_chip_open();
    const unsigned half = (unsigned)_i % 2;
    ppu_chip_load(device, half, b.words, PPU_WORDS);
    ppu_chip_start(device, half);
    // Accesses of the bus come in between. A program may end in a sleep that nothing ends.
    const uint32_t end = hx_map_ppu_memory_word_address(half, END / 4);
    for (unsigned i = 0; i < 200 && !ppu_chip_read_one(device, end); i++)
        ppu_chip_let_pass(device, 1000 + 77 * i);
    ppu_chip_dump(device, half, memory);
    unsigned notes = 0;
    for (unsigned i = 0; i < PPU_WORDS; i++) {
        ck_assert_msg(memory[i] == hx_ppu_memory(model)[i], "word 0x%x: %08x, not %08x", 4 * i,
                      memory[i], hx_ppu_memory(model)[i]);
        notes += memory[i] != b.words[i];
    }
    ck_assert_uint_gt(notes, SLEEPS / 4);
    hx_ppu_destroy(model);
    hx_connection_close(device);
}
END_TEST

Suite *ppu_sleep_suite(void)
{
    Suite *suite = suite_create("sleep of the processors");
    TCase *tests = tcase_create("timers");
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, sleeps_are_exact, 0, PROGRAMS);
    suite_add_tcase(suite, tests);
    return suite;
}

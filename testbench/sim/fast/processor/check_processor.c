// A processor of the chip: RTL against its C model at all pins, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Random words instead of programs, a random chip around them, cycles skipped where the model says
// so. HX_SEED chooses the first seed, HX_CYCLES the length of a run.
#include "sim/fast/ppu/disassemble.h"
#include "sim/fast/processor/processor.h"
#include "testbench/rtl/chip/draw.h"
#include "testbench/sim/fast/processor/processor_model.h"
#include "testbench/sim/fast/processor/processor_soup.h"
#include "testbench/sim/fast/processor/processor_world.h"

#include <check.h>
#include <hx_map.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SEEDS = 16,
    ROUND_CYCLES = 3000,
    CODE_WORDS = 512,
    LAST = 32,
    RUN = 1,
    CACHE = 8,
    RESET_CYCLES = 4
};

static uint64_t number(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 0) : otherwise;
}

typedef struct pair {
    processor_model *rtl;
    hx_processor *c;
    hx_ppu_port port[2];
    uint64_t now, skipped;
    uint64_t state, skip_state;
    uint32_t read[2];
    uint64_t executed, far_code;
    struct {
        uint64_t cycle;
        uint32_t address, word;
    } last[LAST]; // instructions
} pair;

static bool is_quiet(const pair *p, const hx_ppu_port_in *in)
{
    return !in->reset && !in->access.valid && !in->request_taken && !in->answered &&
           !in->memory_taken && !in->memory_answered && in->row_done == p->port[1].row_done &&
           p->port[1].next > p->now;
}

static void step(pair *p, const hx_ppu_port_in *in)
{
    p->read[0] = processor_model_step(p->rtl, in);
    p->read[1] = 0;
    if (is_quiet(p, in) && draw_below(&p->skip_state, 16))
        p->skipped++;
    else
        p->read[1] = hx_processor_step(p->c, p->now, in);
    p->now++;
}

#define COMPARE(field)                                                                             \
    if (a->field != b->field)                                                                      \
    return #field

// The first pin that differs, or the instruction; NULL: none.
static const char *compare(pair *p)
{
    uint32_t address[2], word;
    const bool executes[2] = {processor_model_executes(p->rtl, &address[0]),
                              hx_processor_executes(p->c, &address[1], &word)};
    if (executes[0] != executes[1] || (executes[0] && address[0] != address[1]))
        return "instruction";
    if (executes[0]) {
        p->far_code += address[0] >> 29;
        p->last[p->executed % LAST].cycle = p->now;
        p->last[p->executed % LAST].address = 4 * address[0];
        p->last[p->executed++ % LAST].word = word;
    }
    const hx_ppu_port *a = &p->port[0], *b = &p->port[1];
    if (p->read[0] != p->read[1])
        return "read data";
    COMPARE(request.valid);
    if (a->request.valid) {
        COMPARE(request.write);
        COMPARE(request.address);
        COMPARE(request.byte_enables);
        COMPARE(request.data);
    }
    COMPARE(memory_busy);
    COMPARE(memory_valid);
    if (a->memory_valid)
        COMPARE(memory);
    COMPARE(row->valid);
    if (!a->row->valid)
        return NULL;
    COMPARE(row->write);
    COMPARE(row->address);
    if (a->row->write && memcmp(a->row->enable, b->row->enable, sizeof a->row->enable))
        return "row->enable";
    if (a->row->write && memcmp(&a->row->data, &b->row->data, sizeof a->row->data))
        return "row->data";
    return NULL;
}

static void print_last(const pair *p)
{
    for (unsigned i = 0; i < LAST && i < p->executed; i++) {
        const unsigned place = (p->executed + i) % LAST;
        char text[HX_PPU_TEXT_SIZE];
        hx_ppu_disassemble(p->last[place].word, p->last[place].address, true, text);
        printf("  %" PRIu64 " %05x: %s\n", p->last[place].cycle, p->last[place].address, text);
    }
    printf("  cycle %" PRIu64 "; RTL, C: request %" PRIx32 " %" PRIx32 ", %" PRIx32 " %" PRIx32
           "\n",
           p->now, p->port[0].request.address, p->port[0].request.data, p->port[1].request.address,
           p->port[1].request.data);
}

static void write(pair *p, uint32_t address, uint32_t data)
{
    const hx_ppu_port_in in = {
        .access = {
            .valid = true, .write = true, .address = address, .byte_enables = 15, .data = data}};
    step(p, &in);
}

// Stops the processor, writes the first words of its memory, lets it run.
static void load(pair *p, unsigned count, uint32_t words[PROCESSOR_SOUP_WORDS])
{
    processor_soup_draw(&p->state, words);
    for (unsigned i = 0; i < RESET_CYCLES; i++)
        step(p, &(hx_ppu_port_in){.reset = true});
    for (unsigned i = 0; i < count; i++)
        write(p, HX_MAP_PPU_MEMORY_WORD_BASE + i, words[i]);
    write(p, HX_MAP_PPU_CONTROL_REGISTER_BASE, RUN | (draw_below(&p->state, 2) ? CACHE : 0));
}

START_TEST(same_in_every_cycle)
{
    const uint64_t seed = number("HX_SEED", 1) + (uint64_t)_i;
    const uint64_t cycles = number("HX_CYCLES", 60000);
    printf("processor: HX_SEED=%" PRIu64 " HX_CYCLES=%" PRIu64 "\n", seed, cycles);
    pair p = {.state = seed, .skip_state = seed};
    uint32_t words[PROCESSOR_SOUP_WORDS];
    processor_world world = {.code = words, .code_words = PROCESSOR_SOUP_WORDS};
    p.rtl = processor_model_create(&p.port[0]);
    ck_assert_int_eq(hx_processor_create(&p.c, 0, &p.port[1]), HX_OK);
    uint64_t rests = 0;
    for (uint64_t cycle = 0; cycle < cycles; cycle++) {
        hx_ppu_port_in in;
        if (cycle % ROUND_CYCLES == 0) {
            load(&p, cycle ? CODE_WORDS : PROCESSOR_SOUP_WORDS, words);
            processor_world_start(&world, draw_next(&p.state));
        }
        processor_world_next(&world, &p.port[0], &in);
        step(&p, &in);
        rests += processor_model_rests(p.rtl);
        const char *difference = compare(&p);
        if (difference)
            print_last(&p);
        ck_assert_msg(!difference, "seed %" PRIu64 ", cycle %" PRIu64 ": %s", seed, cycle,
                      difference);
    }
    printf("  executed %" PRIu64 " far code %" PRIu64 " skipped %" PRIu64 " asleep %" PRIu64
           "; taken %" PRIu64 " answered %" PRIu64 " words %" PRIu64 " rows %" PRIu64
           " row words %" PRIu64 " accesses %" PRIu64 " resets %" PRIu64 "\n",
           p.executed, p.far_code, p.skipped, rests, world.taken, world.answered, world.words,
           world.rows, world.row_words, world.accesses, world.resets);
    // The comparison is worth something only if all of it moved.
    ck_assert_uint_gt(p.executed, cycles / 10);
    ck_assert_uint_gt(p.far_code, p.executed / 2000);
    ck_assert_uint_gt(p.skipped, cycles / 100);
    ck_assert_uint_gt(rests, cycles / 1000);
    // How many are taken depends on how long the processor stands: 5 to 768 in seeds 1 to 192.
    ck_assert_uint_gt(world.taken, 0);
    ck_assert_uint_gt(world.answered, world.taken / 2);
    ck_assert_uint_gt(world.strays, cycles / 10000);
    ck_assert_uint_gt(world.words, cycles / 1000);
    ck_assert_uint_gt(world.rows, cycles / 10000);
    ck_assert_uint_gt(world.accesses, cycles / 10000);
    processor_model_destroy(p.rtl);
    hx_processor_destroy(p.c);
}
END_TEST

Suite *processor_suite(void);
Suite *processor_suite(void)
{
    Suite *suite = suite_create("processor");
    TCase *test = tcase_create("against RTL");
    tcase_set_timeout(test, 600);
    tcase_add_loop_test(test, same_in_every_cycle, 0, SEEDS);
    suite_add_tcase(suite, test);
    return suite;
}

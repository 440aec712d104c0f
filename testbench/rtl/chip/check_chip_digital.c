// The digital part of the chip: RTL against the C model, cycle by cycle, with cycles skipped.
// SPDX-License-Identifier: Apache-2.0
//
// HX_SEED chooses the first seed, HX_CYCLES the length of a run.
#include "sim/fast/chip/digital.h"
#include "testbench/rtl/chip/chip_model.h"
#include "testbench/rtl/chip/chip_traffic.h"
#include "testbench/rtl/chip/draw.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS 4

static uint64_t number(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 0) : otherwise;
}

typedef struct activity {
    uint64_t words, events, padi, resets, posts, adapts, samples, conversions, accesses, rows,
        skipped;
} activity;

static void count(activity *a, const chip_pins *pins)
{
    a->words += pins->lane_valid;
    a->events += pins->lane_word >> 63;
    a->padi += (unsigned)__builtin_popcount(pins->padi_valid);
    a->resets += pins->reset_changed;
    a->posts += pins->post_valid;
    a->adapts += pins->adapt_valid;
    a->samples += pins->sample;
    a->conversions += pins->convert != 0;
    a->rows += pins->row_valid != 0;
    for (unsigned port = 0; port < HX_DIGITAL_WORD_PORTS; port++)
        a->accesses += pins->word[port].valid;
}

// One cycle of the model; some cycles that need no step are left out.
static void step(hx_digital *c, const hx_digital_in *in, uint64_t *state, activity *a)
{
    bool quiet = !in->lane_valid && !in->fire_valid && hx_digital_next(c, &in->levels) > c->now;
    if (quiet && draw_below(state, 8)) {
        hx_digital_skip(c, 1);
        a->skipped++;
    } else {
        hx_digital_step(c, in);
    }
}

static void run(uint64_t seed, bool programs)
{
    uint64_t cycles = number("HX_CYCLES", 200000);
    printf("chip: HX_SEED=%" PRIu64 " HX_CYCLES=%" PRIu64 "\n", seed, cycles);
    uint64_t state = seed;
    unsigned latency = draw_below(&state, 4) ? 0 : draw_below(&state, 1024);
    chip_model *rtl = chip_model_create(latency);
    hx_digital *c = NULL;
    ck_assert_int_eq(hx_digital_create(&c, latency), HX_OK);
    chip_traffic traffic;
    chip_traffic_start(&traffic, seed);
    traffic.runs_programs = programs;
    activity a = {0};
    chip_pins pins[2];
    chip_model_get(rtl, &pins[0]);
    for (uint64_t cycle = 0; cycle < cycles; cycle++) {
        hx_digital_in in;
        chip_traffic_next(&traffic, &pins[0], &in);
        chip_model_step(rtl, &in);
        step(c, &in, &state, &a);
        chip_model_get(rtl, &pins[0]);
        chip_pins_of_model(c, &pins[1]);
        char text[200];
        const char *difference = chip_pins_compare(&pins[0], &pins[1], text);
        ck_assert_msg(!difference, "seed %" PRIu64 ", cycle %" PRIu64 ": %s", seed, cycle,
                      difference);
        count(&a, &pins[0]);
    }
    printf("  words %" PRIu64 " events %" PRIu64 " answers %" PRIu64 " padi %" PRIu64
           " resets %" PRIu64 " posts %" PRIu64 " adaptation pulses %" PRIu64 " samples %" PRIu64
           " conversions %" PRIu64 " accesses %" PRIu64 " rows %" PRIu64 " memory words %" PRIu64
           " skipped %" PRIu64 "\n",
           a.words, a.events, traffic.end.answers, a.padi, a.resets, a.posts, a.adapts, a.samples,
           a.conversions, a.accesses, a.rows, traffic.end.read_words, a.skipped);
    // The comparison is worth something only if all of it moved. What processors do to the chip at
    // random may stop some of it.
    ck_assert_uint_gt(a.words, cycles / 100);
    ck_assert_uint_gt(a.accesses, cycles / 1000);
    if (programs) {
        ck_assert_uint_gt(a.rows, cycles / 4000);
        ck_assert_uint_gt(traffic.end.read_words, cycles / 4000);
    } else {
        ck_assert_uint_gt(a.events, cycles / 400);
        ck_assert_uint_gt(traffic.end.answers, cycles / 400);
        ck_assert_uint_gt(a.padi, cycles / 200);
        ck_assert_uint_gt(a.resets, cycles / 1000);
        ck_assert_uint_gt(a.posts, cycles / 200);
        ck_assert_uint_gt(a.adapts, cycles / 2000);
        ck_assert_uint_gt(a.samples, cycles / 2000);
        ck_assert_uint_gt(a.conversions, cycles / 100000);
        ck_assert_uint_gt(a.skipped, cycles / 100);
    }
    chip_model_destroy(rtl);
    hx_digital_destroy(c);
}

START_TEST(same_in_every_cycle)
{
    run(number("HX_SEED", 1) + (uint64_t)_i, false);
}
END_TEST

START_TEST(same_with_processors)
{
    run(number("HX_SEED", 1) + (uint64_t)_i, true);
}
END_TEST

Suite *chip_digital_suite(void);
Suite *chip_digital_suite(void)
{
    Suite *suite = suite_create("chip");
    TCase *test = tcase_create("against C");
    tcase_set_timeout(test, 600);
    tcase_add_loop_test(test, same_in_every_cycle, 0, SEEDS);
    tcase_add_loop_test(test, same_with_processors, 0, SEEDS);
    suite_add_tcase(suite, test);
    return suite;
}

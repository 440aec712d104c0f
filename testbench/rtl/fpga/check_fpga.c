// The FPGA: RTL against the C model, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// HX_SEED chooses the first seed, HX_CYCLES the length of a run.
#include "testbench/rtl/fpga/fpga_model.h"
#include "testbench/rtl/fpga/random_words.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS 6

static uint64_t number(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 0) : otherwise;
}

// The first thing that differs, or NULL. Words count where they are valid.
static const char *compare(const hx_fpga_out *rtl, const hx_fpga_out *c, char text[160])
{
    if (rtl->response_valid != c->response_valid ||
        (c->response_valid && rtl->response != c->response)) {
        snprintf(text, 160, "response %d %016" PRIx64 ", C %d %016" PRIx64, rtl->response_valid,
                 rtl->response, c->response_valid, c->response);
        return text;
    }
    if (rtl->lane_valid != c->lane_valid ||
        (c->lane_valid && (rtl->lane_word != c->lane_word || rtl->lane != c->lane))) {
        snprintf(text, 160, "lane word %d %u %016" PRIx64 ", C %d %u %016" PRIx64, rtl->lane_valid,
                 rtl->lane, rtl->lane_word, c->lane_valid, c->lane, c->lane_word);
        return text;
    }
    if (rtl->chip_reset != c->chip_reset || rtl->lane_ready != c->lane_ready) {
        snprintf(text, 160, "reset %d lanes %02x, C %d %02x", rtl->chip_reset, rtl->lane_ready,
                 c->chip_reset, c->lane_ready);
        return text;
    }
    if (rtl->tck != c->tck || rtl->tms != c->tms || rtl->tdi != c->tdi) {
        snprintf(text, 160, "JTAG %d%d%d, C %d%d%d", rtl->tck, rtl->tms, rtl->tdi, c->tck, c->tms,
                 c->tdi);
        return text;
    }
    return NULL;
}

// The C model with its rests skipped; one that says it rests must not change its pins.
typedef struct skipping {
    hx_fpga *fpga;
    uint64_t rest, passed; // cycles of the present rest
    uint8_t partner;
    uint64_t skipped;
} skipping;

static void step(skipping *c, const hx_fpga_in *in, random_words *random)
{
    const bool rests = !in->word_valid && !in->rx_valid && in->lane_partner == c->partner;
    if (rests && c->passed < c->rest) {
        c->passed++;
        return;
    }
    hx_fpga_skip(c->fpga, c->passed);
    c->skipped += c->passed;
    c->passed = 0;
    ck_assert_int_eq(hx_fpga_step(c->fpga, in), HX_OK);
    c->partner = in->lane_partner;
    c->rest = random_chance(random, 192) ? hx_fpga_get_rest(c->fpga, c->partner) : 0;
}

START_TEST(same_in_every_cycle)
{
    const uint64_t seed = number("HX_SEED", 1) + (uint64_t)_i, cycles = number("HX_CYCLES", 200000);
    const uint32_t latency = seed % 3 == 2 ? 37 : 0;
    printf("FPGA: HX_SEED=%" PRIu64 " HX_CYCLES=%" PRIu64 "\n", seed, cycles);
    fpga_model *rtl = fpga_model_create(latency);
    skipping c = {.rest = 0};
    ck_assert_int_eq(hx_fpga_create(&c.fpga, latency), HX_OK);
    random_words *random = malloc(sizeof *random);
    ck_assert_ptr_nonnull(random);
    random_words_start(random, seed);
    uint64_t words = 0, responses = 0, lane_words = 0, halts = 0;
    bool starved = false;
    for (uint64_t cycle = 0; cycle < cycles; cycle++) {
        hx_fpga_out out[2];
        char text[160];
        fpga_model_get(rtl, &out[0]);
        hx_fpga_get(c.fpga, &out[1]);
        const char *difference = compare(&out[0], &out[1], text);
        ck_assert_msg(!difference, "seed %" PRIu64 ", cycle %" PRIu64 ": %s", seed, cycle,
                      difference);
        const bool ready = fpga_model_is_ready(rtl);
        ck_assert_msg(ready == hx_fpga_is_ready(c.fpga) &&
                          fpga_model_is_starved(rtl) == hx_fpga_is_starved(c.fpga),
                      "seed %" PRIu64 ", cycle %" PRIu64 ": ready %d starved %d, C %d %d", seed,
                      cycle, ready, fpga_model_is_starved(rtl), hx_fpga_is_ready(c.fpga),
                      hx_fpga_is_starved(c.fpga));
        responses += out[0].response_valid;
        lane_words += out[0].lane_valid;
        halts += starved && !fpga_model_is_starved(rtl);
        starved = fpga_model_is_starved(rtl);
        hx_fpga_in in = {.word_valid = false};
        random_words_answer(random, &out[0], &in);
        if (ready && random_chance(random, 250)) {
            in.word_valid = true;
            in.word = random_words_next(random);
            words++;
        }
        fpga_model_step(rtl, &in);
        step(&c, &in, random);
    }
    printf("  words %" PRIu64 ", responses %" PRIu64 ", lane words %" PRIu64 ", programs %" PRIu64
           ", cycles skipped %" PRIu64 "\n",
           words, responses, lane_words, halts, c.skipped);
    // The comparison is worth something only if all of it moved.
    if (cycles >= 100000) {
        ck_assert_uint_gt(words, 200);
        ck_assert_uint_gt(responses, 20);
        ck_assert_uint_gt(lane_words, cycles / 200);
        ck_assert_uint_gt(halts, 2);
        ck_assert_uint_gt(c.skipped, cycles / 500);
    }
    fpga_model_destroy(rtl);
    hx_fpga_destroy(c.fpga);
    free(random);
}
END_TEST

Suite *fpga_suite(void);
Suite *fpga_suite(void)
{
    Suite *suite = suite_create("FPGA");
    TCase *test = tcase_create("against C");
    tcase_set_timeout(test, 600);
    tcase_add_loop_test(test, same_in_every_cycle, 0, SEEDS);
    suite_add_tcase(suite, test);
    return suite;
}

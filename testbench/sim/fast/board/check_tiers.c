// Both tiers on the same random programs: equal words in equal cycles.
// SPDX-License-Identifier: Apache-2.0
//
// HX_SEED chooses the first seed, HX_PROGRAMS the number of programs of a run. A program that
// tells the tiers apart is written to `tiers_<seed>.words` with all that ran before it, for
// `hxcosim compare`.
#include "host/program/word_file.h"
#include "host/wire/ut_decoder.h"
#include "sim/board/board.h"
#include "sim/fast/board/board.h"
#include "testbench/sim/fast/board/random_programs.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS 4
#define TAKE 4096

typedef struct both {
    hx_board *rtl;
    hx_fast_board *fast;
    hx_ut_decoder *decoder;
    uint64_t cuts;                             // where the fast board's time is cut
    uint64_t words, spikes, samples, timeouts; // of the answers
} both;

static uint64_t number(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 0) : otherwise;
}

static void push(both *b, const random_programs *program, uint64_t trial)
{
    ck_assert_int_eq(hx_board_push_trial(b->rtl, trial), HX_OK);
    ck_assert_int_eq(hx_fast_board_push_trial(b->fast, trial), HX_OK);
    ck_assert_int_eq(hx_board_push_words(b->rtl, program->words, program->count), HX_OK);
    ck_assert_int_eq(hx_fast_board_push_words(b->fast, program->words, program->count), HX_OK);
}

// How many of the answers say what.
static void count_answers(both *b, const uint64_t *words, size_t count)
{
    b->words += count;
    for (size_t i = 0; i < count; i++) {
        hx_ut_message message;
        bool complete;
        ck_assert_int_eq(hx_ut_decoder_push(b->decoder, words[i], &message, &complete, NULL),
                         HX_OK);
        if (!complete)
            continue;
        const hx_ut_kind_info *info = hx_ut_kind_get_info(message.kind);
        b->spikes += info->form == HX_UT_FORM_SPIKES ? info->event_count : 0;
        b->samples += info->form == HX_UT_FORM_SAMPLES ? info->event_count : 0;
        b->timeouts += message.kind == HX_UT_FROM_TIMEOUT_NOTIFICATION;
    }
}

// Runs the fast board like the other, but cut at random places.
static size_t run_in_pieces(both *b, uint64_t *words, hx_device_state *state)
{
    size_t count = 0;
    do {
        b->cuts = b->cuts * UINT64_C(6364136223846793005) + 1;
        const uint64_t steps = b->cuts >> 63 ? UINT64_MAX : 1 + (b->cuts >> 52);
        ck_assert_int_eq(hx_fast_board_run(b->fast, TAKE - count, steps, state), HX_OK);
        count += hx_fast_board_pop_words(b->fast, words + count, TAKE - count);
    } while (*state == HX_DEVICE_RUNNING && count < TAKE);
    return count;
}

// Runs both to the end of what they have; false: they differ.
static bool run(both *b, char text[160])
{
    hx_device_state states[2] = {HX_DEVICE_RUNNING, HX_DEVICE_RUNNING};
    while (states[0] == HX_DEVICE_RUNNING || states[1] == HX_DEVICE_RUNNING) {
        static uint64_t words[2][TAKE];
        ck_assert_int_eq(hx_board_run(b->rtl, TAKE, UINT64_MAX, &states[0]), HX_OK);
        const size_t counts[2] = {hx_board_pop_words(b->rtl, words[0], TAKE),
                                  run_in_pieces(b, words[1], &states[1])};
        for (size_t i = 0; i < counts[0] && i < counts[1]; i++)
            if (words[0][i] != words[1][i]) {
                snprintf(text, 160, "word %" PRIu64 ": rtl %016" PRIx64 ", fast %016" PRIx64,
                         b->words + i, words[0][i], words[1][i]);
                return false;
            }
        count_answers(b, words[0], counts[0]);
        const uint64_t cycles[2] = {hx_board_get_statistics(b->rtl).chip_cycles,
                                    hx_fast_board_get_statistics(b->fast).chip_cycles};
        if (counts[0] != counts[1] || states[0] != states[1] || cycles[0] != cycles[1]) {
            snprintf(text, 160,
                     "rtl %zu words state %d cycle %" PRIu64 ", fast %zu words state %d cycle "
                     "%" PRIu64,
                     counts[0], states[0], cycles[0], counts[1], states[1], cycles[1]);
            return false;
        }
    }
    return true;
}

static void save(const uint64_t *words, size_t count, uint64_t seed)
{
    char path[64];
    snprintf(path, sizeof path, "tiers_%" PRIu64 ".words", seed);
    FILE *file = fopen(path, "w");
    if (file && !hx_word_file_write(file, words, count))
        printf("  the words are in %s\n", path);
    if (file)
        fclose(file);
}

START_TEST(same_words_in_equal_cycles)
{
    const uint64_t seed = number("HX_SEED", 1) + (uint64_t)_i, programs = number("HX_PROGRAMS", 60);
    printf("tiers: HX_SEED=%" PRIu64 " HX_PROGRAMS=%" PRIu64 "\n", seed, programs);
    hx_device_config config = hx_device_config_default();
    config.seed = config.chip_seed = seed;
    config.link.latency = seed % 4 == 3 ? 25 : 0;
    config.link.bit_error_rate = seed % 4 == 0 ? 1e-5 : 0;
    both b = {.cuts = seed};
    ck_assert_int_eq(hx_board_create(&b.rtl, &config, NULL), HX_OK);
    ck_assert_int_eq(hx_fast_board_create(&b.fast, &config, NULL), HX_OK);
    ck_assert_int_eq(hx_ut_decoder_create(&b.decoder, HX_UT_FROM_FPGA), HX_OK);
    random_programs random;
    random_programs_start(&random, seed);
    random_programs_set_up(&random);
    uint64_t *played = NULL;
    size_t played_count = 0;
    for (uint64_t program = 0; program <= programs; program++) {
        char text[160];
        played = realloc(played, (played_count + random.count) * sizeof *played);
        ck_assert_ptr_nonnull(played);
        memcpy(played + played_count, random.words, random.count * sizeof *played);
        played_count += random.count;
        push(&b, &random, program + 1);
        if (!run(&b, text)) {
            save(played, played_count, seed);
            ck_abort_msg("seed %" PRIu64 ", program %" PRIu64 ": %s", seed, program, text);
        }
        random_programs_next(&random);
    }
    printf("  words %zu, answers %" PRIu64 ", spikes %" PRIu64 ", samples %" PRIu64
           ", timeouts %" PRIu64 ", chip cycles %" PRIu64 "\n",
           played_count, b.words, b.spikes, b.samples, b.timeouts,
           hx_board_get_statistics(b.rtl).chip_cycles);
    // The comparison is worth something only if all of it moved.
    if (programs >= 60) {
        ck_assert_uint_gt(b.spikes, 100 * programs);
        ck_assert_uint_gt(b.samples, programs);
        ck_assert_uint_gt(b.timeouts, 0);
    }
    free(played);
    random_programs_release(&random);
    hx_ut_decoder_destroy(b.decoder);
    hx_fast_board_destroy(b.fast);
    hx_board_destroy(b.rtl);
}
END_TEST

Suite *tiers_suite(void);
Suite *tiers_suite(void)
{
    Suite *suite = suite_create("tiers");
    TCase *test = tcase_create("random programs");
    tcase_set_timeout(test, 0);
    tcase_add_loop_test(test, same_words_in_equal_cycles, 0, SEEDS);
    suite_add_tcase(suite, test);
    return suite;
}

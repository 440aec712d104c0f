// Cycles at rest: what is left out changes nothing. The same words with and without.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/random_traffic.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

Suite *rest_suite(void);

static word_list set_up, program, answers, wanted;

// HX_SEED chooses other programs.
static uint32_t get_seed(void)
{
    const char *text = getenv("HX_SEED");
    uint32_t seed = text ? (uint32_t)strtoul(text, NULL, 10) : 1;
    printf("HX_SEED=%u\n", seed);
    return seed ? seed : 1;
}

static void compare(const hx_link_config *link, uint32_t seed, unsigned programs)
{
    hx_device_config config = hx_device_config_default();
    uint32_t state = seed * 2654435761u | 1;
    size_t events = 0;
    config.link = *link;
    hx_connection *skips = open_worker(&config);
    config.no_skip = true;
    hx_connection *evaluates = open_worker(&config);
    random_traffic_set_up(&set_up, &state);
    play(skips, &set_up, &answers);
    play(evaluates, &set_up, &wanted);
    for (unsigned p = 0; p < programs; p++) {
        program.count = 0;
        random_traffic_add(&program, 400, &state);
        ck_assert_int_eq(hx_connection_start_trial(skips, p), HX_OK);
        ck_assert_int_eq(hx_connection_start_trial(evaluates, p), HX_OK);
        play(skips, &program, &answers);
        play(evaluates, &program, &wanted);
        for (size_t i = 0; i < answers.count && i < wanted.count; i++)
            ck_assert_msg(answers.words[i] == wanted.words[i],
                          "seed %u, program %u, word %zu: 0x%016llx, without rest 0x%016llx", seed,
                          p, i, (unsigned long long)answers.words[i],
                          (unsigned long long)wanted.words[i]);
        ck_assert_uint_eq(answers.count, wanted.count);
        events += answers.count;
        hx_device_statistics one, other;
        ck_assert_int_eq(hx_connection_get_statistics(skips, &one), HX_OK);
        ck_assert_int_eq(hx_connection_get_statistics(evaluates, &other), HX_OK);
        ck_assert_uint_eq(one.chip_cycles, other.chip_cycles);
    }
    // Neurons fire and requests are answered, so there was something to compare.
    ck_assert_uint_gt(events, 200 * programs);
    hx_connection_close(skips);
    hx_connection_close(evaluates);
}

START_TEST(same_words)
{
    const hx_link_config good = {0};
    compare(&good, get_seed() + (uint32_t)_i, 4);
}
END_TEST

START_TEST(same_words_with_link_faults)
{
    const hx_link_config faults[] = {
        {.bit_error_rate = 1e-4},
        {.latency = 100, .lanes_off = 0x5a},
        {.bit_error_rate = 1e-3, .latency = 7},
    };
    compare(&faults[_i], get_seed(), 3);
}
END_TEST

Suite *rest_suite(void)
{
    Suite *suite = suite_create("rest");
    TCase *words = tcase_create("words");
    tcase_set_timeout(words, 280);
    tcase_add_loop_test(words, same_words, 0, 3);
    tcase_add_loop_test(words, same_words_with_link_faults, 0, 3);
    suite_add_tcase(suite, words);
    return suite;
}

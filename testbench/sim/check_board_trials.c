// Trials on the device in process: equal words give equal answers, whatever ran before.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/device_words.h"

#include <check.h>
#include <string.h>

#define FORCE_RESET_WEST 0x001A1800u
#define CADC_CONFIG_TOP 0x02401000u
#define CADC_ENABLED 0x00014641u // as the public software sets it, and enabled
#define CADC_CONVERT 0x02C80020u // the quad with the causal channel of column 5

Suite *board_trials_suite(void);

static word_list list, answers, other;

static void start_trial(hx_connection *device, uint64_t trial)
{
    ck_assert_int_eq(hx_connection_start_trial(device, trial), HX_OK);
}

// Between trials the neurons are parked: reset forced on, and nothing in flight.
static void add_trial(word_list *words)
{
    word_list_add(words, WORD_SYNCHRONISE);
    word_list_add(words, WORD_BARRIER_SYSTIME);
    word_list_add(words, WORD_TIMER_SETUP);
    word_list_add(words, WORD_WAIT_UNTIL(500));
    word_list_add_write(words, FORCE_RESET_WEST, 0xf005);
    for (uint32_t i = 0; i < 10; i++) {
        word_list_add(words, WORD_WAIT_UNTIL(1000 + 300 * i));
        word_list_add(words, WORD_SPIKE(0xa4ec));
        word_list_add(words, WORD_READ(CADC_CONVERT)); // with noise
    }
    word_list_add(words, WORD_WAIT_UNTIL(5000));
    word_list_add_write(words, FORCE_RESET_WEST, 0xf007);
    word_list_add(words, WORD_WAIT_UNTIL(6000));
    word_list_add(words, WORD_BARRIER_OMNIBUS);
    word_list_add(words, WORD_HALT);
}

// Equal words after the mark of a trial give equal spikes and readings, whatever ran before.
START_TEST(trials)
{
    static word_list third, setup;
    hx_device_config config = hx_device_config_default();
    hx_connection *device = open_local(&config);
    word_list_add_example(&setup);
    word_list_add_write(&setup, FORCE_RESET_WEST, 0xf007);
    word_list_add_write(&setup, CADC_CONFIG_TOP, CADC_ENABLED);
    word_list_add(&setup, WORD_BARRIER_OMNIBUS);
    word_list_add(&setup, WORD_HALT);
    add_trial(&list);
    start_trial(device, 3);
    play(device, &setup, &answers);
    start_trial(device, 7);
    play(device, &list, &answers);
    ck_assert_uint_gt(answers.count, 20);
    start_trial(device, 8);
    play(device, &list, &other);
    start_trial(device, 7);
    play(device, &list, &third);
    hx_connection_close(device);
    // The absolute time differs; everything else is equal.
    ck_assert_uint_eq(third.count, answers.count);
    for (size_t i = 0; i < third.count; i++)
        if (third.words[i] >> 56 != 0x05)
            ck_assert_uint_eq(third.words[i], answers.words[i]);
    // Another trial has other noise, so the readings cannot all be the same.
    ck_assert(other.count != answers.count ||
              memcmp(other.words, answers.words, other.count * sizeof *other.words));
}
END_TEST

START_TEST(trial_mark_inside_a_program)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    hx_device_state state;
    word_list_add(&list, WORD_TICK);
    ck_assert_int_eq(hx_connection_send(device, list.words, 1), HX_OK);
    start_trial(device, 1);
    list.words[0] = WORD_HALT;
    ck_assert_int_eq(exchange(device, &list, 1, 8, &answers, &state), HX_ERROR_STATE);
    ck_assert_int_eq(exchange(device, &list, 1, 8, &answers, &state), HX_ERROR_STATE);
    hx_connection_close(device);
}
END_TEST

Suite *board_trials_suite(void)
{
    Suite *suite = suite_create("trials of the board");
    TCase *trial = tcase_create("trials");
    tcase_set_timeout(trial, 60);
    tcase_add_test(trial, trials);
    tcase_add_test(trial, trial_mark_inside_a_program);
    suite_add_tcase(suite, trial);
    return suite;
}

// Trials, virtual chips and noise of the analog core.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *anncore_trial_suite(void);

static void configure(hx_anncore *core)
{
    setup_write_common(core);
    setup_neuron s = setup_neuron_default();
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        setup_write_neuron(core, neuron, &s);
    }
    setup_write_driver(core, 0, 0, 1, 2);
    for (unsigned column = 0; column < 256; ++column) {
        setup_write_synapse(core, 0, 0, column, column % 64, 1);
    }
}

static void record(hx_anncore *core, uint64_t start, uint64_t trial, double *membranes)
{
    hx_anncore_start_trial(core, start, trial);
    for (int i = 0; i < 50; ++i) {
        uint64_t until = start + 37 * (uint64_t)(i + 1);
        while (hx_anncore_advance(core, until) < until) {
        }
        hx_anncore_send_padi_event(core, 0, 0, 1);
        for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
            *membranes++ = hx_anncore_get_membrane(core, neuron);
        }
    }
}

enum { RECORD = 50 * HX_ANNCORE_NEURONS };

static double first[RECORD];
static double second[RECORD];

START_TEST(history_does_not_matter)
{
    hx_anncore *core = setup_core(1.0, 1.0, 4, 5);
    configure(core);
    record(core, 0, 7, first);
    // Leave currents, spikes, results and half a grid step behind.
    hx_anncore_send_padi_event(core, 0, 0, 1);
    hx_anncore_advance(core, 5003);
    hx_anncore_send_padi_event(core, 0, 0, 1);
    hx_anncore_convert_cadc(core, 0, 0, 0);
    record(core, 5005, 7, second);
    ck_assert_mem_eq(first, second, sizeof first);
    ck_assert_uint_eq(hx_anncore_read_word(core, HX_ANNCORE_ARRAY_TOP, 0x280000), 0);
    record(core, 50000, 8, second);
    ck_assert_mem_ne(first, second, sizeof first);
    hx_anncore_destroy(core);

    core = setup_core(1.0, 1.0, 4, 5);
    configure(core);
    record(core, 99, 7, second);
    ck_assert_mem_eq(first, second, sizeof first);
    hx_anncore_destroy(core);
}
END_TEST

START_TEST(seeds_matter)
{
    static const uint64_t SEED[3][2] = {{4, 5}, {4, 6}, {3, 5}};
    hx_anncore *core = setup_core(1.0, 1.0, SEED[0][0], SEED[0][1]);
    configure(core);
    record(core, 0, 0, first);
    hx_anncore_destroy(core);
    for (int i = 1; i < 3; ++i) {
        core = setup_core(1.0, 1.0, SEED[i][0], SEED[i][1]);
        configure(core);
        record(core, 0, 0, second);
        ck_assert_mem_ne(first, second, sizeof first);
        hx_anncore_destroy(core);
    }
}
END_TEST

// Without spread all neurons are alike and no seed matters; without noise no trial does.
START_TEST(scale_zero_is_nominal)
{
    hx_anncore *core = setup_core(0.0, 0.0, 1, 2);
    configure(core);
    record(core, 0, 0, first);
    for (unsigned neuron = 0; neuron < 256; ++neuron) {
        ck_assert_double_eq(first[RECORD - HX_ANNCORE_NEURONS + neuron],
                            first[RECORD - HX_ANNCORE_NEURONS + neuron % 64]);
    }
    ck_assert_double_eq(first[RECORD - 1], 300 * (1.8 / 1022));
    hx_anncore_destroy(core);
    core = setup_core(0.0, 0.0, 8, 9);
    configure(core);
    record(core, 0, 3, second);
    ck_assert_mem_eq(first, second, sizeof first);
    hx_anncore_destroy(core);
}
END_TEST

START_TEST(membrane_noise)
{
    hx_anncore *core = setup_core(0.0, 1.0, 1, 2);
    configure(core);
    hx_anncore_start_trial(core, 0, 0);
    double mean = 300 * (1.8 / 1022);
    double sum = 0.0;
    double squares = 0.0;
    int count = 0;
    for (uint64_t cycle = 10000; cycle < 250000; cycle += 3000) {
        ck_assert_uint_eq(hx_anncore_advance(core, cycle), cycle);
        for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
            double x = hx_anncore_get_membrane(core, neuron) - mean;
            sum += x;
            squares += x * x;
            ++count;
        }
    }
    ck_assert_double_eq_tol(sum / count, 0.0, 1e-4);
    ck_assert_double_eq_tol(sqrt(squares / count), 4.0e-3, 1e-4);
    hx_anncore_destroy(core);
}
END_TEST

START_TEST(refuses_bad_scales)
{
    hx_anncore *core;
    hx_anncore_config config = {.mismatch = -1.0};
    ck_assert_int_eq(hx_anncore_create(&core, &config), HX_ERROR_ARGUMENT);
    ck_assert_ptr_null(core);
    config.mismatch = 0.0;
    config.noise = NAN;
    ck_assert_int_eq(hx_anncore_create(&core, &config), HX_ERROR_ARGUMENT);
}
END_TEST

// A held reset line at the start of a trial: rest is the reset potential.
START_TEST(parked_start)
{
    hx_anncore *core = setup_core(0.0, 0.0, 1, 2);
    configure(core);
    uint64_t level[HX_ANNCORE_FIRE_WORDS];
    memset(level, 0xff, sizeof level);
    hx_anncore_set_reset(core, level);
    hx_anncore_start_trial(core, 1000, 0);
    ck_assert_double_eq(hx_anncore_get_membrane(core, 300), 250 * (1.8 / 1022));
    hx_anncore_advance(core, 2000);
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, 300), 250 * (1.8 / 1022), 1e-12);
    hx_anncore_destroy(core);
}
END_TEST

Suite *anncore_trial_suite(void)
{
    Suite *suite = suite_create("models/anncore trial");
    TCase *tcase = tcase_create("Trials");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, history_does_not_matter);
    tcase_add_test(tcase, seeds_matter);
    tcase_add_test(tcase, scale_zero_is_nominal);
    tcase_add_test(tcase, membrane_noise);
    tcase_add_test(tcase, refuses_bad_scales);
    tcase_add_test(tcase, parked_start);
    suite_add_tcase(suite, tcase);
    return suite;
}

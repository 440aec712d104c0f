// A whole calibration, held against what the virtual chip really is.
// SPDX-License-Identifier: Apache-2.0
//
// The search sees words alone; this test looks behind the door, at the spread the model draws.
#include "host/calibrate/calibrate.h"
#include "models/mismatch.h"
#include "models/parameters.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define CHIP 7

static double factor(hx_mismatch_use use, unsigned neuron)
{
    return hx_mismatch_factor(CHIP, 1, use, neuron);
}

// True time constants in us.
static double true_membrane(const hx_chip_neuron_parameters *p, unsigned n)
{
    return HX_PARAMETERS_CAPACITANCE * factor(HX_MISMATCH_CAPACITANCE, n) /
           (p->i_bias_leak * HX_PARAMETERS_LEAK_CONDUCTANCE *
            factor(HX_MISMATCH_LEAK_CONDUCTANCE, n)) *
           1e6;
}

static double true_excitatory(const hx_chip_neuron_parameters *p, unsigned n)
{
    return HX_PARAMETERS_SYNAPTIC_TIME / p->i_bias_synin_exc_tau *
           factor(HX_MISMATCH_EXCITATORY_TIME, n) * 1e6;
}

// Distance of threshold and rest in CADC steps of a nominal channel.
static double true_distance(const hx_chip_neuron_parameters *p, unsigned n)
{
    double volt = (p->v_threshold - (double)p->v_leak) * HX_PARAMETERS_VOLT_PER_CELL +
                  hx_mismatch_offset(CHIP, 1, HX_MISMATCH_THRESHOLD_POTENTIAL, n) -
                  hx_mismatch_offset(CHIP, 1, HX_MISMATCH_LEAK_POTENTIAL, n);
    return volt / HX_PARAMETERS_VOLT_PER_CELL * HX_PARAMETERS_CADC_GAIN;
}

static hx_calibration_spread spread_of(const hx_calibration *calibration,
                                       double (*get)(const hx_chip_neuron_parameters *, unsigned))
{
    hx_measurement values;
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++)
        values[n] = get(&calibration->neurons[n], n);
    return hx_calibration_get_spread(values);
}

START_TEST(whole)
{
    hx_device_config device = hx_device_config_default();
    device.chip_seed = CHIP;
    const hx_chip_settings chip = hx_chip_settings_default();
    hx_calibration_target target = hx_calibration_target_default();
    target.tau_syn_exc_us = 8;
    hx_calibration *calibration = malloc(sizeof *calibration);
    hx_calibration_result *result = malloc(sizeof *result);
    hx_probe *probe = NULL;
    hx_error error = {""};
    ck_assert_msg(hx_probe_create(&probe, &device, &chip, &error) == HX_OK, "%s", error.text);
    ck_assert_msg(hx_calibrate(probe, &chip, &target, calibration, result, NULL, NULL, &error) ==
                      HX_OK,
                  "%s", error.text);
    hx_probe_destroy(probe);
    for (unsigned q = 0; q < HX_CALIBRATION_QUANTITIES; q++) {
        hx_calibration_spread after = hx_calibration_get_spread(result->after[q]);
        printf("calibration: %s %.2f +- %.2f\n", hx_calibration_get_info(q)->name, after.mean,
               after.deviation);
        ck_assert_msg(hx_calibration_is_good(result, q), "%s", hx_calibration_get_info(q)->name);
    }
    // What was measured is what the chip has: means within 3 %, the spread of a time constant
    // less than a third of the 15 % that were drawn.
    hx_calibration_spread membrane = spread_of(calibration, true_membrane);
    hx_calibration_spread synapse = spread_of(calibration, true_excitatory);
    hx_calibration_spread distance = spread_of(calibration, true_distance);
    ck_assert_double_eq_tol(membrane.mean, target.tau_mem_us, 0.03 * target.tau_mem_us);
    ck_assert_double_lt(membrane.deviation, 0.05 * target.tau_mem_us);
    ck_assert_double_eq_tol(synapse.mean, target.tau_syn_exc_us, 0.03 * target.tau_syn_exc_us);
    ck_assert_double_lt(synapse.deviation, 0.05 * target.tau_syn_exc_us);
    // A resting membrane fires at the peaks of its noise, so the threshold lies above the level
    // at which it starts to.
    ck_assert_double_gt(distance.mean, target.threshold - target.leak);
    ck_assert_double_lt(distance.mean, target.threshold - target.leak + 5);
    ck_assert_double_lt(distance.deviation, 2);
    free(calibration);
    free(result);
}
END_TEST

START_TEST(one_seed_one_result)
{
    hx_device_config device = hx_device_config_default();
    const hx_chip_settings chip = hx_chip_settings_default();
    hx_measurement level[2];
    for (unsigned i = 0; i < 2; i++) {
        hx_probe *probe = NULL;
        hx_error error = {""};
        ck_assert_int_eq(hx_probe_create(&probe, &device, &chip, &error), HX_OK);
        ck_assert_int_eq(hx_measure_baseline(probe, level[i], &error), HX_OK);
        hx_probe_destroy(probe);
    }
    ck_assert_mem_eq(level[0], level[1], sizeof level[0]);
    ck_assert_double_gt(hx_calibration_get_spread(level[0]).deviation, 2);
}
END_TEST

Suite *calibrate_suite(void);
Suite *calibrate_suite(void)
{
    Suite *suite = suite_create("calibrate");
    TCase *test = tcase_create("chip");
    tcase_set_timeout(test, 800);
    tcase_add_test(test, one_seed_one_result);
    tcase_add_test(test, whole);
    suite_add_tcase(suite, test);
    return suite;
}

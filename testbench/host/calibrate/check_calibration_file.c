// Files of the calibration: round trip, and what is refused.
// SPDX-License-Identifier: Apache-2.0
#include "host/calibrate/calibration_file.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "hx-calibration-XXXXXX"; // each test runs in a process of its own

static void write_text(const char *text)
{
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
}

static void fill(hx_calibration *c)
{
    memset(c, 0, sizeof *c);
    c->chip_seed = 12;
    c->target = hx_calibration_target_default();
    c->target.leak = 91;
    c->chip = hx_chip_settings_default();
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        c->neurons[n] = hx_chip_neuron_parameters_default();
        c->neurons[n].v_leak = n;
        c->neurons[n].i_bias_synin_inh_gm = 1022 - n;
        c->neurons[n].fast_clock = n % 2;
        c->cadc_offsets[n] = (int)(n % 256) - 128;
    }
}

START_TEST(round_trip)
{
    static hx_calibration saved, loaded;
    hx_error error = {""};
    fill(&saved);
    write_text("");
    ck_assert_int_eq(hx_calibration_save(&saved, path, &error), HX_OK);
    ck_assert_msg(hx_calibration_load(&loaded, path, &error) == HX_OK, "%s", error.text);
    unlink(path);
    ck_assert_mem_eq(loaded.cadc_offsets, saved.cadc_offsets, sizeof saved.cadc_offsets);
    ck_assert_uint_eq(loaded.chip_seed, 12);
    ck_assert_double_eq(loaded.target.leak, 91);
    ck_assert_double_eq(loaded.target.threshold, saved.target.threshold);
    ck_assert_int_eq(loaded.chip.clear_synapses, saved.chip.clear_synapses);
    ck_assert_int_eq(loaded.chip.clear_parameters, saved.chip.clear_parameters);
    ck_assert_uint_eq(loaded.chip.weight_scale, saved.chip.weight_scale);
    ck_assert_uint_eq(loaded.chip.ramp_slope, saved.chip.ramp_slope);
    ck_assert_uint_eq(loaded.chip.ramp_offset, saved.chip.ramp_offset);
    ck_assert_uint_eq(loaded.chip.cadc_reset_wait, saved.chip.cadc_reset_wait);
    ck_assert_uint_eq(loaded.chip.cadc_dead_time, saved.chip.cadc_dead_time);
    ck_assert_uint_eq(loaded.chip.sense_delay, saved.chip.sense_delay);
    ck_assert_uint_eq(loaded.chip.clock_scale_slow, saved.chip.clock_scale_slow);
    ck_assert_uint_eq(loaded.chip.clock_scale_fast, saved.chip.clock_scale_fast);
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        ck_assert_uint_eq(loaded.neurons[n].v_leak, saved.neurons[n].v_leak);
        ck_assert_uint_eq(loaded.neurons[n].i_bias_synin_inh_gm,
                          saved.neurons[n].i_bias_synin_inh_gm);
        ck_assert_int_eq(loaded.neurons[n].fast_clock, saved.neurons[n].fast_clock);
        ck_assert_uint_eq(loaded.neurons[n].refractory_time, saved.neurons[n].refractory_time);
    }
}
END_TEST

static const struct {
    const char *text, *message;
} bad_targets[] = {
    {"", "end of file"},
    {"[]", "not a JSON object"},
    {"{\"leak\": 80}", "unknown key 'leak'"},
    {"{\"leak_lsb\": \"80\"}", "leak_lsb: not a number"},
    {"{\"leak_lsb\": 300}", "leak_lsb: 300 is not in 30..200"},
    {"{\"tau_mem_us\": 0}", "tau_mem_us: 0 is not in"},
    {"{\"leak_lsb\": 80, \"leak_lsb\": 81}", "duplicate"},
};

START_TEST(bad_target)
{
    hx_calibration_target target;
    hx_error error = {""};
    write_text(bad_targets[_i].text);
    ck_assert_int_eq(hx_calibration_target_load(&target, path, &error), HX_ERROR_FORMAT);
    unlink(path);
    ck_assert_msg(strstr(error.text, bad_targets[_i].message) != NULL, "%s", error.text);
    ck_assert_msg(strstr(error.text, path) != NULL, "%s", error.text);
}
END_TEST

START_TEST(target)
{
    hx_calibration_target target;
    hx_error error = {""};
    write_text("{\"leak_lsb\": 90.5, \"tau_syn_exc_us\": 8}");
    ck_assert_int_eq(hx_calibration_target_load(&target, path, &error), HX_OK);
    unlink(path);
    ck_assert_double_eq(target.leak, 90.5);
    ck_assert_double_eq(target.tau_syn_exc_us, 8);
    ck_assert_double_eq(target.threshold, hx_calibration_target_default().threshold);
    ck_assert_int_eq(hx_calibration_target_load(&target, "no/such.json", &error), HX_ERROR_IO);
}
END_TEST

static const struct {
    const char *text, *message;
} bad_calibrations[] = {
    {"{}", "not a calibration"},
    {"{\"format\": \"hxcosim calibration\", \"version\": 2}", "version is not 1"},
    {"{\"format\": \"hxcosim calibration\", \"version\": 1, \"cadc_offsets\": []}", "512 entries"},
};

START_TEST(bad_calibration)
{
    static hx_calibration calibration;
    hx_error error = {""};
    write_text(bad_calibrations[_i].text);
    ck_assert_int_ne(hx_calibration_load(&calibration, path, &error), HX_OK);
    unlink(path);
    ck_assert_msg(strstr(error.text, bad_calibrations[_i].message) != NULL, "%s", error.text);
}
END_TEST

// One wrong number among the neurons is named with its place.
START_TEST(bad_number)
{
    static hx_calibration calibration;
    hx_error error = {""};
    fill(&calibration);
    calibration.neurons[7].v_reset = 1023;
    write_text("");
    ck_assert_int_eq(hx_calibration_save(&calibration, path, &error), HX_OK);
    ck_assert_int_eq(hx_calibration_load(&calibration, path, &error), HX_ERROR_FORMAT);
    unlink(path);
    ck_assert_msg(strstr(error.text, "neurons[7].v_reset") != NULL, "%s", error.text);
}
END_TEST

Suite *calibration_file_suite(void);
Suite *calibration_file_suite(void)
{
    Suite *suite = suite_create("calibration file");
    TCase *test = tcase_create("files");
    tcase_add_test(test, round_trip);
    tcase_add_test(test, target);
    tcase_add_loop_test(test, bad_target, 0, sizeof bad_targets / sizeof *bad_targets);
    tcase_add_loop_test(test, bad_calibration, 0,
                        sizeof bad_calibrations / sizeof *bad_calibrations);
    tcase_add_test(test, bad_number);
    suite_add_tcase(suite, test);
    return suite;
}

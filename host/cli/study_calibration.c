// Study: chips as they are made against the same chips calibrated, with one budget of training.
// SPDX-License-Identifier: Apache-2.0
//
// One network is trained in software. Each virtual chip gets it twice: with the same cells for all
// neurons, and with the cells of a calibration made here. Both are tested, trained in the loop
// for equally long, and tested again.
#include "host/calibrate/calibrate.h"
#include "host/cli/study_run.h"

#include <stdio.h>
#include <stdlib.h>

enum { PLAIN, CALIBRATED, KINDS };

typedef struct shares {
    double carried[KINDS], in_loop[KINDS];
} shares;

static hx_status calibrate(const hx_study_settings *settings, uint64_t chip_seed,
                           hx_calibration *calibration, hx_error *error)
{
    const hx_calibration_target target = hx_calibration_target_default();
    const hx_chip_settings chip = hx_chip_settings_default();
    hx_device_config device = settings->device;
    hx_calibration_result *result = malloc(sizeof *result);
    hx_probe *probe = NULL;
    device.chip_seed = chip_seed;
    hx_status status = result ? hx_probe_create(&probe, &device, &chip, error) : HX_ERROR_MEMORY;
    if (!status)
        status = hx_calibrate(probe, &chip, &target, calibration, result, NULL, NULL, error);
    calibration->chip_seed = chip_seed;
    hx_probe_destroy(probe);
    free(result);
    return status;
}

// One chip, with the calibration in `settings` if there is one.
static hx_status go(const hx_study_settings *settings, const hx_study_training *training,
                    hx_experiment *software, double *carried, double *in_loop, hx_error *error)
{
    hx_experiment *chip = NULL;
    hx_evaluation before = {0}, after = {0};
    hx_status status = hx_study_carry_over(settings, training, software, &chip, &before, error);
    if (!status)
        status = hx_study_correct(settings, training, chip, &after, error);
    hx_experiment_destroy(chip);
    *carried = before.accuracy;
    *in_loop = after.accuracy;
    return status;
}

static hx_status sweep(const hx_study_settings *settings, hx_study_training training,
                       hx_experiment *software, double ideal, shares *shares,
                       hx_study_results *results, hx_error *error)
{
    hx_calibration *calibration = malloc(sizeof *calibration);
    hx_status status = calibration ? HX_OK : HX_ERROR_MEMORY;
    for (uint64_t i = 0; !status && i < settings->chips; i++) {
        training.chip_seed = settings->device.chip_seed + i;
        hx_study_settings own = *settings;
        for (int kind = PLAIN; !status && kind < KINDS; kind++) {
            own.calibration = kind == CALIBRATED ? calibration : NULL;
            if (kind == CALIBRATED)
                status = calibrate(settings, training.chip_seed, calibration, error);
            if (!status)
                status = go(&own, &training, software, &shares[i].carried[kind],
                            &shares[i].in_loop[kind], error);
        }
        const double row[] = {(double)training.chip_seed,    shares[i].carried[PLAIN],
                              shares[i].in_loop[PLAIN],      shares[i].carried[CALIBRATED],
                              shares[i].in_loop[CALIBRATED], ideal};
        if (!status)
            status = hx_study_add_row(results, row);
    }
    free(calibration);
    return status;
}

static hx_status add_points(hx_plot *plot, const char *label, int colour, double *x, double *y,
                            const shares *shares, size_t count, uint64_t first, int kind,
                            bool in_loop)
{
    for (size_t i = 0; i < count; i++) {
        x[i] = (double)(first + i);
        y[i] = 100 * (in_loop ? shares[i].in_loop[kind] : shares[i].carried[kind]);
    }
    return hx_plot_add_points(plot, label, colour, 4, x, y, count);
}

static hx_status draw(const hx_study_settings *settings, const shares *shares, double ideal,
                      hx_study_results *results)
{
    static const char *const labels[KINDS][2] = {
        {"as made, carried over", "as made, in the loop"},
        {"calibrated, carried over", "calibrated, in the loop"}};
    const size_t count = (size_t)settings->chips;
    const uint64_t first = settings->device.chip_seed;
    double *x = calloc(2 * count + 1, sizeof *x), *y = x ? x + count : NULL;
    hx_status status = x ? hx_plot_create(&results->plot, "Chips as made and calibrated",
                                          "chip seed", "test accuracy [%]")
                         : HX_ERROR_MEMORY;
    if (!status)
        hx_plot_set_y_range(results->plot, 0, 100);
    for (int kind = PLAIN; !status && kind < KINDS; kind++)
        for (int in_loop = 0; !status && in_loop < 2; in_loop++)
            status = add_points(results->plot, labels[kind][in_loop], 2 * kind + in_loop, x, y,
                                shares, count, first, kind, in_loop != 0);
    const double ends[2] = {(double)first - 0.5, (double)(first + count) - 0.5};
    const double level[2] = {100 * ideal, 100 * ideal};
    if (!status)
        status = hx_plot_add_line(results->plot, "software model", 4, ends, level, 2);
    free(x);
    return status;
}

static void compare(const shares *shares, size_t count, hx_study_results *results)
{
    double *value = calloc(count + 1, sizeof *value);
    for (int kind = PLAIN; value && kind < KINDS; kind++) {
        hx_study_comparison *c = hx_study_add_comparison(results);
        char carried[24], in_loop[24];
        for (size_t i = 0; i < count; i++)
            value[i] = shares[i].carried[kind];
        hx_study_format_share(carried, sizeof carried, value, count);
        for (size_t i = 0; i < count; i++)
            value[i] = shares[i].in_loop[kind];
        hx_study_format_share(in_loop, sizeof in_loop, value, count);
        snprintf(c->what, sizeof c->what, "chips %s: carried over, then in the loop",
                 kind == PLAIN ? "as made" : "calibrated");
        snprintf(c->ours, sizeof c->ours, "%s, %s", carried, in_loop);
        c->paper = kind == PLAIN ? "-" : "95.0 +- 0.9 % (first-spike times)";
        c->mark = kind == PLAIN ? "own" : "R";
        c->source = kind == PLAIN ? "no published figure" : "Goeltz, Kriener et al., 1912.11443";
    }
    free(value);
}

static hx_status run(const hx_study_settings *settings, const hx_study *study,
                     hx_study_results *results, hx_error *error)
{
    static const char *const columns[] = {"chip_seed",          "carried_over_accuracy",
                                          "in_loop_accuracy",   "calibrated_carried_over",
                                          "calibrated_in_loop", "software_accuracy"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        results->columns[i] = columns[i];
    hx_task_preset sizes;
    hx_task_data data;
    hx_study_training training = {
        .sizes = &sizes, .data = &data, .mismatch = settings->device.mismatch, .burst = -1};
    if (settings->calibration)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "--calibration: this study calibrates the chips itself");
    hx_status status = hx_study_load(settings, study, &training.task, &sizes, &data, error);
    if (status)
        return status;
    const size_t count = (size_t)settings->chips;
    shares *found = calloc(count, sizeof *found);
    hx_experiment *software = NULL;
    hx_evaluation ideal = {0};
    status = found ? hx_study_train(settings, &training, &software, error) : HX_ERROR_MEMORY;
    if (!status)
        status = hx_experiment_test(software, false, &data.test, &ideal, NULL, error);
    if (!status)
        status = sweep(settings, training, software, ideal.accuracy, found, results, error);
    if (!status)
        status = draw(settings, found, ideal.accuracy, results);
    if (!status)
        compare(found, count, results);
    results->remark = "Both kinds start from the same weights, trained in software, and get the "
                      "same number of samples in the loop; the calibration is that of `hxcosim "
                      "calibrate` with its default target.";
    hx_experiment_destroy(software);
    hx_task_release(&data);
    free(found);
    return status;
}

const hx_study hx_study_calibration = {
    .name = "calibration",
    .summary = "The same network on chips as they are made and on the same chips calibrated.",
    .duration = "10 minutes",
    .task = "yinyang",
    .preset = "full",
    .chips = 3,
    .points = 1,
    .run = run,
};

// Study: Yin-Yang in full on several virtual chips.
// SPDX-License-Identifier: Apache-2.0
//
// Trained in software with the epochs of the preset, carried over to each chip, and trained there.
#include "host/cli/study_run.h"

#include <stdio.h>
#include <stdlib.h>

static void compare(const double *chip, size_t count, double software, hx_study_results *results)
{
    static const struct {
        const char *what, *paper, *mark, *source;
    } published[] = {
        {"Yin-Yang on the chip, 120 hidden", "95.0 +- 0.9 % (first-spike times)", "R",
         "Goeltz, Kriener et al., arXiv 1912.11443"},
        {"Yin-Yang in software, 120 hidden", "96.4 % (validation)", "V",
         "published log of the same authors"},
        {"Yin-Yang, upper line", "97.6 +- 1.5 % (4-30-3 without spikes)", "V",
         "Kriener, Goeltz, Petrovici, arXiv 2102.08211"},
    };
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        hx_study_comparison *c = hx_study_add_comparison(results);
        snprintf(c->what, sizeof c->what, "%s", published[i].what);
        if (i == 1)
            hx_study_format_share(c->ours, sizeof c->ours, &software, 1);
        else
            hx_study_format_share(c->ours, sizeof c->ours, chip, count);
        c->paper = published[i].paper;
        c->mark = published[i].mark;
        c->source = published[i].source;
    }
}

static hx_status draw(const hx_study_settings *settings, const double *accuracy, double software,
                      hx_study_results *results)
{
    size_t count = (size_t)settings->chips;
    hx_status status = hx_plot_create(&results->plot, "Yin-Yang, trained in the loop", "chip seed",
                                      "test accuracy [%]");
    double *x = calloc(2 * count + 1, sizeof *x), *y = x ? x + count : NULL;
    if (!status && !x)
        status = HX_ERROR_MEMORY;
    for (size_t i = 0; !status && i < count; i++) {
        x[i] = (double)(settings->device.chip_seed + i);
        y[i] = 100 * accuracy[i];
    }
    if (!status)
        status = hx_plot_add_points(results->plot, "in the loop", 0, 4, x, y, count);
    const double ends[2] = {(double)settings->device.chip_seed - 0.5,
                            (double)(settings->device.chip_seed + count) - 0.5};
    const double level[2] = {100 * software, 100 * software};
    if (!status)
        status = hx_plot_add_line(results->plot, "software model", 2, ends, level, 2);
    free(x);
    return status;
}

static hx_status run(const hx_study_settings *settings, const hx_study *study,
                     hx_study_results *results, hx_error *error)
{
    static const char *const columns[] = {"chip_seed", "test_accuracy", "hidden_spikes",
                                          "carried_over_accuracy", "software_accuracy"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        results->columns[i] = columns[i];
    hx_task_preset sizes;
    hx_task_data data;
    hx_study_training training = {
        .sizes = &sizes, .data = &data, .mismatch = settings->device.mismatch, .burst = -1};
    hx_status status = hx_study_load(settings, study, &training.task, &sizes, &data, error);
    if (status)
        return status;
    double *accuracy = calloc((size_t)settings->chips, sizeof *accuracy);
    if (!accuracy)
        status = HX_ERROR_MEMORY;
    hx_experiment *software = NULL;
    hx_evaluation ideal = {0};
    if (!status)
        status = hx_study_train(settings, &training, &software, error);
    if (!status)
        status = hx_experiment_test(software, false, &data.test, &ideal, NULL, error);
    for (uint64_t i = 0; !status && i < settings->chips; i++) {
        hx_experiment *chip = NULL;
        hx_evaluation carried = {0}, corrected = {0};
        training.chip_seed = settings->device.chip_seed + i;
        status = hx_study_carry_over(settings, &training, software, &chip, &carried, error);
        if (!status)
            status = hx_study_correct(settings, &training, chip, &corrected, error);
        hx_experiment_destroy(chip);
        accuracy[i] = corrected.accuracy;
        const double row[] = {(double)training.chip_seed, corrected.accuracy,
                              corrected.hidden_spikes, carried.accuracy, ideal.accuracy};
        if (!status)
            status = hx_study_add_row(results, row);
    }
    hx_experiment_destroy(software);
    if (!status)
        status = draw(settings, accuracy, ideal.accuracy, results);
    if (!status)
        compare(accuracy, (size_t)settings->chips, ideal.accuracy, results);
    hx_task_release(&data);
    free(accuracy);
    return status;
}

const hx_study hx_study_yinyang = {
    .name = "yinyang",
    .summary = "Yin-Yang on several virtual chips, trained in the loop.",
    .duration = "10 minutes",
    .task = "yinyang",
    .preset = "full",
    .chips = 3,
    .points = 1,
    .run = run,
};

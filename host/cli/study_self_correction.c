// Study: training in the loop against weights that are carried over, over the mismatch.
// SPDX-License-Identifier: Apache-2.0
//
// One network is trained in software. For each virtual chip and each scale of its parameter
// spread it is carried over and tested, and then goes on in the loop and is tested again. At last
// the network of the first chip at the documented spread is swapped to the next chip, and trained
// there.
#include "host/cli/study_run.h"

#include <stdio.h>
#include <stdlib.h>

#define MISMATCH_MAXIMUM 2.0

typedef struct sums {
    double *mismatch, *in_loop, *carried; // [points], means over the chips
} sums;

static double point_mismatch(const hx_study_settings *settings, size_t point)
{
    // A single point is the documented spread.
    return settings->points < 2 ? 1.0
                                : MISMATCH_MAXIMUM * (double)point / (double)(settings->points - 1);
}

// Carries `from` over to a chip, tests it, trains it there and tests it again.
static hx_status move(const hx_study_settings *settings, const hx_study_training *training,
                      hx_experiment *from, double *carried, double *corrected,
                      hx_experiment **moved, hx_error *error)
{
    hx_evaluation before = {0}, after = {0};
    hx_status status = hx_study_carry_over(settings, training, from, moved, &before, error);
    if (status)
        return status;
    status = hx_study_correct(settings, training, *moved, &after, error);
    *carried = before.accuracy;
    *corrected = after.accuracy;
    return status;
}

// What a network trained on one chip is worth on another one.
static hx_status swap(const hx_study_settings *settings, hx_study_training training,
                      hx_experiment *first, hx_study_results *results, hx_error *error)
{
    double swapped, corrected;
    hx_experiment *second = NULL;
    training.chip_seed = settings->device.chip_seed + 1;
    hx_status status = move(settings, &training, first, &swapped, &corrected, &second, error);
    hx_experiment_destroy(second);
    hx_study_comparison *c = status ? NULL : hx_study_add_comparison(results);
    if (!c)
        return status;
    snprintf(c->what, sizeof c->what, "weights of chip %llu on chip %llu, then trained there",
             (unsigned long long)settings->device.chip_seed,
             (unsigned long long)training.chip_seed);
    snprintf(c->ours, sizeof c->ours, "%.1f %%, then %.1f %%", 100 * swapped, 100 * corrected);
    c->paper = "figure not public";
    c->mark = "R";
    c->source = "Cramer et al., arXiv 2006.07239";
    return status;
}

static hx_status sweep(const hx_study_settings *settings, hx_study_training training,
                       hx_experiment *software, double ideal, sums *means,
                       hx_study_results *results, hx_error *error)
{
    for (size_t point = 0; point < settings->points; point++) {
        training.mismatch = means->mismatch[point] = point_mismatch(settings, point);
        for (uint64_t chip = 0; chip < settings->chips; chip++) {
            double carried, trained;
            hx_experiment *moved = NULL;
            training.chip_seed = settings->device.chip_seed + chip;
            hx_status status =
                move(settings, &training, software, &carried, &trained, &moved, error);
            if (!status && chip == 0 && training.mismatch == 1.0 && settings->chips > 1)
                status = swap(settings, training, moved, results, error);
            hx_experiment_destroy(moved);
            if (status)
                return status;
            const double row[] = {training.mismatch, (double)training.chip_seed, trained, carried,
                                  ideal};
            means->in_loop[point] += 100 * trained / (double)settings->chips;
            means->carried[point] += 100 * carried / (double)settings->chips;
            status = hx_study_add_row(results, row);
            if (status)
                return status;
        }
    }
    return HX_OK;
}

static hx_status draw(const hx_study_settings *settings, const sums *means, double ideal,
                      hx_study_results *results)
{
    hx_status status =
        hx_plot_create(&results->plot, "Training in the loop against weights carried over",
                       "scale of the parameter spread", "test accuracy [%]");
    if (status)
        return status;
    size_t points = (size_t)settings->points;
    hx_plot_set_y_range(results->plot, 0, 100);
    status =
        hx_plot_add_line(results->plot, "in the loop", 0, means->mismatch, means->in_loop, points);
    if (!status)
        status =
            hx_plot_add_points(results->plot, NULL, 0, 3, means->mismatch, means->in_loop, points);
    if (!status)
        status = hx_plot_add_line(results->plot, "carried over", 1, means->mismatch, means->carried,
                                  points);
    if (!status)
        status =
            hx_plot_add_points(results->plot, NULL, 1, 3, means->mismatch, means->carried, points);
    const double ends[2] = {means->mismatch[0], means->mismatch[points - 1]};
    const double level[2] = {100 * ideal, 100 * ideal};
    return status ? status : hx_plot_add_line(results->plot, "software model", 2, ends, level, 2);
}

// The comparison is made at the documented spread, or at the point next above it.
static void compare(const hx_study_settings *settings, const char *task, const sums *means,
                    double ideal, hx_study_results *results)
{
    size_t at = 0;
    while (at + 1 < settings->points && means->mismatch[at] < 1.0)
        at++;
    hx_study_comparison *c = hx_study_add_comparison(results);
    snprintf(c->what, sizeof c->what, "in the loop against carried over, %s, spread %.2g", task,
             means->mismatch[at]);
    snprintf(c->ours, sizeof c->ours, "%.1f %% against %.1f %% (software %.1f %%)",
             means->in_loop[at], means->carried[at], 100 * ideal);
    c->paper = "95 % against 72 %, software 97 % (digits)";
    c->mark = "2";
    c->source = "Schmitt et al., arXiv 1703.01909, BrainScaleS-1";
    c = hx_study_add_comparison(results);
    snprintf(c->what, sizeof c->what, "shape: in the loop stays, carried over falls");
    snprintf(c->ours, sizeof c->ours, "lost: %.1f and %.1f points",
             100 * ideal - means->in_loop[at], 100 * ideal - means->carried[at]);
    c->paper = "curve and spread not public";
    c->mark = "R";
    c->source = "Cramer et al., arXiv 2006.07239";
}

static hx_status run(const hx_study_settings *settings, const hx_study *study,
                     hx_study_results *results, hx_error *error)
{
    static const char *const columns[] = {"mismatch", "chip_seed", "in_loop_accuracy",
                                          "carried_over_accuracy", "software_accuracy"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        results->columns[i] = columns[i];
    hx_task_preset sizes;
    hx_task_data data;
    hx_study_training training = {.sizes = &sizes, .data = &data, .burst = -1};
    hx_status status = hx_study_load(settings, study, &training.task, &sizes, &data, error);
    if (status)
        return status;
    hx_experiment *software = NULL;
    hx_evaluation evaluation = {0};
    size_t points = (size_t)settings->points;
    double *numbers = calloc(3 * points, sizeof *numbers);
    sums means = {numbers, numbers + points, numbers + 2 * points};
    status = numbers ? hx_study_train(settings, &training, &software, error) : HX_ERROR_MEMORY;
    if (!status)
        status = hx_experiment_test(software, false, &data.test, &evaluation, NULL, error);
    if (!status)
        status = sweep(settings, training, software, evaluation.accuracy, &means, results, error);
    if (!status)
        status = draw(settings, &means, evaluation.accuracy, results);
    if (!status)
        compare(settings, training.task->name, &means, evaluation.accuracy, results);
    results->remark =
        "The spread is that of docs/fidelity.md times the scale; each chip seed is "
        "one virtual chip. Lines are means over the chips. In the loop means: carried over, "
        "then trained on the chip.";
    hx_experiment_destroy(software);
    hx_task_release(&data);
    free(numbers);
    return status;
}

const hx_study hx_study_self_correction = {
    .name = "self-correction",
    .summary = "Training in the loop against weights carried over, over the parameter spread.",
    .duration = "20 minutes",
    .task = "yinyang",
    .preset = "quick",
    .chips = 3,
    .points = 5,
    .run = run,
};

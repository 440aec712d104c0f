// Study: accuracy against the number of hidden spikes.
// SPDX-License-Identifier: Apache-2.0
//
// The strength of the burst regulariser is swept in factors of four from the task's own
// neighbourhood on; each strength is one training in software that goes on in the loop.
#include "host/cli/study_run.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_STRENGTH 6.25e-4
#define FACTOR 4.0

static hx_status measure(const hx_study_settings *settings, const hx_study_training *training,
                         hx_evaluation *evaluation, double *hidden, hx_error *error)
{
    hx_experiment *software, *experiment = NULL;
    hx_status status = hx_study_train(settings, training, &software, error);
    if (status)
        return status;
    *hidden = (double)hx_trainer_get_config(hx_experiment_get_trainer(software))->network.hidden;
    status = hx_study_carry_over(settings, training, software, &experiment, NULL, error);
    if (!status)
        status = hx_study_correct(settings, training, experiment, evaluation, error);
    hx_experiment_destroy(software);
    hx_experiment_destroy(experiment);
    return status;
}

// The best accuracy below one spike a neuron and sample.
static void compare(const hx_study_training *training, const double *spikes, const double *accuracy,
                    size_t count, hx_study_results *results)
{
    size_t best = count;
    for (size_t i = 0; i < count; i++)
        if (spikes[i] < 1.0 && (best == count || accuracy[i] > accuracy[best]))
            best = i;
    hx_study_comparison *c = hx_study_add_comparison(results);
    snprintf(c->what, sizeof c->what, "hidden spikes a neuron and sample, task %s",
             training->task->name);
    if (best == count)
        snprintf(c->ours, sizeof c->ours, "not below 1 at any strength");
    else
        snprintf(c->ours, sizeof c->ours, "%.2f at %.1f %%", spikes[best], accuracy[best]);
    c->paper = "below 1 (MNIST, best figure 97.6 %)";
    c->mark = "S (accuracy: 2)";
    c->source = "Cramer et al., arXiv 2006.07239";
}

static hx_status run(const hx_study_settings *settings, const hx_study *study,
                     hx_study_results *results, hx_error *error)
{
    static const char *const columns[] = {"burst_regulariser", "hidden_spikes", "spikes_per_neuron",
                                          "test_accuracy"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        results->columns[i] = columns[i];
    hx_task_preset sizes;
    hx_task_data data;
    hx_study_training training = {.sizes = &sizes,
                                  .data = &data,
                                  .chip_seed = settings->device.chip_seed,
                                  .mismatch = settings->device.mismatch};
    hx_status status = hx_study_load(settings, study, &training.task, &sizes, &data, error);
    if (status)
        return status;
    size_t points = (size_t)settings->points;
    double *x = calloc(2 * points, sizeof *x), *y = x ? x + points : NULL;
    if (!x)
        status = HX_ERROR_MEMORY;
    double strength = FIRST_STRENGTH;
    for (size_t i = 0; !status && i < points; i++, strength *= FACTOR) {
        hx_evaluation evaluation = {0};
        double hidden = 1;
        training.burst = strength;
        status = measure(settings, &training, &evaluation, &hidden, error);
        if (status)
            break;
        x[i] = evaluation.hidden_spikes / hidden;
        y[i] = 100 * evaluation.accuracy;
        const double row[] = {strength, evaluation.hidden_spikes, x[i], evaluation.accuracy};
        status = hx_study_add_row(results, row);
    }
    if (!status)
        status = hx_plot_create(&results->plot, "Accuracy against hidden spikes",
                                "spikes a hidden neuron and sample", "test accuracy [%]");
    if (!status)
        status = hx_plot_add_line(results->plot, NULL, 0, x, y, points);
    if (!status)
        status = hx_plot_add_points(results->plot, "in the loop", 0, 3, x, y, points);
    if (!status)
        compare(&training, x, y, points, results);
    hx_task_release(&data);
    free(x);
    return status;
}

const hx_study hx_study_sparsity = {
    .name = "sparsity",
    .summary = "Accuracy against the number of hidden spikes, swept by the burst regulariser.",
    .duration = "8 minutes with the quick preset",
    .task = "mnist",
    .preset = "quick",
    .chips = 1,
    .points = 5,
    .run = run,
};

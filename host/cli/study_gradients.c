// Study: gradients and losses compared on Yin-Yang.
// SPDX-License-Identifier: Apache-2.0
//
// The same network, data and optimiser with each gradient and loss, in software; several seeds of
// initial weights and order. Each method has a rate and initial weights of its own, chosen by the
// validation set among rates of 0.002, 0.005 and 0.01 and means of 0.3 and 0.6, 18 epochs, two
// seeds. A method without a gradient for silent neurons wants them to fire from the beginning.
// The grid is four times finer than the task's: spike times rounded to 1 us cost EventProp about 3
// points.
#include "host/cli/study_run.h"
#include "host/data/exact.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct method {
    const char *name;
    bool eventprop, first_spike;
    double rate, input_mean;
    const char *paper, *mark, *source;
} method;

#define LAST_RATE 0.1 // share of the first one, after all epochs
#define REFINE 4

static const method methods[] = {
    {"surrogate gradient, largest voltage", false, false, 1e-2, 0.3,
     "96.4 % (any gradient, validation)", "V", "published log, Goeltz et al."},
    {"EventProp, largest voltage", true, false, 2e-3, 0.6, "about 96 %", "R-",
     "Pehle et al., arXiv 2302.07141"},
    {"surrogate gradient, first spike", false, true, 1e-2, 0.6, "no figure", "-", "-"},
    {"EventProp, first spike", true, true, 1e-2, 0.6, "95.9 +- 0.7 %", "R",
     "Goeltz et al., arXiv 1912.11443"},
};
enum { METHODS = sizeof methods / sizeof *methods };

static hx_status train(const hx_study_settings *settings, hx_study_training *training,
                       hx_study_results *results, double *accuracy, size_t number, hx_error *error)
{
    hx_experiment *experiment = NULL;
    hx_evaluation evaluation = {0};
    training->eventprop = methods[number].eventprop;
    training->first_spike = methods[number].first_spike;
    training->rate = methods[number].rate;
    training->rate_decay =
        hx_exact_exp(hx_exact_log(LAST_RATE) / (double)(training->sizes->epochs));
    training->input_mean = methods[number].input_mean;
    training->refine = REFINE;
    hx_status status = hx_study_train(settings, training, &experiment, error);
    if (!status)
        status =
            hx_experiment_test(experiment, false, &training->data->test, &evaluation, NULL, error);
    hx_experiment_destroy(experiment);
    *accuracy = evaluation.accuracy;
    const double row[] = {methods[number].eventprop, methods[number].first_spike,
                          (double)training->seed, evaluation.accuracy, evaluation.hidden_spikes};
    return status ? status : hx_study_add_row(results, row);
}

static hx_status draw(const double *accuracy, size_t seeds, hx_study_results *results)
{
    hx_status status = hx_plot_create(&results->plot, "Gradients and losses on Yin-Yang, software",
                                      "seed", "test accuracy [%]");
    double *x = calloc(2 * seeds + 1, sizeof *x), *y = x ? x + seeds : NULL;
    if (!status && !x)
        status = HX_ERROR_MEMORY;
    for (size_t m = 0; !status && m < METHODS; m++) {
        for (size_t i = 0; i < seeds; i++) {
            x[i] = (double)i + 1;
            y[i] = 100 * accuracy[m * seeds + i];
        }
        status = hx_plot_add_line(results->plot, methods[m].name, (unsigned)m, x, y, seeds);
        if (!status)
            status = hx_plot_add_points(results->plot, NULL, (unsigned)m, 3, x, y, seeds);
    }
    free(x);
    return status;
}

static hx_status run(const hx_study_settings *settings, const hx_study *study,
                     hx_study_results *results, hx_error *error)
{
    static const char *const columns[] = {"eventprop", "first_spike", "seed", "test_accuracy",
                                          "hidden_spikes"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        results->columns[i] = columns[i];
    hx_task_preset sizes;
    hx_task_data data;
    hx_study_training training = {.sizes = &sizes, .data = &data, .burst = -1};
    hx_status status = hx_study_load(settings, study, &training.task, &sizes, &data, error);
    if (status)
        return status;
    const size_t seeds = (size_t)settings->points;
    double *accuracy = calloc(METHODS * seeds, sizeof *accuracy);
    if (!accuracy)
        status = HX_ERROR_MEMORY;
    for (size_t m = 0; !status && m < METHODS; m++)
        for (size_t i = 0; !status && i < seeds; i++) {
            training.seed = settings->device.seed + i;
            status = train(settings, &training, results, &accuracy[m * seeds + i], m, error);
        }
    for (size_t m = 0; !status && m < METHODS; m++) {
        hx_study_comparison *c = hx_study_add_comparison(results);
        snprintf(c->what, sizeof c->what, "%s", methods[m].name);
        hx_study_format_share(c->ours, sizeof c->ours, accuracy + m * seeds, seeds);
        c->paper = methods[m].paper;
        c->mark = methods[m].mark;
        c->source = methods[m].source;
    }
    if (!status)
        status = draw(accuracy, seeds, results);
    results->remark =
        "In software, rounded weights, steps of 0.25 us. The points of the sweep are seeds.";
    hx_task_release(&data);
    free(accuracy);
    return status;
}

const hx_study hx_study_gradients = {
    .name = "gradients",
    .summary = "Surrogate gradients, EventProp and first-spike decisions on Yin-Yang.",
    .duration = "2 minutes",
    .task = "yinyang",
    .preset = "quick",
    .chips = 1,
    .points = 3,
    .run = run,
};

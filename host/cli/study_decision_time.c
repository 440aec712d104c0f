// Study: how early the readout's decision is right.
// SPDX-License-Identifier: Apache-2.0
//
// A network is trained in the loop; then the test set is presented and the decision is taken
// from the readout voltages up to each grid point. Times count from the start of the sample.
#include "host/cli/study_run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NEAR_POINTS 1.0 // "as good as the end": within this many points of the last accuracy

// The class with the largest voltage so far, for each grid point.
static void count_right(const hx_network *network, const hx_observation *seen, uint32_t label,
                        double *right)
{
    double best = -INFINITY;
    size_t decided = 0;
    for (size_t n = 0; n < network->steps; n++) {
        for (size_t o = 0; o < network->outputs; o++) {
            double voltage = (double)seen->output_voltage[n * network->outputs + o];
            if (n >= network->score_from && voltage > best) {
                best = voltage;
                decided = o;
            }
        }
        right[n] += n >= network->score_from && decided == label;
    }
}

static hx_status present(hx_experiment *experiment, const hx_dataset *test, double *accuracy,
                         const volatile sig_atomic_t *stop, hx_error *error)
{
    const hx_network *network =
        &hx_trainer_get_config(hx_experiment_get_trainer(experiment))->network;
    hx_observation seen;
    hx_status status = hx_observation_create(&seen, network);
    for (size_t i = 0; !status && i < test->count; i++) {
        if (stop && *stop)
            status = HX_INTERRUPTED;
        if (!status)
            status = hx_experiment_observe(experiment, &test->samples[i], &seen, error);
        if (!status)
            count_right(network, &seen, test->samples[i].label, accuracy);
    }
    for (size_t n = 0; n < network->steps; n++)
        accuracy[n] *= 100.0 / (double)test->count;
    hx_observation_destroy(&seen);
    return status;
}

static void compare(const hx_study_training *training, const hx_network *network,
                    const double *accuracy, hx_study_results *results)
{
    size_t n = network->score_from;
    while (n + 1 < network->steps && accuracy[n] < accuracy[network->steps - 1] - NEAR_POINTS)
        n++;
    hx_study_comparison *c = hx_study_add_comparison(results);
    snprintf(c->what, sizeof c->what, "time to decide, task %s (within %.0f point of the end)",
             training->task->name, NEAR_POINTS);
    snprintf(c->ours, sizeof c->ours, "%.1f us at %.1f %% (end: %.1f %%)",
             (double)n * network->step_us, accuracy[n], accuracy[network->steps - 1]);
    c->paper = "8 us latency (MNIST, 97.6 %)";
    c->mark = "2";
    c->source = "Cramer et al., arXiv 2006.07239";
}

static hx_status fill(const hx_study_training *training, hx_experiment *experiment,
                      const hx_study_settings *settings, hx_study_results *results, hx_error *error)
{
    const hx_network *network =
        &hx_trainer_get_config(hx_experiment_get_trainer(experiment))->network;
    double *time = calloc(2 * network->steps, sizeof *time),
           *accuracy = time ? time + network->steps : NULL;
    hx_status status =
        time ? present(experiment, &training->data->test, accuracy, settings->stop, error)
             : HX_ERROR_MEMORY;
    for (size_t n = 0; !status && n < network->steps; n++) {
        time[n] = (double)n * network->step_us;
        const double row[] = {time[n], accuracy[n] / 100};
        status = hx_study_add_row(results, row);
    }
    if (!status)
        status = hx_plot_create(&results->plot, "Accuracy of the decision so far",
                                "time since the start of the sample [us]", "test accuracy [%]");
    if (!status)
        status =
            hx_plot_add_line(results->plot, training->task->name, 0, time + network->score_from,
                             accuracy + network->score_from, network->steps - network->score_from);
    if (!status)
        compare(training, network, accuracy, results);
    free(time);
    return status;
}

static hx_status run(const hx_study_settings *settings, const hx_study *study,
                     hx_study_results *results, hx_error *error)
{
    results->columns[0] = "time_us";
    results->columns[1] = "test_accuracy";
    hx_task_preset sizes;
    hx_task_data data;
    hx_study_training training = {.sizes = &sizes,
                                  .data = &data,
                                  .chip_seed = settings->device.chip_seed,
                                  .mismatch = settings->device.mismatch,
                                  .in_loop = true,
                                  .burst = -1};
    hx_status status = hx_study_load(settings, study, &training.task, &sizes, &data, error);
    if (status)
        return status;
    hx_experiment *experiment = NULL;
    status = hx_study_train(settings, &training, &experiment, error);
    if (!status)
        status = fill(&training, experiment, settings, results, error);
    results->remark = "No decision is taken before the first grid point that counts for the "
                      "score; rows before it are 0.";
    hx_experiment_destroy(experiment);
    hx_task_release(&data);
    return status;
}

const hx_study hx_study_decision_time = {
    .name = "decision-time",
    .summary = "How early the decision can be read from the readout voltages.",
    .duration = "4 minutes with the quick preset",
    .task = "mnist",
    .preset = "quick",
    .chips = 1,
    .points = 1,
    .run = run,
};

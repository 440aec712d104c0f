// Study: how early the readout's decision is right.
// SPDX-License-Identifier: Apache-2.0
//
// A network is trained in software and in the loop; then the test set is presented and the decision
// is taken from the readout voltages up to each grid point. Times count from the start of the
// sample.
#include "host/cli/study_run.h"
#include "host/train/energy.h"

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

typedef struct counts {
    double *accuracy;      // [steps]
    double events, spikes; // input and hidden spikes, hidden spikes alone; means an image
} counts;

// A batch at a time, so that images follow each other at the pace of the task.
static hx_status present(hx_experiment *experiment, const hx_dataset *test, counts *found,
                         const volatile sig_atomic_t *stop, hx_error *error)
{
    const hx_trainer_config *config = hx_trainer_get_config(hx_experiment_get_trainer(experiment));
    const hx_network *network = &config->network;
    hx_observation *seen = calloc(config->batch, sizeof *seen);
    hx_status status = seen ? HX_OK : HX_ERROR_MEMORY;
    for (size_t i = 0; !status && i < config->batch; i++)
        status = hx_observation_create(&seen[i], network);
    for (size_t first = 0; !status && first < test->count; first += config->batch) {
        size_t count = test->count - first < config->batch ? test->count - first : config->batch;
        status = stop && *stop
                     ? HX_INTERRUPTED
                     : hx_experiment_observe(experiment, &test->samples[first], count, seen, error);
        for (size_t i = 0; !status && i < count; i++) {
            double spikes = (double)hx_observation_spike_count(network, &seen[i]);
            count_right(network, &seen[i], test->samples[first + i].label, found->accuracy);
            found->spikes += spikes / (double)test->count;
            found->events +=
                (spikes + (double)test->samples[first + i].spike_count) / (double)test->count;
        }
    }
    for (size_t n = 0; n < network->steps; n++)
        found->accuracy[n] *= 100.0 / (double)test->count;
    for (size_t i = 0; seen && i < config->batch; i++)
        hx_observation_destroy(&seen[i]);
    free(seen);
    return status;
}

static hx_study_comparison *add(hx_study_results *results, const char *what, const char *paper,
                                const char *mark)
{
    hx_study_comparison *c = hx_study_add_comparison(results);
    snprintf(c->what, sizeof c->what, "%s", what);
    c->paper = paper;
    c->mark = mark;
    c->source = "Cramer et al., arXiv 2006.07239";
    return c;
}

static void compare(const hx_study_training *training, const hx_network *network,
                    const counts *found, hx_study_results *results)
{
    const double *accuracy = found->accuracy;
    const double period_us = training->task->pace.period_us;
    size_t n = network->score_from;
    while (n + 1 < network->steps && accuracy[n] < accuracy[network->steps - 1] - NEAR_POINTS)
        n++;
    hx_study_comparison *c = add(results, "time to decide (within 1 point of the end)",
                                 "8 us latency (MNIST, 97.6 %)", "2");
    snprintf(c->ours, sizeof c->ours, "%.1f us at %.1f %% (end: %.1f us, %.1f %%)",
             (double)n * network->step_us, accuracy[n],
             (double)(network->steps - 1) * network->step_us, accuracy[network->steps - 1]);
    if (!(period_us > 0))
        return;
    const hx_energy energy = hx_energy_estimate(found->events, period_us);
    c = add(results, "images a second of chip time, back to back", "up to 85,000", "S");
    snprintf(c->ours, sizeof c->ours, "%.0f", 1e6 / period_us);
    c = add(results, "hidden spikes a neuron and image", "below 1", "S");
    snprintf(c->ours, sizeof c->ours, "%.2f", found->spikes / (double)network->hidden);
    c = add(results, "power (MODEL, not measured)", "below 200 mW", "S");
    snprintf(c->ours, sizeof c->ours, "%.0f mW", 1e3 * energy.power_w);
    c = add(results, "energy an image (MODEL, not measured)", "2.4 uJ", "2");
    snprintf(c->ours, sizeof c->ours, "%.2f uJ (%.0f events)", 1e6 * energy.image_j, found->events);
}

static hx_status fill(const hx_study_training *training, hx_experiment *experiment,
                      const hx_study_settings *settings, hx_study_results *results, hx_error *error)
{
    const hx_network *network =
        &hx_trainer_get_config(hx_experiment_get_trainer(experiment))->network;
    double *time = calloc(2 * network->steps, sizeof *time),
           *accuracy = time ? time + network->steps : NULL;
    counts found = {.accuracy = accuracy};
    hx_status status =
        time ? present(experiment, &training->data->test, &found, settings->stop, error)
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
        compare(training, network, &found, results);
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
                                  .burst = -1};
    hx_status status = hx_study_load(settings, study, &training.task, &sizes, &data, error);
    if (status)
        return status;
    hx_experiment *software = NULL, *experiment = NULL;
    status = hx_study_train(settings, &training, &software, error);
    if (!status)
        status = hx_study_carry_over(settings, &training, software, &experiment, NULL, error);
    if (!status)
        status = hx_study_correct(settings, &training, experiment, NULL, error);
    if (!status)
        status = fill(&training, experiment, settings, results, error);
    results->remark =
        "No decision is taken before the first grid point that counts for the "
        "score; rows before it are 0. Decisions use membrane voltages up to the stated time; the "
        "converter needs another 1.6 us to show them. Power and energy are a model "
        "(host/train/energy.h).";
    hx_experiment_destroy(software);
    hx_experiment_destroy(experiment);
    hx_task_release(&data);
    return status;
}

const hx_study hx_study_decision_time = {
    .name = "decision-time",
    .summary = "How early the decision can be read from the readout voltages.",
    .duration = "3 minutes with the quick preset",
    .task = "mnist",
    .preset = "quick",
    .chips = 1,
    .points = 1,
    .run = run,
};

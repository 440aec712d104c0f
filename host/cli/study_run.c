// The paper's experiments: shared steps of the studies.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/study_run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t count_columns(const hx_study_results *results)
{
    size_t count = 0;
    while (count < HX_STUDY_MAX_COLUMNS && results->columns[count])
        count++;
    return count;
}

hx_status hx_study_add_row(hx_study_results *results, const double *cells)
{
    size_t columns = count_columns(results);
    if (results->rows == results->capacity) {
        size_t capacity = results->capacity ? 2 * results->capacity : 16;
        double *grown = realloc(results->cells, capacity * columns * sizeof *grown);
        if (!grown)
            return HX_ERROR_MEMORY;
        results->cells = grown;
        results->capacity = capacity;
    }
    memcpy(results->cells + results->rows++ * columns, cells, columns * sizeof *cells);
    return HX_OK;
}

hx_study_comparison *hx_study_add_comparison(hx_study_results *results)
{
    if (results->comparison_count == HX_STUDY_MAX_COMPARISONS)
        return NULL;
    return &results->comparisons[results->comparison_count++];
}

void hx_study_format_share(char *text, size_t size, const double *shares, size_t count)
{
    double mean = 0, square = 0;
    for (size_t i = 0; i < count; i++)
        mean += shares[i] / (double)count;
    for (size_t i = 0; i < count; i++)
        square += (shares[i] - mean) * (shares[i] - mean);
    if (count > 1)
        snprintf(text, size, "%.1f +- %.1f %%", 100 * mean,
                 100 * sqrt(square / (double)(count - 1)));
    else
        snprintf(text, size, "%.1f %%", 100 * mean);
}

hx_status hx_study_load(const hx_study_settings *settings, const hx_study *study,
                        const hx_task **task, hx_task_preset *sizes, hx_task_data *data,
                        hx_error *error)
{
    *data = (hx_task_data){0};
    *task = hx_task_find(settings->task ? settings->task : study->task);
    *sizes = *hx_task_find_preset(*task, settings->preset ? settings->preset : study->preset);
    if (settings->epochs)
        sizes->epochs = (size_t)settings->epochs;
    if (settings->batch)
        sizes->batch = (size_t)settings->batch;
    if (settings->train_limit && (!sizes->train || settings->train_limit < sizes->train))
        sizes->train = (size_t)settings->train_limit;
    if (settings->test_limit && (!sizes->test || settings->test_limit < sizes->test))
        sizes->test = (size_t)settings->test_limit;
    return hx_task_load(*task, data, settings->data, sizes, error);
}

static hx_status open_experiment(const hx_study_settings *settings,
                                 const hx_study_training *training, bool in_loop,
                                 hx_experiment **experiment, hx_error *error)
{
    hx_experiment_config config = {.task = training->task,
                                   .trainer = training->task->configure(training->data),
                                   .in_loop = in_loop,
                                   .device = settings->device,
                                   .calibration = settings->calibration,
                                   .workers = settings->workers,
                                   .sampler = HX_SAMPLER_BUS};
    config.device.chip_seed = training->chip_seed;
    config.device.mismatch = training->mismatch;
    config.trainer.batch = training->sizes->batch;
    config.trainer.seed = training->seed ? training->seed : settings->device.seed;
    config.trainer.network.eventprop = training->eventprop;
    config.trainer.network.first_spike = training->first_spike;
    if (training->burst >= 0)
        config.trainer.regularisers.burst = training->burst;
    if (training->rate > 0)
        config.trainer.rate = training->rate;
    if (training->rate_decay > 0)
        config.trainer.rate_decay = training->rate_decay;
    if (training->input_mean > 0)
        config.trainer.init_mean[HX_LAYER_INPUT] = training->input_mean;
    if (training->refine > 1) {
        hx_network *network = &config.trainer.network;
        network->steps = (network->steps - 1) * training->refine + 1;
        network->step_us /= training->refine;
        network->score_from *= training->refine;
    }
    if (in_loop) {
        config.trainer.rate = training->task->loop.rate;
        config.trainer.rate_decay = training->task->loop.rate_decay;
    }
    hx_status status = hx_experiment_create(experiment, &config, training->data, error);
    if (!status)
        hx_trainer_set_stop(hx_experiment_get_trainer(*experiment), settings->stop);
    return status;
}

static hx_status end(hx_experiment **experiment, hx_status status)
{
    if (status) {
        hx_experiment_destroy(*experiment);
        *experiment = NULL;
    }
    return status;
}

hx_status hx_study_train(const hx_study_settings *settings, const hx_study_training *training,
                         hx_experiment **experiment, hx_error *error)
{
    hx_status status = open_experiment(settings, training, false, experiment, error);
    if (status)
        return status;
    if (settings->init)
        return end(experiment, hx_experiment_load(*experiment, settings->init, error));
    status = hx_experiment_learn(*experiment, training->sizes->epochs, NULL, error);
    if (!status && !settings->quiet)
        fprintf(stderr, "trained %s, %zu epochs of %zu, in software\n", training->task->name,
                training->sizes->epochs, training->data->train.count);
    return end(experiment, status);
}

hx_status hx_study_carry_over(const hx_study_settings *settings, const hx_study_training *training,
                              hx_experiment *software, hx_experiment **experiment,
                              hx_evaluation *carried, hx_error *error)
{
    hx_status status = open_experiment(settings, training, true, experiment, error);
    if (status)
        return status;
    hx_trainer *from = hx_experiment_get_trainer(software),
               *to = hx_experiment_get_trainer(*experiment);
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        size_t count = hx_network_weight_count(&hx_trainer_get_config(from)->network, layer);
        for (size_t i = 0; i < count; i++)
            hx_trainer_weights(to, layer)[i] = hx_trainer_weights(from, layer)[i];
    }
    if (carried)
        status = hx_experiment_test(*experiment, true, &training->data->test, carried, NULL, error);
    return end(experiment, status);
}

hx_status hx_study_correct(const hx_study_settings *settings, const hx_study_training *training,
                           hx_experiment *experiment, hx_evaluation *corrected, hx_error *error)
{
    const hx_task_loop *loop = &training->task->loop;
    size_t epochs =
        settings->loop_epochs == UINT64_MAX ? loop->epochs : (size_t)settings->loop_epochs;
    size_t samples =
        settings->loop_limit == UINT64_MAX ? loop->samples : (size_t)settings->loop_limit;
    if (samples)
        hx_experiment_limit_training(experiment, samples);
    hx_status status = hx_experiment_learn(experiment, epochs, NULL, error);
    if (!status && corrected)
        status =
            hx_experiment_test(experiment, true, &training->data->test, corrected, NULL, error);
    if (!status && !settings->quiet)
        fprintf(stderr, "%s: %zu epochs in the loop, chip seed %llu, mismatch %g\n",
                training->task->name, epochs, (unsigned long long)training->chip_seed,
                training->mismatch);
    return status;
}

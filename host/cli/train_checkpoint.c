// Checkpoint and weights of a training run.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/train_state.h"
#include "host/train/weights_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What a resumed run must have in common with the one before.
static void describe(const hx_train_state *s, char *text, size_t size)
{
    const hx_device_config *device = &s->settings->device;
    snprintf(text, size,
             "task %s, preset %s, batch %zu, samples %zu/%zu/%zu, held out %zu, seed %llu, chip "
             "seed %llu, mismatch %.9g, %s, %s%s%s%s%s",
             s->task->name, s->result.preset, s->sizes.batch, s->data.train.count,
             s->data.validation.count, s->data.test.count, s->sizes.held_out,
             (unsigned long long)device->seed, (unsigned long long)device->chip_seed,
             device->mismatch, s->settings->no_in_loop ? "software" : "in the loop",
             s->settings->eventprop ? "eventprop" : "surrogate",
             s->settings->first_spike ? ", first spike" : "",
             s->settings->bus_sampler ? ", bus reads" : "", s->settings->init ? ", from " : "",
             s->settings->init ? s->settings->init : "");
}

static hx_weights_info make_info(const hx_train_state *s)
{
    hx_weights_info info = {.epoch = s->result.epochs,
                            .seed = s->settings->device.seed,
                            .chip_seed = s->settings->device.chip_seed,
                            .in_loop = s->result.in_loop};
    snprintf(info.task, sizeof info.task, "%s", s->task->name);
    snprintf(info.preset, sizeof info.preset, "%s", s->result.preset);
    return info;
}

hx_status hx_train_save_weights(hx_train_state *state)
{
    const hx_weights_info info = make_info(state);
    return hx_weights_save(hx_train_place(state, "weights.h5"),
                           hx_experiment_get_trainer(state->experiment), &info, false,
                           state->error);
}

hx_status hx_train_save_checkpoint(hx_train_state *state)
{
    const size_t rows = state->report.metrics_count;
    hx_weights_progress progress = {.rows = rows};
    describe(state, progress.settings, sizeof progress.settings);
    hx_chip_session *chip = hx_experiment_get_chip(state->experiment);
    if (chip)
        progress.chip = hx_chip_session_get_statistics(chip);
    progress.metrics = calloc(rows * HX_WEIGHTS_METRICS + 1, sizeof(double));
    if (!progress.metrics)
        return HX_ERROR_MEMORY;
    for (size_t i = 0; i < rows; i++) {
        const hx_metrics_line *line = &state->lines[i];
        const double numbers[HX_WEIGHTS_METRICS] = {(double)line->epoch,  line->train_loss,
                                                    line->train_accuracy, line->validation_accuracy,
                                                    line->hidden_spikes,  line->chip_seconds,
                                                    line->wall_seconds};
        memcpy(progress.metrics + i * HX_WEIGHTS_METRICS, numbers, sizeof numbers);
    }
    hx_weights_info info = make_info(state);
    info.progress = &progress;
    hx_status status =
        hx_weights_save(hx_train_place(state, "checkpoint.h5"),
                        hx_experiment_get_trainer(state->experiment), &info, true, state->error);
    free(progress.metrics);
    return status;
}

static hx_status take_lines(hx_train_state *s, const hx_weights_progress *progress)
{
    // The run may have had more epochs than this one asks for.
    if (progress->rows > s->sizes.epochs)
        return hx_error_set(s->error, HX_ERROR_ARGUMENT,
                            "--resume: the checkpoint has %zu epochs, asked for are %zu",
                            progress->rows, s->sizes.epochs);
    for (size_t i = 0; i < progress->rows; i++) {
        const double *n = progress->metrics + i * HX_WEIGHTS_METRICS;
        s->lines[i] = (hx_metrics_line){(size_t)n[0], n[1], n[2], n[3], n[4], n[5], n[6]};
        hx_status status = hx_metrics_write(s->metrics, &s->lines[i]);
        if (status)
            return hx_error_set(s->error, status, "metrics.jsonl: cannot be written");
    }
    s->report.metrics_count = progress->rows;
    if (progress->rows) {
        const hx_metrics_line *last = &s->lines[progress->rows - 1];
        s->result.epochs = last->epoch;
        s->result.validation_accuracy = last->validation_accuracy;
        s->result.hidden_spikes = last->hidden_spikes;
        s->earlier_seconds = last->wall_seconds;
    }
    return HX_OK;
}

hx_status hx_train_load_checkpoint(hx_train_state *state)
{
    char wanted[256];
    describe(state, wanted, sizeof wanted);
    const char *path = hx_train_place(state, "checkpoint.h5");
    hx_weights_progress progress;
    hx_status status = hx_weights_load_progress(path, &progress, state->error);
    if (status)
        return status;
    if (strcmp(wanted, progress.settings))
        status = hx_error_set(state->error, HX_ERROR_ARGUMENT,
                              "--resume: the checkpoint is of another run (%s)", progress.settings);
    if (!status)
        status = hx_weights_load(path, hx_experiment_get_trainer(state->experiment), NULL, true,
                                 state->error);
    hx_chip_session *chip = hx_experiment_get_chip(state->experiment);
    if (!status && chip)
        hx_chip_session_set_statistics(chip, &progress.chip);
    if (!status)
        status = take_lines(state, &progress);
    free(progress.metrics);
    return status;
}

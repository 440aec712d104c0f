// A training run from data to report.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/train_run.h"

#include "host/calibrate/calibration_file.h"
#include "host/cli/folder.h"
#include "host/cli/train_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

hx_train_settings hx_train_settings_default(void)
{
    return (hx_train_settings){
        .tier = "rtl", .workers = 1, .device = hx_device_config_default(), .hold_out = UINT64_MAX};
}

const char *hx_train_place(hx_train_state *state, const char *name)
{
    char standard[64];
    snprintf(standard, sizeof standard, "out/%s", state->task->name);
    snprintf(state->path, sizeof state->path, "%s%s%s",
             state->settings->out ? state->settings->out : standard, name ? "/" : "",
             name ? name : "");
    return state->path;
}

double hx_train_wall_seconds(const hx_train_state *state)
{
    return state->earlier_seconds + hx_progress_wall_seconds(state->progress);
}

double hx_train_chip_seconds(const hx_train_state *state)
{
    hx_chip_session *chip = hx_experiment_get_chip(state->experiment);
    return chip ? hx_chip_session_get_statistics(chip).chip_seconds : 0;
}

static void show_progress(hx_train_state *s)
{
    s->shown.chip_seconds = hx_train_chip_seconds(s);
    s->shown.slowdown =
        s->shown.chip_seconds > 0 ? hx_train_wall_seconds(s) / s->shown.chip_seconds : 0;
}

static void on_batch(void *context, const hx_batch_progress *progress)
{
    hx_train_state *s = context;
    s->shown.epoch = progress->epoch;
    s->shown.samples = progress->samples;
    s->shown.per_epoch = progress->total;
    s->shown.loss = progress->loss;
    s->shown.accuracy = progress->accuracy;
    show_progress(s);
    hx_progress_update(s->progress, &s->shown);
}

static hx_status on_epoch(void *context, const hx_epoch_metrics *metrics)
{
    hx_train_state *s = context;
    hx_metrics_line *line = &s->lines[s->report.metrics_count++];
    *line = (hx_metrics_line){.epoch = metrics->epoch,
                              .train_loss = metrics->train_loss,
                              .train_accuracy = metrics->train_accuracy,
                              .validation_accuracy = metrics->validation_accuracy,
                              .hidden_spikes = metrics->hidden_spikes,
                              .chip_seconds = hx_train_chip_seconds(s),
                              .wall_seconds = hx_train_wall_seconds(s)};
    s->shown.loss = metrics->train_loss;
    s->shown.accuracy = metrics->train_accuracy;
    s->shown.validation_accuracy = metrics->validation_accuracy;
    show_progress(s);
    hx_progress_epoch(s->progress, &s->shown);
    s->result.epochs = metrics->epoch;
    s->result.validation_accuracy = metrics->validation_accuracy;
    s->result.hidden_spikes = metrics->hidden_spikes;
    hx_status status = hx_metrics_write(s->metrics, line);
    return status ? status : hx_train_save_checkpoint(s);
}

static hx_status learn(hx_train_state *s)
{
    const hx_trainer_observer observer = {.context = s, .batch = on_batch, .epoch = on_epoch};
    hx_trainer_set_stop(hx_experiment_get_trainer(s->experiment), s->settings->stop);
    return hx_experiment_learn(s->experiment, s->sizes.epochs, &observer, s->error);
}

// What the weights are worth before they are carried over.
static hx_status test_in_software(hx_train_state *s)
{
    hx_evaluation evaluation = {0};
    hx_status status =
        hx_experiment_test(s->experiment, false, &s->data.test, &evaluation, NULL, s->error);
    s->software_accuracy = evaluation.accuracy;
    return status;
}

static hx_status test_on_chip(hx_train_state *s)
{
    hx_evaluation evaluation = {0};
    hx_status status = HX_OK;
    if (s->settings->test_only)
        status = hx_experiment_test(s->experiment, true, &s->data.validation, &evaluation, NULL,
                                    s->error);
    s->result.validation_accuracy =
        s->settings->test_only ? evaluation.accuracy : s->result.validation_accuracy;
    if (!status)
        status =
            hx_experiment_test(s->experiment, true, &s->data.test, &evaluation, NULL, s->error);
    if (status)
        return status;
    s->result.test_accuracy = evaluation.accuracy;
    s->result.hidden_spikes = evaluation.hidden_spikes;
    if (s->task == &hx_task_yinyang)
        status = hx_train_draw_map(s);
    return status ? status : hx_train_take_examples(s);
}

static hx_status finish(hx_train_state *s, bool interrupted)
{
    s->result.chip_seconds = hx_train_chip_seconds(s);
    s->result.wall_seconds = hx_train_wall_seconds(s);
    s->report.network = &hx_trainer_get_config(hx_experiment_get_trainer(s->experiment))->network;
    s->report.class_names = s->task->class_name;
    s->report.result = &s->result;
    s->report.metrics = s->lines;
    if (interrupted)
        s->report.remark = "Interrupted: the test set was not run; curves show finished epochs.";
    hx_status status = hx_result_write(hx_train_place(s, "result.json"), &s->result, s->error);
    if (!status)
        status = hx_train_save_weights(s);
    if (!status)
        status = hx_train_report_save(&s->report, hx_train_place(s, "report.html"), s->error);
    return status;
}

static void print_result(hx_train_state *s, bool interrupted)
{
    if (s->settings->json) {
        // The same object that result.json holds.
        FILE *file = fopen(hx_train_place(s, "result.json"), "r");
        for (int c; file && (c = fgetc(file)) != EOF;)
            putchar(c);
        if (file)
            fclose(file);
        return;
    }
    if (s->settings->quiet)
        return;
    if (interrupted)
        printf("interrupted after epoch %zu\n", s->result.epochs);
    else
        printf("test accuracy %.1f %% (%s), %.1f hidden spikes a sample, %.2f s on the chip, "
               "slow-down %.0f\n",
               100 * s->result.test_accuracy,
               s->settings->test_only ? "weights of --init"
               : s->result.in_loop    ? "trained in the loop"
                                      : "trained in software, carried over",
               s->result.hidden_spikes, s->result.chip_seconds,
               s->result.chip_seconds > 0 ? s->result.wall_seconds / s->result.chip_seconds : 0.0);
    if (!interrupted && s->settings->no_in_loop)
        printf("in software %.1f %%\n", 100 * s->software_accuracy);
    hx_chip_session *chip = hx_experiment_get_chip(s->experiment);
    uint64_t stray = chip ? hx_chip_session_get_statistics(chip).stray_spikes : 0;
    if (stray)
        printf("%llu spikes fell outside the grid of their sample\n", (unsigned long long)stray);
    printf("report: %s\n", hx_train_place(s, "report.html"));
}

static void release(hx_train_state *s)
{
    for (size_t i = 0; i < s->report.example_count; i++) {
        hx_observation_destroy(&s->report.examples[i].observation);
        free(s->report.examples[i].hidden_spikes);
    }
    hx_experiment_destroy(s->experiment);
    hx_metrics_close(s->metrics);
    hx_progress_destroy(s->progress);
    hx_task_release(&s->data);
    free(s->lines);
    free(s->calibration);
}

static hx_status load_calibration(hx_train_state *s)
{
    const hx_train_settings *settings = s->settings;
    if (!settings->calibration)
        return HX_OK;
    s->calibration = malloc(sizeof *s->calibration);
    if (!s->calibration)
        return HX_ERROR_MEMORY;
    hx_status status = hx_calibration_load(s->calibration, settings->calibration, s->error);
    // Which chip a served board simulates is its own affair.
    if (!status && !settings->board && s->calibration->chip_seed != settings->device.chip_seed)
        status = hx_error_set(s->error, HX_ERROR_ARGUMENT,
                              "--calibration: %s is for --chip-seed %llu, this is chip %llu",
                              settings->calibration, (unsigned long long)s->calibration->chip_seed,
                              (unsigned long long)settings->device.chip_seed);
    return status;
}

static hx_status prepare(hx_train_state *s)
{
    const hx_train_settings *settings = s->settings;
    s->lines = calloc(s->sizes.epochs + 1, sizeof *s->lines);
    hx_status status = s->lines ? load_calibration(s) : HX_ERROR_MEMORY;
    if (!status)
        status = hx_folder_make(hx_train_place(s, NULL), "--out", s->error);
    if (!status)
        status = hx_progress_create(&s->progress, stderr, settings->quiet);
    if (!status)
        status = hx_task_load(s->task, &s->data, settings->data, &s->sizes, s->error);
    if (status)
        return status;
    hx_experiment_config config = {
        .task = s->task,
        .trainer = s->task->configure(&s->data),
        .in_loop = !settings->no_in_loop && !settings->test_only,
        .device = settings->device,
        .calibration = s->calibration,
        .board = {settings->board, settings->board_ports[0], settings->board_ports[1]},
        .workers = (size_t)settings->workers,
        .sampler = settings->bus_sampler ? HX_SAMPLER_BUS : HX_SAMPLER_PPU};
    config.trainer.batch = s->sizes.batch;
    config.trainer.seed = settings->device.seed;
    if (settings->rate > 0)
        config.trainer.rate = settings->rate;
    if (settings->rate_decay > 0)
        config.trainer.rate_decay = settings->rate_decay;
    config.trainer.network.eventprop = settings->eventprop;
    config.trainer.network.first_spike = settings->first_spike;
    status = hx_experiment_create(&s->experiment, &config, &s->data, s->error);
    if (!status && settings->init)
        status = hx_experiment_load(s->experiment, settings->init, s->error);
    if (!status)
        status = hx_metrics_open(&s->metrics, hx_train_place(s, "metrics.jsonl"), false, s->error);
    return !status && settings->resume ? hx_train_load_checkpoint(s) : status;
}

static hx_status execute(hx_train_state *s)
{
    hx_status status = prepare(s);
    if (!status)
        status = learn(s);
    if (!status && s->settings->no_in_loop)
        status = test_in_software(s);
    if (!status)
        status = test_on_chip(s);
    bool interrupted = status == HX_INTERRUPTED;
    if (!status || interrupted) {
        status = finish(s, interrupted);
        if (!status)
            print_result(s, interrupted);
        hx_chip_session *chip = hx_experiment_get_chip(s->experiment);
        if (!status && chip)
            status = hx_chip_session_finish(chip, s->error);
    }
    return status;
}

hx_status hx_train_run(const hx_task *task, const hx_train_settings *settings, hx_error *error)
{
    const hx_task_preset *preset =
        settings->preset ? hx_task_find_preset(task, settings->preset) : &task->presets[0];
    if (!preset)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "--preset: task '%s' has no preset '%s'",
                            task->name, settings->preset);
    hx_train_state s = {.settings = settings, .task = task, .error = error, .sizes = *preset};
    if (settings->epochs)
        s.sizes.epochs = (size_t)settings->epochs;
    if (settings->test_only)
        s.sizes.epochs = 0;
    if (settings->hold_out != UINT64_MAX)
        s.sizes.held_out = (size_t)settings->hold_out + 1;
    if (settings->batch)
        s.sizes.batch = (size_t)settings->batch;
    if (settings->train_limit && (!s.sizes.train || settings->train_limit < s.sizes.train))
        s.sizes.train = (size_t)settings->train_limit;
    if (settings->test_limit && (!s.sizes.test || settings->test_limit < s.sizes.test))
        s.sizes.test = (size_t)settings->test_limit;
    s.shown.epochs = s.sizes.epochs;
    s.shown.validation_accuracy = -1;
    s.result = (hx_result){.task = task->name,
                           .preset = preset->name,
                           .tier = settings->tier,
                           .version = HX_VERSION,
                           .in_loop = !settings->no_in_loop && !settings->test_only,
                           .seed = settings->device.seed,
                           .chip_seed = settings->device.chip_seed,
                           .workers = (size_t)settings->workers};
    hx_status status = execute(&s);
    release(&s);
    return status;
}

// A training run from data to report.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/train_run.h"

#include "host/cli/train_report.h"
#include "host/data/yinyang.h"
#include "host/report/progress.h"
#include "host/train/chip_session.h"
#include "host/train/software.h"
#include "host/train/weights_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct preset {
    const char *name;
    uint64_t epochs, batch, train, validation, test;
} preset;

// `quick` stays below 60,000 presentations, the decision map included.
static const preset presets[] = {{"quick", 9, 20, 5000, 300, 1000},
                                 {"full", 60, 20, 5000, 1000, 1000}};

typedef struct run {
    const hx_train_settings *settings;
    preset sizes;
    char path[4096];
    hx_dataset train, validation, test;
    hx_trainer *trainer;
    hx_chip_session *chip;
    hx_software *software;
    hx_progress *progress;
    hx_progress_state shown;
    hx_metrics *metrics;
    hx_metrics_line *lines;
    hx_result result;
    hx_train_report report;
    hx_error *error;
} run;

hx_train_settings hx_train_settings_default(void)
{
    return (hx_train_settings){
        .preset = "quick", .tier = "rtl", .workers = 1, .device = hx_device_config_default()};
}

static const char *place(run *r, const char *name)
{
    const char *out = r->settings->out ? r->settings->out : "out/yinyang";
    snprintf(r->path, sizeof r->path, "%s%s%s", out, name ? "/" : "", name ? name : "");
    return r->path;
}

// Creates the folder and its parents.
static hx_status make_folder(run *r)
{
    char part[sizeof r->path];
    snprintf(part, sizeof part, "%s", place(r, NULL));
    for (char *at = part + 1;; at++) {
        char end = *at;
        if (end != '/' && end != 0)
            continue;
        *at = 0;
        if (mkdir(part, 0777) && errno != EEXIST)
            return hx_error_set(r->error, HX_ERROR_IO, "--out: cannot make folder '%s': %s", part,
                                strerror(errno));
        *at = end;
        if (!end)
            return HX_OK;
    }
}

static hx_status load_data(run *r)
{
    hx_status status = hx_yinyang_create(&r->train, HX_YINYANG_TRAIN_SEED, (size_t)r->sizes.train);
    if (!status)
        status = hx_yinyang_create(&r->validation, HX_YINYANG_VALIDATION_SEED,
                                   (size_t)r->sizes.validation);
    if (!status)
        status = hx_yinyang_create(&r->test, HX_YINYANG_TEST_SEED, (size_t)r->sizes.test);
    return status;
}

static hx_status open_chip(run *r)
{
    const hx_trainer_config *config = hx_trainer_get_config(r->trainer);
    hx_chip_session_config session = hx_chip_session_config_default(&config->network);
    session.device = r->settings->device;
    session.board = (hx_chip_session_board){r->settings->board, r->settings->board_ports[0],
                                            r->settings->board_ports[1]};
    session.workers = (size_t)r->settings->workers;
    session.copies = (unsigned)config->range[0].limit / HX_SYNAPSE_WEIGHT_MAX;
    return hx_chip_session_create(&r->chip, &session, r->error);
}

static double chip_seconds(const run *r)
{
    return r->chip ? hx_chip_session_get_statistics(r->chip).chip_seconds : 0;
}

static void show_progress(run *r)
{
    double wall = hx_progress_wall_seconds(r->progress);
    r->shown.chip_seconds = chip_seconds(r);
    r->shown.slowdown = r->shown.chip_seconds > 0 ? wall / r->shown.chip_seconds : 0;
}

static void on_batch(void *context, const hx_batch_progress *progress)
{
    run *r = context;
    r->shown.epoch = progress->epoch;
    r->shown.samples = progress->samples;
    r->shown.per_epoch = progress->total;
    r->shown.loss = progress->loss;
    r->shown.accuracy = progress->accuracy;
    show_progress(r);
    hx_progress_update(r->progress, &r->shown);
}

static hx_status on_epoch(void *context, const hx_epoch_metrics *metrics)
{
    run *r = context;
    hx_metrics_line *line = &r->lines[r->report.metrics_count++];
    *line = (hx_metrics_line){.epoch = metrics->epoch,
                              .train_loss = metrics->train_loss,
                              .train_accuracy = metrics->train_accuracy,
                              .validation_accuracy = metrics->validation_accuracy,
                              .hidden_spikes = metrics->hidden_spikes,
                              .chip_seconds = chip_seconds(r),
                              .wall_seconds = hx_progress_wall_seconds(r->progress)};
    r->shown.loss = metrics->train_loss;
    r->shown.accuracy = metrics->train_accuracy;
    r->shown.validation_accuracy = metrics->validation_accuracy;
    show_progress(r);
    hx_progress_epoch(r->progress, &r->shown);
    r->result.epochs = metrics->epoch;
    r->result.validation_accuracy = metrics->validation_accuracy;
    r->result.hidden_spikes = metrics->hidden_spikes;
    const hx_weights_info info = {.task = "yinyang",
                                  .epoch = metrics->epoch,
                                  .seed = r->settings->device.seed,
                                  .chip_seed = r->settings->device.chip_seed,
                                  .in_loop = !r->settings->no_in_loop};
    hx_status status = hx_metrics_write(r->metrics, line);
    if (!status)
        status = hx_weights_save(place(r, "checkpoint.h5"), r->trainer, &info, true, r->error);
    return status;
}

// A present function for the chip that keeps the line behind a failure.
static hx_status present_on_chip(void *context, const hx_sample *samples, size_t count,
                                 const hx_quantised_weights *weights, hx_observation *observations)
{
    run *r = context;
    hx_status status = hx_chip_session_present(r->chip, samples, count, weights, observations);
    if (status)
        hx_error_set(r->error, status, "%s", hx_chip_session_get_error(r->chip));
    return status;
}

static hx_status learn(run *r)
{
    const hx_trainer_observer observer = {.context = r, .batch = on_batch, .epoch = on_epoch};
    hx_trainer_set_stop(r->trainer, r->settings->stop);
    if (!r->settings->no_in_loop)
        return hx_trainer_run(r->trainer, (size_t)r->sizes.epochs, &r->train, &r->validation,
                              present_on_chip, r, &observer, r->error);
    hx_status status =
        hx_software_create(&r->software, &hx_trainer_get_config(r->trainer)->network);
    return status ? status
                  : hx_trainer_run(r->trainer, (size_t)r->sizes.epochs, &r->train, &r->validation,
                                   hx_software_present, r->software, &observer, r->error);
}

// The decisions over a grid of places in the disc.
static hx_status draw_map(run *r)
{
    enum { SIDE = HX_REPORT_MAP };
    hx_dataset places;
    hx_status status =
        hx_dataset_allocate(&places, (size_t)SIDE * SIDE, (size_t)SIDE * SIDE * HX_YINYANG_INPUTS);
    if (status)
        return status;
    places.inputs = HX_YINYANG_INPUTS;
    places.classes = HX_YINYANG_CLASSES;
    size_t count = 0, at[SIDE * SIDE];
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++) {
        double x = (double)(i % SIDE + 0.5) / SIDE, y = (double)(i / SIDE + 0.5) / SIDE;
        r->report.map[i] = HX_YINYANG_CLASSES;
        if ((x - 0.5) * (x - 0.5) + (y - 0.5) * (y - 0.5) > 0.25)
            continue;
        hx_spike *spikes = places.spikes + count * HX_YINYANG_INPUTS;
        hx_yinyang_encode(x, y, spikes);
        places.samples[count] = (hx_sample){.spikes = spikes,
                                            .spike_count = HX_YINYANG_INPUTS,
                                            .label = hx_yinyang_class(x, y),
                                            .index = count};
        at[count++] = i;
    }
    places.count = count;
    uint32_t decided[SIDE * SIDE];
    hx_evaluation evaluation;
    status = hx_trainer_evaluate(r->trainer, &places, present_on_chip, r, &evaluation, decided);
    for (size_t i = 0; !status && i < count; i++)
        r->report.map[at[i]] = (uint8_t)decided[i];
    r->report.has_map = !status;
    hx_dataset_release(&places);
    return status;
}

static hx_status take_examples(run *r)
{
    const hx_network *network = &hx_trainer_get_config(r->trainer)->network;
    hx_status status = HX_OK;
    for (size_t i = 0; !status && i < HX_REPORT_EXAMPLES && i < r->test.count; i++) {
        hx_train_example *example = &r->report.examples[i];
        example->sample = r->test.samples[i];
        status = hx_observation_create(&example->observation, network);
        if (status)
            break;
        r->report.example_count++;
        const hx_quantised_weights weights = hx_trainer_quantised(r->trainer);
        status = present_on_chip(r, &example->sample, 1, &weights, &example->observation);
        if (status)
            break;
        example->prediction = hx_network_decide(network, &example->observation);
        const hx_spike *spikes;
        hx_chip_session_get_last_spikes(r->chip, &spikes, &example->hidden_spike_count);
        example->hidden_spikes = calloc(example->hidden_spike_count + 1, sizeof *spikes);
        if (!example->hidden_spikes)
            return HX_ERROR_MEMORY;
        memcpy(example->hidden_spikes, spikes, example->hidden_spike_count * sizeof *spikes);
    }
    return status;
}

static hx_status test_on_chip(run *r)
{
    hx_evaluation evaluation;
    hx_status status = HX_OK;
    if (!r->chip)
        status = open_chip(r);
    if (!status)
        status = hx_trainer_evaluate(r->trainer, &r->test, present_on_chip, r, &evaluation, NULL);
    if (status)
        return status;
    r->result.test_accuracy = evaluation.accuracy;
    r->result.hidden_spikes = evaluation.hidden_spikes;
    status = draw_map(r);
    return status ? status : take_examples(r);
}

static hx_status finish(run *r, bool interrupted)
{
    r->result.chip_seconds = chip_seconds(r);
    r->result.wall_seconds = hx_progress_wall_seconds(r->progress);
    r->report.network = &hx_trainer_get_config(r->trainer)->network;
    r->report.result = &r->result;
    r->report.metrics = r->lines;
    if (interrupted)
        r->report.remark = "Interrupted: the test set was not run; curves show finished epochs.";
    const hx_weights_info info = {.task = "yinyang",
                                  .epoch = r->result.epochs,
                                  .seed = r->settings->device.seed,
                                  .chip_seed = r->settings->device.chip_seed,
                                  .in_loop = !r->settings->no_in_loop};
    hx_status status = hx_result_write(place(r, "result.json"), &r->result, r->error);
    if (!status)
        status = hx_weights_save(place(r, "weights.h5"), r->trainer, &info, false, r->error);
    if (!status)
        status = hx_train_report_save(&r->report, place(r, "report.html"), r->error);
    return status;
}

static void print_result(run *r, bool interrupted)
{
    if (r->settings->json) {
        // The same object that result.json holds.
        FILE *file = fopen(place(r, "result.json"), "r");
        for (int c; file && (c = fgetc(file)) != EOF;)
            putchar(c);
        if (file)
            fclose(file);
        return;
    }
    if (r->settings->quiet)
        return;
    if (interrupted)
        printf("interrupted after epoch %zu\n", r->result.epochs);
    else
        printf("test accuracy %.1f %% (%s), %.1f hidden spikes a sample, %.2f s on the chip, "
               "slow-down %.0f\n",
               100 * r->result.test_accuracy,
               r->result.in_loop ? "trained in the loop" : "trained in software, carried over",
               r->result.hidden_spikes, r->result.chip_seconds,
               r->result.chip_seconds > 0 ? r->result.wall_seconds / r->result.chip_seconds : 0.0);
    uint64_t stray = r->chip ? hx_chip_session_get_statistics(r->chip).stray_spikes : 0;
    if (stray)
        printf("%llu spikes fell outside the grid of their sample\n", (unsigned long long)stray);
    printf("report: %s\n", place(r, "report.html"));
}

static void release(run *r)
{
    for (size_t i = 0; i < r->report.example_count; i++) {
        hx_observation_destroy(&r->report.examples[i].observation);
        free(r->report.examples[i].hidden_spikes);
    }
    hx_chip_session_destroy(r->chip);
    hx_software_destroy(r->software);
    hx_trainer_destroy(r->trainer);
    hx_metrics_close(r->metrics);
    hx_progress_destroy(r->progress);
    hx_dataset_release(&r->train);
    hx_dataset_release(&r->validation);
    hx_dataset_release(&r->test);
    free(r->lines);
}

static hx_status execute(run *r)
{
    const hx_train_settings *settings = r->settings;
    hx_trainer_config config = hx_trainer_config_default();
    config.batch = (size_t)r->sizes.batch;
    config.seed = settings->device.seed;
    r->lines = calloc((size_t)r->sizes.epochs, sizeof *r->lines);
    hx_status status = r->lines ? make_folder(r) : HX_ERROR_MEMORY;
    if (!status)
        status = hx_progress_create(&r->progress, stderr, settings->quiet);
    if (!status)
        status = hx_metrics_open(&r->metrics, place(r, "metrics.jsonl"), false, r->error);
    if (!status)
        status = load_data(r);
    if (!status)
        status = hx_trainer_create(&r->trainer, &config, r->error);
    if (!status && !settings->no_in_loop)
        status = open_chip(r);
    if (!status)
        status = learn(r);
    if (!status)
        status = test_on_chip(r);
    bool interrupted = status == HX_INTERRUPTED;
    if (!status || interrupted) {
        status = finish(r, interrupted);
        if (!status)
            print_result(r, interrupted);
    }
    return status;
}

hx_status hx_train_yinyang(const hx_train_settings *settings, hx_error *error)
{
    run r = {.settings = settings, .error = error, .sizes = presets[0]};
    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++)
        if (!strcmp(presets[i].name, settings->preset))
            r.sizes = presets[i];
    if (settings->epochs)
        r.sizes.epochs = settings->epochs;
    if (settings->batch)
        r.sizes.batch = settings->batch;
    if (settings->train_limit && settings->train_limit < r.sizes.train)
        r.sizes.train = settings->train_limit;
    if (settings->test_limit && settings->test_limit < r.sizes.test)
        r.sizes.test = settings->test_limit;
    r.shown.epochs = (size_t)r.sizes.epochs;
    r.shown.validation_accuracy = -1;
    r.result = (hx_result){.task = "yinyang",
                           .preset = settings->preset,
                           .tier = settings->tier,
                           .version = HX_VERSION,
                           .in_loop = !settings->no_in_loop,
                           .seed = settings->device.seed,
                           .chip_seed = settings->device.chip_seed,
                           .workers = (size_t)settings->workers};
    hx_status status = execute(&r);
    release(&r);
    return status;
}

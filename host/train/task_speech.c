// Spoken digits: 70 cochlea channels, recurrent hidden layer of 186 neurons.
// SPDX-License-Identifier: Apache-2.0
//
// Sizes follow Cramer et al. (arXiv 2006.07239) as far as they are public. The validation set is
// the last tenth of the training file; with a speaker held out, of the other
// speakers' recordings, and the test file is not used.
#include "host/data/draw.h"
#include "host/data/speech.h"
#include "host/train/cells.h"
#include "host/train/task.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// Inputs and hidden neurons spike often, so the synapses' bias is a third of the full one and
// weights are finer.
#define WEIGHT_SCALE 340
#define WEIGHT_SCALE_FULL 1022.0
// Outputs collect for long; with weaker inputs they stay within the range of the converter.
#define OUTPUT_GAIN 0.3
#define STEPS 100 // of 1 us; 250 are nearer to the chip and learn much more slowly
// Largest shift in cochlea units, up and down, drawn evenly.
#define SHIFT_UNITS 10
// Largest change of the duration, drawn evenly.
#define GROWTH 0.1

static const char *const class_names[HX_SHD_MAX_CLASSES] = {
    "zero", "one",  "two",  "three", "four", "five",  "six",   "seven",  "eight", "nine",
    "null", "eins", "zwei", "drei",  "vier", "fuenf", "sechs", "sieben", "acht",  "neun"};

typedef struct source {
    hx_shd recordings;
    hx_speech_channels channels;
} source;

static void release(void *context)
{
    source *from = context;
    hx_shd_release(&from->recordings);
    free(from);
}

static size_t change(void *context, uint64_t seed, size_t epoch, const hx_sample *sample,
                     hx_spike *spikes)
{
    const source *from = context;
    hx_draw random =
        hx_draw_start(seed, HX_DRAW_AUGMENT, (uint32_t)(epoch << 16 | (sample->index & 0xffff)));
    hx_speech_view view;
    view.shift_units = (int)hx_draw_below(&random, 2 * SHIFT_UNITS + 1) - SHIFT_UNITS;
    view.growth = GROWTH * (2 * hx_draw_uniform(&random) - 1);
    view.phase = hx_draw_below(&random, HX_SPEECH_THINNING);
    view.phase_step = hx_draw_below(&random, HX_SPEECH_THINNING);
    return hx_speech_encode(&from->recordings, sample->index, &from->channels, &view, spikes);
}

// SHD itself, or recordings converted into its layout.
static hx_status find_file(char *path, size_t size, const char *directory, const char *set,
                           hx_error *error)
{
    static const char *const folders[] = {"", "shd/", "fsdd_spikes/"};
    static const char *const names[] = {"shd", "fsdd_spikes"};
    for (int folder = 0; folder < 3; folder++)
        for (int name = 0; name < 2; name++) {
            int length =
                snprintf(path, size, "%s/%s%s_%s.h5", directory, folders[folder], names[name], set);
            if (length > 0 && (size_t)length < size && access(path, R_OK) == 0)
                return HX_OK;
        }
    return hx_error_set(error, HX_ERROR_IO, "%s: holds no shd_%s.h5 nor fsdd_spikes_%s.h5",
                        directory, set, set);
}

static size_t limit(size_t count, size_t wanted)
{
    return wanted && wanted < count ? wanted : count;
}

static hx_status load_test(hx_task_data *data, const char *directory, const source *train,
                           size_t count, hx_error *error)
{
    char path[4096];
    hx_shd recordings = {0};
    hx_status status = find_file(path, sizeof path, directory, "test", error);
    if (!status)
        status = hx_shd_load(&recordings, path, 0, count, error);
    if (!status)
        status = hx_speech_create(&data->test, &recordings, 0, recordings.count, &train->channels);
    if (!status && data->test.classes > data->train.classes)
        status = hx_error_set(error, HX_ERROR_FORMAT,
                              "%s: label %u does not occur in the training recordings", path,
                              data->test.classes - 1);
    hx_shd_release(&recordings);
    return status;
}

// The recordings of one speaker go to the end of the training file's.
static hx_status hold_out(hx_shd *recordings, const char *path, uint32_t speaker, size_t *count,
                          hx_error *error)
{
    if (!recordings->speakers)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: extra/speaker is missing", path);
    hx_status status = hx_shd_move_speaker(recordings, speaker, count);
    if (!status && (!*count || *count == recordings->count))
        return hx_error_set(error, HX_ERROR_ARGUMENT, "%s: %s recording is of speaker %u", path,
                            *count ? "every" : "no", speaker);
    return status;
}

static hx_status load(hx_task_data *data, const char *directory, const hx_task_preset *sizes,
                      hx_error *error)
{
    char path[4096];
    source *from = calloc(1, sizeof *from);
    if (!from)
        return HX_ERROR_MEMORY;
    data->source = from;
    data->release_source = release;
    data->augment = change;
    hx_status status = find_file(path, sizeof path, directory, "train", error);
    if (!status)
        status = hx_shd_load(&from->recordings, path, 0, 0, error);
    if (status)
        return status;
    const hx_shd *recordings = &from->recordings;
    size_t held_out = 0;
    if (sizes->held_out)
        status = hold_out(&from->recordings, path, (uint32_t)sizes->held_out - 1, &held_out, error);
    if (status)
        return status;
    size_t validation = (recordings->count - held_out) / 10;
    size_t train = recordings->count - held_out - validation;
    if (train < 1)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: holds no recordings", path);
    from->channels = hx_speech_choose_channels(recordings);
    for (size_t i = 0; i < train; i++) {
        size_t spikes = recordings->start[i + 1] - recordings->start[i];
        if (spikes > data->variant_capacity)
            data->variant_capacity = spikes;
    }
    status =
        hx_speech_create(&data->train, recordings, 0, limit(train, sizes->train), &from->channels);
    if (!status)
        status = hx_speech_create(&data->validation, recordings, train,
                                  limit(validation, sizes->validation), &from->channels);
    if (!status && held_out)
        return hx_speech_create(&data->test, recordings, train + validation,
                                limit(held_out, sizes->test), &from->channels);
    return status ? status : load_test(data, directory, from, sizes->test, error);
}

static hx_trainer_config configure(const hx_task_data *data)
{
    const double tau_us = 10.0, slow_tau_us = 20.0; // slow: what outputs collect
    hx_trainer_config config = hx_trainer_config_default();
    config.network = (hx_network){.inputs = HX_SPEECH_INPUTS,
                                  .hidden = 186,
                                  .outputs = data->train.classes,
                                  .recurrent = true,
                                  .steps = STEPS,
                                  .step_us = HX_SPEECH_DURATION_US / STEPS,
                                  .tau_mem_us = {tau_us, slow_tau_us},
                                  .tau_syn_us = {tau_us, tau_us},
                                  .threshold = 1.0,
                                  .refractory_us = 2.0, // as the chip is set
                                  .reset_us = HX_CELLS_RESET_TAU_US,
                                  .beta = 10.0,
                                  .score_scale = 4.0 / OUTPUT_GAIN,
                                  .score_mean = true,
                                  .score_from = STEPS / 10};
    // A slower membrane has a smaller leak conductance, on which the same current does more.
    const double scale = 63.0 * 6.0 * WEIGHT_SCALE_FULL / WEIGHT_SCALE;
    const hx_weight_range fast = {scale / tau_us, HX_SYNAPSE_WEIGHT_MAX};
    const hx_weight_range slow = {scale / slow_tau_us / OUTPUT_GAIN, HX_SYNAPSE_WEIGHT_MAX};
    config.range[HX_LAYER_INPUT] = config.range[HX_LAYER_RECURRENT] = fast;
    config.range[HX_LAYER_OUTPUT] = slow;
    config.init_mean[HX_LAYER_INPUT] = 0.0;
    config.init_sigma[HX_LAYER_INPUT] = 0.2;
    config.init_mean[HX_LAYER_OUTPUT] = 0.02 * OUTPUT_GAIN;
    config.init_sigma[HX_LAYER_OUTPUT] = 0.1 * OUTPUT_GAIN;
    config.init_sigma[HX_LAYER_RECURRENT] = 0.1;
    config.layer_rate[HX_LAYER_OUTPUT] = OUTPUT_GAIN;
    config.rate = 4e-3;
    config.rate_decay = 0.95;
    return config;
}

const hx_task hx_task_speech = {
    .name = "speech",
    .summary = "spoken digits as spikes (HDF5 in the SHD layout)",
    .needs_data = true,
    .shared_rows = true,
    .weight_scale = WEIGHT_SCALE,
    .output_gain = OUTPUT_GAIN,
    .pace = {.group = 1},
    .loop = {3, 0, 1e-3, 0.6},
    .class_name = class_names,
    .preset_count = 2,
    .presets = {{"quick", 6, 20, 0, 270, 300}, {"full", 60, 20, 0, 0, 0}},
    .load = load,
    .configure = configure,
};

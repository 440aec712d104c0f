// MNIST: 256-246-10, one spike a pixel, rotated copies in training.
// SPDX-License-Identifier: Apache-2.0
//
// Sizes and code follow Cramer et al. (arXiv 2006.07239) as far as they are public. Without
// joined circuits a hidden neuron hears 128 of the 256 pixels (host/chip/router.h), in software
// too. The validation set is the end of the training file.
#include "host/data/draw.h"
#include "host/data/mnist.h"
#include "host/train/task.h"

#include <stdlib.h>

#define VALIDATION_FIRST 50000u
// Of the public recipe of the same group: +-25 degrees for every second sample.
#define ROTATION 0.436
#define ROTATED_SHARE 0.5

static const char *const class_names[HX_MNIST_CLASSES] = {"0", "1", "2", "3", "4",
                                                          "5", "6", "7", "8", "9"};

static void release(void *source)
{
    hx_mnist_release(source);
    free(source);
}

static size_t rotate(void *context, uint64_t seed, size_t epoch, const hx_sample *sample,
                     hx_spike *spikes)
{
    const hx_mnist *images = context;
    hx_draw random =
        hx_draw_start(seed, HX_DRAW_AUGMENT, (uint32_t)(epoch << 16 | (sample->index & 0xffff)));
    double angle = 0;
    if (hx_draw_uniform(&random) < ROTATED_SHARE)
        angle = ROTATION * (2 * hx_draw_uniform(&random) - 1);
    float reduced[HX_MNIST_INPUTS];
    hx_mnist_reduce(images->images + sample->index * HX_MNIST_PIXELS, angle, reduced);
    return hx_mnist_encode(reduced, spikes);
}

static hx_status make_set(hx_dataset *set, const char *directory, bool test, size_t first,
                          size_t count, hx_error *error)
{
    hx_mnist images;
    hx_status status = hx_mnist_load(&images, directory, test, first, count, error);
    if (status)
        return status;
    status = hx_mnist_create(set, &images);
    hx_mnist_release(&images);
    return status;
}

static hx_status load(hx_task_data *data, const char *directory, const hx_task_preset *sizes,
                      hx_error *error)
{
    hx_mnist *images = calloc(1, sizeof *images);
    if (!images)
        return HX_ERROR_MEMORY;
    data->source = images;
    data->release_source = release;
    data->augment = rotate;
    data->variant_capacity = HX_MNIST_INPUTS;
    size_t train =
        sizes->train && sizes->train < VALIDATION_FIRST ? sizes->train : VALIDATION_FIRST;
    hx_status status = hx_mnist_load(images, directory, false, 0, train, error);
    if (!status)
        status = hx_mnist_create(&data->train, images);
    if (!status)
        status = make_set(&data->validation, directory, false, VALIDATION_FIRST, sizes->validation,
                          error);
    if (!status)
        status = make_set(&data->test, directory, true, 0, sizes->test, error);
    return status;
}

static hx_trainer_config configure(const hx_task_data *data)
{
    (void)data;
    hx_trainer_config config = hx_trainer_config_default();
    config.network = (hx_network){.inputs = HX_MNIST_INPUTS,
                                  .hidden = 246,
                                  .outputs = HX_MNIST_CLASSES,
                                  .steps = 30,
                                  .step_us = HX_MNIST_DURATION_US / 30,
                                  .tau_mem_us = {6.0, 6.0},
                                  .tau_syn_us = {6.0, 6.0},
                                  .threshold = 1.0,
                                  .beta = 20.0,
                                  .score_scale = 5.0,
                                  .score_from = 5};
    config.range[HX_LAYER_INPUT].limit = HX_SYNAPSE_WEIGHT_MAX;
    config.init_mean[HX_LAYER_INPUT] = 0.04;
    config.init_sigma[HX_LAYER_INPUT] = 0.2;
    config.init_sigma[HX_LAYER_OUTPUT] = 0.1;
    config.rate = 5e-3;
    config.rate_decay = 0.85;
    config.regularisers = (hx_regularisers){.burst = 0.0025, .weights = 0.0033, .readout = 1.6e-4};
    config.regulariser_decay = 0.985;
    config.dropout = 0.15;
    return config;
}

const hx_task hx_task_mnist = {
    .name = "mnist",
    .summary = "handwritten digits (IDX files)",
    .needs_data = true,
    .shared_rows = true,
    .class_name = class_names,
    .preset_count = 2,
    .presets = {{"quick", 6, 50, 5000, 500, 1000}, {"full", 30, 100, 50000, 10000, 10000}},
    .load = load,
    .configure = configure,
};

// MNIST: 256-246-10, one spike a pixel, moved copies in training.
// SPDX-License-Identifier: Apache-2.0
//
// Sizes and times follow Cramer et al. (arXiv 2006.07239) as far as they are public: images come
// every 11.76 us, the decision is taken from the first 8 us. Time constants of the synapses are
// short, so that little is left of an image when the next one comes. The validation set is the
// end of the training file.
#include "host/data/draw.h"
#include "host/data/mnist.h"
#include "host/train/cells.h"
#include "host/train/task.h"

#include <stdlib.h>

#define VALIDATION_FIRST 50000u
// Grid points are close, because the model delays a spike by one to two steps and the chip does not:
// weights of a grid of 0.4 us lose two points on a chip without spread.
#define STEPS 50
// Training samples are moved: up to 15 degrees, a tenth in size, 7 % of the side.
#define ROTATION 0.262
#define GROWTH 0.1
#define SHIFT (0.07 * HX_MNIST_SIDE)

static const char *const class_names[HX_MNIST_CLASSES] = {"0", "1", "2", "3", "4",
                                                          "5", "6", "7", "8", "9"};

static void release(void *source)
{
    hx_mnist_release(source);
    free(source);
}

// Evenly within -limit..limit.
static double between(hx_draw *random, double limit)
{
    return limit * (2 * hx_draw_uniform(random) - 1);
}

static size_t move(void *context, uint64_t seed, size_t epoch, const hx_sample *sample,
                   hx_spike *spikes)
{
    const hx_mnist *images = context;
    hx_draw random =
        hx_draw_start(seed, HX_DRAW_AUGMENT, (uint32_t)(epoch << 16 | (sample->index & 0xffff)));
    hx_mnist_view view;
    view.angle = between(&random, ROTATION);
    view.growth = between(&random, GROWTH);
    view.right = between(&random, SHIFT);
    view.lower = between(&random, SHIFT);
    float reduced[HX_MNIST_INPUTS];
    hx_mnist_reduce(images->images + sample->index * HX_MNIST_PIXELS, &view, reduced);
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
    data->augment = move;
    data->variant_capacity = HX_MNIST_INPUTS;
    size_t train =
        sizes->train && sizes->train < VALIDATION_FIRST ? sizes->train : VALIDATION_FIRST;
    hx_status status = hx_mnist_load(images, directory, false, 0, train, error);
    if (!status)
        status = hx_mnist_create(&data->train, images);
    if (!status)
        status = make_set(&data->validation, directory, false, VALIDATION_FIRST, sizes->validation,
                          error);
    if (!status && !data->validation.count)
        status = hx_error_set(error, HX_ERROR_FORMAT,
                              "%s: train-images-idx3-ubyte must hold more than %u images, the rest "
                              "is for validation (are train and t10k swapped?)",
                              directory, VALIDATION_FIRST);
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
                                  .steps = STEPS + 1,
                                  .step_us = HX_MNIST_DURATION_US / STEPS,
                                  .tau_mem_us = {6.0, 6.0},
                                  .tau_syn_us = {2.0, 1.0},
                                  .threshold = 1.0,
                                  .beta = 20.0,
                                  .refractory_us = 2.0, // as the chip is set
                                  .reset_us = HX_CELLS_RESET_TAU_US,
                                  .score_scale = 14.0,
                                  .score_from = 18}; // 2.9 us
    config.range[HX_LAYER_INPUT].limit = HX_SYNAPSE_WEIGHT_MAX;
    config.init_mean[HX_LAYER_INPUT] = 0.02;
    config.init_sigma[HX_LAYER_INPUT] = 0.15;
    config.init_sigma[HX_LAYER_OUTPUT] = 0.3;
    config.rate = 4e-3;
    config.rate_decay = 0.9;
    config.dropout = 0.1;
    return config;
}

const hx_task hx_task_mnist = {
    .name = "mnist",
    .summary = "handwritten digits (IDX files)",
    .needs_data = true,
    .shared_rows = true,
    .pace = {.period_us = HX_MNIST_PERIOD_US, .group = 10, .only_outputs = true},
    .loop = {3, 10000, 1e-3, 0.6},
    .class_name = class_names,
    .preset_count = 2,
    .presets = {{"quick", 6, 50, 5000, 500, 1000}, {"full", 30, 100, 50000, 1000, 10000}},
    .load = load,
    .configure = configure,
};

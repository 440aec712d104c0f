// The model of a network against a chip without spread and noise: the same spikes at the same time.
// SPDX-License-Identifier: Apache-2.0
//
// What is trained in software is worth as much on a chip as the two agree. Random input, weights
// that make neurons spike once or twice a sample (MNIST) or in bursts (speech).
#include "host/data/draw.h"
#include "host/train/experiment.h"
#include "host/train/software.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SAMPLES = 4, SPIKES = 160 };

#define STRENGTH 0.3

typedef struct comparison {
    unsigned both, one, close; // neurons of a sample: spike in both, in one, first at the same time
    double chip, model;        // spikes
    double close_us;
} comparison;

static int find_first(const hx_network *network, const hx_observation *seen, size_t hidden)
{
    for (size_t n = 0; n < network->steps; n++)
        if (seen->hidden_spikes[n * network->hidden + hidden])
            return (int)n;
    return -1;
}

static void add_sample(comparison *sum, const hx_network *network, const hx_observation *chip,
                       const hx_observation *model)
{
    sum->chip += (double)hx_observation_spike_count(network, chip);
    sum->model += (double)hx_observation_spike_count(network, model);
    for (size_t h = 0; h < network->hidden; h++) {
        const int a = find_first(network, chip, h), b = find_first(network, model, h);
        sum->both += a >= 0 && b >= 0;
        sum->one += (a >= 0) != (b >= 0);
        sum->close += a >= 0 && b >= 0 && abs(a - b) * network->step_us <= sum->close_us;
    }
}

static void draw_samples(const hx_network *network, hx_sample *samples, hx_spike *spikes)
{
    const double length = (double)network->steps * network->step_us;
    hx_draw draw = hx_draw_start(7, HX_DRAW_SHUFFLE, 0);
    for (size_t i = 0; i < SAMPLES; i++) {
        hx_spike *own = spikes + i * SPIKES;
        for (size_t k = 0; k < SPIKES; k++)
            own[k] = (hx_spike){(float)(0.8 * length * hx_draw_uniform(&draw)),
                                hx_draw_below(&draw, (uint32_t)network->inputs)};
        hx_spikes_sort(own, SPIKES);
        samples[i] = (hx_sample){.spikes = own, .spike_count = SPIKES};
    }
}

static void draw_weights(hx_trainer *trainer, const hx_network *network)
{
    hx_draw draw = hx_draw_start(8, HX_DRAW_WEIGHTS, 0);
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        float *weights = hx_trainer_weights(trainer, layer);
        const size_t count = hx_network_weight_count(network, layer);
        for (size_t i = 0; i < count; i++)
            weights[i] = (float)(STRENGTH * (0.1 + hx_draw_normal(&draw)) *
                                 (layer == HX_LAYER_RECURRENT ? 0.05 : 1.0));
    }
}

static comparison compare(const hx_task *task, double close_us)
{
    const hx_task_data data = {.train.classes = 10};
    hx_experiment_config config = {.task = task,
                                   .trainer = task->configure(&data),
                                   .in_loop = true,
                                   .device = hx_device_config_default(),
                                   .workers = 1,
                                   .sampler = HX_SAMPLER_BUS};
    config.trainer.batch = SAMPLES;
    config.device.tier = HX_TIER_FAST;
    config.device.mismatch = config.device.noise = 0.0;
    const hx_network *network = &config.trainer.network;
    hx_task alone = *task;
    alone.pace.group = 1; // from rest
    config.task = &alone;
    hx_error error = {0};
    hx_experiment *experiment;
    ck_assert_msg(!hx_experiment_create(&experiment, &config, &data, &error), "%s", error.text);
    hx_trainer *trainer = hx_experiment_get_trainer(experiment);
    draw_weights(trainer, network);
    hx_sample samples[SAMPLES];
    static hx_spike spikes[SAMPLES * SPIKES];
    draw_samples(network, samples, spikes);
    hx_observation chip[SAMPLES], model[SAMPLES];
    for (size_t i = 0; i < SAMPLES; i++) {
        ck_assert_int_eq(hx_observation_create(&chip[i], network), HX_OK);
        ck_assert_int_eq(hx_observation_create(&model[i], network), HX_OK);
    }
    ck_assert_msg(!hx_experiment_observe(experiment, samples, SAMPLES, chip, &error), "%s",
                  error.text);
    hx_software *software;
    ck_assert_int_eq(hx_software_create(&software, network), HX_OK);
    const hx_quantised_weights weights = hx_trainer_quantised(trainer);
    ck_assert_int_eq(hx_software_present(software, samples, SAMPLES, &weights, model), HX_OK);
    comparison sum = {.close_us = close_us};
    for (size_t i = 0; i < SAMPLES; i++) {
        add_sample(&sum, network, &chip[i], &model[i]);
        hx_observation_destroy(&chip[i]);
        hx_observation_destroy(&model[i]);
    }
    hx_software_destroy(software);
    hx_experiment_destroy(experiment);
    printf("%s: neurons that spike in both %u, in one %u, first close %u; spikes chip %.0f "
           "model %.0f\n",
           task->name, sum.both, sum.one, sum.close, sum.chip, sum.model);
    return sum;
}

static void check(comparison sum)
{
    ck_assert_uint_gt(sum.both, 100);
    ck_assert_uint_le(20 * sum.one, sum.both);
    ck_assert_uint_ge(10 * sum.close, 9 * sum.both);
    ck_assert_double_le(fabs(sum.chip - sum.model), 0.1 * sum.chip);
}

START_TEST(mnist_network_spikes_as_on_the_chip)
{
    check(compare(&hx_task_mnist, 0.4));
}
END_TEST

START_TEST(speech_network_spikes_as_on_the_chip)
{
    check(compare(&hx_task_speech, 2.0));
}
END_TEST

Suite *model_chip_suite(void);
Suite *model_chip_suite(void)
{
    Suite *suite = suite_create("model chip");
    TCase *core = tcase_create("core");
    tcase_add_test(core, mnist_network_spikes_as_on_the_chip);
    tcase_add_test(core, speech_network_spikes_as_on_the_chip);
    tcase_set_timeout(core, 120);
    suite_add_tcase(suite, core);
    return suite;
}

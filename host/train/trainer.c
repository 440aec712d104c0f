// The trainer: its state, initial weights, masks, rounding.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/trainer_private.h"

#include "host/data/draw.h"

#include <stdlib.h>
#include <string.h>

hx_trainer_config hx_trainer_config_default(void)
{
    return (hx_trainer_config){.network = hx_network_default(),
                               .range = {[HX_LAYER_INPUT] = {63.0, 5 * HX_SYNAPSE_WEIGHT_MAX},
                                         [HX_LAYER_OUTPUT] = {63.0, HX_SYNAPSE_WEIGHT_MAX},
                                         [HX_LAYER_RECURRENT] = {63.0, HX_SYNAPSE_WEIGHT_MAX}},
                               .init_mean = {[HX_LAYER_INPUT] = 0.3},
                               .init_sigma = {[HX_LAYER_INPUT] = 0.8, [HX_LAYER_OUTPUT] = 0.1},
                               .batch = 20,
                               .rate = 1e-2,
                               .rate_decay = 0.8,
                               .layer_rate = {1.0, 1.0, 1.0},
                               .regulariser_decay = 1.0,
                               .seed = 1};
}

static hx_status check_config(const hx_trainer_config *config, hx_error *error)
{
    hx_status status = hx_network_check(&config->network, error);
    if (status)
        return status;
    if (config->batch < 1 || config->batch > 1000000)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "batch must be 1..1000000");
    if (!(config->rate >= 0.0) || !(config->rate_decay > 0.0))
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "learning rate must not be negative, its decay above 0");
    if (!(config->dropout >= 0.0) || !(config->dropout < 1.0))
        return hx_error_set(error, HX_ERROR_ARGUMENT, "dropout must be in 0..1, without 1");
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++)
        if (!(config->layer_rate[layer] >= 0.0))
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "layer %d: learning rate must not be negative", layer);
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++)
        if (!(config->range[layer].scale > 0.0) || config->range[layer].limit < 1)
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "layer %d: weight scale and limit must be above 0", layer);
    return HX_OK;
}

static void draw_weights(hx_trainer *trainer)
{
    const hx_trainer_config *config = &trainer->config;
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        hx_draw random = hx_draw_start(config->seed, HX_DRAW_WEIGHTS, (uint32_t)layer);
        size_t count = hx_network_weight_count(&config->network, layer);
        for (size_t i = 0; i < count; i++)
            trainer->weights[layer][i] =
                (float)(config->init_mean[layer] +
                        config->init_sigma[layer] * hx_draw_normal(&random));
        hx_clip_weights(count, trainer->weights[layer], config->range[layer]);
    }
}

hx_status hx_trainer_create(hx_trainer **trainer, const hx_trainer_config *config, hx_error *error)
{
    *trainer = NULL;
    hx_status status = check_config(config, error);
    if (status)
        return status;
    hx_trainer *made = calloc(1, sizeof *made);
    if (!made)
        return hx_error_set(error, HX_ERROR_MEMORY, "trainer: memory ran out");
    made->config = *config;
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        size_t count = hx_network_weight_count(&config->network, layer);
        // One more than needed: a layer may be empty.
        made->weights[layer] = calloc(count + 1, sizeof(float));
        made->rounded[layer] = calloc(count + 1, sizeof(float));
        made->integers[layer] = calloc(count + 1, sizeof(int16_t));
        if (!made->weights[layer] || !made->rounded[layer] || !made->integers[layer])
            status = HX_ERROR_MEMORY;
        if (!status)
            status = hx_adam_create(&made->adam[layer], count);
    }
    if (!status)
        status = hx_gradient_create(&made->gradient, &config->network);
    if (!status)
        status = hx_input_create(&made->input, &config->network);
    made->heard = calloc(hx_network_weight_count(&config->network, HX_LAYER_OUTPUT), 1);
    made->samples = calloc(config->batch, sizeof *made->samples);
    made->observations = calloc(config->batch, sizeof *made->observations);
    if (!made->samples || !made->observations || !made->heard)
        status = HX_ERROR_MEMORY;
    for (size_t i = 0; i < config->batch && !status; i++)
        status = hx_observation_create(&made->observations[i], &config->network);
    if (status) {
        hx_trainer_destroy(made);
        return hx_error_set(error, status, "trainer: memory ran out");
    }
    draw_weights(made);
    *trainer = made;
    return HX_OK;
}

void hx_trainer_destroy(hx_trainer *trainer)
{
    if (!trainer)
        return;
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        free(trainer->weights[layer]);
        free(trainer->rounded[layer]);
        free(trainer->integers[layer]);
        free(trainer->masks[layer]);
        hx_adam_destroy(&trainer->adam[layer]);
    }
    hx_gradient_destroy(trainer->gradient);
    hx_input_destroy(&trainer->input);
    for (size_t i = 0; trainer->observations && i < trainer->config.batch; i++)
        hx_observation_destroy(&trainer->observations[i]);
    free(trainer->observations);
    free(trainer->samples);
    free(trainer->heard);
    free(trainer->variants);
    free(trainer);
}

void hx_trainer_set_stop(hx_trainer *trainer, const volatile sig_atomic_t *stop)
{
    trainer->stop = stop;
}

hx_status hx_trainer_set_augment(hx_trainer *trainer, hx_augment_fn augment, void *context,
                                 size_t capacity)
{
    free(trainer->variants);
    trainer->variants = calloc(trainer->config.batch * capacity + 1, sizeof *trainer->variants);
    trainer->variant_capacity = capacity;
    trainer->augment = trainer->variants ? augment : NULL;
    trainer->augment_context = context;
    return trainer->variants ? HX_OK : HX_ERROR_MEMORY;
}

static void clear_masked(const hx_trainer *trainer, int layer)
{
    const uint8_t *mask = trainer->masks[layer];
    size_t count = hx_network_weight_count(&trainer->config.network, layer);
    for (size_t i = 0; mask && i < count; i++)
        if (!mask[i])
            trainer->weights[layer][i] = 0.0f;
}

hx_status hx_trainer_set_mask(hx_trainer *trainer, int layer, const uint8_t *mask)
{
    size_t count = hx_network_weight_count(&trainer->config.network, layer);
    free(trainer->masks[layer]);
    trainer->masks[layer] = malloc(count + 1);
    if (!trainer->masks[layer])
        return HX_ERROR_MEMORY;
    memcpy(trainer->masks[layer], mask, count);
    clear_masked(trainer, layer);
    return HX_OK;
}

hx_quantised_weights hx_trainer_quantised(hx_trainer *trainer)
{
    hx_quantised_weights view;
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        const hx_network *network = &trainer->config.network;
        size_t count = hx_network_weight_count(network, layer);
        view.range[layer] = trainer->config.range[layer];
        view.rows[layer] = hx_network_rows(network, layer);
        view.columns[layer] = hx_network_columns(network, layer);
        view.layer[layer] = trainer->integers[layer];
        hx_quantise(count, trainer->weights[layer], view.range[layer], trainer->integers[layer]);
        hx_dequantise(count, trainer->integers[layer], view.range[layer], trainer->rounded[layer]);
    }
    return view;
}

const hx_trainer_config *hx_trainer_get_config(const hx_trainer *trainer)
{
    return &trainer->config;
}

size_t hx_trainer_get_epoch(const hx_trainer *trainer)
{
    return trainer->epoch;
}

void hx_trainer_set_epoch(hx_trainer *trainer, size_t epoch)
{
    trainer->epoch = epoch;
}

float *hx_trainer_weights(hx_trainer *trainer, int layer)
{
    return trainer->weights[layer];
}

hx_adam *hx_trainer_adam(hx_trainer *trainer, int layer)
{
    return &trainer->adam[layer];
}

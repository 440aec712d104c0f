// In-the-loop training: batches, gradient, weight update, validation.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/trainer.h"

#include "host/data/draw.h"

#include <stdlib.h>
#include <string.h>

struct hx_trainer {
    hx_trainer_config config;
    const volatile sig_atomic_t *stop;
    size_t epoch; // finished
    float *weights[HX_LAYER_COUNT];
    int16_t *integers[HX_LAYER_COUNT];
    float *rounded[HX_LAYER_COUNT]; // what the integers stand for
    hx_adam adam[HX_LAYER_COUNT];
    hx_gradient *gradient;
    hx_input input;
    hx_sample *samples; // [batch]
    hx_observation *observations;
    uint8_t *masks[HX_LAYER_COUNT]; // NULL: all weights are free
    uint8_t *heard;                 // output weights that are not dropped in this batch
    hx_augment_fn augment;
    void *augment_context;
    hx_spike *variants; // [batch][variant_capacity]
    size_t variant_capacity;
};

// State at the last finished epoch, to return to when an epoch is cut short.
typedef struct hx_snapshot {
    float *values[HX_LAYER_COUNT]; // weights, first, second, one after the other
    uint64_t updates[HX_LAYER_COUNT];
} hx_snapshot;

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

// Sums of an epoch.
typedef struct hx_tally {
    double loss;
    uint64_t right, spikes, samples;
} hx_tally;

// Draws the hidden neurons that are dropped: their output weights are 0 for the batch. The
// others are not scaled up: all scores grow alike when everything is heard, which changes no
// decision.
static void drop_out(hx_trainer *trainer, size_t batch)
{
    const hx_network *network = &trainer->config.network;
    hx_draw random = hx_draw_start(trainer->config.seed, HX_DRAW_DROPOUT,
                                   (uint32_t)(trainer->epoch << 16 | (batch & 0xffff)));
    for (size_t h = 0; h < network->hidden; h++) {
        bool dropped = hx_draw_uniform(&random) < trainer->config.dropout;
        for (size_t i = h * network->outputs; i < (h + 1) * network->outputs; i++) {
            trainer->heard[i] = !dropped;
            if (dropped) {
                trainer->integers[HX_LAYER_OUTPUT][i] = 0;
                trainer->rounded[HX_LAYER_OUTPUT][i] = 0.0f;
            }
        }
    }
}

static void update_weights(hx_trainer *trainer, double rate)
{
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        if (trainer->masks[layer])
            hx_gradient_mask(trainer->gradient, layer, trainer->masks[layer]);
        hx_adam_update(&trainer->adam[layer], rate, hx_gradient_get(trainer->gradient, layer),
                       trainer->weights[layer]);
        hx_clip_weights(trainer->adam[layer].count, trainer->weights[layer],
                        trainer->config.range[layer]);
    }
}

static hx_status learn_batch(hx_trainer *trainer, size_t batch, size_t count, double rate,
                             const hx_regularisers *regularisers, hx_present_fn present,
                             void *context, hx_tally *tally)
{
    const hx_network *network = &trainer->config.network;
    hx_quantised_weights weights = hx_trainer_quantised(trainer);
    if (trainer->config.dropout > 0.0)
        drop_out(trainer, batch);
    hx_status status = present(context, trainer->samples, count, &weights, trainer->observations);
    if (status)
        return status;
    hx_gradient_begin(trainer->gradient, (const float *const *)trainer->rounded, regularisers,
                      count);
    for (size_t i = 0; i < count; i++) {
        const hx_sample *sample = &trainer->samples[i];
        const hx_observation *observation = &trainer->observations[i];
        status = hx_input_set(&trainer->input, network, sample);
        if (status)
            return status;
        double loss;
        hx_gradient_add(trainer->gradient, &trainer->input, observation, sample->label, &loss);
        tally->loss += loss;
        tally->right += hx_network_decide(network, observation) == sample->label;
        tally->spikes += hx_observation_spike_count(network, observation);
        tally->samples++;
    }
    if (trainer->config.dropout > 0.0)
        hx_gradient_mask(trainer->gradient, HX_LAYER_OUTPUT, trainer->heard);
    update_weights(trainer, rate);
    return HX_OK;
}

// The next sample of a batch, or a variant of it.
static hx_sample take_sample(hx_trainer *trainer, const hx_sample *sample, size_t place)
{
    hx_sample taken = *sample;
    if (!trainer->augment)
        return taken;
    hx_spike *spikes = trainer->variants + place * trainer->variant_capacity;
    taken.spike_count = trainer->augment(trainer->augment_context, trainer->config.seed,
                                         trainer->epoch, sample, spikes);
    taken.spikes = spikes;
    return taken;
}

static double decayed(double value, double factor, size_t epochs)
{
    for (size_t i = 0; i < epochs; i++)
        value *= factor;
    return value;
}

static hx_status run_epoch(hx_trainer *trainer, const hx_dataset *train, uint32_t *order,
                           hx_present_fn present, void *context,
                           const hx_trainer_observer *observer, hx_tally *tally)
{
    const hx_trainer_config *config = &trainer->config;
    hx_draw random = hx_draw_start(config->seed, HX_DRAW_SHUFFLE, (uint32_t)trainer->epoch);
    hx_draw_order(&random, order, (uint32_t)train->count);
    double rate = decayed(config->rate, config->rate_decay, trainer->epoch);
    double fade = decayed(1.0, config->regulariser_decay, trainer->epoch);
    hx_regularisers regularisers = {config->regularisers.readout * fade,
                                    config->regularisers.burst * fade,
                                    config->regularisers.weights * fade};
    for (size_t first = 0; first < train->count; first += config->batch) {
        if (trainer->stop && *trainer->stop)
            return HX_INTERRUPTED;
        size_t count = train->count - first;
        if (count > config->batch)
            count = config->batch;
        for (size_t i = 0; i < count; i++)
            trainer->samples[i] = take_sample(trainer, &train->samples[order[first + i]], i);
        hx_status status = learn_batch(trainer, first / config->batch, count, rate, &regularisers,
                                       present, context, tally);
        if (status)
            return status;
        if (observer && observer->batch) {
            double done = (double)tally->samples;
            hx_batch_progress progress = {trainer->epoch + 1, tally->samples, train->count,
                                          tally->loss / done, (double)tally->right / done};
            observer->batch(observer->context, &progress);
        }
    }
    return HX_OK;
}

static void copy_state(hx_trainer *trainer, hx_snapshot *snapshot, int restore)
{
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        hx_adam *adam = &trainer->adam[layer];
        float *const live[3] = {trainer->weights[layer], adam->first, adam->second};
        for (int part = 0; part < 3; part++) {
            float *kept = snapshot->values[layer] + (size_t)part * adam->count;
            if (restore)
                memcpy(live[part], kept, adam->count * sizeof(float));
            else
                memcpy(kept, live[part], adam->count * sizeof(float));
        }
        if (restore)
            adam->updates = snapshot->updates[layer];
        else
            snapshot->updates[layer] = adam->updates;
    }
}

static hx_status run_epochs(hx_trainer *trainer, size_t epochs, const hx_dataset *train,
                            const hx_dataset *validation, hx_present_fn present, void *context,
                            const hx_trainer_observer *observer, uint32_t *order,
                            hx_snapshot *snapshot)
{
    while (trainer->epoch < epochs) {
        hx_tally tally = {0};
        hx_evaluation checked = {0};
        copy_state(trainer, snapshot, 0);
        hx_status status = run_epoch(trainer, train, order, present, context, observer, &tally);
        if (!status && validation && validation->count)
            status = hx_trainer_evaluate(trainer, validation, present, context, &checked, NULL);
        if (status) {
            copy_state(trainer, snapshot, 1);
            return status;
        }
        trainer->epoch++;
        if (observer && observer->epoch) {
            double done = (double)tally.samples;
            hx_epoch_metrics metrics = {trainer->epoch, tally.loss / done,
                                        (double)tally.right / done, checked.accuracy,
                                        (double)tally.spikes / done};
            status = observer->epoch(observer->context, &metrics);
            if (status)
                return status;
        }
    }
    return HX_OK;
}

hx_status hx_trainer_run(hx_trainer *trainer, size_t epochs, const hx_dataset *train,
                         const hx_dataset *validation, hx_present_fn present, void *context,
                         const hx_trainer_observer *observer, hx_error *error)
{
    const hx_network *network = &trainer->config.network;
    if (train->count < 1 || train->count > UINT32_MAX)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "training set: 1..2^32-1 samples");
    if (train->inputs > network->inputs || train->classes > network->outputs)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "training set: %u inputs and %u classes, network: %zu and %zu",
                            train->inputs, train->classes, network->inputs, network->outputs);
    hx_snapshot snapshot = {0};
    uint32_t *order = calloc(train->count, sizeof *order);
    hx_status status = order ? HX_OK : HX_ERROR_MEMORY;
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        snapshot.values[layer] = calloc(3 * trainer->adam[layer].count + 1, sizeof(float));
        if (!snapshot.values[layer])
            status = HX_ERROR_MEMORY;
    }
    if (!status)
        status = run_epochs(trainer, epochs, train, validation, present, context, observer, order,
                            &snapshot);
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++)
        free(snapshot.values[layer]);
    free(order);
    if (status)
        return hx_error_set(error, status, "training, epoch %zu: %s", trainer->epoch + 1,
                            hx_status_text(status));
    return HX_OK;
}

hx_status hx_trainer_evaluate(hx_trainer *trainer, const hx_dataset *dataset, hx_present_fn present,
                              void *context, hx_evaluation *evaluation, uint32_t *predictions)
{
    const hx_network *network = &trainer->config.network;
    hx_quantised_weights weights = hx_trainer_quantised(trainer);
    hx_tally tally = {0};
    *evaluation = (hx_evaluation){0};
    for (size_t first = 0; first < dataset->count; first += trainer->config.batch) {
        if (trainer->stop && *trainer->stop)
            return HX_INTERRUPTED;
        size_t count = dataset->count - first;
        if (count > trainer->config.batch)
            count = trainer->config.batch;
        hx_status status =
            present(context, dataset->samples + first, count, &weights, trainer->observations);
        if (status)
            return status;
        for (size_t i = 0; i < count; i++) {
            const hx_observation *observation = &trainer->observations[i];
            uint32_t label = dataset->samples[first + i].label;
            uint32_t decided = hx_network_decide(network, observation);
            if (predictions)
                predictions[first + i] = decided;
            tally.right += decided == label;
            tally.loss += hx_gradient_loss(trainer->gradient, observation, label);
            tally.spikes += hx_observation_spike_count(network, observation);
        }
    }
    if (dataset->count) {
        double done = (double)dataset->count;
        evaluation->accuracy = (double)tally.right / done;
        evaluation->loss = tally.loss / done;
        evaluation->hidden_spikes = (double)tally.spikes / done;
    }
    return HX_OK;
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

// In-the-loop training: batches, gradient, weight update, validation.
// SPDX-License-Identifier: Apache-2.0
#include "host/data/draw.h"
#include "host/train/trainer_private.h"

#include <stdlib.h>
#include <string.h>

// State at the last finished epoch, to return to when an epoch is cut short.
typedef struct hx_snapshot {
    float *values[HX_LAYER_COUNT]; // weights, first, second, one after the other
    uint64_t updates[HX_LAYER_COUNT];
} hx_snapshot;

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
        hx_adam_update(&trainer->adam[layer], rate * trainer->config.layer_rate[layer],
                       hx_gradient_get(trainer->gradient, layer), trainer->weights[layer]);
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

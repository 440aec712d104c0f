// Bench rows of the trainer, without simulator.
// SPDX-License-Identifier: Apache-2.0
//
// 256-246-10, 100 steps, batches of 100, each input spikes in 2 % of the steps.
#include "host/cli/bench_rows.h"
#include "host/data/draw.h"
#include "host/train/gradient.h"
#include "host/train/network.h"

#include <stdbool.h>
#include <stdlib.h>

enum { INPUTS = 256, HIDDEN = 246, OUTPUTS = 10, STEPS = 100, BATCH = 100, SPIKES = 512 };

typedef struct bench {
    hx_network network;
    hx_input input;
    hx_observation observation;
    hx_gradient *gradient;
    float *weights[HX_LAYER_COUNT];
    hx_spike spikes[BATCH][SPIKES];
} bench;

static hx_status create(bench *b)
{
    b->network = hx_network_default();
    b->network.inputs = INPUTS;
    b->network.hidden = HIDDEN;
    b->network.outputs = OUTPUTS;
    b->network.steps = STEPS;
    hx_draw draw = hx_draw_start(1, HX_DRAW_WEIGHTS, 0);
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        size_t count = hx_network_weight_count(&b->network, layer);
        b->weights[layer] = calloc(count, sizeof(float));
        if (!b->weights[layer])
            return HX_ERROR_MEMORY;
        for (size_t i = 0; i < count; i++)
            b->weights[layer][i] = (float)(0.1 * hx_draw_normal(&draw));
    }
    for (size_t s = 0; s < BATCH; s++) {
        for (size_t i = 0; i < SPIKES; i++)
            b->spikes[s][i] =
                (hx_spike){(float)(hx_draw_uniform(&draw) * STEPS * b->network.step_us),
                           hx_draw_below(&draw, INPUTS)};
        hx_spikes_sort(b->spikes[s], SPIKES);
    }
    hx_status status = hx_input_create(&b->input, &b->network);
    if (!status)
        status = hx_observation_create(&b->observation, &b->network);
    return status ? status : hx_gradient_create(&b->gradient, &b->network);
}

static void destroy(bench *b)
{
    hx_gradient_destroy(b->gradient);
    hx_observation_destroy(&b->observation);
    hx_input_destroy(&b->input);
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++)
        free(b->weights[layer]);
    free(b);
}

static hx_status measure(bool backward, double seconds, double *value)
{
    bench *b = calloc(1, sizeof *b);
    if (!b)
        return HX_ERROR_MEMORY;
    const hx_regularisers none = {0};
    hx_status status = create(b);
    const float *const view[HX_LAYER_COUNT] = {b->weights[0], b->weights[1]};
    double start = hx_bench_now(), elapsed = 0;
    size_t samples = 0;
    while (!status && elapsed < seconds) {
        hx_gradient_begin(b->gradient, view, &none, BATCH);
        for (size_t s = 0; !status && s < BATCH; s++) {
            const hx_sample sample = {.spikes = b->spikes[s], .spike_count = SPIKES};
            status = hx_input_set(&b->input, &b->network, &sample);
            if (!status)
                status = hx_network_forward(&b->network, view, &b->input, &b->observation);
            if (!status && backward)
                hx_gradient_add(b->gradient, &b->input, &b->observation, (uint32_t)(s % OUTPUTS),
                                NULL);
        }
        samples += BATCH;
        elapsed = hx_bench_now() - start;
    }
    *value = (double)samples / elapsed;
    destroy(b);
    return status;
}

hx_status hx_bench_train_forward(double seconds, double *value, hx_error *error)
{
    (void)error;
    return measure(false, seconds, value);
}

hx_status hx_bench_train_forward_backward(double seconds, double *value, hx_error *error)
{
    (void)error;
    return measure(true, seconds, value);
}

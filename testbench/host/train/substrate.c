// A stand-in for the chip: the network in fine time steps, with mismatch and sampling.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/host/train/substrate.h"

#include "host/data/draw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct cell {
    float threshold, decay_current, decay_voltage, gain;
    float current, voltage;
} cell;

struct substrate {
    hx_network network;
    substrate_config config;
    hx_draw noise;
    cell *cells;                    // hidden, then outputs
    float *factor[HX_LAYER_COUNT];  // of each synapse
    float *weights[HX_LAYER_COUNT]; // as the synapses have them
    float *before, *now;            // samples, hidden then outputs
};

static float spread(hx_draw *random, double target, double relative)
{
    double factor = 1.0 + relative * hx_draw_normal(random);
    return (float)(target * (factor < 0.3 ? 0.3 : factor));
}

substrate *substrate_create(const hx_network *network, const substrate_config *config)
{
    substrate *made = calloc(1, sizeof *made);
    size_t cells = network->hidden + network->outputs;
    made->network = *network;
    made->config = *config;
    made->noise = hx_draw_start(config->seed, HX_DRAW_TEST, 1);
    made->cells = calloc(cells, sizeof *made->cells);
    made->before = calloc(cells, sizeof(float));
    made->now = calloc(cells, sizeof(float));
    hx_draw random = hx_draw_start(config->seed, HX_DRAW_TEST, 0);
    for (size_t i = 0; i < cells; i++) {
        int layer = i >= network->hidden;
        cell *c = &made->cells[i];
        c->threshold = layer ? INFINITY : spread(&random, 1.0, config->spread);
        double tau_syn = spread(&random, network->tau_syn_us[layer], config->spread);
        double tau_mem = spread(&random, network->tau_mem_us[layer], config->spread);
        c->decay_current = (float)exp(-config->fine_us / tau_syn);
        c->decay_voltage = (float)exp(-config->fine_us / tau_mem);
        c->gain = spread(&random, 1.0, config->spread);
    }
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        size_t count = hx_network_weight_count(network, layer);
        made->factor[layer] = calloc(count, sizeof(float));
        made->weights[layer] = calloc(count, sizeof(float));
        for (size_t i = 0; i < count; i++)
            made->factor[layer][i] = spread(&random, 1.0, config->synapses);
    }
    return made;
}

void substrate_destroy(substrate *made)
{
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        free(made->factor[layer]);
        free(made->weights[layer]);
    }
    free(made->before);
    free(made->now);
    free(made->cells);
    free(made);
}

static void sample_cells(substrate *s, size_t cells)
{
    memcpy(s->before, s->now, cells * sizeof(float));
    for (size_t i = 0; i < cells; i++) {
        double value = s->cells[i].voltage;
        if (s->config.noise > 0.0)
            value += s->config.noise * hx_draw_normal(&s->noise);
        if (s->config.lsb > 0.0)
            value = s->config.lsb * round(value / s->config.lsb);
        s->now[i] = (float)value;
    }
}

static void run_sample(substrate *s, const hx_sample *sample, hx_observation *seen)
{
    const hx_network *network = &s->network;
    size_t hidden = network->hidden, outputs = network->outputs, cells = hidden + outputs;
    size_t fine_steps =
        (size_t)llround((double)network->steps * network->step_us / s->config.fine_us);
    size_t next_spike = 0, next_grid = 0;
    double sampled_at = -s->config.sample_us, sample_before = sampled_at;
    memset(seen->hidden_spikes, 0, network->steps * hidden);
    memset(s->now, 0, cells * sizeof(float));
    for (size_t i = 0; i < cells; i++)
        s->cells[i].current = s->cells[i].voltage = 0.0f;
    for (size_t k = 0; k <= fine_steps; k++) {
        double now = (double)k * s->config.fine_us;
        if (now >= sampled_at + s->config.sample_us - 1e-9) {
            sample_cells(s, cells);
            sample_before = sampled_at;
            sampled_at = now;
            for (; next_grid < network->steps &&
                   (double)next_grid * network->step_us <= sampled_at + 1e-9;
                 next_grid++) {
                float part = (float)(((double)next_grid * network->step_us - sample_before) /
                                     (sampled_at - sample_before));
                for (size_t i = 0; i < cells; i++) {
                    float value = s->before[i] + part * (s->now[i] - s->before[i]);
                    if (i < hidden)
                        seen->hidden_voltage[next_grid * hidden + i] = value;
                    else
                        seen->output_voltage[next_grid * outputs + i - hidden] = value;
                }
            }
        }
        for (size_t i = 0; i < cells; i++) {
            cell *c = &s->cells[i];
            c->voltage = c->decay_voltage * c->voltage + (1.0f - c->decay_voltage) * c->current;
            c->current *= c->decay_current;
        }
        for (size_t h = 0; h < hidden; h++) {
            if (s->cells[h].voltage <= s->cells[h].threshold)
                continue;
            s->cells[h].voltage = 0.0f;
            size_t step = (size_t)(now / network->step_us);
            if (step < network->steps)
                seen->hidden_spikes[step * hidden + h]++;
            for (size_t o = 0; o < outputs; o++)
                s->cells[hidden + o].current +=
                    s->cells[hidden + o].gain * s->weights[1][h * outputs + o];
        }
        while (next_spike < sample->spike_count && sample->spikes[next_spike].time_us <= now) {
            const float *row = s->weights[0] + sample->spikes[next_spike++].unit * hidden;
            for (size_t h = 0; h < hidden; h++)
                s->cells[h].current += s->cells[h].gain * row[h];
        }
    }
    for (; next_grid < network->steps; next_grid++) {
        memcpy(seen->hidden_voltage + next_grid * hidden, s->now, hidden * sizeof(float));
        memcpy(seen->output_voltage + next_grid * outputs, s->now + hidden,
               outputs * sizeof(float));
    }
}

hx_status substrate_present(void *context, const hx_sample *samples, size_t count,
                            const hx_quantised_weights *weights, hx_observation *observations)
{
    substrate *s = context;
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        size_t total = hx_network_weight_count(&s->network, layer);
        hx_dequantise(total, weights->layer[layer], weights->range[layer], s->weights[layer]);
        for (size_t i = 0; i < total; i++)
            s->weights[layer][i] *= s->factor[layer][i];
    }
    for (size_t i = 0; i < count; i++)
        run_sample(s, &samples[i], &observations[i]);
    return HX_OK;
}

// The discrete-time model of the network: sizes, decays, forward pass.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/network.h"

#include "host/data/exact.h"
#include "host/train/kernels.h"
#include "host/train/scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

hx_network hx_network_default(void)
{
    return (hx_network){.inputs = 5,
                        .hidden = 120,
                        .outputs = 3,
                        .steps = 38,
                        .step_us = 1.0,
                        .tau_mem_us = {6.0, 6.0},
                        .tau_syn_us = {6.0, 6.0},
                        .threshold = 1.0,
                        .beta = 20.0,
                        .score_scale = 10.0,
                        .score_from = 10};
}

hx_status hx_network_check(const hx_network *network, hx_error *error)
{
    if (network->inputs < 1 || network->hidden < 1 || network->outputs < 1 || network->steps < 2)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "network: layers need at least 1 unit and time at least 2 steps");
    if (network->inputs > 65536 || network->hidden > 65536 || network->outputs > 65536 ||
        network->steps > 65536)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "network: at most 65536 units a layer and 65536 steps");
    for (int i = 0; i < HX_POPULATION_COUNT; i++)
        if (!(network->tau_mem_us[i] > 0.0) || !(network->tau_syn_us[i] > 0.0))
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "network: time constants must be above 0 us");
    if (!(network->refractory_us >= 0.0) || !(network->refractory_us < 255 * network->step_us))
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "network: refractory time must be 0..254 steps");
    if (!(network->reset_us >= 0.0) || !isfinite(network->reset_us))
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "network: time constant of the reset must be 0 us or more");
    if (network->score_from >= network->steps)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "network: score_from must be a step");
    if (!(network->step_us > 0.0) || !(network->threshold > 0.0) || !(network->beta >= 0.0) ||
        !isfinite(network->score_scale))
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "network: step and threshold must be above 0, beta not below 0");
    return HX_OK;
}

size_t hx_network_rows(const hx_network *network, int layer)
{
    return layer == HX_LAYER_INPUT ? network->inputs : network->hidden;
}

size_t hx_network_columns(const hx_network *network, int layer)
{
    if (layer == HX_LAYER_OUTPUT)
        return network->outputs;
    return layer == HX_LAYER_INPUT || network->recurrent ? network->hidden : 0;
}

size_t hx_network_weight_count(const hx_network *network, int layer)
{
    return hx_network_rows(network, layer) * hx_network_columns(network, layer);
}

hx_status hx_observation_create(hx_observation *observation, const hx_network *network)
{
    size_t hidden = network->steps * network->hidden;
    observation->hidden_spikes = calloc(hidden, sizeof *observation->hidden_spikes);
    observation->hidden_voltage = calloc(hidden, sizeof *observation->hidden_voltage);
    observation->output_voltage =
        calloc(network->steps * network->outputs, sizeof *observation->output_voltage);
    observation->output_first = calloc(network->outputs, sizeof *observation->output_first);
    if (observation->hidden_spikes && observation->hidden_voltage && observation->output_voltage &&
        observation->output_first) {
        for (size_t o = 0; o < network->outputs; o++)
            observation->output_first[o] = INFINITY;
        return HX_OK;
    }
    hx_observation_destroy(observation);
    return HX_ERROR_MEMORY;
}

void hx_observation_destroy(hx_observation *observation)
{
    free(observation->hidden_spikes);
    free(observation->hidden_voltage);
    free(observation->output_voltage);
    free(observation->output_first);
    *observation = (hx_observation){0};
}

hx_status hx_input_create(hx_input *input, const hx_network *network)
{
    *input = (hx_input){0};
    input->start = calloc(network->steps + 1, sizeof *input->start);
    return input->start ? HX_OK : HX_ERROR_MEMORY;
}

static void drop_lists(hx_input *input)
{
    free(input->units);
    free(input->share);
    input->units = NULL;
    input->share = NULL;
    input->capacity = 0;
}

void hx_input_destroy(hx_input *input)
{
    free(input->start);
    drop_lists(input);
    *input = (hx_input){0};
}

enum { SHARES = 64 }; // computed at a time

static void store_shares(float *target, size_t count, const double *power, double *share)
{
    hx_exact_exp_all(count, power, share);
    for (size_t i = 0; i < count; i++)
        target[i] = (float)share[i];
}

hx_status hx_input_set(hx_input *input, const hx_network *network, const hx_sample *sample)
{
    if (sample->spike_count > input->capacity) {
        drop_lists(input);
        input->units = calloc(sample->spike_count, sizeof *input->units);
        input->share = calloc(sample->spike_count, sizeof *input->share);
        if (!input->units || !input->share) {
            drop_lists(input);
            return HX_ERROR_MEMORY;
        }
        input->capacity = sample->spike_count;
    }
    // Spikes are sorted by time, so one pass fills the steps in order.
    size_t step = 0;
    uint32_t used = 0, done = 0;
    double power[SHARES], share[SHARES];
    input->start[0] = 0;
    for (size_t i = 0; i < sample->spike_count; i++) {
        const hx_spike *spike = &sample->spikes[i];
        if (spike->unit >= network->inputs || (i > 0 && spike->time_us < spike[-1].time_us))
            return HX_ERROR_ARGUMENT;
        double steps = spike->time_us / network->step_us;
        if (!(steps >= 0.0) || !(steps < (double)network->steps))
            continue;
        uint32_t place = (uint32_t)steps;
        while (step < place)
            input->start[++step] = used;
        double left_us = ((double)place + 1.0) * network->step_us - spike->time_us;
        power[used - done] = -left_us / network->tau_syn_us[0];
        input->units[used++] = spike->unit;
        if (used - done == SHARES) {
            store_shares(input->share + done, SHARES, power, share);
            done = used;
        }
    }
    store_shares(input->share + done, used - done, power, share);
    while (step < network->steps)
        input->start[++step] = used;
    return HX_OK;
}

// Outputs that spike: times of first spikes from the line between two grid points.
static void step_spiking_outputs(const hx_network *network, float decay_current,
                                 float decay_voltage, float *current, float *voltage, size_t n,
                                 hx_observation *observation)
{
    uint8_t spiked;
    const float threshold = (float)network->threshold;
    float *measured = observation->output_voltage + n * network->outputs;
    for (size_t o = 0; o < network->outputs; o++) {
        float before = voltage[o];
        hx_kernel_lif(1, decay_current, decay_voltage, threshold, current + o, voltage + o,
                      measured + o, &spiked);
        if (spiked && isinf(observation->output_first[o]))
            observation->output_first[o] =
                (float)(((double)n - 1.0 + (threshold - before) / (measured[o] - before)) *
                        network->step_us);
    }
}

static uint8_t count_rest(const hx_network *network)
{
    return (uint8_t)lround(network->refractory_us / network->step_us);
}

// What a current does to a membrane that is kept reset.
static float find_push(const hx_network *network)
{
    return (float)(network->reset_us / network->tau_mem_us[0]);
}

// Neurons that rest after a spike stay where the reset holds them. `left` counts their steps.
// Returns whether another one spiked.
static bool hold_resting(size_t hidden, uint8_t rest, float push, const float *current,
                         uint8_t *left, float *voltage, float *measured, uint8_t *spikes)
{
    bool any = false;
    for (size_t h = 0; h < hidden; h++) {
        if (left[h]) {
            left[h]--;
            voltage[h] = measured[h] = push * current[h];
            spikes[h] = 0;
        } else if (spikes[h]) {
            left[h] = rest;
            any = true;
        }
    }
    return any;
}

hx_status hx_network_forward(const hx_network *network, const float *const weights[HX_LAYER_COUNT],
                             const hx_input *input, hx_observation *observation)
{
    size_t hidden = network->hidden, outputs = network->outputs;
    float decay_current[HX_POPULATION_COUNT], decay_voltage[HX_POPULATION_COUNT];
    for (int i = 0; i < HX_POPULATION_COUNT; i++) {
        decay_current[i] = (float)hx_exact_exp(-network->step_us / network->tau_syn_us[i]);
        decay_voltage[i] = (float)hx_exact_exp(-network->step_us / network->tau_mem_us[i]);
    }
    const uint8_t rest = count_rest(network);
    const float push = find_push(network);
    float *state = calloc(2 * (hidden + outputs), sizeof *state);
    uint8_t *left = calloc(hidden, 1);
    if (!state || !left) {
        free(state);
        free(left);
        return HX_ERROR_MEMORY;
    }
    float *current = state, *voltage = state + hidden;
    float *output_current = voltage + hidden, *output_voltage = output_current + outputs;
    for (size_t o = 0; o < outputs; o++)
        observation->output_first[o] = INFINITY;
    memset(observation->hidden_spikes, 0, hidden);
    memset(observation->hidden_voltage, 0, hidden * sizeof(float));
    memset(observation->output_voltage, 0, outputs * sizeof(float));
    bool spiked = false, spiked_before = false; // some hidden neuron, at n and n - 1
    for (size_t n = 1; n < network->steps; n++) {
        // The voltages of n come from the currents of n - 1; only then do those take the
        // spikes of step n - 1.
        spiked_before = spiked;
        spiked = hx_kernel_lif(
            hidden, decay_current[0], decay_voltage[0], (float)network->threshold, current, voltage,
            observation->hidden_voltage + n * hidden, observation->hidden_spikes + n * hidden);
        if (rest)
            spiked =
                hold_resting(hidden, rest, push, current, left, voltage,
                             observation->hidden_voltage + n * hidden,
                             observation->hidden_spikes + n * hidden);
        if (network->first_spike)
            step_spiking_outputs(network, decay_current[1], decay_voltage[1], output_current,
                                 output_voltage, n, observation);
        else
            hx_kernel_integrate(outputs, decay_current[1], decay_voltage[1], output_current,
                                output_voltage, observation->output_voltage + n * outputs);
        uint32_t first = input->start[n - 1];
        hx_kernel_add_rows(hidden, current, input->start[n] - first, input->share + first,
                           input->units + first, weights[HX_LAYER_INPUT]);
        const uint8_t *spikes = observation->hidden_spikes + (n - 1) * hidden;
        for (size_t h = 0; spiked_before && (h = hx_scan_next(spikes, hidden, h)) < hidden; h++) {
            hx_kernel_add_row(outputs, output_current, 1.0f,
                              weights[HX_LAYER_OUTPUT] + h * outputs);
            if (network->recurrent)
                hx_kernel_add_row(hidden, current, 1.0f, weights[HX_LAYER_RECURRENT] + h * hidden);
        }
    }
    free(state);
    free(left);
    return HX_OK;
}

hx_status hx_network_follow(const hx_network *network, const float *const weights[HX_LAYER_COUNT],
                            const hx_input *input, hx_observation *observation)
{
    const size_t hidden = network->hidden;
    const float decay_current = (float)hx_exact_exp(-network->step_us / network->tau_syn_us[0]);
    const float decay_voltage = (float)hx_exact_exp(-network->step_us / network->tau_mem_us[0]);
    const uint8_t rest = count_rest(network);
    const float push = find_push(network);
    float *current = calloc(2 * hidden, sizeof *current);
    uint8_t *left = calloc(hidden, 1);
    if (!current || !left) {
        free(current);
        free(left);
        return HX_ERROR_MEMORY;
    }
    float *voltage = current + hidden;
    memset(observation->hidden_voltage, 0, hidden * sizeof(float));
    for (size_t n = 1; n < network->steps; n++) {
        hx_kernel_integrate(hidden, decay_current, decay_voltage, current, voltage,
                            observation->hidden_voltage + n * hidden);
        for (size_t h = 0; rest && h < hidden; h++)
            if (left[h]) {
                left[h]--;
                voltage[h] = observation->hidden_voltage[n * hidden + h] = push * current[h];
            }
        uint32_t first = input->start[n - 1];
        hx_kernel_add_rows(hidden, current, input->start[n] - first, input->share + first,
                           input->units + first, weights[HX_LAYER_INPUT]);
        const uint8_t *before = observation->hidden_spikes + (n - 1) * hidden,
                      *now = before + hidden;
        for (size_t h = 0; network->recurrent && (h = hx_scan_next(before, hidden, h)) < hidden;
             h++)
            hx_kernel_add_row(hidden, current, 1.0f, weights[HX_LAYER_RECURRENT] + h * hidden);
        for (size_t h = 0; (h = hx_scan_next(now, hidden, h)) < hidden; h++) {
            voltage[h] = 0.0f;
            left[h] = rest;
        }
    }
    free(current);
    free(left);
    return HX_OK;
}

uint64_t hx_observation_spike_count(const hx_network *network, const hx_observation *observation)
{
    uint64_t count = 0;
    for (size_t i = 0; i < network->steps * network->hidden; i++)
        count += observation->hidden_spikes[i];
    return count;
}

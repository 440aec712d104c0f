// Loss and gradient of the weights from what was observed.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/gradient.h"

#include "host/data/exact.h"
#include "host/train/kernels.h"
#include "host/train/loss.h"
#include "host/train/scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// A membrane that crosses the threshold has a current above it; a slope near 0 would make the
// gradient explode. Own choice, in units of the threshold.
#define EVENT_MARGIN 0.2f
// Gradient by the weights of hidden spikes towards a right output that stays silent.
#define SILENT_BUMP 0.05f

struct hx_gradient {
    hx_network network;
    float decay_current[HX_POPULATION_COUNT], decay_voltage[HX_POPULATION_COUNT];
    hx_regularisers regularisers;
    double batch;
    const float *weights[HX_LAYER_COUNT]; // of the batch
    float *sum[HX_LAYER_COUNT];
    // Weights that lead away from hidden neurons, one row for each target, so that loops run
    // over the hidden neurons.
    float *to_outputs; // [outputs][hidden]
    float *to_hidden;  // [hidden][hidden], empty unless the network is recurrent
    float *spike, *current, *voltage, *burst;      // [hidden]: gradients at one step
    float *output_current, *output_voltage, *peak; // [outputs]
    // [outputs], for eventprop: what a maximum would win if the spikes that end its rise came 1 us
    // later, for each unit of their weights; 0: the maximum is not of that kind.
    float *rise;
    float *input_current; // [steps][hidden] of the model, for eventprop
    float *scores;        // [outputs]
    uint32_t *peak_step;  // [outputs]
};

hx_status hx_gradient_create(hx_gradient **gradient, const hx_network *network)
{
    *gradient = NULL;
    hx_gradient *made = calloc(1, sizeof *made);
    if (!made)
        return HX_ERROR_MEMORY;
    made->network = *network;
    made->batch = 1.0;
    size_t hidden = network->hidden, outputs = network->outputs;
    int complete = 1;
    for (int i = 0; i < HX_POPULATION_COUNT; i++) {
        made->decay_current[i] = (float)hx_exact_exp(-network->step_us / network->tau_syn_us[i]);
        made->decay_voltage[i] = (float)hx_exact_exp(-network->step_us / network->tau_mem_us[i]);
    }
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        // One more than needed: a layer may be empty.
        made->sum[layer] = calloc(hx_network_weight_count(network, layer) + 1, sizeof(float));
        complete = complete && made->sum[layer];
    }
    float **const rows[] = {&made->spike, &made->current, &made->voltage, &made->burst};
    for (int i = 0; i < 4; i++) {
        *rows[i] = calloc(hidden, sizeof(float));
        complete = complete && *rows[i];
    }
    float **const output_rows[] = {&made->output_current, &made->output_voltage, &made->peak,
                                   &made->scores, &made->rise};
    for (int i = 0; i < 5; i++) {
        *output_rows[i] = calloc(outputs, sizeof(float));
        complete = complete && *output_rows[i];
    }
    made->input_current = calloc(network->eventprop ? network->steps * hidden : 1, sizeof(float));
    complete = complete && made->input_current;
    made->to_outputs = calloc(hidden * outputs, sizeof(float));
    made->to_hidden =
        calloc(hx_network_weight_count(network, HX_LAYER_RECURRENT) + 1, sizeof(float));
    made->peak_step = calloc(outputs, sizeof *made->peak_step);
    if (!complete || !made->to_outputs || !made->to_hidden || !made->peak_step) {
        hx_gradient_destroy(made);
        return HX_ERROR_MEMORY;
    }
    *gradient = made;
    return HX_OK;
}

void hx_gradient_destroy(hx_gradient *gradient)
{
    if (!gradient)
        return;
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++)
        free(gradient->sum[layer]);
    free(gradient->input_current);
    free(gradient->to_outputs);
    free(gradient->to_hidden);
    free(gradient->spike);
    free(gradient->current);
    free(gradient->voltage);
    free(gradient->burst);
    free(gradient->output_current);
    free(gradient->output_voltage);
    free(gradient->peak);
    free(gradient->rise);
    free(gradient->scores);
    free(gradient->peak_step);
    free(gradient);
}

static void transpose(size_t rows, size_t columns, const float *from, float *to)
{
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++)
            to[c * rows + r] = from[r * columns + c];
}

void hx_gradient_begin(hx_gradient *gradient, const float *const weights[HX_LAYER_COUNT],
                       const hx_regularisers *regularisers, size_t batch)
{
    const hx_network *network = &gradient->network;
    gradient->regularisers = *regularisers;
    gradient->batch = (double)batch;
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        gradient->weights[layer] = weights[layer];
        size_t count = hx_network_weight_count(network, layer);
        float factor = (float)(2.0 * regularisers->weights / (double)count);
        for (size_t i = 0; i < count; i++)
            gradient->sum[layer][i] = factor * weights[layer][i];
    }
    transpose(network->hidden, network->outputs, weights[HX_LAYER_OUTPUT], gradient->to_outputs);
    if (network->recurrent)
        transpose(network->hidden, network->hidden, weights[HX_LAYER_RECURRENT],
                  gradient->to_hidden);
}

// Sets the loss's derivative by the outputs at their deciding steps.
static double start_from_loss(hx_gradient *gradient, const hx_observation *observation,
                              uint32_t label)
{
    const hx_network *network = &gradient->network;
    if (network->first_spike)
        return hx_loss_first_spike(network, observation, label, gradient->batch, gradient->peak,
                                   gradient->peak_step);
    hx_network_scores(network, observation, gradient->scores, gradient->peak_step);
    return hx_loss_scores(network, gradient->scores, label, gradient->regularisers.readout,
                          gradient->batch, gradient->peak);
}

double hx_gradient_loss(hx_gradient *gradient, const hx_observation *observation, uint32_t label)
{
    return start_from_loss(gradient, observation, label);
}

static void set_burst(hx_gradient *gradient, const hx_observation *observation)
{
    size_t hidden = gradient->network.hidden;
    double factor = 2.0 * gradient->regularisers.burst / (gradient->batch * (double)hidden);
    memset(gradient->burst, 0, hidden * sizeof(float));
    if (factor == 0.0 || gradient->network.eventprop)
        return;
    for (size_t n = 0; n < gradient->network.steps; n++)
        for (size_t h = 0; h < hidden; h++)
            gradient->burst[h] += observation->hidden_spikes[n * hidden + h];
    for (size_t h = 0; h < hidden; h++)
        gradient->burst[h] *= (float)factor;
}

// The currents of the hidden neurons that the observed spikes cause in the model.
static void follow_currents(hx_gradient *gradient, const hx_input *input,
                            const hx_observation *observation)
{
    const hx_network *network = &gradient->network;
    size_t hidden = network->hidden;
    memset(gradient->input_current, 0, hidden * sizeof(float));
    for (size_t n = 1; n < network->steps; n++) {
        const float *before = gradient->input_current + (n - 1) * hidden;
        float *now = gradient->input_current + n * hidden;
        for (size_t h = 0; h < hidden; h++)
            now[h] = gradient->decay_current[0] * before[h];
        uint32_t first = input->start[n - 1];
        hx_kernel_add_rows(hidden, now, input->start[n] - first, input->share + first,
                           input->units + first, gradient->weights[HX_LAYER_INPUT]);
        const uint8_t *spikes = observation->hidden_spikes + (n - 1) * hidden;
        for (size_t h = 0; network->recurrent && h < hidden; h++)
            if (spikes[h])
                hx_kernel_add_row(hidden, now, (float)spikes[h],
                                  gradient->weights[HX_LAYER_RECURRENT] + h * hidden);
    }
}

// Adds the weights' gradients of the spikes at one step; the current gradients are those of
// the step after.
static void add_weights(hx_gradient *gradient, const hx_input *input, const uint8_t *spikes,
                        size_t n)
{
    const hx_network *network = &gradient->network;
    size_t hidden = network->hidden, outputs = network->outputs;
    for (uint32_t i = input->start[n]; i < input->start[n + 1]; i++)
        hx_kernel_add_row(hidden, gradient->sum[HX_LAYER_INPUT] + input->units[i] * hidden,
                          input->share[i], gradient->current);
    for (size_t h = 0; (h = hx_scan_next(spikes, hidden, h)) < hidden; h++) {
        hx_kernel_add_row(outputs, gradient->sum[HX_LAYER_OUTPUT] + h * outputs, (float)spikes[h],
                          gradient->output_current);
        if (network->recurrent)
            hx_kernel_add_row(hidden, gradient->sum[HX_LAYER_RECURRENT] + h * hidden,
                              (float)spikes[h], gradient->current);
    }
}

// Of the loss by an output's voltage at one step, through its score.
static float score_gradient(const hx_gradient *gradient, size_t output, size_t step)
{
    const hx_network *network = &gradient->network;
    if (network->score_mean && !network->first_spike)
        return step < network->score_from || step >= network->steps
                   ? 0.0f
                   : gradient->peak[output] / (float)(network->steps - network->score_from);
    return gradient->peak_step[output] == step ? gradient->peak[output] : 0.0f;
}

// What a target adds to the gradient of its sources' spikes: of their number, or, for
// eventprop, minus that of their time. A later spike leaves less time for the voltage, and
// more of its current afterwards.
static float source_gradient(const hx_gradient *gradient, int population, float current,
                             float voltage)
{
    const hx_network *network = &gradient->network;
    if (!network->eventprop)
        return current;
    return voltage / (float)network->tau_mem_us[population] -
           current / (float)network->tau_syn_us[population];
}

// The spikes that end the rise of an output: those with a negative weight, as much as it says.
static void add_turn(hx_gradient *gradient, size_t output)
{
    const size_t hidden = gradient->network.hidden;
    const float *weights = gradient->to_outputs + output * hidden;
    for (size_t h = 0; h < hidden; h++)
        if (weights[h] < 0.0f)
            gradient->spike[h] += gradient->peak[output] * gradient->rise[output] * weights[h];
}

static void collect_spike_gradient(hx_gradient *gradient, size_t n)
{
    const hx_network *network = &gradient->network;
    size_t hidden = network->hidden;
    memcpy(gradient->spike, gradient->burst, hidden * sizeof(float));
    for (size_t h = 0; network->recurrent && h < hidden; h++) {
        float factor = source_gradient(gradient, 0, gradient->current[h], gradient->voltage[h]);
        if (factor != 0.0f)
            hx_kernel_add_row(hidden, gradient->spike, factor, gradient->to_hidden + h * hidden);
    }
    for (size_t o = 0; o < network->outputs; o++) {
        // A spike that comes when the score is taken does not move it, unless it ends the rise.
        float voltage = gradient->output_voltage[o];
        if (network->eventprop)
            voltage -= score_gradient(gradient, o, n + 1);
        float factor = source_gradient(gradient, 1, gradient->output_current[o], voltage);
        if (factor != 0.0f)
            hx_kernel_add_row(hidden, gradient->spike, factor, gradient->to_outputs + o * hidden);
        if (gradient->rise[o] != 0.0f && gradient->peak_step[o] == n + 1)
            add_turn(gradient, o);
    }
}

static void step_hidden(hx_gradient *gradient, const hx_observation *observation, size_t n)
{
    const hx_network *network = &gradient->network;
    size_t hidden = network->hidden;
    const uint8_t *spikes = observation->hidden_spikes + n * hidden;
    if (network->eventprop)
        hx_kernel_event_backward(hidden, gradient->decay_current[0], gradient->decay_voltage[0],
                                 (float)network->threshold, EVENT_MARGIN,
                                 (float)network->tau_mem_us[0],
                                 gradient->input_current + n * hidden, spikes, gradient->spike,
                                 gradient->current, gradient->voltage);
    else
        hx_kernel_lif_backward(hidden, gradient->decay_current[0], gradient->decay_voltage[0],
                               (float)network->threshold, (float)network->beta,
                               observation->hidden_voltage + n * hidden, spikes, gradient->spike,
                               gradient->current, gradient->voltage);
}

// Finds the outputs whose maximum is a corner: rising until spikes with a negative weight came.
// Such a maximum moves with their time.
static void find_turns(hx_gradient *gradient, const hx_observation *observation)
{
    const hx_network *network = &gradient->network;
    const size_t hidden = network->hidden, outputs = network->outputs;
    memset(gradient->output_current, 0, outputs * sizeof(float));
    memset(gradient->rise, 0, outputs * sizeof(float));
    for (size_t n = 1; n < network->steps; n++) {
        const uint8_t *spikes = observation->hidden_spikes + (n - 1) * hidden;
        for (size_t o = 0; o < outputs; o++) {
            gradient->output_current[o] *= gradient->decay_current[1];
            if (gradient->peak_step[o] == n && n > network->score_from)
                gradient->rise[o] =
                    gradient->output_current[o] - observation->output_voltage[n * outputs + o];
        }
        for (size_t h = 0; (h = hx_scan_next(spikes, hidden, h)) < hidden; h++)
            hx_kernel_add_row(outputs, gradient->output_current, (float)spikes[h],
                              gradient->weights[HX_LAYER_OUTPUT] + h * outputs);
        for (size_t o = 0; o < outputs; o++) {
            if (gradient->peak_step[o] != n)
                continue;
            const float *weights = gradient->to_outputs + o * hidden;
            float against = 0.0f;
            for (size_t h = 0; (h = hx_scan_next(spikes, hidden, h)) < hidden; h++)
                against -= weights[h] < 0.0f ? (float)spikes[h] * weights[h] : 0.0f;
            const bool falls =
                gradient->output_current[o] < observation->output_voltage[n * outputs + o];
            gradient->rise[o] = falls && gradient->rise[o] > 0.0f && against > 0.0f
                                    ? gradient->rise[o] / (float)network->tau_mem_us[1] / against
                                    : 0.0f;
        }
    }
}

// Turns derivatives by the times of first output spikes into those by the voltage there, and
// helps a right output that is silent: it gets more of what fired.
static void start_from_spikes(hx_gradient *gradient, const hx_observation *observation,
                              uint32_t label)
{
    const hx_network *network = &gradient->network;
    size_t hidden = network->hidden, outputs = network->outputs;
    memset(gradient->output_current, 0, outputs * sizeof(float));
    for (size_t n = 0; n < network->steps; n++) {
        for (size_t o = 0; o < outputs; o++) {
            if (gradient->peak_step[o] == n && gradient->peak[o] != 0.0f) {
                float above = gradient->output_current[o] - (float)network->threshold;
                above = above < EVENT_MARGIN ? EVENT_MARGIN : above;
                gradient->peak[o] *= -(float)network->tau_mem_us[1] / above;
            }
            gradient->output_current[o] *= gradient->decay_current[1];
        }
        const uint8_t *spikes = observation->hidden_spikes + n * hidden;
        for (size_t h = 0; (h = hx_scan_next(spikes, hidden, h)) < hidden; h++) {
            hx_kernel_add_row(outputs, gradient->output_current, (float)spikes[h],
                              gradient->weights[HX_LAYER_OUTPUT] + h * outputs);
            if (isinf(observation->output_first[label]))
                gradient->sum[HX_LAYER_OUTPUT][h * outputs + label] -=
                    SILENT_BUMP / (float)gradient->batch;
        }
    }
}

void hx_gradient_add(hx_gradient *gradient, const hx_input *input,
                     const hx_observation *observation, uint32_t label, double *loss)
{
    const hx_network *network = &gradient->network;
    size_t hidden = network->hidden, outputs = network->outputs;
    double value = start_from_loss(gradient, observation, label);
    if (loss)
        *loss = value;
    set_burst(gradient, observation);
    if (network->eventprop)
        follow_currents(gradient, input, observation);
    if (network->first_spike)
        start_from_spikes(gradient, observation, label);
    else if (network->eventprop && !network->score_mean)
        find_turns(gradient, observation);
    memset(gradient->current, 0, hidden * sizeof(float));
    memset(gradient->voltage, 0, hidden * sizeof(float));
    memset(gradient->output_current, 0, outputs * sizeof(float));
    memset(gradient->output_voltage, 0, outputs * sizeof(float));
    // Nothing after the last maximum matters to the scores.
    size_t n = network->steps - 1;
    if (gradient->regularisers.burst == 0.0) {
        n = 0;
        for (size_t o = 0; o < outputs; o++)
            if (gradient->peak_step[o] > n)
                n = gradient->peak_step[o];
    }
    // At the loop's head all gradients are those of point n + 1.
    for (n++; n-- > 0;) {
        add_weights(gradient, input, observation->hidden_spikes + n * hidden, n);
        collect_spike_gradient(gradient, n);
        step_hidden(gradient, observation, n);
        for (size_t o = 0; o < outputs; o++) {
            float later = gradient->output_voltage[o];
            gradient->output_current[o] = (1.0f - gradient->decay_voltage[1]) * later +
                                          gradient->decay_current[1] * gradient->output_current[o];
            gradient->output_voltage[o] =
                gradient->decay_voltage[1] * later + score_gradient(gradient, o, n);
        }
    }
}

const float *hx_gradient_get(const hx_gradient *gradient, int layer)
{
    return gradient->sum[layer];
}

void hx_gradient_mask(hx_gradient *gradient, int layer, const uint8_t *mask)
{
    size_t count = hx_network_weight_count(&gradient->network, layer);
    for (size_t i = 0; i < count; i++)
        if (!mask[i])
            gradient->sum[layer][i] = 0.0f;
}

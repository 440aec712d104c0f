// The discrete-time model of the network: sizes, decays, forward pass.
// SPDX-License-Identifier: Apache-2.0
//
// Hidden neurons are leaky integrate-and-fire, outputs leaky integrators (with first_spike
// leaky integrate-and-fire too). With decays
// a = exp(-step/tau_syn), b = exp(-step/tau_mem) of each layer, on grid points n:
//     I[n+1] = a I[n] + W x[n] + V S[n]     V in recurrent networks only
//     U[n+1] = b U[n] + (1 - b) I[n]        leak and reset 0, threshold 1
//     S[n]   = U[n] > 1, then U[n] = 0
// While a neuron is kept reset, U = I * reset_us / tau_mem: the reset is a conductance, which strong
// input moves.
// x[n] holds the input spikes with n*step <= time < (n+1)*step, each with the share
// exp(-((n+1)*step - time)/tau_syn) of its current that is left at the end of the step:
// the time within a step carries information. Voltages are in model
// units (threshold - leak = 1). Source: the surrogate-gradient literature for this chip
// (Cramer et al., arXiv 2006.07239) with exact decays.
#ifndef HX_TRAIN_NETWORK_H
#define HX_TRAIN_NETWORK_H

#include "host/data/sample.h"

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Weight matrices.
enum {
    HX_LAYER_INPUT,     // input -> hidden
    HX_LAYER_OUTPUT,    // hidden -> output
    HX_LAYER_RECURRENT, // hidden -> hidden; empty unless the network is recurrent
    HX_LAYER_COUNT
};

#define HX_POPULATION_COUNT 2 // hidden neurons, outputs

typedef struct hx_network {
    size_t inputs, hidden, outputs;
    bool recurrent;
    size_t steps;                           // grid points 0..steps-1
    double step_us;                         //
    double tau_mem_us[HX_POPULATION_COUNT]; // of hidden neurons, of outputs
    double tau_syn_us[HX_POPULATION_COUNT]; //
    double threshold;                       // 1 in model units
    double refractory_us; // hidden neurons stay reset for so long after a spike, in whole steps
    double reset_us;      // membrane time constant of a neuron that is kept reset
    bool eventprop;       // gradient through spike times instead of the surrogate derivative
    double beta;          // steepness of the surrogate derivative
    double score_scale;   // class score = scale * maximum, or mean, of the output over
    bool score_mean;      // grid points score_from..steps-1
    bool first_spike;     // outputs spike and the first one to do so decides; no scores then
    size_t score_from;    //
} hx_network;

// 5-120-3, 38 steps of 1 us, 6 us time constants.
hx_network hx_network_default(void);

hx_status hx_network_check(const hx_network *network, hx_error *error);

// Rows (sources) and columns (neurons) of the weights of a layer; a weight matrix is
// row-major, one row for each source. An empty layer has no columns.
size_t hx_network_rows(const hx_network *network, int layer);
size_t hx_network_columns(const hx_network *network, int layer);
size_t hx_network_weight_count(const hx_network *network, int layer);

// What was seen of one sample: by the model or on the chip, on the grid.
typedef struct hx_observation {
    uint8_t *hidden_spikes; // [steps][hidden], spikes in the step
    float *hidden_voltage;  // [steps][hidden], model units
    float *output_voltage;  // [steps][outputs], model units
    float *output_first;    // [outputs], time of the first spike in us, INFINITY: none
} hx_observation;

hx_status hx_observation_create(hx_observation *observation, const hx_network *network);
void hx_observation_destroy(hx_observation *observation);

// Input spikes of a sample by step.
typedef struct hx_input {
    uint32_t *start; // [steps + 1], into units
    uint32_t *units; //
    float *share;    // of each spike's current that is left at the next grid point
    size_t capacity; // of units and share
} hx_input;

hx_status hx_input_create(hx_input *input, const hx_network *network);
void hx_input_destroy(hx_input *input);
// Spikes at or after the last step's end and before time 0 are left out. A unit outside
// the network is an error.
hx_status hx_input_set(hx_input *input, const hx_network *network, const hx_sample *sample);

// Runs the model on weights in model units. A layer that is empty may be NULL.
hx_status hx_network_forward(const hx_network *network, const float *const weights[HX_LAYER_COUNT],
                             const hx_input *input, hx_observation *observation);

// Fills the hidden voltages with those of the model if its neurons spike, and are reset, when the
// observation says so.
hx_status hx_network_follow(const hx_network *network, const float *const weights[HX_LAYER_COUNT],
                            const hx_input *input, hx_observation *observation);

// Before the first hidden spikes all outputs rest at 0. If those points counted, an output
// that stays below 0 would have its maximum there, without gradient, and never recover:
// hence score_from.

// Class score of each output: the scaled maximum, or mean, over time. `steps` (may be NULL) gets
// the first step of each maximum, or the last one of the mean.
void hx_network_scores(const hx_network *network, const hx_observation *observation, float *scores,
                       uint32_t *steps);

// The class with the largest score, or with the earliest spike; the first one of equals.
// `outputs` if there is no decision, because no output spiked.
uint32_t hx_network_decide(const hx_network *network, const hx_observation *observation);

uint64_t hx_observation_spike_count(const hx_network *network, const hx_observation *observation);

#endif

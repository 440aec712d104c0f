// One ideal neuron, integrated with high accuracy.
// SPDX-License-Identifier: Apache-2.0
//
//   C dV/dt = -g_l (V - E_l) + g_l D exp((V - V_T)/D) - w + I_exc - I_inh + I
//   tau_w dw/dt = a (V - E_l) - w
//
// I_exc and I_inh jump by charge / tau_syn at an input spike and decay with tau_syn. When V
// reaches the threshold the neuron fires: w += b, then V is held at the reset potential for the
// refractory time, or g_r (V_r - V) is added to the full equation for that time. No spike falls
// into the refractory time; a membrane that is at or above the threshold when it ends, or at
// the start, fires at once. Start: V = E_l, w and currents 0.
//
// No mismatch, no noise, no time grid: this is the yardstick for the neurons of the chip. Steps
// are Taylor series of order 24 whose error is near the rounding of a double; inputs, ends of
// the refractory time and threshold crossings are ends of steps (docs/neuron.md).
//
// Units: us, mV, nA, pF, nS, fC. The same inputs give the same bits on every machine.
#ifndef HX_MODELS_SINGLE_NEURON_H
#define HX_MODELS_SINGLE_NEURON_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>

typedef struct hx_single_neuron_parameters {
    double capacitance;       // pF
    double leak_conductance;  // nS
    double leak;              // mV
    double threshold;         // mV
    double reset;             // mV
    double reset_conductance; // nS, with has_reset_conductance
    double refractory;        // us
    double tau_syn_exc;       // us
    double tau_syn_inh;       // us
    double slope;             // mV, with has_exponential
    double exponential_at;    // mV, with has_exponential
    double tau_w;             // us, with has_adaptation
    double a;                 // nS, with has_adaptation
    double b;                 // nA, with has_adaptation
    bool has_reset_conductance;
    bool has_exponential;
    bool has_adaptation;
    double longest_step; // us, for tests of convergence; 0: no limit
} hx_single_neuron_parameters;

typedef enum hx_single_neuron_part {
    HX_SINGLE_NEURON_ALWAYS,
    HX_SINGLE_NEURON_RESET_CONDUCTANCE,
    HX_SINGLE_NEURON_EXPONENTIAL,
    HX_SINGLE_NEURON_ADAPTATION
} hx_single_neuron_part;

// A parameter, its place in hx_single_neuron_parameters and the range that is accepted.
typedef struct hx_single_neuron_field {
    hx_single_neuron_part part; // checked only if the neuron has it
    const char *name;           // as in parameter files, with the unit
    size_t offset;
    double minimum, maximum;
} hx_single_neuron_field;

extern const hx_single_neuron_field hx_single_neuron_fields[];
extern const size_t hx_single_neuron_field_count;

typedef enum hx_single_neuron_input_kind {
    HX_SINGLE_NEURON_EXCITATORY, // value: charge in fC, not negative
    HX_SINGLE_NEURON_INHIBITORY, // the same
    HX_SINGLE_NEURON_CURRENT     // value: the current in nA from now on
} hx_single_neuron_input_kind;

typedef struct hx_single_neuron_input {
    double time; // us, 0 or later
    hx_single_neuron_input_kind kind;
    double value;
} hx_single_neuron_input;

typedef struct hx_single_neuron_state {
    double v;     // mV
    double w;     // nA
    double i_exc; // nA
    double i_inh; // nA
} hx_single_neuron_state;

typedef struct hx_single_neuron hx_single_neuron;

// HX_ERROR_ARGUMENT with one line in `error`: a parameter is outside its range, or would make
// the neuron fire without end in one instant.
hx_status hx_single_neuron_check(const hx_single_neuron_parameters *parameters, hx_error *error);

// A neuron at time 0. The inputs may come in any order; those of one time act in the order
// given. Errors: as hx_single_neuron_check, HX_ERROR_MEMORY.
hx_status hx_single_neuron_create(hx_single_neuron **neuron,
                                  const hx_single_neuron_parameters *parameters,
                                  const hx_single_neuron_input *inputs, size_t input_count,
                                  hx_error *error);
void hx_single_neuron_destroy(hx_single_neuron *neuron);

// Goes to `time` (us, not before the last one); everything that happens up to and at that time,
// within 1e-12 of it, has happened. HX_ERROR_LIMIT: too many steps, or V runs away to infinity
// in the refractory time.
hx_status hx_single_neuron_advance(hx_single_neuron *neuron, double time, hx_error *error);

void hx_single_neuron_get(const hx_single_neuron *neuron, hx_single_neuron_state *state);

// Times of all spikes up to now; the list belongs to the neuron.
const double *hx_single_neuron_get_spikes(const hx_single_neuron *neuron, size_t *count);

#endif

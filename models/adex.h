// Neurons with currents that are not linear in the membrane: exponential term, adaptation,
// conductance-based synapses.
// SPDX-License-Identifier: Apache-2.0
//
//   C dV/dt = g (E - V) + I_noise + I_exc - I_inh + N
//   N = I_x - w + s_exc c_exc (E_exc - V) - s_inh c_inh (V - E_inh)
//   I_x = min(I_b e^((V - V_x)/D), I_max)
//   tau_w dw/dt = a (V - V_w) - w
//
// A step of h cycles starts at the neuron's reference. Where N is calm over a whole grid step one
// step goes to any later cycle (adex_calm.h); elsewhere the neuron goes cycle by cycle
// (adex_kernel.h). Which of the two holds is a pure function of the state at the reference, so no
// bit depends on who looks when. Both rules lose error with the fourth power of their step.
//
// Neurons with none of these currents are not touched by any of this.
#ifndef HX_MODELS_ADEX_H
#define HX_MODELS_ADEX_H

#include "models/adex_kernel.h"
#include "models/anncore.h"
#include "models/parameters.h"
#include "models/simd.h"

#define HX_ADEX_GROUP 32 // neurons of one pass of the step
#define HX_ADEX_GROUPS (HX_ANNCORE_NEURONS / HX_ADEX_GROUP)
// Rows of exactly 4096 bytes would all compete for the same cache lines.
#define HX_NEURON_ROW (HX_ANNCORE_NEURONS + 40)

typedef struct hx_adex_calm hx_adex_calm;
typedef struct hx_neuron_rows hx_neuron_rows;
typedef struct hx_neuron_array hx_neuron_array;

// Coefficients of steps of 0..16 cycles; [0] leak, [1] reset; pairs: [0] excitatory, [1]
// inhibitory. Those of the linear part are in hx_neuron_points.
typedef struct hx_adex_table {
    hx_adex_span cycle[2]; // of a single cycle
    double linear[2][2];
    double conductance_gain[2][HX_ANNCORE_GRID + 1][2];
    double push[2][HX_ANNCORE_GRID + 1][4];
    double pull[HX_ANNCORE_GRID + 1][4];
    double adaptation_decay[HX_ANNCORE_GRID + 1];
    double rate[2], reach, synaptic_rate[2], adaptation_rate; // of a cycle
    double stiff[2];
} hx_adex_table;

// Rows of all neurons, of a grid step of the set in force; those of neurons without such currents
// are not used.
typedef struct hx_adex_rows {
    _Alignas(64) double adaptation[HX_NEURON_ROW]; // w at the reference, A
    double current[HX_NEURON_ROW];                 // exponential current at the reference, A
    double bound[HX_NEURON_ROW];                   // highest potential of this step, V
    double rate[HX_NEURON_ROW];
    double synaptic_rate[2][HX_NEURON_ROW];
    double adaptation_rate[HX_NEURON_ROW];
    double adaptation_decay[HX_NEURON_ROW];
    double push[4][HX_NEURON_ROW];
    double pull[4][HX_NEURON_ROW];
    double linear[2][HX_NEURON_ROW];
    double conductance_gain[2][HX_NEURON_ROW];
    double stiff[HX_NEURON_ROW];
    double resistance[HX_NEURON_ROW];  // 1/g
    double exponential[HX_NEURON_ROW]; // I_b
    double exponential_at[HX_NEURON_ROW];
    double coupling[HX_NEURON_ROW]; // a
    double adaptation_at[HX_NEURON_ROW];
    double coba[2][HX_NEURON_ROW]; // c, 1/V
    double coba_at[2][HX_NEURON_ROW];
    double threshold[HX_NEURON_ROW]; // of all neurons; infinity unless it may fire
    uint64_t on[HX_NEURON_ROW];      // all ones, or 0: has no such currents
} hx_adex_rows;

typedef struct hx_adex {
    hx_adex_rows rows;
    hx_adex_table table[HX_ANNCORE_NEURONS];
    double step[HX_ANNCORE_NEURONS]; // b: what a spike adds to w, A
    uint32_t groups;                 // bit i: group i has such neurons
    uint32_t conductive;             // ... with conductance-based inputs
} hx_adex;

// Coefficients of a step of `length` s by the rule of adex_kernel.h.
void hx_adex_fill_span(hx_adex_span *h, const hx_parameters *p, unsigned set, double length);

// Those of a calm step, but for the ones of the linear part (decay, gain).
void hx_adex_fill_calm(hx_adex_calm *h, const hx_parameters *p, unsigned set, double time);

// Takes over the parameters of neuron `neuron`, and its coefficients.
void hx_adex_set_parameters(hx_adex *adex, unsigned neuron, const hx_parameters *parameters);

// Puts the coefficients of set 0 (leak) or 1 (reset) in force.
void hx_adex_load(hx_adex *adex, unsigned neuron, const hx_parameters *parameters, unsigned set);

// Membrane and adaptation `cycles` (0..16) after the reference.
void hx_adex_get(const hx_neuron_array *array, unsigned neuron, unsigned cycles, double *membrane,
                 double *adaptation);

// First number of cycles in 1..`cycles` at which the membrane is at or above the level (`above`)
// or below it; 0 if none.
unsigned hx_adex_find(const hx_neuron_array *array, unsigned neuron, unsigned cycles, double level,
                      bool above);

// `steps` grid steps of a group of which all such neurons are calm in all of them, from reference
// 0, with the other neurons' linear part.
void hx_adex_step_calm(hx_neuron_array *array, hx_simd_level level, unsigned group, unsigned steps);

// One grid step of a group; neurons that are not calm are done cycle by cycle.
void hx_adex_step(hx_neuron_array *array, hx_simd_level level, unsigned group);

// Bounds of a group at reference 0 over `steps` (1..4) grid steps; whether such neurons are all
// calm in all of them and none may reach its threshold. `excess[i]`, of all neurons, is at least 0
// for those of the group that may. Only the bounds over one step may be left to hx_adex_step.
bool hx_adex_bound(hx_neuron_array *array, hx_simd_level level, unsigned group, unsigned steps,
                   double *excess);

// Highest potential within a grid step from the reference, HX_ADEX_NOT_CALM if it is not calm;
// to be called whenever anything about the neuron's state has changed at its reference.
double hx_adex_update_bound(hx_neuron_array *array, unsigned neuron);

#endif

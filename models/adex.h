// Neurons with currents that are not linear in the membrane: exponential term, adaptation,
// conductance-based synapses.
// SPDX-License-Identifier: Apache-2.0
//
//   C dV/dt = g (E - V) + I_noise + I_exc - I_inh + N
//   N = I_x - w + s_exc c_exc (E_exc - V) - s_inh c_inh (V - E_inh)
//   I_x = min(I_b e^((V - V_x)/D), I_max)
//   tau_w dw/dt = a (V - V_w) - w
//
// A step of h cycles starts at the neuron's reference. Its linear part, with N frozen at the
// start, is the closed form of neuron.h; what N changes in the step is integrated by a
// fourth-order Runge-Kutta rule behind the linear decay. Where N is calm over a whole grid step
// one such step goes to any later cycle; elsewhere the neuron goes cycle by cycle. Which of the
// two holds is a pure function of the state at the reference, so no bit depends on who looks
// when. Error of a calm step below 1e-8 V; proof of the bound: adex_kernel.h.
//
// Neurons with none of these currents are not touched by any of this.
#ifndef HX_MODELS_ADEX_H
#define HX_MODELS_ADEX_H

#include "models/anncore.h"
#include "models/parameters.h"
#include "models/simd.h"

#define HX_ADEX_GROUP 32 // neurons of one pass of the step
#define HX_ADEX_GROUPS (HX_ANNCORE_NEURONS / HX_ADEX_GROUP)
#define HX_ADEX_POINTS (2 * HX_ANNCORE_GRID + 1) // half cycles 0..32

// Rows of exactly 4096 bytes would all compete for the same cache lines.
#define HX_NEURON_ROW (HX_ANNCORE_NEURONS + 40)

typedef struct hx_neuron_rows hx_neuron_rows;
typedef struct hx_neuron_array hx_neuron_array;

// Coefficients at half cycles; [0] leak, [1] reset.
typedef struct hx_adex_table {
    double decay[2][HX_ADEX_POINTS];
    double excitatory[2][HX_ADEX_POINTS]; // V per A
    double inhibitory[2][HX_ADEX_POINTS];
    double excitatory_decay[HX_ADEX_POINTS];
    double inhibitory_decay[HX_ADEX_POINTS];
    double adaptation_decay[HX_ADEX_POINTS];
} hx_adex_table;

// Rows of all neurons; those of neurons without such currents are not used.
typedef struct hx_adex_rows {
    _Alignas(64) double adaptation[HX_NEURON_ROW]; // w at the reference, A
    // Coefficients of half a step and of a whole one, of the set in force.
    double decay[2][HX_NEURON_ROW];
    double excitatory[2][HX_NEURON_ROW];
    double inhibitory[2][HX_NEURON_ROW];
    double excitatory_decay[2][HX_NEURON_ROW];
    double inhibitory_decay[2][HX_NEURON_ROW];
    double adaptation_decay[2][HX_NEURON_ROW];
    double resistance[HX_NEURON_ROW];  // 1/g
    double elastance[HX_NEURON_ROW];   // cycle / C
    double exponential[HX_NEURON_ROW]; // I_b
    double exponential_at[HX_NEURON_ROW];
    double coupling[HX_NEURON_ROW]; // a
    double adaptation_at[HX_NEURON_ROW];
    double coba[2][HX_NEURON_ROW]; // c, 1/V
    double coba_at[2][HX_NEURON_ROW];
    double bound[HX_NEURON_ROW];     // highest potential of this step, V
    double threshold[HX_NEURON_ROW]; // of all neurons; infinity unless it may fire
    uint64_t on[HX_NEURON_ROW];      // all ones, or 0: has no such currents
} hx_adex_rows;

typedef struct hx_adex {
    hx_adex_rows rows;
    hx_adex_table table[HX_ANNCORE_NEURONS];
    double step[HX_ANNCORE_NEURONS]; // b: what a spike adds to w, A
    uint32_t groups;                 // bit i: group i has such neurons
} hx_adex;

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

// One grid step of all such neurons from reference 0 into `membrane` and `adaptation` (other
// places are left alone); neurons that are not calm are done cycle by cycle.
void hx_adex_step(const hx_neuron_array *array, hx_simd_level level, double *membrane,
                  double *adaptation);

// Takes over the results of hx_adex_step after the grid step of the linear part; `excess[i]` is
// at least 0 for neurons of these groups that may reach their threshold in the next step.
void hx_adex_finish_step(hx_neuron_array *array, hx_simd_level level, const double *membrane,
                         const double *adaptation, double *excess);

// Highest potential within a grid step from the reference, 1e9 V if the neuron is not calm;
// to be called whenever anything about the neuron's state has changed at its reference.
double hx_adex_update_bound(hx_neuron_array *array, unsigned neuron);

#endif

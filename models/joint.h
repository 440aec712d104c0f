// Neurons of several circuits: joined membranes.
// SPDX-License-Identifier: Apache-2.0
//
// Switches of the neuron configuration connect membranes without resistance. Joined circuits
// share one membrane: capacitances and conductances add up, each circuit brings its own leak or
// reset (its own line), synaptic currents, noise, comparator and fire bit. The equation is
// linear, so its solution is a sum of parts that run side by side with equal rates:
//
//   V = sum over circuits of V_i,   G = sum of g_i,   C = sum of C_i
//   C dV_1/dt = sum(g_i E_i) - G V_1 + I_1,    C dV_i/dt = -G V_i + I_i  for the others
//
// where I_i are the synaptic and noise currents of circuit i. Each part stands in the row of its
// circuit and takes part in the same grid step as any other neuron; only looking at the membrane
// takes the sum. All circuits of a neuron have their reference at the same cycle.
#ifndef HX_MODELS_JOINT_H
#define HX_MODELS_JOINT_H

#include "models/anncore.h"
#include "models/cable.h"

typedef struct hx_neuron_array hx_neuron_array;

typedef struct hx_joint {
    uint16_t leader[HX_ANNCORE_NEURONS]; // lowest circuit of the neuron
    uint16_t next[HX_ANNCORE_NEURONS];   // ring of circuits; itself for a neuron of one circuit
    // Leaders of joined membranes that are not two in a column.
    uint64_t other[HX_ANNCORE_FIRE_WORDS];
    bool any;
    bool has_currents; // a cable has circuits with exponential term, adaptation or COBA
    // Lowest threshold that is watched in a neuron, at its leader; infinity elsewhere (V).
    double threshold[HX_ANNCORE_NEURONS];
    // Neurons of several compartments; cable_of: number of a circuit's cable, from 1, 0 none.
    unsigned cable_count;
    uint16_t cable_of[HX_ANNCORE_NEURONS];
    hx_cable cable[HX_ANNCORE_NEURONS / 2]; // last, since few are in use
} hx_joint;

// Every circuit alone.
void hx_joint_clear(hx_joint *joint);

// New connections from now on (`offset`). Charge is kept: a joined membrane starts at the mean
// of its circuits, weighted with their capacitances. Marks what changes as stale.
void hx_joint_connect(hx_neuron_array *array, const hx_joint *joint, unsigned offset);

// Coefficients of all circuits of a joined neuron into their rows.
void hx_joint_load(hx_neuron_array *array, unsigned neuron);

// Highest potential within `steps` grid steps, lowest within one, as for single neurons.
double hx_joint_get_upper_bound(const hx_neuron_array *array, unsigned neuron, unsigned steps);
double hx_joint_get_lower_bound(const hx_neuron_array *array, unsigned neuron);

// After a grid step of all groups: predictions of the joined neurons; a group is no longer safe
// if one of them comes near its threshold in `left` steps.
void hx_joint_check(hx_neuron_array *array, unsigned left);

// The threshold of one of the circuits has changed.
void hx_joint_update_threshold(hx_neuron_array *array, unsigned neuron);

// First test of neurons of two circuits in one column (joint_step.c): excess[c] is at least 0 if
// the one of column c may reach its lowest threshold within `steps`. Returns whether any may.
bool hx_joint_find_near(const hx_neuron_array *array, unsigned steps, double *excess);

#endif

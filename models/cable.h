// Neurons of several compartments.
// SPDX-License-Identifier: Apache-2.0
//
// A circuit's conductance switch connects its membrane to its place on the soma line. Where that
// place belongs to another membrane, two compartments (each of one circuit or of several joined
// ones) exchange current:
//
//   C_i dV_i/dt = sum(g (E - V_i)) + I_i + sum over j of G_ij (V_j - V_i)
//
// A line to which only such conductances lead has no capacitance and follows the membranes
// around it. The system is linear with constant coefficients between events: membranes, constant
// currents and synaptic currents of all circuits form one vector, and a table holds the exact
// propagation by 1..16 cycles. All circuits have their reference at the same cycle, and each
// grid step goes through them one by one: this is for tens of such neurons, not for all 512.
//
// Bound: conductances only mean values, so without currents no membrane rises above the highest of
// all membranes and of all potentials of leaks and resets; a current I adds at most I t / C.
//
// Circuits with exponential term, adaptation or conductance-based inputs make the whole neuron,
// also one of a single compartment, a system that goes cycle by cycle (cable_currents.c).
//
// At most HX_CABLE_CIRCUITS circuits; in larger neurons the conductances are left open, and such
// currents are left out.
#ifndef HX_MODELS_CABLE_H
#define HX_MODELS_CABLE_H

#include "models/adex_kernel.h"

#include <stdbool.h>
#include <stdint.h>

#define HX_CABLE_CIRCUITS 16
// Room for a table, a circuit; a table has compartments * (2 * compartments + 2 * circuits) * 16
// numbers.
#define HX_CABLE_TABLE (4 * HX_CABLE_CIRCUITS * 16)

typedef struct hx_neuron_array hx_neuron_array;

// Course of a neuron with such currents from its reference on, as far as somebody asked. It stays
// true as long as the state at the reference, in `key`, is the same.
typedef struct hx_cable_path {
    unsigned known; // cycles
    double key[5 * HX_CABLE_CIRCUITS];
    double membrane[17][HX_CABLE_CIRCUITS];   // V, of compartments
    double adaptation[17][HX_CABLE_CIRCUITS]; // A, of circuits
    hx_adex_state state[HX_CABLE_CIRCUITS];   // of circuits after `known` cycles
    hx_adex_cell cell[HX_CABLE_CIRCUITS];
    hx_adex_span span[HX_CABLE_CIRCUITS];
    double elastance[HX_CABLE_CIRCUITS]; // cycle / C of compartments
} hx_cable_path;

typedef struct hx_cable {
    unsigned circuits, compartments;
    uint16_t circuit[HX_CABLE_CIRCUITS];    // ascending
    uint16_t leader[HX_CABLE_CIRCUITS];     // of each compartment: holds its membrane
    uint8_t compartment[HX_CABLE_CIRCUITS]; // of each circuit
    uint16_t line[HX_CABLE_CIRCUITS];       // node of its soma line: a leader or a line of its own
    bool resistor[HX_CABLE_CIRCUITS];       // conductance switch of each circuit
    uint32_t table;                         // place in hx_neuron_array.cable_table
    bool stale;                             // to be computed anew before time goes on
    bool nonlinear;                         // has currents that go cycle by cycle
    uint16_t path;                          // place in hx_neuron_array.cable_path
    double highest;                         // V that leaks and resets pull to at most
    double reach;                           // grid step / smallest capacitance
    double current[HX_CABLE_CIRCUITS];      // constant current into each compartment, A
    double conductance[HX_CABLE_CIRCUITS][HX_CABLE_CIRCUITS]; // G V = current at rest, S
} hx_cable;

// Coefficients of all cables whose parameters or reset lines have changed. Changes only mark
// them, since those of several circuits come together.
void hx_cable_update(hx_neuron_array *array);

// Membranes of all compartments (V) `cycles` (0..16) after the reference.
void hx_cable_get(const hx_neuron_array *array, const hx_cable *cable, unsigned cycles,
                  double *membrane);

// Adaptation current of a circuit of the cable (A).
double hx_cable_get_adaptation(const hx_neuron_array *array, const hx_cable *cable,
                               unsigned circuit, unsigned cycles);

// Coefficients of the currents that are not linear, with the compartments' capacitances (F).
void hx_cable_load_path(hx_neuron_array *array, const hx_cable *cable, const double *capacitance);

// The course up to `cycles` (0..16) after the reference, of a nonlinear cable.
const hx_cable_path *hx_cable_follow(const hx_neuron_array *array, const hx_cable *cable,
                                     unsigned cycles);

// Highest potential of any compartment within a grid step from the reference.
double hx_cable_get_upper_bound(const hx_neuron_array *array, const hx_cable *cable);

// Takes all compartments to `offset`.
void hx_cable_move(hx_neuron_array *array, const hx_cable *cable, unsigned offset);

// Membranes at rest, without synaptic currents and noise.
void hx_cable_rest(hx_neuron_array *array, const hx_cable *cable);

// Compartment of a circuit.
unsigned hx_cable_find(const hx_cable *cable, unsigned neuron);

#endif

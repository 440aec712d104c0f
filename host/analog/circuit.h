// A neuron circuit of the analog core set up in physical quantities.
// SPDX-License-Identifier: Apache-2.0
//
// For experiments with neurons of several compartments: potentials in steps of a nominal CADC
// (4.2 mV), times in us. What a cell or count cannot hold exactly is rounded.
#ifndef HX_HOST_ANALOG_CIRCUIT_H
#define HX_HOST_ANALOG_CIRCUIT_H

#include "host/analog/clocked_core.h"

// Switches between circuits; the line is the circuit's place on the soma line of its row.
enum {
    HX_CIRCUIT_SOMA = 1,   // membrane to its line
    HX_CIRCUIT_LINE = 2,   // line to that of the right neighbour
    HX_CIRCUIT_RIGHT = 4,  // membrane to that of the right neighbour
    HX_CIRCUIT_BOTTOM = 8, // membranes of both rows
};

typedef struct hx_circuit {
    unsigned neuron;               // 0..511
    double leak, reset, threshold; // CADC steps
    double tau_mem, tau_syn;       // us, at 2.3 pF
    double tau_icc;                // us: 2.3 pF / conductance to the line; 0: none
    double tau_reset;              // us: 2.3 pF / conductance of the reset
    double held, quiet;            // us: reset after a spike, and no spikes after it
    bool fires;
    unsigned switches;
    unsigned weight; // 0..63 of its excitatory synapse
} hx_circuit;

// The core as after chip configuration, no neuron in use.
hx_status hx_circuit_prepare(hx_clocked_core *clocked);

// Sets up a circuit and its synapse, which listens to `label` (0..63). HX_ERROR_ARGUMENT: a value
// is outside what cells and counts can hold; names it with its range.
hx_status hx_circuit_write(hx_clocked_core *clocked, const hx_circuit *circuit, unsigned label,
                           hx_error *error);

// A synapse of the neuron's column: row 0 excites, row 1 inhibits. Others keep what they have.
hx_status hx_circuit_write_synapse(hx_clocked_core *clocked, unsigned neuron, unsigned row,
                                   unsigned weight, unsigned label);

// Lets the neurons go, and a trial begin.
hx_status hx_circuit_start(hx_clocked_core *clocked);

// An input to the synapses with this label, of the half the circuit is in.
void hx_circuit_send(hx_clocked_core *clocked, unsigned neuron, unsigned label);

double hx_circuit_get_membrane(const hx_clocked_core *clocked, unsigned neuron); // CADC steps

#endif

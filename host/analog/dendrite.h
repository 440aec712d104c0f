// Experiments with non-linear dendrites on the clocked analog core.
// SPDX-License-Identifier: Apache-2.0
//
// After Schemmel, Kriener, Mueller and Meier 2017 (arXiv 1703.07286): every circuit is a
// compartment. Spike kinds come from the reset circuit: a sodium-like spike resets below the
// threshold, a plateau (NMDA, calcium) is a reset above the threshold, held for its time, and
// followed by a hold-off until the membrane is below the threshold again. A nominal chip without
// noise.
#ifndef HX_HOST_ANALOG_DENDRITE_H
#define HX_HOST_ANALOG_DENDRITE_H

#include "host/analog/circuit.h"

#define HX_DENDRITE_MAX_CIRCUITS 8
#define HX_DENDRITE_MAX_INPUTS 64

typedef enum hx_dendrite_kind {
    HX_DENDRITE_PLATEAU, // 0 soma, 1..4 dendrites that make plateaus of 20 us
    HX_DENDRITE_CALCIUM, // 0 soma, 1 distal compartment with calcium-like spikes of 30 us
} hx_dendrite_kind;

typedef struct hx_dendrite_input {
    double time;          // us
    unsigned compartment; // its synapse gets an input
} hx_dendrite_input;

// Potentials of all compartments in every chip cycle, in CADC steps.
typedef struct hx_dendrite_result {
    unsigned compartments;
    size_t cycles;
    double *membrane[HX_DENDRITE_MAX_CIRCUITS];
    unsigned spikes[HX_DENDRITE_MAX_CIRCUITS];
    double first_spike[HX_DENDRITE_MAX_CIRCUITS]; // us, infinity without
} hx_dendrite_result;

// Plays inputs (sorted by time) for `length` us from rest.
hx_status hx_dendrite_run(hx_dendrite_kind kind, const hx_dendrite_input *inputs, size_t count,
                          double length, hx_dendrite_result *result, hx_error *error);
void hx_dendrite_release(hx_dendrite_result *result);

// The circuit of a compartment; of the soma, the one that resets below the threshold.
const hx_circuit *hx_dendrite_get_circuit(hx_dendrite_kind kind, unsigned compartment);

// Length of the first plateau in us, seen on the membrane: from the spike until it has left the
// potential it was held at by 1 % of the way to the leak potential; 0 without.
double hx_dendrite_measure_plateau(const hx_dendrite_result *result, const hx_circuit *circuit,
                                   unsigned compartment);

#endif

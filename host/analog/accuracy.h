// The neurons of this program against CVODE, on random experiments of 100 us.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: the membrane within 0.5 mV outside one chip cycle around spikes and ends of resets; every
// spike there and off by at most max(4 ns, 20 ns with exponential term; 0.02 mV / slope at the
// crossing). An experiment ends where the oracle comes within 0.02 mV of the threshold without, or
// just, crossing it and the two disagree: that spike is not counted.
// On the chip the oracle is the clocked system: crossings are seen at the end of a cycle, and the
// reset goes through the digital backend.
#ifndef HX_HOST_ANALOG_ACCURACY_H
#define HX_HOST_ANALOG_ACCURACY_H

#include "host/analog/oracle.h"

#include <stdint.h>

typedef enum hx_accuracy_kind {
    HX_ACCURACY_IDEAL_LIF,
    HX_ACCURACY_IDEAL_ADEX,
    HX_ACCURACY_CHIP_LIF,
    HX_ACCURACY_CHIP_ADEX,
    HX_ACCURACY_CHIP_TWO, // two compartments
    HX_ACCURACY_KINDS
} hx_accuracy_kind;

typedef struct hx_accuracy {
    unsigned experiments, spikes, not_counted;
    unsigned violations;    // of the rules
    double membrane, spike; // largest differences: mV, ns
    double share;           // largest spike difference in parts of what is allowed
} hx_accuracy;

extern const char *const hx_accuracy_names[HX_ACCURACY_KINDS];

// Experiment number `index` of a seed; adds to `result`. HX_ERROR_STATE: no oracle.
hx_status hx_accuracy_measure(hx_accuracy_kind kind, uint64_t seed, unsigned index,
                              hx_accuracy *result, hx_error *error);

// A way to go ahead: the ideal neuron, with steps of at most a length, or one of the two rules of
// the chip for exponential term and adaptation.
typedef enum hx_accuracy_rule {
    HX_ACCURACY_IDEAL,
    HX_ACCURACY_CALM, // models/adex_calm.h
    HX_ACCURACY_FAST, // models/adex_kernel.h
    HX_ACCURACY_RULES
} hx_accuracy_rule;

// Difference in mV from the oracle 16.384 us after an input below the threshold, with steps of
// `step` us.
hx_status hx_accuracy_converge(hx_accuracy_rule rule, double step, double *difference,
                               hx_error *error);

#endif

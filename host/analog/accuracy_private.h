// A random experiment: what the measurement needs of an ideal neuron or of the chip's.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_HOST_ANALOG_ACCURACY_PRIVATE_H
#define HX_HOST_ANALOG_ACCURACY_PRIVATE_H

#include "host/analog/accuracy.h"

#define HX_ACCURACY_INPUTS 60
#define HX_ACCURACY_LENGTH 100.0 // us
#define HX_ACCURACY_CYCLE 4e-3   // us

typedef struct hx_accuracy_random {
    uint64_t state;
} hx_accuracy_random;

uint64_t hx_accuracy_draw(hx_accuracy_random *random, uint64_t below);
double hx_accuracy_uniform(hx_accuracy_random *random, double low, double high);

typedef struct hx_accuracy_input {
    double time; // us, ascending; on the chip a multiple of the cycle
    unsigned compartment, sign;
    double current; // nA
} hx_accuracy_input;

// The neuron under test. Spikes of a call to advance are those up to its time.
typedef struct hx_accuracy_subject {
    void *state;
    hx_status (*advance)(void *state, double time, hx_error *error);
    void (*send)(void *state, const hx_accuracy_input *input);       // NULL: knows its inputs
    double (*get_membrane)(const void *state, unsigned compartment); // mV
    // Spike `index`; false if there is none yet.
    bool (*get_spike)(const void *state, size_t index, double *time, unsigned *compartment);
    void (*destroy)(void *state);
} hx_accuracy_subject;

typedef struct hx_accuracy_experiment {
    hx_oracle_parameters oracle;
    hx_accuracy_input input[HX_ACCURACY_INPUTS];
    hx_accuracy_subject subject;
} hx_accuracy_experiment;

hx_status hx_accuracy_make_ideal(bool adex, hx_accuracy_random *random,
                                 hx_accuracy_experiment *experiment, hx_error *error);
hx_status hx_accuracy_make_chip(bool adex, unsigned compartments, hx_accuracy_random *random,
                                hx_accuracy_experiment *experiment, hx_error *error);

#endif

// Set-up of analog cores for tests.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TESTBENCH_MODELS_ANNCORE_SETUP_H
#define HX_TESTBENCH_MODELS_ANNCORE_SETUP_H

#include "models/anncore.h"

#include <stdint.h>

// A small random sequence for test inputs; the seed is printed with a failure.
typedef struct setup_random {
    uint64_t state;
} setup_random;

// Seed from HXCOSIM_TEST_SEED, else `fallback`; prints it.
setup_random setup_seed(uint64_t fallback);
uint64_t setup_draw(setup_random *random, uint64_t below);
double setup_uniform(setup_random *random, double low, double high);

typedef struct setup_neuron {
    unsigned leak, reset, threshold;           // cells
    unsigned leak_bias, reset_bias;            // cells
    unsigned exc_tau, inh_tau, exc_gm, inh_gm; // cells
    unsigned size;                             // capacitance
    unsigned word0, word2, word4;              // switches
} setup_neuron;

// tau_mem about 6 us, tau_syn 6 us, reset 0.5 us, leak 0.53 V, threshold 0.88 V.
setup_neuron setup_neuron_default(void);

hx_anncore *setup_core(double mismatch, double noise, uint64_t seed, uint64_t chip_seed);

// Writes the cells and switches of one neuron.
void setup_write_neuron(hx_anncore *core, unsigned neuron, const setup_neuron *neuron_setup);

// DAC bias 1022 in all quadrants, internal bias, all column currents on, CADC nominal, all
// membranes connected to the causal channel.
void setup_write_common(hx_anncore *core);

void setup_write_cell(hx_anncore *core, unsigned quadrant, unsigned column, unsigned row,
                      unsigned value);

// Driver d of a half: receiver on, mask 31, row modes (1 excitatory, 2 inhibitory).
void setup_write_driver(hx_anncore *core, unsigned half, unsigned driver, unsigned bottom,
                        unsigned top);

// One synapse through the weight and label views.
void setup_write_synapse(hx_anncore *core, unsigned half, unsigned row, unsigned column,
                         unsigned weight, unsigned label);

void setup_write_all(hx_anncore *core, hx_anncore_block block, uint32_t offset, uint32_t data);

#endif

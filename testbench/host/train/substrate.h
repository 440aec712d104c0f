// A stand-in for the chip: the network in fine time steps, with mismatch and sampling.
// SPDX-License-Identifier: Apache-2.0
//
// Differs from the discrete model as a chip does: spikes at any time, neurons and synapses
// spread around their targets, voltages sampled coarsely, with noise, in whole steps of a
// converter, and interpolated onto the grid.
#ifndef HX_TEST_SUBSTRATE_H
#define HX_TEST_SUBSTRATE_H

#include "host/train/trainer.h"

typedef struct substrate_config {
    double fine_us;   // integration step
    double spread;    // relative standard deviation of threshold, time constants, gain
    double synapses;  // relative standard deviation of single synapses
    double sample_us; // interval of voltage samples
    double lsb;       // of a sample, model units
    double noise;     // of a sample, model units
    uint64_t seed;
} substrate_config;

typedef struct substrate substrate;

substrate *substrate_create(const hx_network *network, const substrate_config *config);
void substrate_destroy(substrate *made);

// An hx_present_fn.
hx_status substrate_present(void *context, const hx_sample *samples, size_t count,
                            const hx_quantised_weights *weights, hx_observation *observations);

#endif

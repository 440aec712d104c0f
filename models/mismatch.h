// Fixed spread of one virtual chip.
// SPDX-License-Identifier: Apache-2.0
//
// Every chip seed is another chip. All deviations are pure functions of (chip seed, use,
// place); the table of their sizes is in mismatch.c and is scaled by the configuration's
// `mismatch`. At scale 0 every value is exactly nominal.
#ifndef HX_MODELS_MISMATCH_H
#define HX_MODELS_MISMATCH_H

#include <stdint.h>

// Pinned: part of the key of the random numbers.
typedef enum hx_mismatch_use {
    HX_MISMATCH_LEAK_POTENTIAL,
    HX_MISMATCH_RESET_POTENTIAL,
    HX_MISMATCH_THRESHOLD_POTENTIAL,
    HX_MISMATCH_LEAK_CONDUCTANCE,
    HX_MISMATCH_RESET_CONDUCTANCE,
    HX_MISMATCH_EXCITATORY_TIME,
    HX_MISMATCH_INHIBITORY_TIME,
    HX_MISMATCH_EXCITATORY_GAIN,
    HX_MISMATCH_INHIBITORY_GAIN,
    HX_MISMATCH_CAPACITANCE,
    HX_MISMATCH_CADC_OFFSET,
    HX_MISMATCH_CADC_GAIN,
    HX_MISMATCH_SYNAPSE,
    HX_MISMATCH_CORRELATION_TIME,
    HX_MISMATCH_CORRELATION_AMPLITUDE,
    HX_MISMATCH_OFFSET_CURRENT,
    HX_MISMATCH_EXPONENTIAL_CURRENT,
    HX_MISMATCH_EXPONENTIAL_POTENTIAL,
    HX_MISMATCH_ADAPTATION_TIME,
    HX_MISMATCH_ADAPTATION_A,
    HX_MISMATCH_ADAPTATION_B,
    HX_MISMATCH_ADAPTATION_POTENTIAL,
    HX_MISMATCH_ICC_CONDUCTANCE,
    HX_MISMATCH_DRIVER_OFFSET, // of a pulse, in nominal lengths
    HX_MISMATCH_COUNT
} hx_mismatch_use;

// Deviation from nominal of an additive quantity in its unit (volt, CADC steps).
double hx_mismatch_offset(uint64_t chip_seed, double scale, hx_mismatch_use use, uint32_t place);

// Factor on a multiplicative quantity: e^(sigma * normal), never negative.
double hx_mismatch_factor(uint64_t chip_seed, double scale, hx_mismatch_use use, uint32_t place);

#endif

// Counter-based random numbers of the analog core.
// SPDX-License-Identifier: Apache-2.0
//
// Every number is a pure function of its key and its place, so that nothing depends on the
// order in which numbers are drawn. Approximately normal numbers are sums of uniform ones
// (no logarithm): 16 words of 16 bits for fixed spreads (within 6.9 sigma), 4 bytes for
// noise (within 3.45 sigma).
#ifndef HX_MODELS_RANDOM_H
#define HX_MODELS_RANDOM_H

#include "models/simd.h"

#include <stdint.h>

// What a number is used for; part of its key. Values are pinned: they are part of results.
typedef enum hx_random_use {
    HX_RANDOM_USE_TRIAL = 1,
    HX_RANDOM_USE_MEMBRANE = 2,
    HX_RANDOM_USE_CADC = 3, // plus half
    HX_RANDOM_USE_LANES = 4,
    HX_RANDOM_USE_MADC = 5,
    HX_RANDOM_USE_MISMATCH = 16 // plus hx_mismatch_use
} hx_random_use;

// Standard deviation of the sum of four uniform bytes: sqrt(4 (256^2 - 1) / 12).
#define HX_RANDOM_BYTES_SIGMA 147.80054127099805

// Approximately standard normal, from Philox4x64-10 under (seed, use) at (place, index).
double hx_random_normal(uint64_t seed, uint64_t use, uint64_t place, uint64_t index);

// Four words of Philox4x64-10 under (key, use) at (place, index, draw).
void hx_random_words(uint64_t key, uint64_t use, uint64_t place, uint64_t index, uint64_t draw,
                     uint64_t words[4]);

// Key of one trial's noise.
uint64_t hx_random_trial_key(uint64_t seed, uint64_t chip_seed, uint64_t trial);

// 512 centred sums of four bytes (standard deviation HX_RANDOM_BYTES_SIGMA), from
// Philox4x32-10: value i is made of word i/128 of the block at counter
// {i%128, low word of index, high word of index, use}.
void hx_random_bytes_512(hx_simd_level level, uint64_t key, uint64_t index, uint32_t use,
                         double values[512]);

#endif

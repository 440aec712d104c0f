// Random draws of the trainer: a counter-based stream for each use.
// SPDX-License-Identifier: Apache-2.0
//
// A stream is named by (seed, use, place): the draws of one epoch do not depend on how
// many were made before, so a resumed run goes on with the same numbers.
// Source of the generator: Philox4x32-10 (Salmon et al. 2011, Random123).
#ifndef HX_DATA_DRAW_H
#define HX_DATA_DRAW_H

#include <stddef.h>
#include <stdint.h>

typedef enum hx_draw_use {
    HX_DRAW_WEIGHTS = 1, // place: layer
    HX_DRAW_SHUFFLE = 2, // place: epoch
    HX_DRAW_TEST = 3,    // free for tests and experiments
    HX_DRAW_AUGMENT = 4, // place: epoch and sample
    HX_DRAW_DROPOUT = 5  // place: epoch and batch
} hx_draw_use;

typedef struct hx_draw {
    uint64_t seed;
    uint32_t use, place;
    uint64_t block; // next block of four words
    uint32_t words[4];
    unsigned left;
} hx_draw;

hx_draw hx_draw_start(uint64_t seed, hx_draw_use use, uint32_t place);

uint32_t hx_draw_word(hx_draw *random);

// Uniform in [0, 1), 32 bits.
double hx_draw_uniform(hx_draw *random);

// Mean 0, variance 1: the sum of twelve uniform draws minus 6. Needs no logarithm, tails
// end at 6.
double hx_draw_normal(hx_draw *random);

// Uniform in 0..bound-1, bound >= 1, without bias.
uint32_t hx_draw_below(hx_draw *random, uint32_t bound);

// Fisher-Yates: a random order of 0..count-1.
void hx_draw_order(hx_draw *random, uint32_t *order, uint32_t count);

#endif

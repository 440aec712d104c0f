// Mersenne Twister MT19937 with the derived draws of numpy's RandomState.
// SPDX-License-Identifier: Apache-2.0
//
// Published data sets are defined by a numpy seed, so the draws must agree bit for bit.
// Source: Matsumoto and Nishimura 1998 (recurrence and tempering), the documented
// behaviour of numpy.random.RandomState for the derived draws.
#ifndef HX_DATA_MT19937_H
#define HX_DATA_MT19937_H

#include <stdint.h>

#define HX_MT19937_WORDS 624

typedef struct hx_mt19937 {
    uint32_t state[HX_MT19937_WORDS];
    unsigned position; // next word to temper; HX_MT19937_WORDS: twist first
} hx_mt19937;

// Same state as RandomState(seed) for an integer seed.
void hx_mt19937_seed(hx_mt19937 *generator, uint32_t seed);

// The next tempered 32-bit word.
uint32_t hx_mt19937_word(hx_mt19937 *generator);

// Uniform in [0, 1) with 53 bits out of two words, as RandomState.rand().
double hx_mt19937_uniform(hx_mt19937 *generator);

// Uniform in 0..bound-1, as RandomState.randint(bound): words are masked to the next
// power of two and rejected above the range. bound >= 1; bound 1 draws nothing.
uint32_t hx_mt19937_below(hx_mt19937 *generator, uint32_t bound);

#endif

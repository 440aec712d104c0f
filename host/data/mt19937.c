// Mersenne Twister MT19937 with the derived draws of numpy's RandomState.
// SPDX-License-Identifier: Apache-2.0
#include "host/data/mt19937.h"

#include <assert.h>

#define MIDDLE 397u

void hx_mt19937_seed(hx_mt19937 *generator, uint32_t seed)
{
    generator->state[0] = seed;
    for (uint32_t i = 1; i < HX_MT19937_WORDS; i++) {
        uint32_t previous = generator->state[i - 1];
        generator->state[i] = 1812433253u * (previous ^ (previous >> 30)) + i;
    }
    generator->position = HX_MT19937_WORDS;
}

static void twist(uint32_t *state)
{
    for (unsigned i = 0; i < HX_MT19937_WORDS; i++) {
        uint32_t joined =
            (state[i] & 0x80000000u) | (state[(i + 1) % HX_MT19937_WORDS] & 0x7fffffffu);
        state[i] = state[(i + MIDDLE) % HX_MT19937_WORDS] ^ (joined >> 1) ^
                   ((joined & 1u) ? 0x9908b0dfu : 0u);
    }
}

uint32_t hx_mt19937_word(hx_mt19937 *generator)
{
    if (generator->position == HX_MT19937_WORDS) {
        twist(generator->state);
        generator->position = 0;
    }
    uint32_t word = generator->state[generator->position++];
    word ^= word >> 11;
    word ^= (word << 7) & 0x9d2c5680u;
    word ^= (word << 15) & 0xefc60000u;
    return word ^ (word >> 18);
}

double hx_mt19937_uniform(hx_mt19937 *generator)
{
    uint32_t high = hx_mt19937_word(generator) >> 5; // 27 bits
    uint32_t low = hx_mt19937_word(generator) >> 6;  // 26 bits
    return (high * 67108864.0 + low) / 9007199254740992.0;
}

uint32_t hx_mt19937_below(hx_mt19937 *generator, uint32_t bound)
{
    assert(bound >= 1);
    uint32_t last = bound - 1;
    if (last == 0)
        return 0;
    uint32_t mask = last;
    for (unsigned shift = 1; shift < 32; shift *= 2)
        mask |= mask >> shift;
    uint32_t value;
    do {
        value = hx_mt19937_word(generator) & mask;
    } while (value > last);
    return value;
}

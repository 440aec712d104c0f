// Random draws of the trainer: a counter-based stream for each use.
// SPDX-License-Identifier: Apache-2.0
#include "host/data/draw.h"

#include <Random123/philox.h>
#include <assert.h>

hx_draw hx_draw_start(uint64_t seed, hx_draw_use use, uint32_t place)
{
    return (hx_draw){.seed = seed, .use = (uint32_t)use, .place = place};
}

uint32_t hx_draw_word(hx_draw *random)
{
    if (random->left == 0) {
        philox4x32_ctr_t counter = {
            {(uint32_t)random->block, (uint32_t)(random->block >> 32), random->place, random->use}};
        philox4x32_key_t key = {{(uint32_t)random->seed, (uint32_t)(random->seed >> 32)}};
        philox4x32_ctr_t drawn = philox4x32(counter, key);
        for (int i = 0; i < 4; i++)
            random->words[i] = drawn.v[i];
        random->block++;
        random->left = 4;
    }
    return random->words[4 - random->left--];
}

double hx_draw_uniform(hx_draw *random)
{
    return hx_draw_word(random) / 4294967296.0;
}

double hx_draw_normal(hx_draw *random)
{
    double sum = 0.0;
    for (int i = 0; i < 12; i++)
        sum += hx_draw_uniform(random);
    return sum - 6.0;
}

uint32_t hx_draw_below(hx_draw *random, uint32_t bound)
{
    assert(bound >= 1);
    // The first 2^32 mod bound words would favour small results.
    uint32_t reject = (uint32_t)(0u - bound) % bound;
    uint32_t word;
    do {
        word = hx_draw_word(random);
    } while (word < reject);
    return word % bound;
}

void hx_draw_order(hx_draw *random, uint32_t *order, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    for (uint32_t i = count; i > 1; i--) {
        uint32_t other = hx_draw_below(random, i);
        uint32_t keep = order[i - 1];
        order[i - 1] = order[other];
        order[other] = keep;
    }
}

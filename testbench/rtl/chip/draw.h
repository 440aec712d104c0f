// Random numbers of the chip's comparison: splitmix64.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_CHIP_DRAW_H
#define HX_TEST_CHIP_DRAW_H

#include <stdbool.h>
#include <stdint.h>

static inline uint64_t draw_next(uint64_t *state)
{
    uint64_t x = *state += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static inline uint32_t draw_below(uint64_t *state, uint32_t limit)
{
    return (uint32_t)((draw_next(state) >> 32) * limit >> 32);
}

// True once in so many draws on average.
static inline bool draw_once_in(uint64_t *state, uint32_t draws)
{
    return draw_below(state, draws) == 0;
}

#endif

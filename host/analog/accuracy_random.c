// Random numbers of the experiments: a stream a seed and experiment, splitmix64.
// SPDX-License-Identifier: Apache-2.0
#include "host/analog/accuracy_private.h"

uint64_t hx_accuracy_draw(hx_accuracy_random *random, uint64_t below)
{
    random->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t x = random->state;
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (x ^ (x >> 31)) % below;
}

double hx_accuracy_uniform(hx_accuracy_random *random, double low, double high)
{
    return low + (high - low) * (double)hx_accuracy_draw(random, UINT64_C(1) << 53) * 0x1p-53;
}

// The Adam optimiser (Kingma and Ba, arXiv 1412.6980).
// SPDX-License-Identifier: Apache-2.0
#include "host/train/adam.h"

#include "host/train/kernels.h"

#include <math.h>
#include <stdlib.h>

hx_status hx_adam_create(hx_adam *adam, size_t count)
{
    *adam = (hx_adam){.count = count};
    adam->first = calloc(count + 1, sizeof(float)); // a layer may be empty
    adam->second = calloc(count + 1, sizeof(float));
    if (adam->first && adam->second)
        return HX_OK;
    hx_adam_destroy(adam);
    return HX_ERROR_MEMORY;
}

void hx_adam_destroy(hx_adam *adam)
{
    free(adam->first);
    free(adam->second);
    *adam = (hx_adam){0};
}

// base^exponent by squaring: the same bits on every machine.
static double power(double base, uint64_t exponent)
{
    double result = 1.0;
    for (; exponent; exponent >>= 1) {
        if (exponent & 1)
            result *= base;
        base *= base;
    }
    return result;
}

void hx_adam_update(hx_adam *adam, double rate, const float *gradient, float *weights)
{
    adam->updates++;
    double correction1 = 1.0 - power(HX_ADAM_BETA1, adam->updates);
    double correction2 = sqrt(1.0 - power(HX_ADAM_BETA2, adam->updates));
    // m/c1 / (sqrt(v)/c2 + e) = (c2/c1) m / (sqrt(v) + c2 e)
    hx_kernel_adam(adam->count, (float)(rate * correction2 / correction1),
                   (float)(HX_ADAM_EPSILON * correction2), (float)HX_ADAM_BETA1,
                   (float)HX_ADAM_BETA2, gradient, adam->first, adam->second, weights);
}

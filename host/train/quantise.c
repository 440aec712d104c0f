// From float weights to the signed integers that synapses hold.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/quantise.h"

#include <math.h>

void hx_quantise(size_t count, const float *weights, hx_weight_range range, int16_t *integers)
{
    for (size_t i = 0; i < count; i++) {
        double value = round(range.scale * (double)weights[i]);
        if (value > range.limit)
            value = range.limit;
        if (value < -range.limit)
            value = -range.limit;
        // A weight that is not a number must not become an arbitrary one.
        integers[i] = isnan(value) ? 0 : (int16_t)value;
    }
}

void hx_dequantise(size_t count, const int16_t *integers, hx_weight_range range, float *weights)
{
    for (size_t i = 0; i < count; i++)
        weights[i] = (float)(integers[i] / range.scale);
}

void hx_clip_weights(size_t count, float *weights, hx_weight_range range)
{
    float largest = (float)(range.limit / range.scale);
    for (size_t i = 0; i < count; i++) {
        if (weights[i] > largest)
            weights[i] = largest;
        if (weights[i] < -largest)
            weights[i] = -largest;
    }
}

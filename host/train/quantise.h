// From float weights to the signed integers that synapses hold.
// SPDX-License-Identifier: Apache-2.0
//
// integer = round(scale * w) within -limit..limit, ties away from zero. A signed weight
// uses two rows of 6 bits (63); an input that is connected through k rows pairs reaches
// 63 * k. Training is straight-through: float weights are kept, clipped to what the chip
// can hold, while the forward pass and the gradient see the rounded ones.
#ifndef HX_TRAIN_QUANTISE_H
#define HX_TRAIN_QUANTISE_H

#include <stddef.h>
#include <stdint.h>

#define HX_SYNAPSE_WEIGHT_MAX 63

typedef struct hx_weight_range {
    double scale;  // integer of a weight of 1, > 0
    int16_t limit; // largest integer, > 0
} hx_weight_range;

void hx_quantise(size_t count, const float *weights, hx_weight_range range, int16_t *integers);

// The weights that the integers stand for.
void hx_dequantise(size_t count, const int16_t *integers, hx_weight_range range, float *weights);

// Clips float weights to -limit/scale .. limit/scale.
void hx_clip_weights(size_t count, float *weights, hx_weight_range range);

#endif

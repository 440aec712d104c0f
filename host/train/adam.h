// The Adam optimiser (Kingma and Ba, arXiv 1412.6980).
// SPDX-License-Identifier: Apache-2.0
//
// State is plain data, so that a checkpoint can hold it.
#ifndef HX_TRAIN_ADAM_H
#define HX_TRAIN_ADAM_H

#include <hxcosim/status.h>

#include <stddef.h>
#include <stdint.h>

typedef struct hx_adam {
    size_t count;
    float *first, *second; // moment estimates without bias correction
    uint64_t updates;      // made so far
} hx_adam;

#define HX_ADAM_BETA1 0.9
#define HX_ADAM_BETA2 0.999
#define HX_ADAM_EPSILON 1e-8

hx_status hx_adam_create(hx_adam *adam, size_t count);
void hx_adam_destroy(hx_adam *adam);

// weights -= rate * corrected first moment / (sqrt(corrected second moment) + epsilon)
void hx_adam_update(hx_adam *adam, double rate, const float *gradient, float *weights);

#endif

// State of a trainer.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TRAIN_TRAINER_PRIVATE_H
#define HX_TRAIN_TRAINER_PRIVATE_H

#include "host/train/trainer.h"

struct hx_trainer {
    hx_trainer_config config;
    const volatile sig_atomic_t *stop;
    size_t epoch; // finished
    float *weights[HX_LAYER_COUNT];
    int16_t *integers[HX_LAYER_COUNT];
    float *rounded[HX_LAYER_COUNT]; // what the integers stand for
    hx_adam adam[HX_LAYER_COUNT];
    hx_gradient *gradient;
    hx_input input;
    hx_sample *samples; // [batch]
    hx_observation *observations;
    uint8_t *masks[HX_LAYER_COUNT]; // NULL: all weights are free
    uint8_t *heard;                 // output weights that are not dropped in this batch
    hx_augment_fn augment;
    void *augment_context;
    hx_spike *variants; // [batch][variant_capacity]
    size_t variant_capacity;
};

#endif

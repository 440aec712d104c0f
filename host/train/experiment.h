// A task on one virtual chip: the trainer with its partners, the chip and the software model.
// SPDX-License-Identifier: Apache-2.0
//
// The chip is opened when it is first needed: at creation for training in the loop, else for
// the first test. Both partners run the network that the chip has room for: weights without a
// connection are 0.
#ifndef HX_TRAIN_EXPERIMENT_H
#define HX_TRAIN_EXPERIMENT_H

#include "host/train/chip_session.h"
#include "host/train/task.h"

typedef struct hx_experiment hx_experiment;

typedef struct hx_experiment_config {
    const hx_task *task;
    hx_trainer_config trainer;
    bool in_loop;
    hx_device_config device;
    hx_chip_session_board board;
    const hx_calibration *calibration; // in use as long as the experiment; NULL: none
    size_t workers;
    hx_sampler sampler;
} hx_experiment_config;

// `data` must stay valid as long as the experiment.
hx_status hx_experiment_create(hx_experiment **experiment, const hx_experiment_config *config,
                               const hx_task_data *data, hx_error *error);
void hx_experiment_destroy(hx_experiment *experiment);

hx_trainer *hx_experiment_get_trainer(hx_experiment *experiment);
// NULL: not opened yet.
hx_chip_session *hx_experiment_get_chip(hx_experiment *experiment);

// Takes the weights of a weights file of the same sizes; those the chip has no connection for are
// left out.
hx_status hx_experiment_load(hx_experiment *experiment, const char *path, hx_error *error);

// Trains up to epoch number `epochs`, in the loop or in software.
hx_status hx_experiment_learn(hx_experiment *experiment, size_t epochs,
                              const hx_trainer_observer *observer, hx_error *error);

// Runs samples without learning, on the chip or in software. `predictions` may be NULL.
hx_status hx_experiment_test(hx_experiment *experiment, bool on_chip, const hx_dataset *dataset,
                             hx_evaluation *evaluation, uint32_t *predictions, hx_error *error);

// Only the first `count` training samples are used from now on.
void hx_experiment_limit_training(hx_experiment *experiment, size_t count);

// Samples on the chip with the present weights; fills an observation for each.
hx_status hx_experiment_observe(hx_experiment *experiment, const hx_sample *samples, size_t count,
                                hx_observation *observations, hx_error *error);

#endif

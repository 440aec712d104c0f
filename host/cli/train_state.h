// The state of a training run, shared by the files of `train`.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_TRAIN_STATE_H
#define HX_CLI_TRAIN_STATE_H

#include "host/calibrate/calibration.h"
#include "host/cli/train_report.h"
#include "host/cli/train_run.h"
#include "host/report/progress.h"
#include "host/train/experiment.h"

typedef struct hx_train_state {
    const hx_train_settings *settings;
    const hx_task *task;
    hx_task_preset sizes;
    char path[4096];
    hx_task_data data;
    hx_calibration *calibration; // NULL: none
    hx_experiment *experiment;
    hx_progress *progress;
    hx_progress_state shown;
    double earlier_seconds; // wall time of the runs that were resumed
    hx_metrics *metrics;
    hx_metrics_line *lines; // room for sizes.epochs
    hx_result result;
    hx_train_report report;   // its metrics_count: lines so far
    double software_accuracy; // on the test set, with no_in_loop
    hx_error *error;
} hx_train_state;

// A file of the output folder, or the folder. The text stays until the next call.
const char *hx_train_place(hx_train_state *state, const char *name);
double hx_train_wall_seconds(const hx_train_state *state);
double hx_train_chip_seconds(const hx_train_state *state);

// train_checkpoint.c
hx_status hx_train_save_checkpoint(hx_train_state *state);
// Fills trainer, chip statistics, metrics lines and result from checkpoint.h5.
hx_status hx_train_load_checkpoint(hx_train_state *state);
hx_status hx_train_save_weights(hx_train_state *state);

// train_examples.c: what the report shows of the trained network on the chip.
hx_status hx_train_take_examples(hx_train_state *state);
hx_status hx_train_draw_map(hx_train_state *state); // Yin-Yang only

#endif

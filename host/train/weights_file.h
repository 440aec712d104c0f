// weights.h5 and the checkpoint: one HDF5 layout for both.
// SPDX-License-Identifier: Apache-2.0
//
// Layout (little endian):
//     /                      attributes format_version (uint32), task, preset (strings),
//                            epoch, seed, chip_seed (uint64), in_loop (uint32)
//     /layers/L/weight       float32 [sources][neurons], model units, L = 0 input to
//                            hidden, 1 hidden to output, 2 hidden to hidden (if recurrent)
//     /layers/L/quantised    int16, same shape; attributes scale (double), limit (int16)
//     /optimiser/L/first     float32, same shape, and
//     /optimiser/L/second    with attribute updates (uint64) on /optimiser/L;
//                            only in a checkpoint
//     /progress              only in a checkpoint of a run that can be resumed: attributes
//                            settings (string), next_trial, presentations, stray_spikes
//                            (uint64), chip_seconds (double);
//     /progress/metrics      double [epochs][HX_WEIGHTS_METRICS], the lines of metrics.jsonl
// Files are written beside their place and renamed, so a file is always a whole one.
#ifndef HX_TRAIN_WEIGHTS_FILE_H
#define HX_TRAIN_WEIGHTS_FILE_H

#include "host/train/chip_session.h"
#include "host/train/trainer.h"

#include <stdbool.h>

#define HX_WEIGHTS_FORMAT_VERSION 1u

#define HX_WEIGHTS_METRICS 7 // numbers of an epoch

// What a run needs beside the trainer's state to go on as if it had never stopped.
typedef struct hx_weights_progress {
    char settings[256]; // what must not differ, for people to compare
    hx_chip_session_statistics chip;
    size_t rows;     // epochs
    double *metrics; // [rows][HX_WEIGHTS_METRICS]
} hx_weights_progress;

typedef struct hx_weights_info {
    char task[64], preset[64];
    uint64_t epoch, seed, chip_seed;
    bool in_loop;
    const hx_weights_progress *progress; // written to a checkpoint; NULL: none
} hx_weights_info;

// `optimiser`: write the Adam state too, so that training can go on from the file. The
// epoch and seed written are those of the trainer.
hx_status hx_weights_save(const char *path, hx_trainer *trainer, const hx_weights_info *info,
                          bool optimiser, hx_error *error);

// Fills the trainer's weights, and with `optimiser` its Adam state and epoch. The shapes must
// be those of the trainer. `info` may be NULL. On failure the trainer may be half filled.
hx_status hx_weights_load(const char *path, hx_trainer *trainer, hx_weights_info *info,
                          bool optimiser, hx_error *error);

// Reads /progress of a checkpoint; free `metrics` afterwards.
hx_status hx_weights_load_progress(const char *path, hx_weights_progress *progress,
                                   hx_error *error);

#endif

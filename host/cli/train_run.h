// A training run from data to report.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_TRAIN_RUN_H
#define HX_CLI_TRAIN_RUN_H

#include "host/train/task.h"

#include <hxcosim/device.h>
#include <hxcosim/status.h>

#include <signal.h>

typedef struct hx_train_settings {
    const char *out, *data, *preset, *tier;          // NULL: default
    const char *init;                                // weights to start with, NULL: random
    uint64_t hold_out;                               // UINT64_MAX: no speaker
    bool test_only;                                  // with `init`: no epochs
    double rate, rate_decay;                         // 0: of the task
    bool eventprop;                                  // gradient through spike times
    bool first_spike;                                // outputs decide by their first spikes
    bool bus_sampler;                                // membranes by bus reads
    uint64_t epochs, batch, train_limit, test_limit; // 0: as the preset says
    uint64_t workers;
    bool no_in_loop, resume, quiet, json;
    hx_device_config device;
    const char *calibration; // file, NULL: one setting for all neurons
    const char *board;       // host name of a served board, NULL: none
    uint16_t board_ports[2]; // data, reset
    const volatile sig_atomic_t *stop;
} hx_train_settings;

hx_train_settings hx_train_settings_default(void);

// Writes metrics.jsonl, result.json, report.html, weights.h5 and checkpoint.h5 to `out`.
// When stopped early it still leaves the results of the finished epochs. With `resume` it goes
// on from checkpoint.h5 and leaves the same files as a run that was never stopped, wall times
// aside.
hx_status hx_train_run(const hx_task *task, const hx_train_settings *settings, hx_error *error);

#endif

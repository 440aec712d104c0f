// metrics.jsonl and result.json of a training run.
// SPDX-License-Identifier: Apache-2.0
//
// Keys are part of the command line contract. Accuracies are 0..1, times seconds; chip and
// wall times are cumulative.
#ifndef HX_REPORT_METRICS_H
#define HX_REPORT_METRICS_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hx_metrics_line {
    size_t epoch; // from 1
    double train_loss, train_accuracy, validation_accuracy;
    double hidden_spikes; // mean a sample
    double chip_seconds, wall_seconds;
} hx_metrics_line;

typedef struct hx_result {
    const char *task, *preset, *tier, *version;
    bool in_loop;
    uint64_t seed, chip_seed;
    size_t epochs, workers;
    double test_accuracy, validation_accuracy, hidden_spikes;
    double chip_seconds, wall_seconds;
} hx_result;

typedef struct hx_metrics hx_metrics;

// `append`: go on with an existing file (a resumed run).
hx_status hx_metrics_open(hx_metrics **metrics, const char *path, bool append, hx_error *error);
// Writes one line and flushes it. A value that is not finite is written as null.
hx_status hx_metrics_write(hx_metrics *metrics, const hx_metrics_line *line);
void hx_metrics_close(hx_metrics *metrics);

// Writes beside the place and renames, so the file is always a whole one.
hx_status hx_result_write(const char *path, const hx_result *result, hx_error *error);

#endif

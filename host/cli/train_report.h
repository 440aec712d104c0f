// The page a training run leaves behind: curves, decision map, example traces.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_TRAIN_REPORT_H
#define HX_CLI_TRAIN_REPORT_H

#include "host/report/metrics.h"
#include "host/train/trainer.h"

#define HX_REPORT_EXAMPLES 3
#define HX_REPORT_MAP 29 // places on each side of the decision map

typedef struct hx_train_example {
    hx_sample sample;
    uint32_t prediction;
    hx_observation observation;
    hx_spike *hidden_spikes; // exact times where the chip gave them, else NULL
    size_t hidden_spike_count;
} hx_train_example;

typedef struct hx_train_report {
    const hx_network *network;
    const char *const *class_names; // of the outputs
    const hx_result *result;
    const hx_metrics_line *metrics;
    size_t metrics_count;
    bool has_map;
    uint8_t map[HX_REPORT_MAP * HX_REPORT_MAP]; // class, or 3 outside the disc
    hx_train_example examples[HX_REPORT_EXAMPLES];
    size_t example_count;
    const char *remark; // NULL, or one line such as "interrupted"
} hx_train_report;

hx_status hx_train_report_save(const hx_train_report *report, const char *path, hx_error *error);

#endif

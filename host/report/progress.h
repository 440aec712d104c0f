// Progress of a training run on stderr.
// SPDX-License-Identifier: Apache-2.0
//
// On a terminal one line is redrawn; elsewhere each finished epoch gives one plain line.
// Reads the wall clock; nothing that is simulated depends on it.
#ifndef HX_REPORT_PROGRESS_H
#define HX_REPORT_PROGRESS_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct hx_progress_state {
    size_t epoch, epochs;       // running (from 1), in total
    size_t samples, per_epoch;  // done and to do in the running epoch
    double loss, accuracy;      // means over the running epoch
    double validation_accuracy; // of the last finished epoch, below 0: none yet
    double chip_seconds;        // of simulated time so far, 0: no chip
    double slowdown;            // simulated seconds of one chip take this many wall seconds
} hx_progress_state;

typedef struct hx_progress hx_progress;

// `quiet`: print nothing.
hx_status hx_progress_create(hx_progress **progress, FILE *stream, bool quiet);
void hx_progress_destroy(hx_progress *progress);

// Redraws at most ten times a second; without a terminal it prints nothing.
void hx_progress_update(hx_progress *progress, const hx_progress_state *state);
// One line that stays.
void hx_progress_epoch(hx_progress *progress, const hx_progress_state *state);

// Seconds since creation.
double hx_progress_wall_seconds(const hx_progress *progress);

// The text of the line: pure, for tests. `rate` in samples/s, `remaining` in s (below 0:
// unknown).
void hx_progress_format(char *text, size_t size, const hx_progress_state *state, double rate,
                        double remaining);

#endif

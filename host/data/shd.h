// Spike recordings in the layout of the Spiking Heidelberg Digits (HDF5).
// SPDX-License-Identifier: Apache-2.0
//
// One entry a recording: spikes/times (variable-length floats, seconds), spikes/units
// (variable-length integers), labels (integers); extra/speaker (integers) if it is there. Other
// data sets of the file are not read.
#ifndef HX_DATA_SHD_H
#define HX_DATA_SHD_H

#include <hxcosim/status.h>

#include <stddef.h>
#include <stdint.h>

#define HX_SHD_UNITS 700u     // cochlea channels, 0 is the highest frequency
#define HX_SHD_MAX_CLASSES 64 // labels above are refused
#define HX_SHD_MAX_TIME_S 60  // later spikes are refused: they are hardly in seconds

typedef struct hx_shd_event {
    float time_s;
    uint32_t unit;
} hx_shd_event;

typedef struct hx_shd {
    size_t count;
    size_t total;         // recordings in the file
    uint32_t *labels;     // [count]
    size_t *start;        // [count + 1], into events
    hx_shd_event *events; // as in the file: times ascend within a recording
    uint32_t *speakers;   // [count], NULL: the file does not name them
} hx_shd;

// Reads recordings first..first+limit-1 (limit 0: all to the end), fewer if the file has fewer.
// Errors name the file, the data set or the recording, and the rule.
hx_status hx_shd_load(hx_shd *recordings, const char *path, size_t first, size_t limit,
                      hx_error *error);

// Moves the recordings of one speaker to the end, the order stays otherwise; returns their number.
// HX_ERROR_MEMORY leaves everything as it is.
hx_status hx_shd_move_speaker(hx_shd *recordings, uint32_t speaker, size_t *moved);

void hx_shd_release(hx_shd *recordings);

#endif

// Labelled spike patterns: what a task feeds to a network.
// SPDX-License-Identifier: Apache-2.0
//
// Times are in us of chip time, from the start of the sample. Spikes of one sample are
// sorted by time, then by unit.
#ifndef HX_DATA_SAMPLE_H
#define HX_DATA_SAMPLE_H

#include <hxcosim/status.h>

#include <stddef.h>
#include <stdint.h>

typedef struct hx_spike {
    float time_us;
    uint32_t unit; // input of the network
} hx_spike;

typedef struct hx_sample {
    const hx_spike *spikes;
    size_t spike_count;
    uint32_t label;
    uint64_t index; // place in its data set
} hx_sample;

typedef struct hx_dataset {
    hx_sample *samples;
    size_t count;
    hx_spike *spikes; // storage of all samples
    uint32_t inputs;  // units are 0..inputs-1
    uint32_t classes; // labels are 0..classes-1
} hx_dataset;

// Zeroed storage for `count` samples and `spike_count` spikes in total.
hx_status hx_dataset_allocate(hx_dataset *dataset, size_t count, size_t spike_count);

// Sorts the spikes of one sample by time, then by unit.
void hx_spikes_sort(hx_spike *spikes, size_t count);

// Frees what the data set owns and empties it. Accepts an empty one.
void hx_dataset_release(hx_dataset *dataset);

#endif

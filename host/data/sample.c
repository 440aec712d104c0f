// Labelled spike patterns: what a task feeds to a network.
// SPDX-License-Identifier: Apache-2.0
#include "host/data/sample.h"

#include <stdlib.h>

hx_status hx_dataset_allocate(hx_dataset *dataset, size_t count, size_t spike_count)
{
    *dataset = (hx_dataset){0};
    // One more than asked for: an empty set is allowed, calloc(0) may give NULL.
    dataset->samples = calloc(count + 1, sizeof *dataset->samples);
    dataset->spikes = calloc(spike_count + 1, sizeof *dataset->spikes);
    if (!dataset->samples || !dataset->spikes) {
        hx_dataset_release(dataset);
        return HX_ERROR_MEMORY;
    }
    dataset->count = count;
    return HX_OK;
}

static int compare(const void *left, const void *right)
{
    const hx_spike *a = left, *b = right;
    if (a->time_us != b->time_us)
        return a->time_us < b->time_us ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

void hx_spikes_sort(hx_spike *spikes, size_t count)
{
    qsort(spikes, count, sizeof *spikes, compare);
}

void hx_dataset_release(hx_dataset *dataset)
{
    free(dataset->samples);
    free(dataset->spikes);
    *dataset = (hx_dataset){0};
}

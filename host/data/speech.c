// Speech recordings as spike patterns of 70 inputs on the chip's time scale.
// SPDX-License-Identifier: Apache-2.0
#include "host/data/speech.h"

#define LEFT_OUT 0.05 // share of the spikes below the first unit

hx_speech_channels hx_speech_choose_channels(const hx_shd *recordings)
{
    size_t spikes[HX_SHD_UNITS] = {0}, total = recordings->start[recordings->count], below = 0;
    for (size_t i = 0; i < total; i++)
        spikes[recordings->events[i].unit]++;
    uint32_t first = 0;
    const uint32_t last = HX_SHD_UNITS - HX_SPEECH_INPUTS; // stride 1
    while (first < last && (double)(below + spikes[first]) <= LEFT_OUT * (double)total)
        below += spikes[first++];
    uint32_t stride = (HX_SHD_UNITS - 1 - first) / (HX_SPEECH_INPUTS - 1);
    return (hx_speech_channels){first, stride};
}

// Keeps one spike of HX_SPEECH_THINNING of each input; they are sorted.
static size_t thin(const hx_speech_view *view, hx_spike *spikes, size_t count)
{
    uint32_t seen[HX_SPEECH_INPUTS];
    for (uint32_t i = 0; i < HX_SPEECH_INPUTS; i++)
        seen[i] = (view->phase + i * view->phase_step) % HX_SPEECH_THINNING;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t *number = &seen[spikes[i].unit];
        if (++*number == HX_SPEECH_THINNING) {
            *number = 0;
            spikes[kept++] = spikes[i];
        }
    }
    return kept;
}

size_t hx_speech_encode(const hx_shd *recordings, size_t number, const hx_speech_channels *channels,
                        const hx_speech_view *view, hx_spike *spikes)
{
    size_t count = 0;
    const double us_per_s = HX_SPEECH_US_PER_S * (1 + view->growth);
    for (size_t i = recordings->start[number]; i < recordings->start[number + 1]; i++) {
        const hx_shd_event *event = &recordings->events[i];
        int64_t above = (int64_t)event->unit - view->shift_units - channels->first;
        double time = event->time_s * us_per_s;
        if (above < 0 || above / channels->stride >= HX_SPEECH_INPUTS ||
            time >= HX_SPEECH_DURATION_US)
            continue;
        spikes[count++] = (hx_spike){(float)time, (uint32_t)(above / channels->stride)};
    }
    hx_spikes_sort(spikes, count);
    return thin(view, spikes, count);
}

hx_status hx_speech_create(hx_dataset *dataset, const hx_shd *recordings, size_t first,
                           size_t count, const hx_speech_channels *channels)
{
    size_t spikes = recordings->start[first + count] - recordings->start[first];
    hx_status status = hx_dataset_allocate(dataset, count, spikes);
    if (status)
        return status;
    const hx_speech_view plain = {0};
    dataset->inputs = HX_SPEECH_INPUTS;
    hx_spike *next = dataset->spikes;
    for (size_t i = 0; i < count; i++) {
        uint32_t label = recordings->labels[first + i];
        size_t used = hx_speech_encode(recordings, first + i, channels, &plain, next);
        dataset->samples[i] = (hx_sample){next, used, label, first + i};
        next += used;
        if (label >= dataset->classes)
            dataset->classes = label + 1;
    }
    return HX_OK;
}

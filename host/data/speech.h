// Speech recordings as spike patterns of 70 inputs on the chip's time scale.
// SPDX-License-Identifier: Apache-2.0
//
// Channels are thinned from 700 to 70: an input is `stride` neighbouring units, over the units that
// carry the training set's spikes. Of the spikes of all of them it gets each fourth one: loudness
// stays visible, and the link carries less. Time is compressed: a second of speech takes 100 us.
// Spikes after the trial are left out. The experiment of Cramer et al.
// (arXiv 2006.07239) has 70 channels too; how they are made and its compression are not known.
#ifndef HX_DATA_SPEECH_H
#define HX_DATA_SPEECH_H

#include "host/data/sample.h"
#include "host/data/shd.h"

#define HX_SPEECH_INPUTS 70u
#define HX_SPEECH_US_PER_S 100.0
#define HX_SPEECH_DURATION_US 100.0
#define HX_SPEECH_THINNING 4u // one spike of so many is used

typedef struct hx_speech_channels {
    uint32_t first, stride; // input i is units first + i * stride .. + stride - 1
} hx_speech_channels;

// The lowest first unit that leaves out at most 5 % of the spikes below it, with the largest
// stride that still fits.
hx_speech_channels hx_speech_choose_channels(const hx_shd *recordings);

// Recordings first..first+count-1 of what was read. Release with hx_dataset_release.
hx_status hx_speech_create(hx_dataset *dataset, const hx_shd *recordings, size_t first,
                           size_t count, const hx_speech_channels *channels);

// How a recording is changed; all 0: not at all.
typedef struct hx_speech_view {
    int shift_units; // units are moved down by so many
    double growth;   // 0.1: a tenth longer; above -1
    // Which spike of an input is its first: 0..HX_SPEECH_THINNING-1, and how far that of the next
    // input is away.
    uint32_t phase, phase_step;
} hx_speech_view;

// One recording. Room for all its events is needed. Returns the number of spikes.
size_t hx_speech_encode(const hx_shd *recordings, size_t number, const hx_speech_channels *channels,
                        const hx_speech_view *view, hx_spike *spikes);

#endif

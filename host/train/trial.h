// One sample as a playback program, and what its response says.
// SPDX-License-Identifier: Apache-2.0
//
// A trial synchronises time, releases the parked neurons, plays the input spikes, samples the
// membranes, parks the neurons again and waits until nothing is in flight. Times are playback
// timer values in FPGA cycles (8 ns):
//
//     0          timer setup, force reset off, marker
//     start      grid point 0; grid point n follows n*grid_step cycles later
//     start + steps*grid_step     force reset on
//     ... + park_wait             the processors' rows are read; halt
//
// Membranes are sampled every sample_step from `start` on, or a little later if the
// processors do not keep up; grid points between two samples are interpolated. Two ways:
// * The plasticity processors sample and the FPGA's memory holds the rows until the end
//   (ppu_sampler.h); their stamps say when a conversion began.
// * By bus reads. At a sampling point one read on each half starts a conversion; the other
//   quads come from the conversion buffer and are read in the cycles that input spikes leave
//   free. A plan with more quads than accesses may be in flight reads them once the conversion
//   is done, so that no read holds up a spike.
//
// The membrane of a readout neuron is the sum over its circuits.
#ifndef HX_TRAIN_TRIAL_H
#define HX_TRAIN_TRIAL_H

#include "host/chip/router.h"
#include "host/data/sample.h"
#include "host/program/program.h"
#include "host/train/network.h"
#include "host/train/ppu_sampler.h"

#include <hxcosim/status.h>

typedef struct hx_trial_config {
    const hx_router *router;
    const hx_router_readout_plan *plan;
    const hx_chip_settings *chip;
    const hx_ppu_sampler *ppu;                         // NULL: bus reads
    size_t steps;                                      // grid points
    size_t samples;                                    // sampling points
    uint32_t start, grid_step, sample_step, park_wait; // FPGA cycles
    uint32_t read_delay; // bus reads: from the start of a conversion to the buffered ones
} hx_trial_config;

typedef enum hx_sampler { HX_SAMPLER_PPU, HX_SAMPLER_BUS } hx_sampler;

// Default times for a grid of `step_us`; the longest refractory time in use is 2 us. `ppu` is
// left to the caller.
hx_trial_config hx_trial_config_default(const hx_network *network, const hx_router *router,
                                        const hx_router_readout_plan *plan,
                                        const hx_chip_settings *chip, hx_sampler sampler);

// Replaces the program by the trial of this sample. Spikes outside the grid are left out.
hx_status hx_trial_build(const hx_trial_config *config, const hx_sample *sample,
                         hx_program *program);

// How readings become model units (threshold - leak = 1).
typedef struct hx_trial_scale {
    const float *hidden_baseline, *output_baseline; // CADC LSB at rest, for each neuron
    float hidden_gain, output_gain;                 // model units for each LSB
} hx_trial_scale;

typedef struct hx_trial_outcome {
    uint64_t fpga_cycles;   // from synchronisation to halt
    uint64_t stray_spikes;  // outside the grid or from no neuron of the network
    const hx_spike *spikes; // hidden spikes, unit = hidden neuron, in order of arrival
    size_t spike_count;
} hx_trial_outcome;

// Reads the finished result of a trial. `spikes` has room for `spike_capacity`; more spikes
// than that are HX_ERROR_LIMIT.
hx_status hx_trial_read(const hx_trial_config *config, const hx_network *network,
                        const hx_program_result *result, const hx_trial_scale *scale,
                        hx_spike *spikes, size_t spike_capacity, hx_observation *observation,
                        hx_trial_outcome *outcome, hx_error *error);

#endif

// Samples as a playback program, and what its response says.
// SPDX-License-Identifier: Apache-2.0
//
// A trial synchronises time and presents one sample or several back to back: release of the
// parked neurons, input spikes and readings of the membranes, parking. At the end it waits until
// nothing is in flight. Times are playback timer values in FPGA cycles (8 ns); sample k of a trial
// is k*period later than the first one:
//
//     0                         timer setup, marker
//     start - settle            force reset off
//     start                     grid point 0; grid point n follows n*grid_step cycles later
//     start + steps*grid_step   force reset on
//     ... + park_wait           after the last sample: the processors' rows are read; halt
//
// Membranes are sampled every sample_step from start + sample_first on, or a little later if the
// processors do not keep up; grid points between two samples are interpolated. Two ways:
// * The plasticity processors sample and the FPGA's memory holds the rows until the end
//   (ppu_sampler.h); their stamps say when a conversion began. Only for samples that have a trial
//   of their own.
// * By bus reads. At a sampling point one read on each half starts a conversion; the other
//   quads come from the conversion buffer and are read in the cycles that input spikes leave
//   free. A plan with more quads than accesses may be in flight reads them once the conversion
//   is done, so that no read holds up a spike.
#ifndef HX_TRAIN_TRIAL_H
#define HX_TRAIN_TRIAL_H

#include "host/chip/router.h"
#include "host/data/sample.h"
#include "host/program/program.h"
#include "host/train/network.h"
#include "host/train/ppu_sampler.h"

#include <hxcosim/status.h>

// How samples follow each other.
typedef struct hx_trial_pace {
    double period_us;  // from one sample to the next; 0: neurons settle and rest for long
    size_t group;      // samples of a trial, at least 1
    bool only_outputs; // hidden voltages are not sampled, the outputs' as often as possible
} hx_trial_pace;

typedef struct hx_trial_config {
    const hx_router *router;
    const hx_router_readout_plan *plan;
    const hx_chip_settings *chip;
    const hx_ppu_sampler *ppu;                            // NULL: bus reads
    bool only_outputs;                                    // the plan holds no hidden neurons
    size_t steps;                                         // grid points
    size_t samples;                                       // sampling points
    uint32_t start, settle, grid_step, period, park_wait; // FPGA cycles
    uint32_t sample_first, sample_step;
    uint32_t read_delay; // bus reads: from the start of a conversion to the buffered ones
} hx_trial_config;

typedef enum hx_sampler { HX_SAMPLER_PPU, HX_SAMPLER_BUS } hx_sampler;

// What can be had of what is wanted: the processors sample one sample a trial, at rest in between.
hx_sampler hx_trial_choose_sampler(const hx_trial_pace *pace, hx_sampler wanted);

// Times for this network, plan and pace; `ppu` is left to the caller. A period that is too short is
// HX_ERROR_ARGUMENT.
hx_status hx_trial_configure(hx_trial_config *config, const hx_network *network,
                             const hx_router *router, const hx_router_readout_plan *plan,
                             const hx_chip_settings *chip, const hx_trial_pace *pace,
                             hx_sampler sampler, hx_error *error);

// Replaces the program by the trial of these samples, at least 1. Spikes outside the grid are
// left out.
hx_status hx_trial_build(const hx_trial_config *config, const hx_sample *samples, size_t count,
                         hx_program *program);

// How readings become model units (threshold - leak = 1).
typedef struct hx_trial_scale {
    // CADC LSB without input, for each grid point and neuron; NULL: 0.
    const float *hidden_baseline, *output_baseline;
    float hidden_gain, output_gain; // model units for each LSB
} hx_trial_scale;

typedef struct hx_trial_outcome {
    uint64_t fpga_cycles;   // of the whole trial, from synchronisation to halt
    uint64_t stray_spikes;  // of the whole trial: outside the grids or from no neuron
    const hx_spike *spikes; // hidden spikes, unit = hidden neuron, in order of arrival
    size_t spike_count;
} hx_trial_outcome;

// Reads sample `number` of `count` from the finished result of a trial. `spikes` has room for
// `spike_capacity`; more spikes than that are HX_ERROR_LIMIT. With only_outputs the observation's
// hidden voltages are left alone.
hx_status hx_trial_read(const hx_trial_config *config, const hx_network *network,
                        const hx_program_result *result, size_t number, size_t count,
                        const hx_trial_scale *scale, hx_spike *spikes, size_t spike_capacity,
                        hx_observation *observation, hx_trial_outcome *outcome, hx_error *error);

#endif

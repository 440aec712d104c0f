// Bit errors on the lanes between FPGA and chip.
// SPDX-License-Identifier: Apache-2.0
//
// Every bit of a lane word is wrong with the same probability, independently. The pattern is a
// function of seeds, trial, direction and time since the mark of the trial, and not of the word
// or its lane: equal words of a trial meet equal errors, whatever ran before.
#ifndef HX_SIM_LANE_FAULTS_H
#define HX_SIM_LANE_FAULTS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Where a word starts; values are pinned, they are part of results.
typedef enum hx_lane_place {
    HX_LANE_TO_CHIP = 0,
    HX_LANE_FROM_CHIP_EVEN = 1, // in the first chip cycle of the FPGA cycle
    HX_LANE_FROM_CHIP_ODD = 2
} hx_lane_place;

typedef struct hx_lane_faults {
    uint64_t seed, chip_seed, key;
    double within[64]; // probability that the next wrong bit is at most this many bits further
} hx_lane_faults;

// `rate`: probability that a bit is wrong, 0..0.5. Starts in trial 0.
void hx_lane_faults_init(hx_lane_faults *faults, double rate, uint64_t seed, uint64_t chip_seed);
void hx_lane_faults_start_trial(hx_lane_faults *faults, uint64_t trial);

// The wrong bits of the word that starts in FPGA cycle `cycle` of the trial.
uint64_t hx_lane_faults_get(const hx_lane_faults *faults, hx_lane_place place, uint64_t cycle);

#ifdef __cplusplus
}
#endif

#endif

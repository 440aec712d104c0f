// Bit errors on the lanes between FPGA and chip.
// SPDX-License-Identifier: Apache-2.0
#include "sim/board/lane_faults.h"

#include "models/random.h"

#define WORD_BITS 64
#define UNIFORM_STEP 0x1p-53

void hx_lane_faults_init(hx_lane_faults *faults, double rate, uint64_t seed, uint64_t chip_seed)
{
    double right = 1, sum = 0;
    for (int i = 0; i < WORD_BITS; i++) {
        sum += right * rate;
        right *= 1 - rate;
        faults->within[i] = sum;
    }
    faults->seed = seed;
    faults->chip_seed = chip_seed;
    hx_lane_faults_start_trial(faults, 0);
}

void hx_lane_faults_start_trial(hx_lane_faults *faults, uint64_t trial)
{
    faults->key = hx_random_trial_key(faults->seed, faults->chip_seed, trial);
}

uint64_t hx_lane_faults_get(const hx_lane_faults *faults, hx_lane_place place, uint64_t cycle)
{
    uint64_t words[4], wrong = 0;
    int at = 0; // first bit that is not decided
    for (uint64_t draw = 0; at < WORD_BITS; draw++) {
        if (draw % 4 == 0)
            hx_random_words(faults->key, HX_RANDOM_USE_LANES, (uint64_t)place, cycle, draw / 4,
                            words);
        const double uniform = (double)(words[draw % 4] >> 11) * UNIFORM_STEP;
        int skip = 0;
        while (at + skip < WORD_BITS && uniform >= faults->within[skip])
            skip++;
        at += skip;
        if (at < WORD_BITS)
            wrong |= UINT64_C(1) << at++;
    }
    return wrong;
}

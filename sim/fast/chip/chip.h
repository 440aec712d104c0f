// The chip of the fast tier: C model of its digital part with the analog core.
// SPDX-License-Identifier: Apache-2.0
//
// Time is counted in steps since power-on, one FPGA cycle (8 ns) each: the chip's cycles 2k and
// 2k + 1 are step k. In the first 4 steps the chip is under power-on reset. The order of calls to
// the analog core is that of docs/pins.md. No result depends on how time is cut into advances.
#ifndef HX_FAST_CHIP_CHIP_H
#define HX_FAST_CHIP_CHIP_H

#include "models/anncore.h"
#include "sim/fast/link/lane_word.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_fast_chip hx_fast_chip;

// What the FPGA drives, constant until set again.
typedef struct hx_fast_chip_pins {
    bool reset;
    uint8_t lane_partner; // lanes ready on the other side
    bool jtag_tck, jtag_tms, jtag_tdi;
} hx_fast_chip_pins;

// A word that starts on a lane in a chip cycle.
typedef struct hx_fast_lane_word {
    uint64_t cycle;
    uint64_t word;
    uint8_t lane;
} hx_fast_lane_word;

// The core is not owned. `latency`: of the lanes, one way, beyond the smallest, FPGA cycles.
hx_status hx_fast_chip_create(hx_fast_chip **chip, hx_anncore *core, unsigned latency);
void hx_fast_chip_destroy(hx_fast_chip *chip); // accepts NULL

// The pins hold from the first cycle of the present step on.
void hx_fast_chip_set_pins(hx_fast_chip *chip, const hx_fast_chip_pins *pins);

// A word arrives in the first cycle of a step that is not yet done. Steps of the calls ascend, and
// lie less than HX_FAST_CHIP_AHEAD ahead.
#define HX_FAST_CHIP_AHEAD 2048
void hx_fast_chip_push_word(hx_fast_chip *chip, uint64_t step, unsigned lane, uint64_t word);

// Does the steps up to `until`, which is not one of them; ends after the first step in which a word
// starts, or the ready lanes or TDO change. Returns the number of steps done since power-on.
uint64_t hx_fast_chip_advance(hx_fast_chip *chip, uint64_t until);

// Words that started in the last step done, in order; how many. Valid until the next advance.
unsigned hx_fast_chip_get_words(const hx_fast_chip *chip, hx_fast_lane_word words[2]);

uint8_t hx_fast_chip_get_lane_ready(const hx_fast_chip *chip);
bool hx_fast_chip_get_jtag_tdo(const hx_fast_chip *chip);

#ifdef __cplusplus
}
#endif

#endif

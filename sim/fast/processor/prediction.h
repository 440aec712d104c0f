// Branch predictor of the processor's core, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/ppu/hx_ppu_predictor.sv. Addresses are those of words.
#ifndef HX_FAST_PROCESSOR_PREDICTION_H
#define HX_FAST_PROCESSOR_PREDICTION_H

#include <stdbool.h>
#include <stdint.h>

enum { HX_PREDICTION_ENTRIES = 16, HX_PREDICTION_HINTS = 4096 };

typedef struct hx_prediction {
    uint32_t tag[HX_PREDICTION_ENTRIES]; // none: an address that does not exist
    uint32_t target[HX_PREDICTION_ENTRIES];
    uint8_t counter[HX_PREDICTION_ENTRIES];
    uint8_t free; // where a new entry goes, unless all are taken
    bool full;
    bool settled;                      // both follow the entries one cycle later
    uint8_t hint[HX_PREDICTION_HINTS]; // by low address bits: there may be an entry
} hx_prediction;

void hx_prediction_reset(hx_prediction *prediction);

// Whether a branch at the address is predicted taken; then its target too.
bool hx_prediction_look(const hx_prediction *prediction, uint32_t address, uint32_t *target);

// The edge of a cycle in which a branch resolves.
void hx_prediction_update(hx_prediction *prediction, uint64_t cycle, uint32_t address, bool taken,
                          uint32_t target);
void hx_prediction_settle(hx_prediction *prediction);

// The edge of a cycle without a branch. Returns true if anything changed.
static inline bool hx_prediction_step(hx_prediction *prediction)
{
    if (prediction->settled)
        return false;
    hx_prediction_settle(prediction);
    return true;
}

#endif

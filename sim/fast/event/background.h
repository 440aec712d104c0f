// The eight background event sources, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// A running source has a period every max(period, 2) chip cycles, the first one period after the
// enable write. Regular mode: an event each period. Random mode: each period steps the generator
// (xorshift32), an event if rate > 0 and its bits 31:24 <= rate, label bits from bits 7:0 where
// `mask` is 1 (docs/fidelity.md, "Events"; the real generator is not public).
#ifndef HX_FAST_EVENT_BACKGROUND_H
#define HX_FAST_EVENT_BACKGROUND_H

#include "sim/fast/event/access.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HX_BACKGROUND_SOURCES 8

typedef struct hx_background {
    uint32_t read_data;
    uint8_t valid; // sources with an event in this cycle
    struct {
        uint32_t words[3];
        bool enabled;
        uint32_t state;
        uint16_t due; // low bits of the cycle in which the period ends
        uint16_t label;
    } source[HX_BACKGROUND_SOURCES];
} hx_background;

void hx_background_reset(hx_background *background);

// One chip cycle, `now` is its number.
void hx_background_step(hx_background *background, uint64_t now, const hx_access *access);

#ifdef __cplusplus
}
#endif

#endif

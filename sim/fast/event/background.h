// The eight background event sources.
// SPDX-License-Identifier: Apache-2.0
//
// A running source has a period every max(period, 2) chip cycles, the first one period after the
// enable write. Regular mode: an event each period. Random mode: each period steps the generator
// (xorshift32), an event if rate > 0 and its bits 31:24 <= rate, label bits from bits 7:0 where
// `mask` is 1 (docs/fidelity.md, "Events"; the real generator is not public).
//
// Only cycles from hx_background_next on and cycles with an access need a step: periods without an
// event are made up for.
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
    uint64_t next; // no source has an event before this cycle
    struct {
        uint32_t words[3];
        bool enabled;
        uint32_t state;
        uint64_t due;  // cycle in which the period ends
        uint64_t next; // no event before this cycle
        uint16_t label;
    } source[HX_BACKGROUND_SOURCES];
} hx_background;

void hx_background_reset(hx_background *background);

// One chip cycle, `now` is its number.
void hx_background_step(hx_background *background, uint64_t now, const hx_access *access);

// First cycle, from `now` on, in which a step may do something without an access.
static inline uint64_t hx_background_next(const hx_background *background, uint64_t now)
{
    return background->valid || background->next < now ? now : background->next;
}

#ifdef __cplusplus
}
#endif

#endif

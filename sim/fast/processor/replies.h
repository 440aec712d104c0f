// Which answers of a slow memory a processor still waits for.
// SPDX-License-Identifier: Apache-2.0
//
// Those that were asked for before a reset of the processor are dropped when they come, and so is
// one that nobody asked for. Rules: rtl/chip/hx_ppu_replies.sv.
#ifndef HX_FAST_PROCESSOR_REPLIES_H
#define HX_FAST_PROCESSOR_REPLIES_H

#include <stdbool.h>
#include <stdint.h>

typedef struct hx_replies {
    uint8_t owed, stale;
} hx_replies;

static inline bool hx_replies_is_wanted(const hx_replies *replies)
{
    return replies->owed != 0 && replies->stale == 0;
}

// The edge. `core_reset`: of the processor.
static inline void hx_replies_step(hx_replies *replies, bool core_reset, bool asked, bool reply)
{
    const bool comes = reply && replies->owed;
    replies->owed = (uint8_t)(replies->owed + asked - comes);
    if (core_reset)
        replies->stale = replies->owed;
    else if (comes && replies->stale)
        replies->stale--;
}

#endif

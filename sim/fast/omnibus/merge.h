// Two Omnibus masters on one port; every answer returns to the master that asked.
// SPDX-License-Identifier: Apache-2.0
//
// Master 1 goes first, but does not overtake a request that waits for its slave. At most 64
// requests are on their way. In each cycle: hx_omnibus_merge_offer says whose request is on the
// port, hx_omnibus_merge_step is the clock edge.
#ifndef HX_FAST_OMNIBUS_MERGE_H
#define HX_FAST_OMNIBUS_MERGE_H

#include "sim/fast/omnibus/ring.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_omnibus_merge {
    hx_ring order;    // masters of the requests on their way, and a tag of the user's
    bool held;        // a request waits for its slave
    bool held_master; // whose
} hx_omnibus_merge;

static inline void hx_omnibus_merge_reset(hx_omnibus_merge *merge)
{
    hx_ring_clear(&merge->order);
    merge->held = merge->held_master = false;
}

// Whether there is a request on the port; of which master.
static inline bool hx_omnibus_merge_offer(const hx_omnibus_merge *merge, bool first, bool second,
                                          unsigned *master)
{
    *master = merge->held ? merge->held_master : second;
    return (first || second) && merge->order.count < HX_RING_DEPTH;
}

// The master whose answer is next; there must be one.
static inline unsigned hx_omnibus_merge_get_master(const hx_omnibus_merge *merge)
{
    return hx_ring_head(&merge->order) & 1;
}
static inline unsigned hx_omnibus_merge_get_tag(const hx_omnibus_merge *merge)
{
    return (unsigned)(hx_ring_head(&merge->order) >> 1);
}

// The clock edge: the request on the port was taken or not; the oldest answer was taken.
static inline void hx_omnibus_merge_step(hx_omnibus_merge *merge, bool offered, unsigned master,
                                         bool taken, unsigned tag, bool answered)
{
    if (answered)
        hx_ring_pop(&merge->order);
    if (taken)
        hx_ring_push(&merge->order, (uint64_t)tag << 1 | master);
    merge->held = offered && !taken;
    merge->held_master = master;
}

#ifdef __cplusplus
}
#endif

#endif

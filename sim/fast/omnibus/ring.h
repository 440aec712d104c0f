// First-in first-out queue of 64 elements.
// SPDX-License-Identifier: Apache-2.0
//
// Full and empty are the user's to know: pushing to a full ring or reading an empty one is an
// error of the user.
#ifndef HX_FAST_OMNIBUS_RING_H
#define HX_FAST_OMNIBUS_RING_H

#include <assert.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HX_RING_DEPTH 64

typedef struct hx_ring {
    uint64_t item[HX_RING_DEPTH];
    uint8_t first, count;
} hx_ring;

static inline void hx_ring_clear(hx_ring *ring)
{
    ring->first = ring->count = 0;
}

static inline void hx_ring_push(hx_ring *ring, uint64_t item)
{
    assert(ring->count < HX_RING_DEPTH);
    ring->item[(ring->first + ring->count++) % HX_RING_DEPTH] = item;
}

static inline uint64_t hx_ring_head(const hx_ring *ring)
{
    return ring->item[ring->first];
}

static inline uint64_t hx_ring_pop(hx_ring *ring)
{
    assert(ring->count > 0);
    uint64_t item = ring->item[ring->first];
    ring->first = (uint8_t)((ring->first + 1) % HX_RING_DEPTH);
    ring->count--;
    return item;
}

#ifdef __cplusplus
}
#endif

#endif

// The chip's Omnibus: two masters, several slaves that work at the same time.
// SPDX-License-Identifier: Apache-2.0
//
// Master 1 (JTAG) goes first, but does not overtake a request that waits for its slave. A request
// goes to its slave in the cycle it comes; answers return in the order of the requests. At most
// 64 requests are on their way.
//
// In each cycle: hx_omnibus_offer says what goes to which slave, hx_omnibus_answer_from which
// slave's answer goes to whom, hx_omnibus_step is the clock edge.
#ifndef HX_FAST_OMNIBUS_BUS_H
#define HX_FAST_OMNIBUS_BUS_H

#include "sim/fast/omnibus/ring.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HX_OMNIBUS_LINK 0
#define HX_OMNIBUS_JTAG 1

typedef struct hx_omnibus {
    hx_ring order;    // slave << 1 | master of the requests on their way
    bool held;        // a request waits for its slave
    bool held_master; // whose
} hx_omnibus;

static inline void hx_omnibus_reset(hx_omnibus *bus)
{
    hx_ring_clear(&bus->order);
    bus->held = bus->held_master = false;
}

static inline bool hx_omnibus_has_room(const hx_omnibus *bus)
{
    return bus->order.count < HX_RING_DEPTH;
}

// The master whose request is on the bus, if there is one.
static inline unsigned hx_omnibus_choose(const hx_omnibus *bus, bool jtag_asks)
{
    return bus->held ? bus->held_master : jtag_asks;
}

// Somebody waits for an answer: which slave has to give it, and who gets it.
static inline bool hx_omnibus_waits(const hx_omnibus *bus)
{
    return bus->order.count > 0;
}
static inline unsigned hx_omnibus_get_slave(const hx_omnibus *bus)
{
    return (unsigned)(hx_ring_head(&bus->order) >> 1);
}
static inline unsigned hx_omnibus_get_master(const hx_omnibus *bus)
{
    return hx_ring_head(&bus->order) & 1;
}

// The clock edge: a request was offered by a master to a slave, which took it or not; the oldest
// answer was taken.
static inline void hx_omnibus_step(hx_omnibus *bus, bool offered, unsigned master, unsigned slave,
                                   bool taken, bool answered)
{
    if (answered)
        hx_ring_pop(&bus->order);
    if (taken)
        hx_ring_push(&bus->order, (uint64_t)slave << 1 | master);
    bus->held = offered && !taken;
    bus->held_master = master;
}

#ifdef __cplusplus
}
#endif

#endif

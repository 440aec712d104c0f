// Several Omnibus masters that rarely ask, on one port: one after the other.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/omnibus/hx_omnibus_turns.sv.
#ifndef HX_FAST_OMNIBUS_TURNS_H
#define HX_FAST_OMNIBUS_TURNS_H

#include <stdbool.h>
#include <stdint.h>

#define HX_OMNIBUS_TURNS 3
#define HX_OMNIBUS_TURNS_LIMIT 64 // requests on their way

typedef struct hx_omnibus_turns {
    uint8_t master, count; // whose turn it is; requests on their way
    bool held;             // a request waits for the slave and must stay
    bool served;           // it has asked since it has the turn
} hx_omnibus_turns;

// Whether the master in turn offers its request; `asks`: bit m, master m.
static inline bool hx_omnibus_turns_offer(const hx_omnibus_turns *turns, unsigned asks)
{
    const bool others = asks & ~(1u << turns->master);
    return (asks >> turns->master & 1) && (turns->held || !(others && turns->served)) &&
           turns->count < HX_OMNIBUS_TURNS_LIMIT;
}

static inline void hx_omnibus_turns_step(hx_omnibus_turns *turns, unsigned asks, bool taken,
                                         bool answered)
{
    const bool offers = hx_omnibus_turns_offer(turns, asks);
    const bool passes = (asks & ~(1u << turns->master)) && !offers && turns->count == 0;
    turns->count = (uint8_t)(turns->count + taken - answered);
    turns->held = offers && !taken;
    turns->served |= taken;
    if (!passes)
        return;
    do
        turns->master = (turns->master + 1) % HX_OMNIBUS_TURNS;
    while (!(asks >> turns->master & 1));
    turns->served = false;
}

#endif

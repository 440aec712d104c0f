// The four PADI buses of a hemisphere, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// A bus listens to the crossbar (enable_spl1), or to writes of PADIEvent. Two events of a bus are
// at least 2 chip cycles apart, 4 with extended timing (docs/fidelity.md, "Events"). An event
// accepted in cycle t is on the bus in cycle t + 1. Events for a bus that does not listen are
// swallowed. A PADIEvent that must wait has one place a bus; a newer one takes it.
#ifndef HX_FAST_EVENT_PADI_H
#define HX_FAST_EVENT_PADI_H

#include "sim/fast/event/access.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HX_PADI_SPACING 2
#define HX_PADI_EXTENDED_SPACING 4

typedef struct hx_padi {
    uint32_t config, stp, read_data;
    struct {
        bool valid;       // an event is on the bus in this cycle
        uint16_t label;   // {row select 5, synapse label 6}
        uint64_t free_at; // cycle from which on the bus takes an event
        bool pending;     // a PADIEvent waits
        uint16_t pending_label;
    } bus[4];
} hx_padi;

void hx_padi_reset(hx_padi *padi);

// Buses that take an event of the crossbar in this cycle.
unsigned hx_padi_ready(const hx_padi *padi, uint64_t now);

// One chip cycle: events offered by the crossbar (bit and label a bus), and an access.
void hx_padi_step(hx_padi *padi, uint64_t now, unsigned valid, const uint16_t label[4],
                  const hx_access *access);

// First cycle, from `now` on, in which something happens without events or accesses.
uint64_t hx_padi_next(const hx_padi *padi, uint64_t now);

#ifdef __cplusplus
}
#endif

#endif

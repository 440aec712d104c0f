// Bus access to the memories of the analog core outside of the synapse arrays, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// A request taken in cycle t is on the word port in t + 1 and answered from t + 2 on.
#ifndef HX_FAST_CHIP_ANALOG_BUS_H
#define HX_FAST_CHIP_ANALOG_BUS_H

#include "sim/fast/chip/word_port.h"
#include "sim/fast/event/access.h"
#include "sim/fast/omnibus/ring.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_analog_bus {
    hx_ring answers;
    hx_word_access access; // in this cycle
} hx_analog_bus;

static inline void hx_analog_bus_reset(hx_analog_bus *bus)
{
    hx_ring_clear(&bus->answers);
    bus->access = (hx_word_access){0};
}

// One answer may be on its way to the queue.
static inline bool hx_analog_bus_is_ready(const hx_analog_bus *bus)
{
    return bus->answers.count < HX_RING_DEPTH - 1;
}

// The clock edge; `request` is taken, `data` is what this cycle's access read.
void hx_analog_bus_step(hx_analog_bus *bus, const hx_access *request, bool answered, uint32_t data);

#ifdef __cplusplus
}
#endif

#endif

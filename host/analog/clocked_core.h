// The analog core with the digital backend of its neurons, clocked: what of the chip makes spikes,
// resets and refractory times, without links, buses and processors.
// SPDX-License-Identifier: Apache-2.0
//
// Order inside a chip cycle (4 ns): the core goes to the cycle, the backend takes its fires, its
// reset lines go back to the core and act in this cycle (docs/pins.md). Events sent between two
// steps act in the cycle just reached. Spikes are noted in the cycle the backend accepts them.
#ifndef HX_HOST_ANALOG_CLOCKED_CORE_H
#define HX_HOST_ANALOG_CLOCKED_CORE_H

#include "models/anncore.h"

#include <stddef.h>

typedef struct hx_clocked_core hx_clocked_core;

typedef struct hx_clocked_spike {
    uint64_t cycle; // since the start
    unsigned neuron;
} hx_clocked_spike;

hx_status hx_clocked_core_create(hx_clocked_core **clocked, const hx_anncore_config *config);
void hx_clocked_core_destroy(hx_clocked_core *clocked);

// A write on the chip's bus, to the core or the backend, as an hx_chip_write_fn; it takes a cycle.
hx_status hx_clocked_core_write(void *clocked, uint32_t address, uint32_t value);
// Memories of the core; 0 elsewhere.
uint32_t hx_clocked_core_read(const hx_clocked_core *clocked, uint32_t address);

// A trial from rest, at cycle 0; forgets the spikes.
void hx_clocked_core_start(hx_clocked_core *clocked, uint64_t trial);

// One chip cycle. HX_ERROR_MEMORY: no room for spikes.
hx_status hx_clocked_core_step(hx_clocked_core *clocked);
uint64_t hx_clocked_core_get_cycle(const hx_clocked_core *clocked);

void hx_clocked_core_send(hx_clocked_core *clocked, unsigned bus, unsigned row_select,
                          unsigned label);

const hx_anncore *hx_clocked_core_get_core(const hx_clocked_core *clocked);
// Whether the neuron's reset line is high.
bool hx_clocked_core_is_reset(const hx_clocked_core *clocked, unsigned neuron);
const hx_clocked_spike *hx_clocked_core_get_spikes(const hx_clocked_core *clocked, size_t *count);

#endif

// The analog core with the digital backend of its neurons, clocked.
// SPDX-License-Identifier: Apache-2.0
#include "host/analog/clocked_core.h"

#include "host/analog/core_bus.h"
#include "sim/fast/event/backend.h"

#include <stdlib.h>
#include <string.h>

struct hx_clocked_core {
    hx_anncore *core;
    hx_backend backend;
    uint64_t now, start; // chip cycles
    hx_clocked_spike *spikes;
    size_t count, capacity;
};

hx_status hx_clocked_core_create(hx_clocked_core **clocked, const hx_anncore_config *config)
{
    *clocked = calloc(1, sizeof **clocked);
    if (!*clocked)
        return HX_ERROR_MEMORY;
    hx_status status = hx_anncore_create(&(*clocked)->core, config);
    if (status) {
        free(*clocked);
        *clocked = NULL;
        return status;
    }
    hx_backend_reset(&(*clocked)->backend);
    return HX_OK;
}

void hx_clocked_core_destroy(hx_clocked_core *clocked)
{
    if (!clocked)
        return;
    hx_anncore_destroy(clocked->core);
    free(clocked->spikes);
    free(clocked);
}

static hx_status add_spike(hx_clocked_core *c, unsigned neuron)
{
    if (c->count == c->capacity) {
        size_t capacity = c->capacity ? 2 * c->capacity : 64;
        hx_clocked_spike *spikes = realloc(c->spikes, capacity * sizeof *spikes);
        if (!spikes)
            return HX_ERROR_MEMORY;
        c->spikes = spikes;
        c->capacity = capacity;
    }
    c->spikes[c->count++] = (hx_clocked_spike){.cycle = c->now - c->start, .neuron = neuron};
    return HX_OK;
}

// Post pulses are what the backend has accepted.
static hx_status note_spikes(hx_clocked_core *c)
{
    hx_status status = HX_OK;
    for (unsigned w = 0; c->backend.post_valid && w < HX_BACKEND_WORDS; w++)
        for (uint64_t left = c->backend.post[w]; !status && left; left &= left - 1)
            status = add_spike(c, 64 * w + (unsigned)__builtin_ctzll(left));
    return status;
}

static hx_status step(hx_clocked_core *c, const hx_access *access)
{
    c->now++;
    hx_anncore_advance(c->core, c->now);
    const hx_backend_in in = {.now = c->now,
                              .systime = c->now - c->start,
                              .access = *access,
                              .fire = hx_anncore_get_fire(c->core)};
    hx_backend_step(&c->backend, &in);
    if (c->backend.reset_changed)
        hx_anncore_set_reset(c->core, c->backend.reset);
    if (c->backend.adapt_valid)
        hx_anncore_send_adaptation_pulses(c->core, c->backend.adapt, c->backend.adapt_scale);
    return note_spikes(c);
}

hx_status hx_clocked_core_write(void *clocked, uint32_t address, uint32_t value)
{
    hx_clocked_core *c = clocked;
    const hx_access access = {
        .valid = true, .write = true, .address = address, .byte_enables = 0xf, .data = value};
    hx_anncore_block block;
    uint32_t offset;
    if (hx_core_bus_find(address, &block, &offset))
        return hx_core_bus_write(c->core, address, value);
    return step(c, &access);
}

uint32_t hx_clocked_core_read(const hx_clocked_core *clocked, uint32_t address)
{
    return hx_core_bus_read(clocked->core, address);
}

void hx_clocked_core_start(hx_clocked_core *clocked, uint64_t trial)
{
    clocked->start = clocked->now;
    clocked->count = 0;
    hx_anncore_start_trial(clocked->core, clocked->now, trial);
}

hx_status hx_clocked_core_step(hx_clocked_core *clocked)
{
    const hx_access none = {.valid = false};
    return step(clocked, &none);
}

uint64_t hx_clocked_core_get_cycle(const hx_clocked_core *clocked)
{
    return clocked->now - clocked->start;
}

void hx_clocked_core_send(hx_clocked_core *clocked, unsigned bus, unsigned row_select,
                          unsigned label)
{
    hx_anncore_send_padi_event(clocked->core, bus, row_select, label);
}

const hx_anncore *hx_clocked_core_get_core(const hx_clocked_core *clocked)
{
    return clocked->core;
}

bool hx_clocked_core_is_reset(const hx_clocked_core *clocked, unsigned neuron)
{
    return clocked->backend.reset[neuron / 64] >> neuron % 64 & 1;
}

const hx_clocked_spike *hx_clocked_core_get_spikes(const hx_clocked_core *clocked, size_t *count)
{
    *count = clocked->count;
    return clocked->spikes;
}

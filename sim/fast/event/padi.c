// The four PADI buses of a hemisphere, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/event/padi.h"

#include <hx_map.h>
#include <string.h>

void hx_padi_reset(hx_padi *p)
{
    memset(p, 0, sizeof *p);
}

static hx_map_common_padi_bus_config get_config(const hx_padi *p)
{
    hx_map_common_padi_bus_config config;
    hx_map_common_padi_bus_config_decode(&p->config, &config);
    return config;
}

unsigned hx_padi_ready(const hx_padi *p, uint64_t now)
{
    unsigned ready = ~get_config(p).enable_spl1 & 0xf;
    for (unsigned b = 0; b < 4; b++)
        if (now >= p->bus[b].free_at && !p->bus[b].pending)
            ready |= 1u << b;
    return ready;
}

// Registers; the buses on which a write of PADIEvent fires.
static unsigned access_registers(hx_padi *p, const hx_access *a, uint16_t *label)
{
    p->settings_changed = false;
    if (!a->valid)
        return 0;
    uint32_t address = a->address & ~HX_MAP_PADI_EVENT_HEMISPHERE_STRIDE;
    p->read_data = 0;
    if (address == HX_MAP_COMMON_PADI_BUS_CONFIG_BASE) {
        p->read_data = p->config;
        p->settings_changed = a->write;
        if (a->write)
            p->config = hx_access_merge(a, p->config, hx_map_common_padi_bus_config_mask(0));
    } else if (address == HX_MAP_COMMON_STP_CONFIG_BASE) {
        p->read_data = p->stp;
        p->settings_changed = a->write;
        if (a->write)
            p->stp = hx_access_merge(a, p->stp, hx_map_common_stp_config_mask(0));
    } else if (address == HX_MAP_PADI_EVENT_BASE && a->write) {
        uint32_t word = hx_access_merge(a, 0, UINT32_MAX);
        hx_map_padi_event event;
        hx_map_padi_event_decode(&word, &event);
        *label = (uint16_t)(event.row_select_address << 6 | event.event_address);
        return event.fire_bus;
    }
    return 0;
}

void hx_padi_step(hx_padi *p, uint64_t now, unsigned valid, const uint16_t label[4],
                  const hx_access *access)
{
    // Settings of this cycle; a write holds from the next one on.
    hx_map_common_padi_bus_config config = get_config(p);
    uint16_t fired_label = 0;
    unsigned fired = access_registers(p, access, &fired_label) & ~config.enable_spl1;
    for (unsigned b = 0; b < 4; b++) {
        bool fires = fired >> b & 1, offered = (valid & config.enable_spl1) >> b & 1;
        bool free = now >= p->bus[b].free_at, pending = p->bus[b].pending;
        p->bus[b].valid = false;
        if (free && (pending || fires || offered)) {
            p->bus[b].valid = true;
            p->bus[b].label = pending ? p->bus[b].pending_label : fires ? fired_label : label[b];
            p->bus[b].free_at =
                now + (config.enable_extended_timing >> b & 1 ? HX_PADI_EXTENDED_SPACING
                                                              : HX_PADI_SPACING);
            p->bus[b].pending = pending && fires;
        } else if (fires) {
            p->bus[b].pending = true;
        }
        if (fires)
            p->bus[b].pending_label = fired_label;
    }
}

uint64_t hx_padi_next(const hx_padi *p, uint64_t now)
{
    if (p->settings_changed)
        return now;
    for (unsigned b = 0; b < 4; b++)
        if (p->bus[b].valid || p->bus[b].pending)
            return now;
    return UINT64_MAX;
}

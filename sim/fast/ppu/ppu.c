// Handle of the plasticity processor model.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/core.h"

#include <stdlib.h>

hx_ppu *hx_ppu_create(const hx_ppu_config *config)
{
    hx_ppu *ppu = calloc(1, sizeof *ppu);
    if (!ppu)
        return NULL;
    if (config)
        ppu->config = *config;
    hx_ppu_reset(ppu);
    return ppu;
}

void hx_ppu_destroy(hx_ppu *ppu)
{
    free(ppu);
}

void hx_ppu_set_ports(hx_ppu *ppu, const hx_ppu_ports *ports)
{
    ppu->ports = ports ? *ports : (hx_ppu_ports){0};
}

bool hx_ppu_sleeping(const hx_ppu *ppu)
{
    return ppu->is_sleeping;
}

void hx_ppu_stop_at_unknown(hx_ppu *ppu, bool stops)
{
    ppu->stops_at_unknown = stops;
}

bool hx_ppu_get_unknown(const hx_ppu *ppu, uint32_t *address, uint32_t *word)
{
    *address = ppu->unknown_address;
    *word = ppu->unknown_word;
    return ppu->is_stopped;
}

uint32_t *hx_ppu_memory(hx_ppu *ppu)
{
    return ppu->memory;
}

uint32_t *hx_ppu_row(hx_ppu *ppu, uint32_t address)
{
    return ppu->rows[address % HX_PPU_ROW_COUNT];
}

uint32_t hx_ppu_get_register(const hx_ppu *ppu, unsigned index)
{
    return ppu->scalars.gpr[index & 31];
}

void hx_ppu_set_register(hx_ppu *ppu, unsigned index, uint32_t value)
{
    ppu->scalars.gpr[index & 31] = value;
}

uint32_t hx_ppu_get_cr(const hx_ppu *ppu)
{
    return ppu->scalars.cr;
}

uint32_t hx_ppu_get_xer(const hx_ppu *ppu)
{
    return ppu->scalars.xer;
}

hx_ppu_counters hx_ppu_get_counters(const hx_ppu *ppu)
{
    return ppu->counters;
}

void hx_ppu_set_trace(hx_ppu *ppu, hx_ppu_trace_fn function, void *context)
{
    ppu->trace = function;
    ppu->trace_context = context;
}

// How long the chip's small memories take.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/memory_timing.h"

#include <hx_map.h>
#include <string.h>

// A kind of memory. Addresses without the bits that choose a copy; places in words.
typedef struct kind_place {
    uint32_t low_bit, high_bit; // of the copy's number, 0: none
    uint32_t block, size;
    uint32_t cells, cell_count;
    uint32_t timing;
} kind_place;

#define CADC_SIDE ((uint32_t)-HX_MAP_CADC_CHANNEL_CONFIG_SIDE_STRIDE)

static const kind_place places[HX_MEMORY_KINDS] = {
    [HX_MEMORY_CAPMEM] = {HX_MAP_CAPMEM_CELL_QUADRANT_STRIDE,
                          2 * HX_MAP_CAPMEM_CELL_QUADRANT_STRIDE, HX_MAP_BLOCK_CAPMEM_BASE,
                          HX_MAP_BLOCK_CAPMEM_SIZE, HX_MAP_CAPMEM_CELL_BASE,
                          HX_MAP_CAPMEM_CELL_COLUMN_COUNT *HX_MAP_CAPMEM_CELL_COLUMN_STRIDE,
                          HX_MAP_CAPMEM_SRAM_TIMING_CONFIG_BASE},
    [HX_MEMORY_NEURON] = {HX_MAP_NEURON_CONFIG_QUADRANT_STRIDE,
                          2 * HX_MAP_NEURON_CONFIG_QUADRANT_STRIDE, HX_MAP_BLOCK_NEURON_CONFIG_BASE,
                          HX_MAP_BLOCK_NEURON_CONFIG_SIZE, HX_MAP_BLOCK_NEURON_CONFIG_BASE,
                          HX_MAP_NEURON_CONFIG_COLUMN_COUNT *HX_MAP_NEURON_CONFIG_COLUMN_STRIDE,
                          HX_MAP_NEURON_SRAM_TIMING_CONFIG_BASE},
    [HX_MEMORY_DRIVER] =
        {HX_MAP_SYNAPSE_DRIVER_CONFIG_HEMISPHERE_STRIDE, 0, HX_MAP_BLOCK_PADI_BASE,
         HX_MAP_BLOCK_PADI_SIZE, HX_MAP_SYNAPSE_DRIVER_CONFIG_BASE,
         HX_MAP_SYNAPSE_DRIVER_CONFIG_DRIVER_COUNT *HX_MAP_SYNAPSE_DRIVER_CONFIG_DRIVER_STRIDE,
         HX_MAP_SYNAPSE_DRIVER_SRAM_TIMING_CONFIG_BASE},
    [HX_MEMORY_BACKEND] =
        {HX_MAP_NEURON_BACKEND_CONFIG_SIDE_STRIDE, 0, HX_MAP_BLOCK_NEURON_BACKEND_BASE,
         HX_MAP_BLOCK_NEURON_BACKEND_SIZE, HX_MAP_NEURON_BACKEND_CONFIG_BASE,
         HX_MAP_NEURON_BACKEND_CONFIG_NEURON_COUNT *HX_MAP_NEURON_BACKEND_CONFIG_NEURON_STRIDE,
         HX_MAP_NEURON_BACKEND_SRAM_TIMING_CONFIG_BASE},
    [HX_MEMORY_CADC] =
        {CADC_SIDE, HX_MAP_CADC_CHANNEL_CONFIG_HEMISPHERE_STRIDE, HX_MAP_BLOCK_CADC_BASE,
         HX_MAP_BLOCK_CADC_SIZE, HX_MAP_CADC_CHANNEL_CONFIG_BASE - CADC_SIDE,
         HX_MAP_CADC_CHANNEL_CONFIG_COLUMN_COUNT *HX_MAP_CADC_CHANNEL_CONFIG_COLUMN_STRIDE,
         HX_MAP_CADC_OFFSET_SRAM_TIMING_CONFIG_BASE - CADC_SIDE},
};

typedef struct memory_place {
    bool is_cell, is_timing;
    unsigned kind, copy, word;
} memory_place;

static memory_place locate(uint32_t address)
{
    memory_place found = {0};
    for (unsigned kind = 0; kind < HX_MEMORY_KINDS; kind++) {
        const kind_place *p = &places[kind];
        uint32_t first = address & ~(p->low_bit | p->high_bit);
        if (first - p->block >= p->size)
            continue;
        found.kind = kind;
        found.copy = (address & p->low_bit ? 1 : 0) | (address & p->high_bit ? 2 : 0);
        found.is_cell = first - p->cells < p->cell_count;
        found.is_timing = first - p->timing < 2;
        found.word = (first - p->timing) & 1;
        break;
    }
    return found;
}

// The controller of the parameter cells takes its words as codes.
static uint8_t get_word(const hx_memory_timing *timing, const memory_place *p, unsigned word)
{
    uint8_t stored = timing->word[p->kind][p->copy][word];
    return p->kind == HX_MEMORY_CAPMEM ? (uint8_t)(stored ^ stored >> 1) : stored;
}

void hx_memory_timing_reset(hx_memory_timing *timing)
{
    memset(timing->word[HX_MEMORY_BACKEND], 0, sizeof timing->word[HX_MEMORY_BACKEND]);
    timing->waited = 0;
}

bool hx_memory_timing_is_over(const hx_memory_timing *timing, const hx_access *request)
{
    memory_place p = locate(request->address);
    if (!p.is_cell)
        return true;
    uint8_t write = get_word(timing, &p, 1);
    unsigned cycles = (write & 15u) + (request->write ? write >> 4u : get_word(timing, &p, 0));
    return timing->waited >= cycles;
}

void hx_memory_timing_step(hx_memory_timing *timing, const hx_access *request, bool taken)
{
    if (!taken) {
        if (!hx_memory_timing_is_over(timing, request))
            timing->waited++;
        return;
    }
    timing->waited = 0;
    if (!request->write || !(request->byte_enables & 1))
        return;
    memory_place p = locate(request->address);
    if (p.is_timing)
        timing->word[p.kind][p.copy][p.word] = (uint8_t)request->data;
}

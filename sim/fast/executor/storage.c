// Words of the FPGA that are only stored: memories, routing tables, settings without effect.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/executor/storage.h"

#include <hx_map.h>
#include <stddef.h>
#include <stdlib.h>

// The fields of the event switch are not published, so all its bits are kept.
#define REGION_LIST(X)                                                                             \
    X(EXTERNAL_PPU_MEMORY_QUAD, external_ppu_memory_quad,                                          \
      HX_MAP_EXTERNAL_PPU_MEMORY_QUAD_WORD_COUNT)                                                  \
    X(EXTERNAL_PPU_DRAM_QUAD, external_ppu_dram_quad, HX_MAP_EXTERNAL_PPU_DRAM_QUAD_WORD_COUNT)    \
    X(SPIKE_IO_OUTPUT_ROUTE, spike_io_output_route, HX_MAP_SPIKE_IO_OUTPUT_ROUTE_LABEL_COUNT)      \
    X(SPIKE_IO_INPUT_ROUTE, spike_io_input_route, HX_MAP_SPIKE_IO_INPUT_ROUTE_SERIAL_COUNT)        \
    X(INPUT_ROUTING_TABLE_ENTRY, input_routing_table_entry,                                        \
      HX_MAP_INPUT_ROUTING_TABLE_ENTRY_ENTRY_COUNT)                                                \
    X(OUTPUT_ROUTING_TABLE_ENTRY, output_routing_table_entry,                                      \
      HX_MAP_OUTPUT_ROUTING_TABLE_ENTRY_ENTRY_COUNT)                                               \
    X(EVENT_SWITCH_SOURCE, event_switch_source, HX_MAP_EVENT_SWITCH_SOURCE_OUTPUT_COUNT)           \
    X(SPIKE_IO_CONFIG, spike_io_config, 1)                                                         \
    X(EVENT_SWITCH_CONFIG, event_switch_config, 1)                                                 \
    X(EVENT_SWITCH_SYSTIME_OFFSET, event_switch_systime_offset, 1)                                 \
    X(PERF_TEST, perf_test, 1)

typedef enum region_number {
#define REGION_NUMBER(upper, lower, count) Region_##lower,
    REGION_LIST(REGION_NUMBER)
#undef REGION_NUMBER
        RegionCount
} region_number;

enum { PageWords = 4096 };

// Pages hold differences from the power-on value, so that one that is not there reads right.
typedef struct region {
    uint32_t base, count, mask, initial;
    uint32_t **pages;
} region;

struct hx_storage {
    region regions[RegionCount];
};

static region make_region(uint32_t base, uint32_t count, uint32_t mask, uint32_t initial)
{
    return (region){.base = base,
                    .count = count,
                    .mask = mask,
                    .initial = initial,
                    .pages = calloc((count + PageWords - 1) / PageWords, sizeof(uint32_t *))};
}

hx_status hx_storage_create(hx_storage **storage)
{
    *storage = NULL;
    hx_storage *made = calloc(1, sizeof *made);
    if (!made)
        return HX_ERROR_MEMORY;
#define MAKE_REGION(upper, lower, count)                                                           \
    {                                                                                              \
        const hx_map_##lower value = hx_map_##lower##_default();                                   \
        uint32_t initial[1];                                                                       \
        hx_map_##lower##_encode(&value, initial);                                                  \
        made->regions[Region_##lower] =                                                            \
            make_region(HX_MAP_##upper##_BASE, count, hx_map_##lower##_mask(0), initial[0]);       \
    }
    REGION_LIST(MAKE_REGION)
#undef MAKE_REGION
    for (unsigned r = 0; r < RegionCount; r++)
        if (!made->regions[r].pages) {
            hx_storage_destroy(made);
            return HX_ERROR_MEMORY;
        }
    *storage = made;
    return HX_OK;
}

void hx_storage_destroy(hx_storage *storage)
{
    if (!storage)
        return;
    for (unsigned r = 0; r < RegionCount; r++) {
        region *region = &storage->regions[r];
        if (!region->pages)
            continue;
        for (uint32_t p = 0; p < (region->count + PageWords - 1) / PageWords; p++)
            free(region->pages[p]);
        free(region->pages);
    }
    free(storage);
}

static const region *find_region(const hx_storage *storage, uint32_t address)
{
    for (unsigned r = 0; r < RegionCount; r++)
        if (address - storage->regions[r].base < storage->regions[r].count)
            return &storage->regions[r];
    return NULL;
}

bool hx_storage_is_ppu_memory(uint32_t address)
{
    return address - HX_MAP_EXTERNAL_PPU_MEMORY_QUAD_BASE <
               HX_MAP_EXTERNAL_PPU_MEMORY_QUAD_WORD_COUNT ||
           address - HX_MAP_EXTERNAL_PPU_DRAM_QUAD_BASE < HX_MAP_EXTERNAL_PPU_DRAM_QUAD_WORD_COUNT;
}

uint32_t hx_storage_read(const hx_storage *storage, uint32_t address)
{
    const region *region = find_region(storage, address);
    if (!region)
        return 0;
    const uint32_t offset = address - region->base;
    const uint32_t *page = region->pages[offset / PageWords];
    return (page ? page[offset % PageWords] : 0) ^ region->initial;
}

hx_status hx_storage_write(hx_storage *storage, uint32_t address, unsigned byte_enables,
                           uint32_t data)
{
    const region *region = find_region(storage, address);
    if (!region)
        return HX_OK;
    uint32_t enabled = 0;
    for (unsigned i = 0; i < 4; i++)
        if (byte_enables >> i & 1)
            enabled |= UINT32_C(0xff) << (8 * i);
    enabled &= region->mask;
    const uint32_t offset = address - region->base;
    uint32_t **page = &region->pages[offset / PageWords];
    if (!*page && !(*page = calloc(PageWords, sizeof **page)))
        return HX_ERROR_MEMORY;
    uint32_t *word = &(*page)[offset % PageWords];
    *word = (*word & ~enabled) | ((data ^ region->initial) & enabled);
    return HX_OK;
}

// The analog core's memories by their addresses on the chip's bus.
// SPDX-License-Identifier: Apache-2.0
#include "host/analog/core_bus.h"

#include <hx_map.h>

// The driver memory is the rest of its block.
#define DRIVER_SIZE                                                                                \
    (HX_MAP_BLOCK_PADI_BASE + HX_MAP_BLOCK_PADI_SIZE - HX_MAP_SYNAPSE_DRIVER_CONFIG_BASE)

bool hx_core_bus_find(uint32_t address, hx_anncore_block *block, uint32_t *offset)
{
    static const struct {
        uint32_t base, size;
        hx_anncore_block block;
    } blocks[] = {
        {HX_MAP_SYNAPSE_BIAS_SELECTION_BASE, 1, HX_ANNCORE_SYNAPSE_BIAS},
        {HX_MAP_SYNAPSE_DRIVER_CONFIG_BASE, DRIVER_SIZE, HX_ANNCORE_DRIVER_TOP},
        {HX_MAP_SYNAPSE_DRIVER_CONFIG_BASE + HX_MAP_BLOCK_PADI_HEMISPHERE_STRIDE, DRIVER_SIZE,
         HX_ANNCORE_DRIVER_BOTTOM},
        {HX_MAP_BLOCK_CAPMEM_BASE, 4 * HX_MAP_BLOCK_CAPMEM_QUADRANT_STRIDE, HX_ANNCORE_CAPMEM},
        {HX_MAP_BLOCK_NEURON_CONFIG_BASE, 4 * HX_MAP_BLOCK_NEURON_CONFIG_QUADRANT_STRIDE,
         HX_ANNCORE_NEURON_CONFIG},
        {HX_MAP_BLOCK_CADC_BASE, HX_MAP_BLOCK_CADC_SIZE, HX_ANNCORE_CADC_TOP},
        {HX_MAP_BLOCK_CADC_BASE + HX_MAP_BLOCK_CADC_HEMISPHERE_STRIDE, HX_MAP_BLOCK_CADC_SIZE,
         HX_ANNCORE_CADC_BOTTOM},
        {HX_MAP_BLOCK_SYNAPSE_ARRAY_BASE, HX_MAP_BLOCK_SYNAPSE_ARRAY_SIZE, HX_ANNCORE_ARRAY_TOP},
        {HX_MAP_BLOCK_SYNAPSE_ARRAY_BASE + HX_MAP_BLOCK_SYNAPSE_ARRAY_HEMISPHERE_STRIDE,
         HX_MAP_BLOCK_SYNAPSE_ARRAY_SIZE, HX_ANNCORE_ARRAY_BOTTOM},
    };
    for (unsigned i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (address - blocks[i].base < blocks[i].size) {
            *block = blocks[i].block;
            *offset = address - blocks[i].base;
            return true;
        }
    return false;
}

hx_status hx_core_bus_write(void *core, uint32_t address, uint32_t value)
{
    hx_anncore_block block;
    uint32_t offset;
    if (hx_core_bus_find(address, &block, &offset))
        hx_anncore_write_word(core, block, offset, 0xf, value);
    else
        hx_anncore_take_bus_write(core, address, value);
    return HX_OK;
}

uint32_t hx_core_bus_read(const hx_anncore *core, uint32_t address)
{
    hx_anncore_block block;
    uint32_t offset;
    return hx_core_bus_find(address, &block, &offset) ? hx_anncore_read_word(core, block, offset)
                                                      : 0;
}

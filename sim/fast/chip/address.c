// Which slave of the chip's Omnibus an address belongs to.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/address.h"

#include <hx_map.h>

// Whether an address is in one of `count` equal blocks that follow each other from a base.
static bool is_in(uint32_t address, uint32_t base, uint32_t size, uint32_t count)
{
    return address - base < size * count;
}

hx_digital_slave hx_address_decode(uint32_t address)
{
    uint32_t top = address & ~HX_MAP_BLOCK_SYNAPSE_ARRAY_HEMISPHERE_STRIDE;
    if (is_in(top, HX_MAP_BLOCK_SYNAPSE_ARRAY_BASE, HX_MAP_BLOCK_SYNAPSE_ARRAY_SIZE, 1) ||
        is_in(top, HX_MAP_BLOCK_CADC_BASE, HX_MAP_BLOCK_CADC_SIZE, 1))
        return top == address ? HX_SLAVE_ARRAY_TOP : HX_SLAVE_ARRAY_BOTTOM;
    if (is_in(address, HX_MAP_BLOCK_PADI_BASE, HX_MAP_BLOCK_PADI_SIZE,
              HX_MAP_BLOCK_PADI_HEMISPHERE_COUNT)) {
        // The buses' own registers stand before the memory of the drivers.
        top = address & ~HX_MAP_BLOCK_PADI_HEMISPHERE_STRIDE;
        if (top >= HX_MAP_SYNAPSE_DRIVER_CONFIG_BASE)
            return HX_SLAVE_ANALOG;
        return top == address ? HX_SLAVE_PADI_TOP : HX_SLAVE_PADI_BOTTOM;
    }
    if (is_in(address, HX_MAP_BLOCK_CAPMEM_BASE, HX_MAP_BLOCK_CAPMEM_SIZE,
              HX_MAP_BLOCK_CAPMEM_QUADRANT_COUNT) ||
        is_in(address, HX_MAP_BLOCK_NEURON_CONFIG_BASE, HX_MAP_BLOCK_NEURON_CONFIG_SIZE,
              HX_MAP_BLOCK_NEURON_CONFIG_QUADRANT_COUNT) ||
        is_in(address, HX_MAP_BLOCK_SYNAPSE_BIAS_BASE, HX_MAP_BLOCK_SYNAPSE_BIAS_SIZE, 1))
        return HX_SLAVE_ANALOG;
    if (is_in(address, HX_MAP_BLOCK_NEURON_EVENT_BASE, HX_MAP_BLOCK_NEURON_EVENT_SIZE,
              HX_MAP_BLOCK_NEURON_EVENT_SIDE_COUNT) ||
        is_in(address, HX_MAP_BLOCK_NEURON_BACKEND_BASE, HX_MAP_BLOCK_NEURON_BACKEND_SIZE,
              HX_MAP_BLOCK_NEURON_BACKEND_SIDE_COUNT))
        return HX_SLAVE_BACKEND;
    if (is_in(address, HX_MAP_BLOCK_CROSSBAR_BASE, HX_MAP_BLOCK_CROSSBAR_SIZE, 1))
        return HX_SLAVE_CROSSBAR;
    if (is_in(address, HX_MAP_BLOCK_SYSTIME_BASE, HX_MAP_BLOCK_SYSTIME_SIZE, 1))
        return HX_SLAVE_SYSTIME;
    return HX_SLAVE_REGISTERS;
}

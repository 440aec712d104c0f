// Bus access to the memories of the analog core outside of the synapse arrays, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/analog_bus.h"

#include "models/anncore.h"
#include "sim/fast/omnibus/request.h"

#include <hx_map.h>

// The bus sends addresses of these blocks only, so comparing with the bases is enough.
static hx_word_access locate(const hx_access *request)
{
    hx_word_access w = {.valid = true,
                        .write = request->write,
                        .byte_enables = (uint8_t)request->byte_enables,
                        .data = request->data};
    uint32_t address = request->address;
    if (address >= HX_MAP_BLOCK_NEURON_CONFIG_BASE) {
        w.block = HX_ANNCORE_NEURON_CONFIG;
        w.offset = address - HX_MAP_BLOCK_NEURON_CONFIG_BASE;
    } else if (address >= HX_MAP_BLOCK_CAPMEM_BASE) {
        w.block = HX_ANNCORE_CAPMEM;
        w.offset = address - HX_MAP_BLOCK_CAPMEM_BASE;
    } else if (address >= HX_MAP_BLOCK_PADI_BASE) {
        uint32_t top = address & ~HX_MAP_BLOCK_PADI_HEMISPHERE_STRIDE;
        w.block = top == address ? HX_ANNCORE_DRIVER_TOP : HX_ANNCORE_DRIVER_BOTTOM;
        w.offset = top - HX_MAP_SYNAPSE_DRIVER_CONFIG_BASE;
    } else {
        w.block = HX_ANNCORE_SYNAPSE_BIAS;
        w.offset = address - HX_MAP_BLOCK_SYNAPSE_BIAS_BASE;
    }
    return w;
}

void hx_analog_bus_step(hx_analog_bus *bus, const hx_access *request, bool answered, uint32_t data)
{
    if (answered)
        hx_ring_pop(&bus->answers);
    if (bus->access.valid)
        hx_ring_push(&bus->answers, hx_omnibus_answer(bus->access.write, data));
    if (request->valid)
        bus->access = locate(request);
    else
        bus->access.valid = false;
}

// Word port of the analog core's memories.
// SPDX-License-Identifier: Apache-2.0
#include "models/anncore_private.h"

#include <hx_map.h>

enum {
    DRIVER_STRIDE = HX_MAP_SYNAPSE_DRIVER_CONFIG_DRIVER_STRIDE,
    DRIVER_WORDS = HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS,
    DRIVER_TIMING =
        HX_MAP_SYNAPSE_DRIVER_SRAM_TIMING_CONFIG_BASE - HX_MAP_SYNAPSE_DRIVER_CONFIG_BASE
};

static uint32_t expand_byte_enables(unsigned byte_enables)
{
    uint32_t bits = 0;
    for (unsigned byte = 0; byte < 4; ++byte) {
        if ((byte_enables >> byte) & 1) {
            bits |= UINT32_C(0xff) << (8 * byte);
        }
    }
    return bits;
}

uint32_t hx_driver_read(const hx_anncore *core, unsigned half, uint32_t offset)
{
    if (offset < HX_DRIVERS * DRIVER_STRIDE && offset % DRIVER_STRIDE < DRIVER_WORDS) {
        return core->driver_config[half][offset / DRIVER_STRIDE][offset % DRIVER_STRIDE];
    }
    if (offset >= DRIVER_TIMING && offset < DRIVER_TIMING + 2) {
        return core->driver_timing[half][offset - DRIVER_TIMING];
    }
    return 0;
}

void hx_driver_write(hx_anncore *core, unsigned half, uint32_t offset, uint32_t bits, uint32_t data)
{
    if (offset < HX_DRIVERS * DRIVER_STRIDE && offset % DRIVER_STRIDE < DRIVER_WORDS) {
        unsigned driver = offset / DRIVER_STRIDE;
        unsigned word = offset % DRIVER_STRIDE;
        uint32_t *value = &core->driver_config[half][driver][word];
        bits &= hx_map_synapse_driver_config_mask(word);
        *value = (*value & ~bits) | (data & bits);
        hx_driver_decode(core, half, driver);
    } else if (offset >= DRIVER_TIMING && offset < DRIVER_TIMING + 2) {
        uint32_t *value = &core->driver_timing[half][offset - DRIVER_TIMING];
        bits &= hx_map_synapse_driver_sram_timing_config_mask(offset - DRIVER_TIMING);
        *value = (*value & ~bits) | (data & bits);
    }
}

static void write_synapse_bias(hx_anncore *core, uint32_t bits, uint32_t data)
{
    uint32_t mask = bits & hx_map_synapse_bias_selection_mask(0);
    uint32_t next = (core->synapse_bias & ~mask) | (data & mask);
    if (next != core->synapse_bias) {
        for (unsigned quadrant = 0; quadrant < HX_QUADRANTS; ++quadrant) {
            hx_anncore_touch_quadrant(core, quadrant);
        }
        core->synapse_bias = next;
    }
}

uint32_t hx_anncore_read_word(const hx_anncore *core, hx_anncore_block block, uint32_t offset)
{
    switch (block) {
    case HX_ANNCORE_ARRAY_TOP:
        return hx_synapse_read(core, 0, offset);
    case HX_ANNCORE_ARRAY_BOTTOM:
        return hx_synapse_read(core, 1, offset);
    case HX_ANNCORE_CADC_TOP:
        return hx_cadc_read_config(core, 0, offset);
    case HX_ANNCORE_CADC_BOTTOM:
        return hx_cadc_read_config(core, 1, offset);
    case HX_ANNCORE_DRIVER_TOP:
        return hx_driver_read(core, 0, offset);
    case HX_ANNCORE_DRIVER_BOTTOM:
        return hx_driver_read(core, 1, offset);
    case HX_ANNCORE_CAPMEM:
        return hx_capmem_read(core, offset);
    case HX_ANNCORE_NEURON_CONFIG:
        return hx_neuron_config_read(core, offset);
    case HX_ANNCORE_SYNAPSE_BIAS:
        return offset == 0 ? core->synapse_bias : 0;
    }
    return 0;
}

void hx_anncore_write_word(hx_anncore *core, hx_anncore_block block, uint32_t offset,
                           unsigned byte_enables, uint32_t data)
{
    uint32_t bits = expand_byte_enables(byte_enables);
    switch (block) {
    case HX_ANNCORE_ARRAY_TOP:
        hx_synapse_write(core, 0, offset, byte_enables, data);
        break;
    case HX_ANNCORE_ARRAY_BOTTOM:
        hx_synapse_write(core, 1, offset, byte_enables, data);
        break;
    case HX_ANNCORE_CADC_TOP:
        hx_cadc_write_config(core, 0, offset, bits, data);
        break;
    case HX_ANNCORE_CADC_BOTTOM:
        hx_cadc_write_config(core, 1, offset, bits, data);
        break;
    case HX_ANNCORE_DRIVER_TOP:
        hx_driver_write(core, 0, offset, bits, data);
        break;
    case HX_ANNCORE_DRIVER_BOTTOM:
        hx_driver_write(core, 1, offset, bits, data);
        break;
    case HX_ANNCORE_CAPMEM:
        hx_capmem_write(core, offset, bits, data);
        break;
    case HX_ANNCORE_NEURON_CONFIG:
        hx_neuron_config_write(core, offset, bits, data);
        break;
    case HX_ANNCORE_SYNAPSE_BIAS:
        if (offset == 0) {
            write_synapse_bias(core, bits, data);
        }
        break;
    }
}

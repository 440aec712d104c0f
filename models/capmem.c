// Parameter cells, neuron switches and synapse bias: memories that set parameters.
// SPDX-License-Identifier: Apache-2.0
//
// A cell's new value holds at once unless settling or crosstalk is asked for (capmem_settle.c).
// 1023 is stored but keeps the analog value that was there.
#include "models/anncore_private.h"

#include <hx_map.h>
#include <stddef.h>

enum {
    QUADRANT_SIZE = HX_MAP_BLOCK_CAPMEM_QUADRANT_STRIDE,
    CELLS_END = HX_CELL_COLUMNS * HX_MAP_CAPMEM_CELL_COLUMN_STRIDE,
    CAPMEM_TIMING = HX_MAP_CAPMEM_SRAM_TIMING_CONFIG_BASE - HX_MAP_BLOCK_CAPMEM_BASE,
    CAPMEM_CONFIG = HX_MAP_CAPMEM_BLOCK_CONFIG_BASE - HX_MAP_BLOCK_CAPMEM_BASE,
    NEURON_FIRST = HX_MAP_NEURON_CONFIG_BASE - HX_MAP_BLOCK_NEURON_CONFIG_BASE,
    NEURON_STRIDE = HX_MAP_NEURON_CONFIG_COLUMN_STRIDE,
    NEURON_TIMING = HX_MAP_NEURON_SRAM_TIMING_CONFIG_BASE - HX_MAP_BLOCK_NEURON_CONFIG_BASE,
    CONDUCTANCE = 1, // word of the switches of conductance-based inputs
    CURRENTS = 2,    // ... of exponential term and adaptation
    SWITCHES = 5     // ... between circuits
};

bool hx_capmem_has_internal_bias(const hx_anncore *core, unsigned quadrant, unsigned bit)
{
    static const unsigned NIBBLE[HX_QUADRANTS] = {1, 0, 3, 2};
    return (core->synapse_bias >> (4 * NIBBLE[quadrant] + bit)) & 1;
}

// Word of a capmem quadrant that is no cell, NULL if there is none.
static const uint32_t *find_capmem_register(const hx_anncore *core, uint32_t offset, uint32_t *mask)
{
    unsigned quadrant = offset / QUADRANT_SIZE;
    uint32_t place = offset % QUADRANT_SIZE;
    if (place >= CAPMEM_TIMING && place < CAPMEM_TIMING + 2) {
        *mask = hx_map_capmem_sram_timing_config_mask(place - CAPMEM_TIMING);
        return &core->capmem_timing[quadrant][place - CAPMEM_TIMING];
    }
    if (place >= CAPMEM_CONFIG && place < CAPMEM_CONFIG + 10) {
        *mask = hx_map_capmem_block_config_mask(place - CAPMEM_CONFIG);
        return &core->capmem_config[quadrant][place - CAPMEM_CONFIG];
    }
    return NULL;
}

static bool is_cell(uint32_t place)
{
    return place < CELLS_END && place % HX_MAP_CAPMEM_CELL_COLUMN_STRIDE < HX_CELL_ROWS;
}

uint32_t hx_capmem_read(const hx_anncore *core, uint32_t offset)
{
    uint32_t place = offset % QUADRANT_SIZE;
    uint32_t mask;
    if (offset >= HX_QUADRANTS * QUADRANT_SIZE) {
        return 0;
    }
    if (is_cell(place)) {
        return core->cell[offset / QUADRANT_SIZE][place / 32][place % 32];
    }
    const uint32_t *word = find_capmem_register(core, offset, &mask);
    return word ? *word : 0;
}

static bool is_used_shared_cell(unsigned column, unsigned row)
{
    return column == 128 && row == HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_DAC;
}

static bool is_used_neuron_cell(unsigned row)
{
    switch (row) {
    case HX_MAP_CAPMEM_ROW_V_ADAPT_REF:
    case HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_SHIFT:
    case HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_SHIFT:
        return false;
    default:
        return true;
    }
}

static void write_cell(hx_anncore *core, unsigned quadrant, unsigned column, unsigned row,
                       uint32_t bits, uint32_t data)
{
    uint16_t *cell = &core->cell[quadrant][column][row];
    const unsigned old = *cell;
    bits &= hx_map_capmem_cell_mask(0);
    *cell = (uint16_t)((*cell & ~bits) | (data & bits));
    if (core->config.settling_time != 0.0 || core->config.crosstalk != 0.0) {
        hx_capmem_note_write(core, quadrant, column, row, old);
    } else if (*cell != HX_CELL_KEEP) {
        hx_capmem_set_value(core, quadrant, column, row, *cell);
    }
}

void hx_capmem_set_value(hx_anncore *core, unsigned quadrant, unsigned column, unsigned row,
                         double value)
{
    double *place = &core->cell_value[quadrant][column][row];
    if (value == *place) {
        return;
    }
    if (column < 128 && is_used_neuron_cell(row)) {
        hx_anncore_touch_neuron(core, quadrant / 2 * 256 + quadrant % 2 * 128 + column);
    } else if (is_used_shared_cell(column, row)) {
        hx_anncore_touch_quadrant(core, quadrant);
    }
    *place = value;
}

void hx_capmem_write(hx_anncore *core, uint32_t offset, uint32_t bits, uint32_t data)
{
    uint32_t place = offset % QUADRANT_SIZE;
    uint32_t mask;
    if (offset >= HX_QUADRANTS * QUADRANT_SIZE) {
        return;
    }
    if (is_cell(place)) {
        write_cell(core, offset / QUADRANT_SIZE, place / 32, place % 32, bits, data);
        return;
    }
    uint32_t *word = (uint32_t *)find_capmem_register(core, offset, &mask);
    if (word) {
        *word = (*word & ~(bits & mask)) | (data & bits & mask);
    }
}

// Switch word or timing word of a neuron quadrant, NULL if there is none.
static const uint32_t *find_neuron_word(const hx_anncore *core, uint32_t offset, uint32_t *mask,
                                        unsigned *neuron)
{
    unsigned quadrant = offset / QUADRANT_SIZE;
    uint32_t place = offset % QUADRANT_SIZE;
    *neuron = HX_ANNCORE_NEURONS;
    if (quadrant >= HX_QUADRANTS) {
        return NULL;
    }
    if (place < 128 * NEURON_STRIDE && place % NEURON_STRIDE >= NEURON_FIRST) {
        unsigned word = place % NEURON_STRIDE - NEURON_FIRST;
        *neuron = quadrant / 2 * 256 + quadrant % 2 * 128 + place / NEURON_STRIDE;
        *mask = hx_map_neuron_config_mask(word);
        return &core->neuron_config[*neuron][word];
    }
    if (place >= NEURON_TIMING && place < NEURON_TIMING + 2) {
        *mask = hx_map_neuron_sram_timing_config_mask(place - NEURON_TIMING);
        return &core->neuron_timing[quadrant][place - NEURON_TIMING];
    }
    return NULL;
}

uint32_t hx_neuron_config_read(const hx_anncore *core, uint32_t offset)
{
    uint32_t mask;
    unsigned neuron;
    const uint32_t *word = find_neuron_word(core, offset, &mask, &neuron);
    return word ? *word : 0;
}

void hx_neuron_config_write(hx_anncore *core, uint32_t offset, uint32_t bits, uint32_t data)
{
    uint32_t mask;
    unsigned neuron;
    uint32_t *word = (uint32_t *)find_neuron_word(core, offset, &mask, &neuron);
    if (!word) {
        return;
    }
    uint32_t next = (*word & ~(bits & mask)) | (data & bits & mask);
    if (next != *word && neuron < HX_ANNCORE_NEURONS) {
        hx_anncore_touch_neuron(core, neuron);
        // Currents that are not linear decide how a joined neuron is computed.
        const bool currents = word == &core->neuron_config[neuron][CONDUCTANCE] ||
                              word == &core->neuron_config[neuron][CURRENTS];
        core->wiring_stale = core->wiring_stale || word == &core->neuron_config[neuron][SWITCHES] ||
                             (currents && core->neurons.joint.any);
    }
    *word = next;
    if (neuron < HX_ANNCORE_NEURONS) {
        hx_madc_update_readout(core, neuron);
    }
}

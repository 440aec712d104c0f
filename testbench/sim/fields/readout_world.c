// Parts that scenes of the converters and of the correlation sensors share.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/readout_world.h"

#include "host/chip/coordinate.h"

#include <hx_map.h>
#include <stdio.h>

enum { DRIVER = READOUT_ROW / 2, RESULTS = 256, VALUE_MASK = 0x3ff };

void readout_world_set(field_world *world, const char *register_name, uint32_t address,
                       const char *field, int64_t value)
{
    const hx_map_list_entry *entry = field_find_register(register_name);
    field_world_set(world, entry, address, field_find(entry, field), value);
}

void readout_world_close(field_world *world, const char *register_name, unsigned half,
                         unsigned column, const char *name)
{
    const hx_map_list_entry *entry = field_find_register(register_name);
    const uint32_t address = entry->base + half * (uint32_t)entry->index[0].stride +
                             hx_chip_column_quad(column) * (uint32_t)entry->index[1].stride;
    char field[64];
    snprintf(field, sizeof field, "%s_%u", name, hx_chip_column_entry(column));
    field_world_set(world, entry, address, field_find(entry, field), 1);
}

void readout_world_add_membrane(field_world *world, unsigned half, unsigned column, unsigned cell)
{
    const unsigned quadrant = 2 * half + column / 128;
    const uint32_t address = hx_map_neuron_config_address(quadrant, column % 128);
    readout_world_set(world, "neuron_config", address, "enable_readout_amplifier", 1);
    readout_world_set(world, "neuron_config", address, "enable_readout", 1);
    field_world_write(
        world, hx_map_capmem_cell_address(quadrant, column % 128, HX_MAP_CAPMEM_ROW_V_LEAK), cell);
    // With the smallest capacitor: there within some ten cycles.
    field_world_write(
        world, hx_map_capmem_cell_address(quadrant, column % 128, HX_MAP_CAPMEM_ROW_I_BIAS_LEAK),
        1022);
}

void readout_world_add_madc(field_world *world, unsigned samples)
{
    hx_map_madc_config config = hx_map_madc_config_default();
    uint32_t words[HX_MAP_MADC_CONFIG_WORDS];
    config.number_of_samples = samples;
    hx_map_madc_config_encode(&config, words);
    field_world_write_words(world, hx_map_madc_config_address(), words, HX_MAP_MADC_CONFIG_WORDS);
}

void readout_world_add_cadc(field_world *world)
{
    const hx_map_cadc_config config = {.enable = 1, .reset_wait = 100, .dead_time = 20};
    uint32_t word;
    hx_map_cadc_config_encode(&config, &word);
    for (unsigned half = 0; half < 2; ++half)
        field_world_write(world, hx_map_cadc_config_address(half), word);
    for (unsigned q = 0; q < 4; ++q) {
        field_world_write(
            world, hx_map_capmem_cell_address(q, 128, HX_MAP_CAPMEM_ROW_128_CADC_I_RAMP_SLOPE),
            200);
        field_world_write(
            world, hx_map_capmem_cell_address(q, 128, HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET),
            100);
    }
}

void readout_world_add_sensors(field_world *world)
{
    const hx_map_synapse_bias_selection internal = hx_map_synapse_bias_selection_default();
    uint32_t word;
    hx_map_synapse_bias_selection_encode(&internal, &word);
    field_world_write(world, hx_map_synapse_bias_selection_address(), word);
    for (unsigned q = 0; q < 4; ++q) {
        field_world_write(
            world, hx_map_capmem_cell_address(q, 128, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_RAMP), 160);
        field_world_write(
            world, hx_map_capmem_cell_address(q, 128, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_STORE), 700);
    }
}

void readout_world_add_driver(field_world *world)
{
    hx_map_synapse_driver_config config = hx_map_synapse_driver_config_default();
    uint32_t words[HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS];
    config.enable_receiver = 1;
    config.row_mode_excitatory_bottom = config.row_mode_excitatory_top = 1;
    hx_map_synapse_driver_config_encode(&config, words);
    for (unsigned half = 0; half < 2; ++half) {
        field_world_write_words(world, hx_map_synapse_driver_config_address(half, DRIVER), words,
                                HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS);
    }
}

void readout_send(event_program *p, unsigned half, unsigned label)
{
    const hx_map_padi_event event = {.fire_bus = 1u << hx_chip_driver_bus(DRIVER),
                                     .row_select_address = hx_chip_driver_index(DRIVER),
                                     .event_address = label};
    uint32_t word;
    hx_map_padi_event_encode(&event, &word);
    event_program_write(p, hx_map_padi_event_address(half), word);
}

void readout_read_columns(event_program *p, unsigned row)
{
    for (unsigned half = 0; half < 2; ++half) {
        for (unsigned i = 0; i < 2 * HX_CHIP_QUADS; ++i)
            event_program_read(p, hx_map_cadc_sample_quad_address(half, i > 0, i / HX_CHIP_QUADS,
                                                                  row, i % HX_CHIP_QUADS));
    }
}

double readout_see_only(const event_program *p)
{
    double seen = 0;
    if (p->data_count < RESULTS)
        return -1;
    for (unsigned i = 0; i < 4 * RESULTS; ++i) {
        const unsigned value = p->data[i / 4] >> (24 - i % 4 * 8) & 0xff;
        if (value != READOUT_BASELINE)
            seen = seen == 0 ? (double)((i + 1) * 256 + value) : -1;
    }
    return seen;
}

double readout_see_only_place(const event_program *p)
{
    const double seen = readout_see_only(p);
    return seen > 0 ? (double)((unsigned)seen / 256) : seen;
}

int readout_get_sample(const event_program *p, unsigned multiplexer, unsigned number)
{
    for (size_t i = 0; i < p->event_count; ++i) {
        if (p->events[i].is_sample && p->events[i].label >> 10 == multiplexer && !number--)
            return p->events[i].label & VALUE_MASK;
    }
    return -1;
}

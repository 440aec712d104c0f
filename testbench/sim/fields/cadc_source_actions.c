// Column converters: source of the offset voltage of each bank.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/field_actions.h"

#include <hx_map.h>

enum {
    BANKS = 2,
    COLUMN = 5,
    LEAK = 300,
    SLOPE = 200,
    // Quads of column 5 of the two banks; it is entry 2.
    QUAD_LEFT = 32,
    QUAD_RIGHT = 48
};

// Cells of the left and right bank of the top half, then of the bottom half.
static const unsigned OFFSET[] = {100, 148, 52, 196};

static void add_neuron(field_world *world, unsigned quadrant)
{
    hx_map_neuron_config config = hx_map_neuron_config_default();
    uint32_t words[HX_MAP_NEURON_CONFIG_WORDS];
    config.enable_readout_amplifier = 1;
    config.readout_source = HX_MAP_NEURON_READOUT_SOURCE_MEMBRANE;
    config.membrane_capacitor_size = 63;
    hx_map_neuron_config_encode(&config, words);
    field_world_write_words(world, hx_map_neuron_config_address(quadrant, COLUMN), words,
                            HX_MAP_NEURON_CONFIG_WORDS);
    const unsigned cells[][3] = {{COLUMN, HX_MAP_CAPMEM_ROW_V_LEAK, LEAK},
                                 {COLUMN, HX_MAP_CAPMEM_ROW_I_BIAS_LEAK, 1000},
                                 {128, HX_MAP_CAPMEM_ROW_128_CADC_I_RAMP_SLOPE, SLOPE},
                                 {128, HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET, OFFSET[quadrant]}};
    for (unsigned i = 0; i < sizeof cells / sizeof *cells; ++i)
        field_world_write(world, hx_map_capmem_cell_address(quadrant, cells[i][0], cells[i][1]),
                          cells[i][2]);
}

static void add_half(field_world *world, unsigned half)
{
    const hx_map_cadc_config cadc = {.enable = 1, .reset_wait = 100, .dead_time = 20};
    const hx_map_cadc_channel_config channel = hx_map_cadc_channel_config_default();
    const hx_map_column_correlation_quad lines = {.enable_internal_causal_2 = 1,
                                                  .enable_cadc_neuron_readout_causal_2 = 1};
    uint32_t words[HX_MAP_COLUMN_CORRELATION_QUAD_WORDS];
    hx_map_cadc_config_encode(&cadc, words);
    field_world_write_words(world, hx_map_cadc_config_address(half), words,
                            HX_MAP_CADC_CONFIG_WORDS);
    for (unsigned bank = 0; bank < BANKS; ++bank) {
        hx_map_cadc_channel_config_encode(&channel, words);
        field_world_write(world, hx_map_cadc_channel_config_address(half, bank, COLUMN, 0),
                          words[0]);
        hx_map_column_correlation_quad_encode(&lines, words);
        for (unsigned w = 0; w < HX_MAP_COLUMN_CORRELATION_QUAD_WORDS; ++w)
            field_world_write(
                world,
                hx_map_column_correlation_quad_address(half, bank ? QUAD_RIGHT : QUAD_LEFT) +
                    hx_map_column_correlation_quad_word_offset(w),
                words[w]);
        add_neuron(world, 2 * half + bank);
    }
}

static void add_halves(field_world *world)
{
    add_half(world, 0);
    add_half(world, 1);
}

static void convert(event_program *p)
{
    event_program_wait_until(p, 10000); // the membranes are at the leak potential
    for (unsigned half = 0; half < 2; ++half) {
        event_program_read(p, hx_map_cadc_sample_quad_address(half, 0, 0, 0, QUAD_LEFT));
        event_program_read(p, hx_map_cadc_sample_quad_address(half, 1, 0, 0, QUAD_RIGHT));
    }
}

// Membranes at the same potential in all four banks, with a different offset cell in each.
static const field_scene banks = {"CADC banks", add_halves, convert};

// The four results, three digits each: top left, top right, bottom left, bottom right.
static double get_results(const event_program *p)
{
    double digits = 0;
    for (size_t i = 0; i < p->data_count; ++i)
        digits = 1000 * digits + (p->data[i] >> 8 & 0xff);
    return digits;
}

#define TOP HX_MAP_COMMON_CORRELATION_CONFIG_BASE
#define BOTTOM (TOP + HX_MAP_COMMON_CORRELATION_CONFIG_HEMISPHERE_STRIDE)
#define SOURCE(SIDE, HALF, OWN, OTHER, AT_OWN, AT_OTHER)                                           \
    {                                                                                              \
        "common_correlation_config", "cadc_offset_source_" #SIDE, HALF, &banks, get_results, OWN,  \
            OTHER, FIELD_EXACT, AT_OWN, AT_OTHER, NULL                                             \
    }

// 0.417 steps a cell: 116 at the nominal offset 100, 20 less or more for 48 cells.
static const field_action rows[] = {
    SOURCE(left, TOP, 0, 1, 116096136076, 96096136076),
    SOURCE(right, TOP, 1, 0, 116096136076, 116116136076),
    SOURCE(left, BOTTOM, 0, 1, 116096136076, 116096076076),
    SOURCE(right, BOTTOM, 1, 0, 116096136076, 116096136136),
};

const field_action_list field_cadc_source_actions = FIELD_ACTION_LIST(rows);

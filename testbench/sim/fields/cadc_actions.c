// Column converters: sequence, offsets, membranes, gain.
// SPDX-License-Identifier: Apache-2.0
//
// Step = (cell - 22 - (offset cell - 100)) * 0.41667 * 200/(slope cell) + offset of the channel,
// which is -128 at power-on.
#include "testbench/sim/fields/readout_world.h"

#include <hx_map.h>

// Quad 32 holds columns 1, 3, 5, 7.
#define QUAD 32
#define LINES (HX_MAP_COLUMN_CORRELATION_QUAD_BASE + QUAD)
#define CONFIG(half) (HX_MAP_CADC_CONFIG_BASE + (half)*HX_MAP_CADC_CONFIG_HEMISPHERE_STRIDE)
#define SEQUENCE(half)                                                                             \
    (HX_MAP_COMMON_CORRELATION_CONFIG_BASE +                                                       \
     (half)*HX_MAP_COMMON_CORRELATION_CONFIG_HEMISPHERE_STRIDE)
#define OFFSET(half, column, channel)                                                              \
    (HX_MAP_CADC_CHANNEL_CONFIG_BASE + (half)*HX_MAP_CADC_CHANNEL_CONFIG_HEMISPHERE_STRIDE -       \
     (column) / 128 * 0x800u + (column) % 128 * HX_MAP_CADC_CHANNEL_CONFIG_COLUMN_STRIDE +         \
     (channel))
#define CELL(quadrant, row)                                                                        \
    (HX_MAP_CAPMEM_CELL_BASE + (quadrant)*HX_MAP_CAPMEM_CELL_QUADRANT_STRIDE +                     \
     128 * HX_MAP_CAPMEM_CELL_COLUMN_STRIDE + (row))
#define LATE_COLUMN 5

static void configure_quad(field_world *world)
{
    static const unsigned CELLS[] = {500, 600, 700, 800};
    readout_world_add_cadc(world);
    for (unsigned e = 0; e < 4; ++e) {
        const unsigned column = 2 * e + 1;
        readout_world_add_membrane(world, 0, column, CELLS[e]);
        readout_world_close(world, "column_correlation_quad", 0, column, "enable_internal_causal");
        readout_world_close(world, "column_correlation_quad", 0, column, "enable_internal_acausal");
    }
}

static void close_both(field_world *world, unsigned half, unsigned column)
{
    static const char *const NAMES[] = {"enable_internal_causal", "enable_internal_acausal",
                                        "enable_cadc_neuron_readout_causal",
                                        "enable_cadc_neuron_readout_acausal"};
    for (unsigned i = 0; i < sizeof NAMES / sizeof *NAMES; ++i)
        readout_world_close(world, "column_correlation_quad", half, column, NAMES[i]);
}

static void configure_quadrants(field_world *world)
{
    readout_world_add_cadc(world);
    for (unsigned q = 0; q < 4; ++q) {
        readout_world_add_membrane(world, q / 2, LATE_COLUMN + q % 2 * 128, 700);
        close_both(world, q / 2, LATE_COLUMN + q % 2 * 128);
    }
}

// The membrane of a column in each half moves on, with a time constant of 7.7 us.
static void configure_moving(field_world *world)
{
    readout_world_add_cadc(world);
    for (unsigned half = 0; half < 2; ++half) {
        readout_world_add_membrane(world, half, LATE_COLUMN, 500);
        readout_world_set(world, "neuron_config",
                          hx_map_neuron_config_address(2 * half, LATE_COLUMN),
                          "membrane_capacitor_size", 63);
        field_world_write(
            world, hx_map_capmem_cell_address(2 * half, LATE_COLUMN, HX_MAP_CAPMEM_ROW_I_BIAS_LEAK),
            300);
        close_both(world, half, LATE_COLUMN);
    }
}

static void configure_sequence(field_world *world)
{
    for (unsigned half = 0; half < 2; ++half)
        readout_world_set(world, "cadc_config", CONFIG(half), "enable", 1);
    readout_world_add_madc(world, 0);
}

static void read_all(event_program *p)
{
    event_program_wait_until(p, 300);
    readout_read_columns(p, READOUT_ROW);
}

static void read_quadrants(event_program *p)
{
    event_program_wait_until(p, 300);
    for (unsigned q = 0; q < 4; ++q)
        event_program_read(p,
                           hx_map_cadc_sample_quad_address(q / 2, q % 2, 0, 0, QUAD + q % 2 * 16));
}

static void move_and_read(event_program *p)
{
    event_program_wait_until(p, 12500);
    for (unsigned half = 0; half < 2; ++half) {
        event_program_write(
            p, hx_map_capmem_cell_address(2 * half, LATE_COLUMN, HX_MAP_CAPMEM_ROW_V_LEAK), 900);
        event_program_read(p, hx_map_cadc_sample_quad_address(half, 0, 0, 0, QUAD));
        word_list_add(&p->list, WORD_BARRIER_OMNIBUS);
    }
}

// The fast ADC is the clock: it samples while each half converts 16 times.
static void convert_often(event_program *p)
{
    event_program_write(p, HX_MAP_MADC_CONTROL_BASE,
                        READOUT_WAKE_UP | READOUT_START | READOUT_CONTINUOUS);
    event_program_wait_until(p, 100);
    for (unsigned half = 0; half < 2; ++half) {
        for (unsigned i = 0; i < 16; ++i)
            event_program_read(p, hx_map_cadc_sample_quad_address(half, 0, 0, 0, 0));
        word_list_add(&p->list, WORD_BARRIER_OMNIBUS);
    }
    event_program_write(p, HX_MAP_MADC_CONTROL_BASE, READOUT_STOP);
    event_program_settle(p);
    event_program_wait_until(p, 100);
}

static const field_scene bare = {"nothing connected", readout_world_add_cadc, read_all};
static const field_scene quad = {"four membranes", configure_quad, read_all};
static const field_scene quadrants = {"a membrane a quadrant", configure_quadrants, read_quadrants};
static const field_scene moving = {"membranes on their way", configure_moving, move_and_read};
static const field_scene sequence = {"conversions in a row", configure_sequence, convert_often};

static double get_top(const event_program *p)
{
    return p->data[0] >> 24;
}

static double get_bottom(const event_program *p)
{
    return p->data[128] >> 24;
}

static double count(const event_program *p)
{
    return (double)event_program_count(p, true);
}

// Entry 2, the membrane, of a word.
static unsigned get_membrane(const event_program *p, unsigned word)
{
    return p->data[word] >> 8 & 0xff;
}

static double get_top_membrane(const event_program *p)
{
    return get_membrane(p, 0);
}

static double get_bottom_membrane(const event_program *p)
{
    return get_membrane(p, 1);
}

static double get_quadrants(const event_program *p)
{
    double seen = 0;
    for (unsigned q = 0; q < 4; ++q)
        seen = seen * 256 + get_membrane(p, q);
    return seen;
}

#define TIME(register_name, field, address, bit)                                                   \
    READOUT_BIT(register_name, field, address, sequence, count, bit, FIELD_MORE)
#define OFFSET_ROW(half, column, channel)                                                          \
    READOUT_EXACT("cadc_channel_config", "offset", OFFSET(half, column, channel), bare,            \
                  readout_see_only, -128, 20, 0, READOUT_ONLY(half, channel, column, 240))
#define LINE_ROW(field, entry, channel, value)                                                     \
    READOUT_EXACT("column_correlation_quad", field, LINES, quad, readout_see_only, 0, 1, 0,        \
                  READOUT_ONLY(0, channel, 2 * (entry) + 1, value))
#define MEMBRANE_ROWS(entry, value)                                                                \
    LINE_ROW("enable_cadc_neuron_readout_causal_" #entry, entry, 0, value),                        \
        LINE_ROW("enable_cadc_neuron_readout_acausal_" #entry, entry, 1, value)
#define CELL_ROW(quadrant, name, row, from, to, at_to)                                             \
    READOUT_EXACT("capmem_row_128", name, CELL(quadrant, row), quadrants, get_quadrants, from, to, \
                  ALL(155, 155, 155, 155), at_to)
#define OFFSET_CELL(quadrant, at_to)                                                               \
    CELL_ROW(quadrant, "cadc_v_ramp_offset", HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET, 100, 200,   \
             at_to)
#define SLOPE_CELL(quadrant, at_to)                                                                \
    CELL_ROW(quadrant, "cadc_i_ramp_slope", HX_MAP_CAPMEM_ROW_128_CADC_I_RAMP_SLOPE, 200, 250,     \
             at_to)
#define ALL(a, b, c, d) ((((a)*256.0 + (b)) * 256 + (c)) * 256 + (d))

static const field_action rows[] = {
    READOUT_EXACT("cadc_config", "enable", CONFIG(0), bare, get_top, 0, 1, 0, READOUT_BASELINE),
    READOUT_EXACT("cadc_config", "enable", CONFIG(1), bare, get_bottom, 0, 1, 0, READOUT_BASELINE),
    TIME("cadc_config", "reset_wait", CONFIG(0), 0),
    TIME("cadc_config", "reset_wait", CONFIG(0), 7),
    TIME("cadc_config", "reset_wait", CONFIG(1), 0),
    TIME("cadc_config", "dead_time", CONFIG(0), 0),
    TIME("cadc_config", "dead_time", CONFIG(0), 7),
    TIME("cadc_config", "dead_time", CONFIG(1), 0),
    TIME("common_correlation_config", "sense_delay", SEQUENCE(0), 0),
    TIME("common_correlation_config", "sense_delay", SEQUENCE(0), 10),
    TIME("common_correlation_config", "sense_delay", SEQUENCE(1), 0),
    // The later, the nearer to the new rest.
    READOUT_BIT("common_correlation_config", "sense_delay", SEQUENCE(0), moving, get_top_membrane,
                11, FIELD_MORE),
    READOUT_BIT("common_correlation_config", "sense_delay", SEQUENCE(1), moving,
                get_bottom_membrane, 11, FIELD_MORE),

    OFFSET_ROW(0, 0, 0),
    OFFSET_ROW(0, 77, 1),
    OFFSET_ROW(0, 255, 0),
    OFFSET_ROW(0, 128, 1),
    OFFSET_ROW(1, 0, 0),
    OFFSET_ROW(1, 127, 1),
    OFFSET_ROW(1, 255, 0),
    OFFSET_ROW(1, 130, 1),

    MEMBRANE_ROWS(0, 71),
    MEMBRANE_ROWS(1, 113),
    MEMBRANE_ROWS(2, 155),
    MEMBRANE_ROWS(3, 196),

    OFFSET_CELL(0, ALL(113, 155, 155, 155)),
    OFFSET_CELL(1, ALL(155, 113, 155, 155)),
    OFFSET_CELL(2, ALL(155, 155, 113, 155)),
    OFFSET_CELL(3, ALL(155, 155, 155, 113)),
    SLOPE_CELL(0, ALL(98, 155, 155, 155)),
    SLOPE_CELL(1, ALL(155, 98, 155, 155)),
    SLOPE_CELL(2, ALL(155, 155, 98, 155)),
    SLOPE_CELL(3, ALL(155, 155, 155, 98)),
};

const field_action_list field_cadc_actions = FIELD_ACTION_LIST(rows);

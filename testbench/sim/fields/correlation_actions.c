// Correlation sensors: their lines to both converters, and their reset.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/readout_world.h"

#include <hx_map.h>
#include <stdlib.h>

// Quad 32 holds columns 1, 3, 5, 7.
#define QUAD 32
#define LINES (HX_MAP_COLUMN_CORRELATION_QUAD_BASE + QUAD)

enum { LABEL = 0x2c, PAIRS = 20, PERIOD = 234, DISTANCE = 156 };

static void set_quad(field_world *world, const char *register_name, unsigned row, const char *field,
                     unsigned value)
{
    const hx_map_list_entry *entry = field_find_register(register_name);
    const uint32_t address = entry->base + row * (uint32_t)entry->index[1].stride + QUAD;
    field_world_set(world, entry, address, field_find(entry, field), value);
}

// Synapses of four columns in two rows. Those of the first row have different trims, so that a
// sensor tells which it is: amplitude 1, 0.8, 0.64, 0.64 with a shorter time.
static void configure_pairs(field_world *world)
{
    static const char *const LABELS[] = {"label_0", "label_1", "label_2", "label_3"};
    readout_world_add_cadc(world);
    readout_world_add_driver(world);
    readout_world_add_sensors(world);
    for (unsigned e = 0; e < 4; ++e) {
        set_quad(world, "synapse_label_quad", READOUT_ROW, LABELS[e], LABEL);
        set_quad(world, "synapse_label_quad", READOUT_ROW + 1, LABELS[e], LABEL);
    }
    set_quad(world, "synapse_correlation_calib_quad", READOUT_ROW, "amp_calib_1", 1);
    set_quad(world, "synapse_correlation_calib_quad", READOUT_ROW, "amp_calib_2", 3);
    set_quad(world, "synapse_correlation_calib_quad", READOUT_ROW, "amp_calib_3", 3);
    set_quad(world, "synapse_correlation_calib_quad", READOUT_ROW, "time_calib_3", 3);
    readout_world_add_madc(world, 2);
    readout_world_set(world, "madc_config", HX_MAP_MADC_CONFIG_BASE,
                      "active_mux_input_select_length", 1);
    readout_world_set(world, "readout_source_selection", HX_MAP_READOUT_SOURCE_SELECTION_BASE,
                      "cadc_debug_causal_0", 1);
    readout_world_set(world, "readout_source_selection", HX_MAP_READOUT_SOURCE_SELECTION_BASE,
                      "cadc_debug_acausal_1", 1);
}

static void configure_connected_pairs(field_world *world)
{
    configure_pairs(world);
    for (unsigned column = 1; column < 8; column += 2) {
        readout_world_close(world, "column_correlation_quad", 0, column, "enable_internal_causal");
        readout_world_close(world, "column_correlation_quad", 0, column, "enable_internal_acausal");
    }
}

// Pre and post pulses in turn, as many pairs of either kind; acausal ones half as far apart.
static void play_pairs(event_program *p)
{
    for (unsigned i = 0; i <= PAIRS; ++i) {
        event_program_wait_until(p, PERIOD * (i + 1));
        readout_send(p, 0, LABEL);
        event_program_wait_until(p, PERIOD * (i + 1) + DISTANCE);
        if (i < PAIRS)
            event_program_write(p, hx_map_block_post_pulse_address(0), 0);
    }
}

static void sample_lines(event_program *p)
{
    event_program_settle(p);
    event_program_write(p, HX_MAP_MADC_CONTROL_BASE, READOUT_WAKE_UP | READOUT_START);
    event_program_wait_until(p, 200);
}

static void play_and_read(event_program *p)
{
    play_pairs(p);
    readout_read_columns(p, READOUT_ROW);
}

static void reset_row(event_program *p, unsigned row)
{
    event_program_write(p, hx_map_correlation_reset_address(0, row, QUAD), 0);
}

static void read_rows(event_program *p)
{
    for (unsigned row = READOUT_ROW + 2; row-- > READOUT_ROW;) {
        event_program_read(p, hx_map_cadc_sample_quad_address(0, 0, 0, row, QUAD));
        event_program_read(p, hx_map_cadc_sample_quad_address(0, 1, 1, row, QUAD));
    }
}

// The fast ADC sees the row that was read last.
static void play_and_sample(event_program *p)
{
    play_pairs(p);
    reset_row(p, READOUT_ROW + 1);
    read_rows(p);
    sample_lines(p);
}

static const field_scene pairs = {"four sensors with pairs", configure_pairs, play_and_read};
static const field_scene connected = {"sensors with pairs on their lines",
                                      configure_connected_pairs, play_and_sample};

// Which of the four sensors drives the line of a multiplexer, by the steps that its trims leave of
// the baseline (495): causal 348, 377, 401, 431, acausal 306, 344, 374, 396. 0: none of them.
static unsigned get_sensor(const event_program *p, unsigned multiplexer)
{
    static const int STEPS[2][4] = {{348, 377, 401, 431}, {306, 344, 374, 396}};
    enum { TOLERANCE = 5 };
    const int step = readout_get_sample(p, multiplexer, 0);
    for (unsigned e = 0; e < 4; ++e) {
        if (abs(step - STEPS[multiplexer][e]) <= TOLERANCE)
            return e + 1;
    }
    return 0;
}

static double get_sensors(const event_program *p)
{
    return 10 * get_sensor(p, 0) + get_sensor(p, 1);
}

static void play_two_rows(event_program *p)
{
    play_pairs(p);
    read_rows(p);
}

static void play_reset(event_program *p)
{
    play_pairs(p);
    reset_row(p, READOUT_ROW);
    read_rows(p);
}

// Sensors of one of two rows that are at the baseline.
static double see_reset(int64_t value)
{
    static const field_scene kept = {"", configure_connected_pairs, play_two_rows},
                             reset = {"", configure_connected_pairs, play_reset};
    static field_world world;
    unsigned clear = 0;
    world.count = 0;
    configure_connected_pairs(&world);
    field_world_play(&world, value ? &reset : &kept);
    for (unsigned i = 0; i < 16; ++i)
        clear += (world.program.data[i / 4] >> (24 - i % 4 * 8) & 0xff) == READOUT_BASELINE;
    return clear;
}

#define LINE_ROW(field, entry, scene, look, at_to)                                                 \
    READOUT_EXACT("column_correlation_quad", field #entry, LINES, scene, look, 0, 1, 0, at_to)
#define LINE_ROWS(entry)                                                                           \
    LINE_ROW("enable_internal_causal_", entry, pairs, readout_see_only_place,                      \
             READOUT_ONLY(0, 0, 2 * (entry) + 1, 0) / 256),                                        \
        LINE_ROW("enable_internal_acausal_", entry, pairs, readout_see_only_place,                 \
                 READOUT_ONLY(0, 1, 2 * (entry) + 1, 0) / 256),                                    \
        LINE_ROW("enable_debug_causal_", entry, connected, get_sensors, 10 * ((entry) + 1)),       \
        LINE_ROW("enable_debug_acausal_", entry, connected, get_sensors, (entry) + 1)

static const field_action rows[] = {
    LINE_ROWS(0),
    LINE_ROWS(1),
    LINE_ROWS(2),
    LINE_ROWS(3),
    {"correlation_reset", "trigger", HX_MAP_CORRELATION_RESET_BASE, NULL, NULL, 0, 1, FIELD_EXACT,
     0, 8, see_reset},
};

const field_action_list field_correlation_actions = FIELD_ACTION_LIST(rows);

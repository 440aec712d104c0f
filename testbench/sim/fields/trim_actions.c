// Trims of the correlation sensors in both views, and the cells that bias the sensors.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/quad_scene.h"

#include <stddef.h>

// Driver 78 is on bus 2, number 19 there. An event with the first label only meets the sensors of
// the bottom row, one with the second makes all four neurons fire.
enum { DRIVER = 78, BUS = 2, NUMBER = 19, ROW = 2 * DRIVER, PRE = 0x2a, POST = 0x15 };

// Pairs 1 us apart, the time constant of a sensor in this scene; it is gone before the next pair.
enum { PAIRS = 18, DELAY = 125, PAUSE = 4000, STORE = 700, RAMP = 400 }; // FPGA cycles, cells

static void add_sensors(field_world *world)
{
    static const unsigned none[4] = {0}, full[4] = {63, 63, 63, 63};
    hx_map_synapse_driver_config driver = hx_map_synapse_driver_config_default();
    quad_add(world, 0);
    quad_make_fire(world, 0);
    driver.enable_receiver = 1;
    driver.row_mode_excitatory_bottom = 1;
    driver.row_mode_excitatory_top = 1;
    quad_add_driver(world, 0, DRIVER, &driver);
    quad_add_row(world, 0, ROW, none, PRE);
    quad_add_row(world, 0, ROW + 1, full, POST);
    quad_set_cell(world, 0, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_STORE, STORE);
    quad_set_cell(world, 0, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_RAMP, RAMP);
}

static void add_raw_sensors(field_world *world)
{
    const hx_map_synapse_quad quad = {
        .label_0 = PRE, .label_1 = PRE, .label_2 = PRE, .label_3 = PRE};
    uint32_t words[HX_MAP_SYNAPSE_QUAD_WORDS];
    add_sensors(world);
    hx_map_synapse_quad_encode(&quad, words);
    for (unsigned w = 0; w < HX_MAP_SYNAPSE_QUAD_WORDS; ++w)
        field_world_write(
            world, hx_map_synapse_quad_address(0, ROW, QUAD) + hx_map_synapse_quad_word_offset(w),
            words[w]);
}

static void send_pairs(event_program *p)
{
    for (uint32_t i = 1; i <= PAIRS; ++i) {
        event_program_wait_until(p, i * PAUSE);
        quad_fire(p, BUS, NUMBER, PRE, 1);
        event_program_wait_until(p, i * PAUSE + DELAY);
        quad_fire(p, BUS, NUMBER, POST, 1);
    }
    event_program_wait_until(p, (PAIRS + 1) * PAUSE);
    event_program_read(p, hx_map_cadc_sample_quad_address(0, 0, 0, ROW, QUAD));
}

static const field_scene pairs = {"pairs", add_sensors, send_pairs};
static const field_scene raw_pairs = {"pairs, raw view", add_raw_sensors, send_pairs};

// What docs/blocks/correlation.md says. The neurons fire one chip cycle after their event.
#define SENSOR(STORE_CELL, TRIM, LEFT)                                                             \
    ((double)(int)(220 - PAIRS * 0.5 * (STORE_CELL) / 70 * (TRIM) * (LEFT) + 0.5))
// e^-t, t = (1000 + 4) ns over the time constant: 1 us, trimmed, other ramp cells.
#define LEFT 0.366411
#define LEFT_TRIMMED 0.167816 // 0.5625 us
#define LEFT_341 0.424896
#define LEFT_682 0.180537
#define LEFT_1 0.997493

#define LOW_AMPLITUDE (0.8 * 0.8)
#define OTHERS SENSOR(STORE, 1, LEFT)
#define WORD(ENTRY, STEP) (OTHERS * 0x01010101 + ((STEP)-OTHERS) * (1 << (24 - 8 * (ENTRY))))
#define ALL(STEP) ((STEP)*0x01010101)

#define CALIB                                                                                      \
    (HX_MAP_SYNAPSE_CORRELATION_CALIB_QUAD_BASE +                                                  \
     ROW * HX_MAP_SYNAPSE_CORRELATION_CALIB_QUAD_ROW_STRIDE + QUAD)
#define RAW (HX_MAP_SYNAPSE_QUAD_BASE + ROW * HX_MAP_SYNAPSE_QUAD_ROW_STRIDE + QUAD)
#define SHARED(NAME)                                                                               \
    (HX_MAP_CAPMEM_CELL_BASE + 128 * HX_MAP_CAPMEM_CELL_COLUMN_STRIDE +                            \
     HX_MAP_CAPMEM_ROW_128_##NAME)

// clang-format off
#define EACH_ENTRY(ROW) ROW(0), ROW(1), ROW(2), ROW(3)
#define BOTH_BITS(REGISTER, FIELD, ADDRESS, SCENE, ENTRY, STEP)                                    \
    {REGISTER, FIELD #ENTRY, ADDRESS, &SCENE, field_get_first_data, 0, 3, FIELD_EXACT,             \
     WORD(ENTRY, OTHERS), WORD(ENTRY, STEP), NULL}
#define TIME(E) BOTH_BITS("synapse_correlation_calib_quad", "time_calib_", CALIB, pairs, E, SENSOR(STORE, 1, LEFT_TRIMMED))
#define AMPLITUDE(E) BOTH_BITS("synapse_correlation_calib_quad", "amp_calib_", CALIB, pairs, E, SENSOR(STORE, LOW_AMPLITUDE, LEFT))
#define RAW_TIME(E) BOTH_BITS("synapse_quad", "time_calib_", RAW, raw_pairs, E, SENSOR(STORE, 1, LEFT_TRIMMED))
#define RAW_AMPLITUDE(E) BOTH_BITS("synapse_quad", "amp_calib_", RAW, raw_pairs, E, SENSOR(STORE, LOW_AMPLITUDE, LEFT))
#define PARAMETER(NAME, ADDRESS, FROM, TO, AT_FROM, AT_TO)                                         \
    {"capmem_row_128", NAME, ADDRESS, &pairs, field_get_first_data, FROM, TO, FIELD_EXACT,         \
     ALL(AT_FROM), ALL(AT_TO), NULL}

static const field_action rows[] = {
    EACH_ENTRY(TIME),
    EACH_ENTRY(AMPLITUDE),
    EACH_ENTRY(RAW_TIME),
    EACH_ENTRY(RAW_AMPLITUDE),
    PARAMETER("syn_i_bias_store", SHARED(SYN_I_BIAS_STORE), 0x155, 0x2aa, SENSOR(0x155, 1, LEFT), SENSOR(0x2aa, 1, LEFT)),
    PARAMETER("syn_i_bias_ramp", SHARED(SYN_I_BIAS_RAMP), 0x155, 0x2aa, SENSOR(STORE, 1, LEFT_341), SENSOR(STORE, 1, LEFT_682)),
    // A ramp that stands still measures nothing.
    PARAMETER("syn_i_bias_ramp", SHARED(SYN_I_BIAS_RAMP), 0, 1, SENSOR(0, 1, LEFT), SENSOR(STORE, 1, LEFT_1)),
};
// clang-format on

const field_action_list field_trim_actions = FIELD_ACTION_LIST("trim", rows);

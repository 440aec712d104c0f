// Trims of the correlation sensors in both views, and the cells that bias the sensors.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/quad_scene.h"

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
#define SENSOR(CELL, FACTOR, REST)                                                                 \
    ((double)(int)(220 - PAIRS * 0.5 * (CELL) / 70 * (FACTOR) * (REST) + 0.5))
// e^-t, t = (1000 + 4) ns over the time constant: 1 us, trimmed, other ramp cells.
#define LEFT 0.366411
#define LEFT_TRIMMED 0.167816 // 0.5625 us
#define LEFT_341 0.424896
#define LEFT_682 0.180537
#define LEFT_1 0.997493

#define NOTHING 220.0
#define UNTRIMMED SENSOR(STORE, 1, LEFT)
#define ALL(STEP) QUAD_ONE_STEP(0, STEP, STEP)

#define CALIB                                                                                      \
    (HX_MAP_SYNAPSE_CORRELATION_CALIB_QUAD_BASE +                                                  \
     ROW * HX_MAP_SYNAPSE_CORRELATION_CALIB_QUAD_ROW_STRIDE + QUAD)
#define RAW (HX_MAP_SYNAPSE_QUAD_BASE + ROW * HX_MAP_SYNAPSE_QUAD_ROW_STRIDE + QUAD)
// Both bits of the trim off, or both on.
#define TRIM(REGISTER, FIELD, ADDRESS, SCENE, ENTRY, STEP)                                         \
    QUAD_ROW(REGISTER, FIELD #ENTRY, ADDRESS, SCENE, 0, 3, ALL(UNTRIMMED),                         \
             QUAD_ONE_STEP(ENTRY, STEP, UNTRIMMED))
#define SHORT_TIME SENSOR(STORE, 1, LEFT_TRIMMED)
#define LOW_AMPLITUDE SENSOR(STORE, 0.8 * 0.8, LEFT)
#define CALIB_TRIM(FIELD, ENTRY, STEP)                                                             \
    TRIM("synapse_correlation_calib_quad", FIELD, CALIB, pairs, ENTRY, STEP)
#define RAW_TRIM(FIELD, ENTRY, STEP) TRIM("synapse_quad", FIELD, RAW, raw_pairs, ENTRY, STEP)
#define TIME(ENTRY) CALIB_TRIM("time_calib_", ENTRY, SHORT_TIME)
#define AMPLITUDE(ENTRY) CALIB_TRIM("amp_calib_", ENTRY, LOW_AMPLITUDE)
#define RAW_TIME(ENTRY) RAW_TRIM("time_calib_", ENTRY, SHORT_TIME)
#define RAW_AMPLITUDE(ENTRY) RAW_TRIM("amp_calib_", ENTRY, LOW_AMPLITUDE)

#define STORE_CELL(FROM, TO)                                                                       \
    QUAD_ROW("capmem_row_128", "syn_i_bias_store", QUAD_CELL(0, SYN_I_BIAS_STORE), pairs, FROM,    \
             TO, ALL(SENSOR(FROM, 1, LEFT)), ALL(SENSOR(TO, 1, LEFT)))
#define RAMP_CELL(FROM, TO, AT_FROM, AT_TO)                                                        \
    QUAD_ROW("capmem_row_128", "syn_i_bias_ramp", QUAD_CELL(0, SYN_I_BIAS_RAMP), pairs, FROM, TO,  \
             ALL(AT_FROM), ALL(AT_TO))

static const field_action rows[] = {
    QUAD_EACH_ENTRY(TIME),
    QUAD_EACH_ENTRY(AMPLITUDE),
    QUAD_EACH_ENTRY(RAW_TIME),
    QUAD_EACH_ENTRY(RAW_AMPLITUDE),
    STORE_CELL(0x155, 0x2aa),
    RAMP_CELL(0x155, 0x2aa, SENSOR(STORE, 1, LEFT_341), SENSOR(STORE, 1, LEFT_682)),
    // A ramp that stands still measures nothing.
    RAMP_CELL(0, 1, NOTHING, SENSOR(STORE, 1, LEFT_1)),
};

const field_action_list field_trim_actions = FIELD_ACTION_LIST(rows);

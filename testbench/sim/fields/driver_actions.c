// Synapse drivers: what they listen to and pass on, plasticity, hagen mode, their parameter cells.
// SPDX-License-Identifier: Apache-2.0
//
// Pulses in parts of the nominal one; the rules stand in docs/fidelity.md.
#include "testbench/sim/fields/quad_scene.h"

#define LABEL 0x2a
enum { SILENT = 0x15 }; // a label that no synapse has: it only moves the driver's state

// Driver 76 is on bus 0, number 19 there; an even one has the cells of the western quadrant. Driver
// 77 beside it, on bus 1, has those of the eastern.
enum { DRIVER = 76, BUS = 0, NUMBER = 19, ROW = 2 * DRIVER, TICK = 32 }; // FPGA cycles

// Entry 0 has the label in the bottom row, entry 2 in the top row; entry 1 what is left of it when
// only its top bit travels.
enum { SMALL = 2 };
#define EVENTS (32 * SMALL / 63.0)

static void add_receiver(field_world *world)
{
    hx_map_synapse_driver_config driver = hx_map_synapse_driver_config_default();
    const hx_map_synapse_label_quad labels = {LABEL, LABEL & 0x20, SILENT, SILENT};
    static const unsigned bottom[4] = {SMALL, SMALL, 0, 0}, top[4] = {0, 0, SMALL, 0};
    uint32_t word;
    quad_add(world, 0);
    driver.enable_receiver = 1;
    driver.row_mode_excitatory_bottom = 1;
    driver.row_address_compare_mask = 0;
    quad_add_driver(world, 0, DRIVER, &driver);
    quad_add_row(world, 0, ROW, bottom, LABEL);
    quad_add_row(world, 0, ROW + 1, top, LABEL);
    hx_map_synapse_label_quad_encode(&labels, &word);
    field_world_write(world, hx_map_synapse_label_quad_address(0, ROW, QUAD), word);
}

// One event with the driver's own number, and 2^b with one that differs in bit b.
static void send_numbers(event_program *p)
{
    event_program_wait_until(p, 1000);
    quad_fire(p, BUS, NUMBER, LABEL, 1);
    for (unsigned bit = 0; bit < 5; ++bit)
        quad_fire(p, BUS, NUMBER ^ 1u << bit, LABEL, 1u << bit);
    quad_read(p, 0, 1000);
}

static const field_scene receiver = {"receiver", add_receiver, send_numbers};

// Bits that are compared keep away the events that differ there.
#define COMPARED(MASK) ((32 - (MASK)) * SMALL / 63.0)

// Plasticity: at rest at 0, an event moves the state half the way to 400 cells; ramp as nominal.
enum { HALF_WEIGHT = 32 };
#define PLASTIC(CELLS, RAMP, OFFSET)                                                               \
    (((CELLS) / 400.0 * 600 / (RAMP) + (OFFSET) / 64.0) * HALF_WEIGHT / 63)

#define MOVED PLASTIC(200, 600, 0)

static const hx_map_synapse_driver_config plastic_driver = {.enable_receiver = 1,
                                                            .enable_address_out = 1,
                                                            .row_address_compare_mask = 31,
                                                            .row_mode_excitatory_bottom = 1,
                                                            .utilization = 8,
                                                            .enable_stp = 1};

// The even driver feeds entries 0 and 1, the odd one 2 and 3.
static void add_plasticity(field_world *world, const hx_map_synapse_driver_config *driver)
{
    static const unsigned weights[2][4] = {{HALF_WEIGHT, HALF_WEIGHT, 0, 0},
                                           {0, 0, HALF_WEIGHT, HALF_WEIGHT}};
    quad_add(world, 0);
    for (unsigned odd = 0; odd < 2; ++odd) {
        quad_add_driver(world, 0, DRIVER + odd, driver);
        quad_add_row(world, 0, ROW + 2 * odd, weights[odd], LABEL);
        quad_set_cell(world, odd, HX_MAP_CAPMEM_ROW_128_STP_V_CHARGE_0, 400);
        quad_set_cell(world, odd, HX_MAP_CAPMEM_ROW_128_STP_V_CHARGE_1, 600);
        quad_set_cell(world, odd, HX_MAP_CAPMEM_ROW_128_STP_I_RAMP, 600);
    }
}

static void add_plastic(field_world *world)
{
    add_plasticity(world, &plastic_driver);
}

static void add_other_target(field_world *world)
{
    hx_map_synapse_driver_config driver = plastic_driver;
    driver.select_target_voltages = 1;
    add_plasticity(world, &driver);
}

// An event that moves the states and one that shows them, `ticks` of the fastest recovery clock
// apart.
static void send_pair(event_program *p, unsigned ticks)
{
    event_program_wait_until(p, 1000);
    quad_fire(p, BUS, NUMBER, SILENT, 1);
    quad_fire(p, BUS + 1, NUMBER, SILENT, 1);
    event_program_wait_until(p, 1000 + ticks * TICK);
    quad_fire(p, BUS, NUMBER, LABEL, 1);
    quad_fire(p, BUS + 1, NUMBER, LABEL, 1);
    quad_read(p, 0, 1000 + ticks * TICK);
}

static void send_after_tick(event_program *p)
{
    send_pair(p, 1);
}

static const field_scene plastic = {"plasticity", add_plastic, send_after_tick};
static const field_scene other_target = {"plasticity, target 1", add_other_target, send_after_tick};

static void add_clock(field_world *world)
{
    const hx_map_common_stp_config clock = {.enable_recovery_clock = 1};
    uint32_t word;
    hx_map_common_stp_config_encode(&clock, &word);
    field_world_write(world, hx_map_common_stp_config_address(0), word);
}

// 1/16 of the way to rest in a tick.
static void add_recovery(field_world *world)
{
    hx_map_synapse_driver_config driver = plastic_driver;
    driver.enable_recovery = 1;
    driver.utilization = 15;
    add_plasticity(world, &driver);
    add_clock(world);
}

enum { SLOW_TICKS = 1024 }; // of the fastest clock: one of speed 10, 32 of speed 5

static void send_after_slow_tick(event_program *p)
{
    send_pair(p, SLOW_TICKS);
}

static const field_scene recovery = {"recovery", add_recovery, send_after_tick};
static const field_scene slow_recovery = {"slow recovery", add_recovery, send_after_slow_tick};

#define CHARGED (400 * 15 / 16.0)
#define RECOVERED PLASTIC(CHARGED * 15 / 16, 600, 0)
#define KEPT_32_TICKS 0.12681 // (15/16)^32

// The states are at rest when the second event comes: in one tick they go all the way.
static void add_rest_at(field_world *world, bool target)
{
    hx_map_synapse_driver_config driver = plastic_driver;
    driver.enable_recovery = 1;
    driver.recovery = 15;
    driver.select_target_voltages = target;
    add_plasticity(world, &driver);
    add_clock(world);
    for (unsigned odd = 0; odd < 2; ++odd) {
        quad_set_cell(world, odd, HX_MAP_CAPMEM_ROW_128_STP_V_RECOVER_0, 200);
        quad_set_cell(world, odd, HX_MAP_CAPMEM_ROW_128_STP_V_RECOVER_1, 300);
    }
}

static void add_rest(field_world *world)
{
    add_rest_at(world, false);
}

static void add_other_rest(field_world *world)
{
    add_rest_at(world, true);
}

static const field_scene rest = {"rest", add_rest, send_after_tick};
static const field_scene other_rest = {"rest, target 1", add_other_rest, send_after_tick};

// The voltage of the plasticity on the debug line of the top half, beside nothing.
static void add_readout(field_world *world)
{
    add_plastic(world);
    quad_connect_madc(world, 1u << 7);
}

static void sample_state(event_program *p)
{
    event_program_wait_until(p, 1000);
    quad_fire(p, BUS, NUMBER, SILENT, 1);
    quad_sample(p, 1000);
}

static const field_scene readout = {"readout", add_readout, sample_state};

#define SAMPLE(CELLS) ((double)(int)(((CELLS)-60) / 0.99 + 0.5))

// Hagen mode: seven events whose lower label bits are the activation.
enum { ACTIVATION = 6, HAGEN_LABEL = 0x20 | ACTIVATION, ACTIVATIONS = 7 };
#define HAGEN(CELL, OFFSET) (ACTIVATIONS * (CELL) / 820.0 * (ACTIVATION - (OFFSET) / 8.0) / 31)

static void add_hagen_in(field_world *world, unsigned half)
{
    static const unsigned weights[4] = {63, 63, 63, 63};
    hx_map_synapse_driver_config driver = plastic_driver;
    driver.enable_hagen_dac = 1;
    driver.enable_hagen_modulation = 1;
    quad_add(world, half);
    quad_add_driver(world, half, DRIVER, &driver);
    quad_add_row(world, half, ROW, weights, HAGEN_LABEL);
    quad_set_cell(world, 1, HX_MAP_CAPMEM_ROW_128_Q1_HAGEN_IBIAS_DAC_TOP, 700);
    quad_set_cell(world, 3, HX_MAP_CAPMEM_ROW_128_Q3_HAGEN_IBIAS_DAC_BOTTOM, 700);
}

static void send_activations(event_program *p, unsigned half)
{
    event_program_wait_until(p, 1000);
    quad_fire(p, BUS, NUMBER, HAGEN_LABEL, ACTIVATIONS);
    quad_read(p, half, 1000);
}

static void add_hagen_top(field_world *world)
{
    add_hagen_in(world, 0);
}

static void add_hagen_bottom(field_world *world)
{
    add_hagen_in(world, 1);
}

static void send_top(event_program *p)
{
    send_activations(p, 0);
}

static void send_bottom(event_program *p)
{
    send_activations(p, 1);
}

static const field_scene hagen_top = {"hagen, top", add_hagen_top, send_top};
static const field_scene hagen_bottom = {"hagen, bottom", add_hagen_bottom, send_bottom};

#define CONFIG                                                                                     \
    (HX_MAP_SYNAPSE_DRIVER_CONFIG_BASE + DRIVER * HX_MAP_SYNAPSE_DRIVER_CONFIG_DRIVER_STRIDE)
#define CELL(QUADRANT, ROW)                                                                        \
    (HX_MAP_CAPMEM_CELL_BASE + (QUADRANT)*HX_MAP_CAPMEM_CELL_QUADRANT_STRIDE +                     \
     128 * HX_MAP_CAPMEM_CELL_COLUMN_STRIDE + HX_MAP_CAPMEM_ROW_128_##ROW)
#define ALL(PULSES) QUAD_ONE(0, PULSES, PULSES)
#define EVEN(PULSES, OTHERS) QUAD_WORD(PULSES, PULSES, OTHERS, OTHERS)
#define ODD(PULSES, OTHERS) QUAD_WORD(OTHERS, OTHERS, PULSES, PULSES)

// clang-format off
#define SEEN(FIELD, SCENE, FROM, TO, AT_FROM, AT_TO)                                               \
    {"synapse_driver_config", FIELD, CONFIG, &SCENE, field_get_first_data, FROM, TO, FIELD_EXACT,  \
     AT_FROM, AT_TO, NULL}
#define CLOCK(FIELD, SCENE, FROM, TO, AT_FROM, AT_TO)                                              \
    {"common_stp_config", FIELD, HX_MAP_COMMON_STP_CONFIG_BASE, &SCENE, field_get_first_data,      \
     FROM, TO, FIELD_EXACT, AT_FROM, AT_TO, NULL}
// A cell at two values that are each other's inverse.
#define PARAMETER(NAME, ADDRESS, SCENE, AT_FROM, AT_TO)                                            \
    {"capmem_row_128", NAME, ADDRESS, &SCENE, field_get_first_data, 0x155, 0x2aa, FIELD_EXACT,     \
     AT_FROM, AT_TO, NULL}
#define BOTH_QUADRANTS(NAME, ROW, SCENE, OTHERS, AT_FROM, AT_TO)                                   \
    PARAMETER(NAME, CELL(0, ROW), SCENE, EVEN(AT_FROM, OTHERS), EVEN(AT_TO, OTHERS)),              \
    PARAMETER(NAME, CELL(1, ROW), SCENE, ODD(AT_FROM, OTHERS), ODD(AT_TO, OTHERS))

static const field_action rows[] = {
    SEEN("enable_receiver", receiver, 0, 1, ALL(0), QUAD_WORD(EVENTS, 0, 0, 0)),
    SEEN("enable_address_out", receiver, 0, 1, QUAD_WORD(0, EVENTS, 0, 0), QUAD_WORD(EVENTS, 0, 0, 0)),
    SEEN("row_address_compare_mask", receiver, 10, 21, QUAD_WORD(COMPARED(10), 0, 0, 0), QUAD_WORD(COMPARED(21), 0, 0, 0)),
    SEEN("row_mode_excitatory_bottom", receiver, 0, 1, ALL(0), QUAD_WORD(EVENTS, 0, 0, 0)),
    SEEN("row_mode_excitatory_top", receiver, 0, 1, QUAD_WORD(EVENTS, 0, 0, 0), QUAD_WORD(EVENTS, 0, EVENTS, 0)),
    SEEN("row_mode_inhibitory_bottom", receiver, 0, 1, QUAD_WORD(EVENTS, 0, 0, 0), ALL(0)),
    SEEN("row_mode_inhibitory_top", receiver, 0, 1, QUAD_WORD(EVENTS, 0, 0, 0), QUAD_WORD(EVENTS, 0, -EVENTS, 0)),
    SEEN("enable_stp", plastic, 0, 1, EVEN(HALF_WEIGHT / 63.0, MOVED), ALL(MOVED)),
    SEEN("utilization", plastic, 5, 10, EVEN(PLASTIC(125, 600, 0), MOVED), EVEN(PLASTIC(250, 600, 0), MOVED)),
    SEEN("offset", plastic, 5, 10, EVEN(PLASTIC(200, 600, 5), MOVED), EVEN(PLASTIC(200, 600, 10), MOVED)),
    SEEN("select_target_voltages", plastic, 0, 1, ALL(MOVED), EVEN(PLASTIC(300, 600, 0), MOVED)),
    SEEN("select_target_voltages", rest, 0, 1, ALL(MOVED), EVEN(PLASTIC(300, 600, 0), MOVED)),
    SEEN("enable_recovery", recovery, 0, 1, EVEN(PLASTIC(CHARGED, 600, 0), RECOVERED), ALL(RECOVERED)),
    SEEN("recovery", recovery, 5, 10, EVEN(PLASTIC(CHARGED * 10 / 16, 600, 0), RECOVERED), EVEN(PLASTIC(CHARGED * 5 / 16, 600, 0), RECOVERED)),
    CLOCK("enable_recovery_clock", recovery, 0, 1, ALL(PLASTIC(CHARGED, 600, 0)), ALL(RECOVERED)),
    CLOCK("recovery_clock_speed", slow_recovery, 5, 10, ALL(PLASTIC(CHARGED * KEPT_32_TICKS, 600, 0)), ALL(RECOVERED)),
    BOTH_QUADRANTS("stp_v_charge_0", STP_V_CHARGE_0, plastic, MOVED, PLASTIC(0x155 / 2.0, 600, 0), PLASTIC(0x2aa / 2.0, 600, 0)),
    BOTH_QUADRANTS("stp_v_charge_1", STP_V_CHARGE_1, other_target, PLASTIC(300, 600, 0), PLASTIC(0x155 / 2.0, 600, 0), PLASTIC(0x2aa / 2.0, 600, 0)),
    BOTH_QUADRANTS("stp_v_recover_0", STP_V_RECOVER_0, rest, MOVED, PLASTIC(0x155, 600, 0), PLASTIC(0x2aa, 600, 0)),
    BOTH_QUADRANTS("stp_v_recover_1", STP_V_RECOVER_1, other_rest, PLASTIC(300, 600, 0), PLASTIC(0x155, 600, 0), PLASTIC(0x2aa, 600, 0)),
    BOTH_QUADRANTS("stp_i_ramp", STP_I_RAMP, plastic, MOVED, PLASTIC(200, 0x155, 0), PLASTIC(200, 0x2aa, 0)),
    {"synapse_driver_config", "enable_readout", CONFIG, &readout, quad_get_sample, 0, 1, FIELD_EXACT, 0, SAMPLE(200), NULL},
    SEEN("enable_hagen_dac", hagen_top, 0, 1, ALL(0), ALL(HAGEN(700, 0))),
    SEEN("enable_hagen_modulation", hagen_top, 0, 1, ALL(0), ALL(HAGEN(700, 0))),
    SEEN("hagen_dac_offset", hagen_top, 21, 42, ALL(HAGEN(700, 21)), ALL(HAGEN(700, 42))),
    PARAMETER("q1_hagen_ibias_dac_top", CELL(1, Q1_HAGEN_IBIAS_DAC_TOP), hagen_top, ALL(HAGEN(0x155, 0)), ALL(HAGEN(0x2aa, 0))),
    PARAMETER("q3_hagen_ibias_dac_bottom", CELL(3, Q3_HAGEN_IBIAS_DAC_BOTTOM), hagen_bottom, ALL(HAGEN(0x155, 0)), ALL(HAGEN(0x2aa, 0))),
};
// clang-format on

const field_action_list field_driver_actions = FIELD_ACTION_LIST("driver", rows);

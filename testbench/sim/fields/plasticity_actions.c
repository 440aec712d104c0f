// Short-term plasticity of the synapse drivers, its clock and its parameter cells.
// SPDX-License-Identifier: Apache-2.0
//
// Pulses in parts of the nominal one; the rules stand in docs/fidelity.md.
#include "testbench/sim/fields/quad_scene.h"

#define LABEL 0x2a
enum { SILENT = 0x15 }; // a label that no synapse has: it only moves the driver's state

// Driver 76 is on bus 0, number 19 there; an even one has the cells of the western quadrant. Driver
// 77 beside it, on bus 1, has those of the eastern.
enum { DRIVER = 76, BUS = 0, NUMBER = 19, ROW = 2 * DRIVER, TICK = 32 }; // FPGA cycles

// At rest at 0, an event moves the state half the way to 400 cells; ramp as nominal.
enum { HALF_WEIGHT = 32 };
#define PLASTIC(CELLS, RAMP, OFFSET)                                                               \
    (((CELLS) / 400.0 * 600 / (RAMP) + (OFFSET) / 64.0) * HALF_WEIGHT / 63)

#define STATE(CELLS) PLASTIC(CELLS, 600, 0)
#define MOVED STATE(200)

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
#define RECOVERED STATE(CHARGED * 15 / 16)
#define AFTER_32_TICKS STATE(CHARGED * 0.12681) // (15/16)^32

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

// The voltage of the plasticity on the debug line of the top half, and nothing else.
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

#define CONFIG                                                                                     \
    (HX_MAP_SYNAPSE_DRIVER_CONFIG_BASE + DRIVER * HX_MAP_SYNAPSE_DRIVER_CONFIG_DRIVER_STRIDE)
#define EVEN(PULSES, OTHERS) QUAD_WORD(PULSES, PULSES, OTHERS, OTHERS)
#define ODD(PULSES, OTHERS) QUAD_WORD(OTHERS, OTHERS, PULSES, PULSES)

#define SEEN(FIELD, SCENE, FROM, TO, AT_FROM, AT_TO)                                               \
    QUAD_ROW("synapse_driver_config", FIELD, CONFIG, SCENE, FROM, TO, AT_FROM, AT_TO)
#define CLOCK(FIELD, SCENE, FROM, TO, AT_FROM, AT_TO)                                              \
    QUAD_ROW("common_stp_config", FIELD, HX_MAP_COMMON_STP_CONFIG_BASE, SCENE, FROM, TO,           \
             QUAD_ALL(AT_FROM), QUAD_ALL(AT_TO))
// A cell at two values that are each other's inverse, in the west for the even driver, in the east
// for the odd one.
#define PARAMETER(NAME, QUADRANT, ROW, SCENE, AT_FROM, AT_TO)                                      \
    QUAD_ROW("capmem_row_128", NAME, QUAD_CELL(QUADRANT, ROW), SCENE, 0x155, 0x2aa, AT_FROM, AT_TO)
#define BOTH_QUADRANTS(NAME, ROW, SCENE, OTHERS, AT_FROM, AT_TO)                                   \
    PARAMETER(NAME, 0, ROW, SCENE, EVEN(AT_FROM, OTHERS), EVEN(AT_TO, OTHERS)),                    \
        PARAMETER(NAME, 1, ROW, SCENE, ODD(AT_FROM, OTHERS), ODD(AT_TO, OTHERS))

static const field_action rows[] = {
    SEEN("enable_stp", plastic, 0, 1, EVEN(HALF_WEIGHT / 63.0, MOVED), QUAD_ALL(MOVED)),
    SEEN("utilization", plastic, 5, 10, EVEN(STATE(125), MOVED), EVEN(STATE(250), MOVED)),
    SEEN("offset", plastic, 5, 10, EVEN(PLASTIC(200, 600, 5), MOVED),
         EVEN(PLASTIC(200, 600, 10), MOVED)),
    SEEN("select_target_voltages", plastic, 0, 1, QUAD_ALL(MOVED), EVEN(STATE(300), MOVED)),
    SEEN("select_target_voltages", rest, 0, 1, QUAD_ALL(MOVED), EVEN(STATE(300), MOVED)),
    SEEN("enable_recovery", recovery, 0, 1, EVEN(STATE(CHARGED), RECOVERED), QUAD_ALL(RECOVERED)),
    SEEN("recovery", recovery, 5, 10, EVEN(STATE(CHARGED * 10 / 16), RECOVERED),
         EVEN(STATE(CHARGED * 5 / 16), RECOVERED)),
    FIELD_ACTION_EXACT("synapse_driver_config", "enable_readout", CONFIG, &readout, quad_get_sample,
                       0, 0, 1, SAMPLE(200)),
    CLOCK("enable_recovery_clock", recovery, 0, 1, STATE(CHARGED), RECOVERED),
    CLOCK("recovery_clock_speed", slow_recovery, 5, 10, AFTER_32_TICKS, RECOVERED),
    BOTH_QUADRANTS("stp_v_charge_0", STP_V_CHARGE_0, plastic, MOVED, STATE(0x155 / 2.0),
                   STATE(0x2aa / 2.0)),
    BOTH_QUADRANTS("stp_v_charge_1", STP_V_CHARGE_1, other_target, STATE(300), STATE(0x155 / 2.0),
                   STATE(0x2aa / 2.0)),
    BOTH_QUADRANTS("stp_v_recover_0", STP_V_RECOVER_0, rest, MOVED, STATE(0x155), STATE(0x2aa)),
    BOTH_QUADRANTS("stp_v_recover_1", STP_V_RECOVER_1, other_rest, STATE(300), STATE(0x155),
                   STATE(0x2aa)),
    BOTH_QUADRANTS("stp_i_ramp", STP_I_RAMP, plastic, MOVED, PLASTIC(200, 0x155, 0),
                   PLASTIC(200, 0x2aa, 0)),
};

const field_action_list field_plasticity_actions = FIELD_ACTION_LIST(rows);

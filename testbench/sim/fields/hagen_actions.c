// Hagen mode of the synapse drivers and its parameter cells.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/quad_scene.h"

// Driver 76 is on bus 0, number 19 there.
enum { DRIVER = 76, BUS = 0, NUMBER = 19, ROW = 2 * DRIVER };

// Seven events whose lower label bits are the activation; pulses as in docs/fidelity.md.
enum { ACTIVATION = 6, HAGEN_LABEL = 0x20 | ACTIVATION, ACTIVATIONS = 7, CELL = 700 };
#define HAGEN(DAC, OFFSET) (ACTIVATIONS * (DAC) / 820.0 * (ACTIVATION - (OFFSET) / 8.0) / 31)

static void add_hagen_in(field_world *world, unsigned half)
{
    static const unsigned weights[4] = {63, 63, 63, 63};
    const hx_map_synapse_driver_config driver = {.enable_receiver = 1,
                                                 .enable_address_out = 1,
                                                 .row_address_compare_mask = 31,
                                                 .row_mode_excitatory_bottom = 1,
                                                 .enable_stp = 1,
                                                 .enable_hagen_dac = 1,
                                                 .enable_hagen_modulation = 1};
    quad_add(world, half);
    quad_add_driver(world, half, DRIVER, &driver);
    quad_add_row(world, half, ROW, weights, HAGEN_LABEL);
    quad_set_cell(world, 1, HX_MAP_CAPMEM_ROW_128_Q1_HAGEN_IBIAS_DAC_TOP, CELL);
    quad_set_cell(world, 3, HX_MAP_CAPMEM_ROW_128_Q3_HAGEN_IBIAS_DAC_BOTTOM, CELL);
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
#define SEEN(FIELD, SCENE, FROM, TO, AT_FROM, AT_TO)                                               \
    QUAD_ROW("synapse_driver_config", FIELD, CONFIG, SCENE, FROM, TO, AT_FROM, AT_TO)
#define PARAMETER(NAME, QUADRANT, ROW, SCENE)                                                      \
    QUAD_ROW("capmem_row_128", NAME, QUAD_CELL(QUADRANT, ROW), SCENE, 0x155, 0x2aa,                \
             QUAD_ALL(HAGEN(0x155, 0)), QUAD_ALL(HAGEN(0x2aa, 0)))

static const field_action rows[] = {
    // Without one of them it is plasticity, here without a pulse.
    SEEN("enable_hagen_dac", hagen_top, 0, 1, QUAD_ALL(0), QUAD_ALL(HAGEN(CELL, 0))),
    SEEN("enable_hagen_modulation", hagen_top, 0, 1, QUAD_ALL(0), QUAD_ALL(HAGEN(CELL, 0))),
    SEEN("hagen_dac_offset", hagen_top, 21, 42, QUAD_ALL(HAGEN(CELL, 21)),
         QUAD_ALL(HAGEN(CELL, 42))),
    PARAMETER("q1_hagen_ibias_dac_top", 1, Q1_HAGEN_IBIAS_DAC_TOP, hagen_top),
    PARAMETER("q3_hagen_ibias_dac_bottom", 3, Q3_HAGEN_IBIAS_DAC_BOTTOM, hagen_bottom),
};

const field_action_list field_hagen_actions = FIELD_ACTION_LIST(rows);

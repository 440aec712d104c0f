// Synapse drivers: which events they take, what of them they pass on, and to which rows.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/quad_scene.h"

#define LABEL 0x2a
// Driver 76 is on bus 0, number 19 there.
enum { DRIVER = 76, BUS = 0, NUMBER = 19, ROW = 2 * DRIVER };

// Entry 0 has the label in the bottom row, entry 2 in the top row; entry 1 what is left of it when
// only its top bit travels.
enum { SMALL = 2 };
#define EVENTS (32 * SMALL / 63.0)

static void add_receiver(field_world *world)
{
    hx_map_synapse_driver_config driver = hx_map_synapse_driver_config_default();
    const hx_map_synapse_label_quad labels = {LABEL, LABEL & 0x20, LABEL, LABEL};
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

#define CONFIG                                                                                     \
    (HX_MAP_SYNAPSE_DRIVER_CONFIG_BASE + DRIVER * HX_MAP_SYNAPSE_DRIVER_CONFIG_DRIVER_STRIDE)
#define SEEN(FIELD, SCENE, FROM, TO, AT_FROM, AT_TO)                                               \
    QUAD_ROW("synapse_driver_config", FIELD, CONFIG, SCENE, FROM, TO, AT_FROM, AT_TO)
// With this field on or off; the events reach their row or not.
#define SWITCH(FIELD, AT_0, AT_1) SEEN(FIELD, receiver, 0, 1, AT_0, AT_1)
#define BOTTOM_ROW QUAD_WORD(EVENTS, 0, 0, 0)

static const field_action rows[] = {
    SWITCH("enable_receiver", QUAD_ALL(0), BOTTOM_ROW),
    SWITCH("enable_address_out", QUAD_WORD(0, EVENTS, 0, 0), BOTTOM_ROW),
    SWITCH("row_mode_excitatory_bottom", QUAD_ALL(0), BOTTOM_ROW),
    SWITCH("row_mode_excitatory_top", BOTTOM_ROW, QUAD_WORD(EVENTS, 0, EVENTS, 0)),
    // Both signs in one row cancel.
    SWITCH("row_mode_inhibitory_bottom", BOTTOM_ROW, QUAD_ALL(0)),
    SWITCH("row_mode_inhibitory_top", BOTTOM_ROW, QUAD_WORD(EVENTS, 0, -EVENTS, 0)),
    SEEN("row_address_compare_mask", receiver, 10, 21, QUAD_WORD(COMPARED(10), 0, 0, 0),
         QUAD_WORD(COMPARED(21), 0, 0, 0)),
};

const field_action_list field_driver_actions = FIELD_ACTION_LIST(rows);

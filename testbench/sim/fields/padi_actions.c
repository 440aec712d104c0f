// PADI buses: events by register, source, spacing and pulse length of each bus.
// SPDX-License-Identifier: Apache-2.0
//
// The drivers of the four buses that are used have the same number there; the one on bus b feeds
// entry b.
#include "testbench/sim/fields/quad_scene.h"

#define LABEL 0x2a
#define INVERSE 0x15
enum { NUMBER = 0x0a, OTHER_NUMBER = 0x15, ALL_BUSES = 0xf };

static unsigned get_driver(unsigned bus, unsigned number)
{
    return 4 * number + bus;
}

static void add_driver(field_world *world, unsigned bus, unsigned number)
{
    hx_map_synapse_driver_config driver = hx_map_synapse_driver_config_default();
    driver.enable_receiver = 1;
    driver.row_mode_excitatory_bottom = 1;
    driver.row_mode_excitatory_top = 1;
    quad_add_driver(world, 0, get_driver(bus, number), &driver);
}

// One synapse in the bottom or the top row of a driver.
static void add_synapse(field_world *world, unsigned driver, bool top, unsigned entry,
                        unsigned weight, unsigned label)
{
    unsigned weights[4] = {0};
    weights[entry] = weight;
    quad_add_row(world, 0, 2 * driver + top, weights, label);
}

static void add_drivers(field_world *world, unsigned weight)
{
    quad_add(world, 0);
    for (unsigned bus = 0; bus < 4; ++bus) {
        add_driver(world, bus, NUMBER);
        add_synapse(world, get_driver(bus, NUMBER), false, bus, weight, LABEL);
    }
}

static uint32_t get_event(unsigned buses)
{
    const hx_map_padi_event event = {
        .fire_bus = buses, .event_address = LABEL, .row_select_address = NUMBER};
    uint32_t word;
    hx_map_padi_event_encode(&event, &word);
    return word;
}

enum { HALF_WEIGHT = 32, QUARTER_WEIGHT = 16 };
#define HALF (HALF_WEIGHT / 63.0)
#define QUARTER (QUARTER_WEIGHT / 63.0)

// The last write of the set-up is an event on bus 0. There the other label feeds entry 1, the other
// number entry 2.
static void add_event(field_world *world)
{
    add_drivers(world, 63);
    field_world_write(world, hx_map_common_padi_bus_config_address(0), 0);
    add_synapse(world, get_driver(0, NUMBER), true, 1, HALF_WEIGHT, INVERSE);
    add_driver(world, 0, OTHER_NUMBER);
    add_synapse(world, get_driver(0, OTHER_NUMBER), false, 2, QUARTER_WEIGHT, LABEL);
    field_world_write(world, hx_map_padi_event_address(0), get_event(1));
}

static void read_only(event_program *p)
{
    quad_read(p, 0, 0);
}

static const field_scene event = {"event by register", add_event, read_only};

// Two labels in each column: one comes through the crossbar, half as much by register.
static void add_sources(field_world *world)
{
    add_drivers(world, 63);
    for (unsigned bus = 0; bus < 4; ++bus)
        add_synapse(world, get_driver(bus, NUMBER), true, bus, HALF_WEIGHT, INVERSE);
}

static void send_both(event_program *p)
{
    const uint32_t label = get_event(0), inverse = label ^ (LABEL ^ INVERSE) << 16;
    event_program_wait_until(p, 1000);
    event_program_write(p, hx_map_padi_event_address(0), inverse | ALL_BUSES);
    for (unsigned bus = 0; bus < 4; ++bus)
        quad_fire(p, bus, NUMBER, LABEL, 1);
    quad_read(p, 0, 1000);
}

static const field_scene sources = {"sources", add_sources, send_both};

// One event on each bus.
static void add_quarters(field_world *world)
{
    add_drivers(world, QUARTER_WEIGHT);
}

static void send_each(event_program *p)
{
    event_program_wait_until(p, 1000);
    for (unsigned bus = 0; bus < 4; ++bus)
        quad_fire(p, bus, NUMBER, LABEL, 1);
    quad_read(p, 0, 1000);
}

static const field_scene pulses = {"pulses", add_quarters, send_each};

#define EXTENDED(STEPS) (QUARTER * (1 + (STEPS) / 4.0))

// A burst on each bus, one after the other; each event makes the neuron of the bus fire.
enum { BURST = 8 };

static void add_firing(field_world *world)
{
    add_drivers(world, 63);
    quad_make_fire(world, 0);
}

static void send_bursts(event_program *p)
{
    for (unsigned bus = 0; bus < 4; ++bus) {
        event_program_wait_until(p, 1000 + 100 * bus);
        quad_fire(p, bus, NUMBER, LABEL, BURST);
    }
    event_program_wait_until(p, 2000);
}

static const field_scene bursts = {"bursts", add_firing, send_bursts};

// Chip cycles from the first to the last event of each bus, two digits a bus.
static double get_lengths(const event_program *program)
{
    double lengths = 0;
    for (unsigned bus = 0; bus < 4; ++bus) {
        unsigned count = 0;
        uint8_t first = 0, last = 0;
        for (size_t i = 0; i < program->event_count; ++i) {
            if (program->events[i].label == bus) {
                last = program->events[i].timestamp;
                first = count++ ? first : last;
            }
        }
        if (count != BURST)
            return -1;
        lengths = lengths * 100 + (uint8_t)(last - first);
    }
    return lengths;
}

// Two cycles from event to event, or four.
enum { LENGTH = 2 * (BURST - 1), LONG = 4 * (BURST - 1) };
#define LENGTHS(A, B) (((A)*100.0 + (B)) * 10001)

#define EVENT(FIELD, FROM, TO, AT_FROM, AT_TO)                                                     \
    QUAD_ROW("padi_event", FIELD, HX_MAP_PADI_EVENT_BASE, event, FROM, TO, AT_FROM, AT_TO)
#define BUSES(FIELD, SCENE, AT_5, AT_10)                                                           \
    QUAD_ROW("common_padi_bus_config", FIELD, HX_MAP_COMMON_PADI_BUS_CONFIG_BASE, SCENE, 5, 10,    \
             AT_5, AT_10)
#define EXTENSION(BUS)                                                                             \
    BUSES("dacen_pulse_extension_" #BUS, pulses, QUAD_ONE(BUS, EXTENDED(5), QUARTER),              \
          QUAD_ONE(BUS, EXTENDED(10), QUARTER))

static const field_action rows[] = {
    EVENT("fire_bus", 5, 10, QUAD_WORD(1, 0, 1, 0), QUAD_WORD(0, 1, 0, 1)),
    EVENT("event_address", LABEL, INVERSE, QUAD_WORD(1, 0, 0, 0), QUAD_WORD(0, HALF, 0, 0)),
    EVENT("row_select_address", NUMBER, OTHER_NUMBER, QUAD_WORD(1, 0, 0, 0),
          QUAD_WORD(0, 0, QUARTER, 0)),
    BUSES("enable_spl1", sources, QUAD_WORD(1, HALF, 1, HALF), QUAD_WORD(HALF, 1, HALF, 1)),
    FIELD_ACTION_EXACT("common_padi_bus_config", "enable_extended_timing",
                       HX_MAP_COMMON_PADI_BUS_CONFIG_BASE, &bursts, get_lengths, 5,
                       LENGTHS(LONG, LENGTH), 10, LENGTHS(LENGTH, LONG)),
    EXTENSION(0),
    EXTENSION(1),
    EXTENSION(2),
    EXTENSION(3),
};

const field_action_list field_padi_actions = FIELD_ACTION_LIST(rows);

// Digital neuron backend: labels, refractory times, resets, fire lines.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/neuron_set_up.h"

#include <math.h>

enum {
    WINDOW = 17000, // FPGA cycles
    RIGHT = 0x66,   // labels of the neighbours
    BELOW = 0x77
};

// From the fall of its threshold on, neuron 5 fires whenever it may: its reset potential is above
// the threshold too. Eight periods of the fast clock (8 cycles each) or the slow one (32 cycles).
static void fire_again(field_world *world)
{
    neuron_set_up(world, 1200);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_V_LEAK, 600);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_V_RESET, 500);
    neuron_set(world, &neuron_5, "membrane_capacitor_size", 1);
    neuron_set(world, &neuron_5, "enable_reset_multiplication", 1);
    neuron_set(world, &neuron_5, "enable_fire", 1);
    neuron_set(world, &neuron_5, "enable_threshold_comparator", 1);
    neuron_set_backend(world, &neuron_5, "refractory_time", 8);
    neuron_set_backend(world, &neuron_5, "select_input_clock", 1);
    neuron_set_other(world, "common_neuron_backend_config", "clock_scale_fast", 2);
    neuron_set_other(world, "common_neuron_backend_config", "clock_scale_slow", 4);
}

static void fire_again_slowly(field_world *world)
{
    fire_again(world);
    neuron_set_backend(world, &neuron_5, "select_input_clock", 0);
}

// Reset below the threshold: the membrane shows how long the reset lasts.
static void fire_from_below(field_world *world)
{
    fire_again_slowly(world);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_V_RESET, 200);
    neuron_set_backend(world, &neuron_5, "refractory_time", 100);
}

static void play_fires(event_program *p)
{
    neuron_sample(p, 500);
    event_program_write(p, NEURON_CELL(0, 5, HX_MAP_CAPMEM_ROW_V_THRESHOLD), 400);
    event_program_wait_until(p, 500 + WINDOW);
}

static const field_scene again = {"again", fire_again, play_fires};
static const field_scene again_slowly = {"again_slowly", fire_again_slowly, play_fires};
static const field_scene from_below = {"from_below", fire_from_below, play_fires};

// Fires in the window if one comes every CYCLES chip cycles, the first when the write has come.
#define FIRES(CYCLES) (1 + (2 * WINDOW - 40) / (CYCLES))

// The longest time below the threshold, in tenths of a microsecond.
static double see_longest_reset(const event_program *program)
{
    const double threshold = ADC(400);
    unsigned run = 0, longest = 0;
    for (size_t i = 0; i < program->event_count; ++i) {
        if (!program->events[i].is_sample)
            continue;
        run = program->events[i].label < threshold ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return round(longest * 0.34);
}

// (n - 31 + 2 * holdoff) periods of 128 ns.
#define RESET_TIME(HOLDOFF) ((double)(int)((100 - 31 + 2 * (HOLDOFF)) * 1.28 + 0.5))

// Neuron 5 fires once and draws its right neighbour and the one below.
static void draw_neighbours(field_world *world)
{
    const neuron_place *const slaves[] = {&neuron_6, &neuron_261};
    neuron_set_up(world, 1);
    neuron_set_up_neighbours(world);
    neuron_set(world, &neuron_5, "enable_fire", 1);
    neuron_set(world, &neuron_5, "enable_bypass_excitatory", 1);
    neuron_set_backend(world, &neuron_5, "enable_neuron_master", 1);
    neuron_set_backend(world, &neuron_5, "connect_fire_to_right", 1);
    neuron_set_backend(world, &neuron_5, "connect_fire_bottom", 1);
    for (unsigned i = 0; i < 2; ++i) {
        neuron_set_backend(world, slaves[i], "address_out", i ? BELOW : RIGHT);
        neuron_set_backend(world, slaves[i], "refractory_time", 100);
        neuron_set_backend(world, slaves[i], "reset_holdoff", 15);
        neuron_set_backend(world, slaves[i], "enable_spike_out", 1);
        neuron_set_backend(world, slaves[i], "enable_neuron_slave", 1);
    }
}

static void play_one_event(event_program *p)
{
    neuron_excite(p, 1);
    event_program_wait_until(p, 1000);
}

static const field_scene drawn = {"drawn", draw_neighbours, play_one_event};

static double count_label(const event_program *program, unsigned label)
{
    unsigned count = 0;
    for (size_t i = 0; i < program->event_count; ++i)
        count += !program->events[i].is_sample && program->events[i].label == label;
    return count;
}

static double count_right(const event_program *program)
{
    return count_label(program, RIGHT);
}

static double count_below(const event_program *program)
{
    return count_label(program, BELOW);
}

#define ROW_OF(NEURON, FIELD, SCENE, LOOK, FROM, TO, AT_FROM, AT_TO)                               \
    {                                                                                              \
        "neuron_backend_config", FIELD, NEURON_BACKEND(0, NEURON), &(SCENE), LOOK, FROM, TO,       \
            FIELD_EXACT, AT_FROM, AT_TO, NULL                                                      \
    }
#define ROW(...) ROW_OF(5, __VA_ARGS__)
#define COMMON(FIELD, SCENE, LOOK, FROM, TO, AT_FROM, AT_TO)                                       \
    {                                                                                              \
        "common_neuron_backend_config", FIELD, HX_MAP_COMMON_NEURON_BACKEND_CONFIG_BASE, &(SCENE), \
            LOOK, FROM, TO, FIELD_EXACT, AT_FROM, AT_TO, NULL                                      \
    }

static const field_action rows[] = {
    ROW("address_out", drawn, field_get_first_label, 0x55, 0xaa, 0x55, 0xaa),
    ROW("enable_spike_out", drawn, field_count_spikes, 0, 1, 2, 3),
    ROW("enable_neuron_master", drawn, field_count_spikes, 0, 1, 1, 3),
    ROW("connect_fire_to_right", drawn, count_right, 0, 1, 0, 1),
    ROW("connect_fire_bottom", drawn, count_below, 0, 1, 0, 1),
    ROW_OF(6, "enable_neuron_slave", drawn, count_right, 0, 1, 0, 1),
    ROW_OF(128 + 5, "enable_neuron_slave", drawn, count_below, 0, 1, 0, 1),
    ROW("refractory_time", again, field_count_spikes, 85, 170, FIRES(85 * 8), FIRES(170 * 8)),
    ROW("select_input_clock", again, field_count_spikes, 0, 1, FIRES(8 * 32), FIRES(8 * 8)),
    ROW("reset_holdoff", from_below, see_longest_reset, 5, 10, RESET_TIME(5), RESET_TIME(10)),
    COMMON("enable_event_registers", again, field_count_spikes, 0, 1, 0, FIRES(8 * 8)),
    COMMON("enable_clocks", again, field_count_spikes, 0, 1, 0, FIRES(8 * 8)),
    COMMON("force_reset", again, field_count_spikes, 0, 1, FIRES(8 * 8), 0),
    COMMON("clock_scale_fast", again, field_count_spikes, 5, 10, FIRES(8 << 6), FIRES(8 << 11)),
    COMMON("clock_scale_slow", again_slowly, field_count_spikes, 5, 10, FIRES(8 << 6),
           FIRES(8 << 11)),
};

const field_action_list field_backend_actions = FIELD_ACTION_LIST(rows);

// Adaptation pulses of the backend, seen as the spikes that a neuron with adaptation makes.
// SPDX-License-Identifier: Apache-2.0
//
// Three neurons with the leak at 600, threshold at 400, reset at 200 and a refractory time of
// 0.8 us. The adaptation does not fade: at 800 nS of leak they fire until it has reached
// 200 cells · 800 nS = 281.8 nA. The shortest pulse adds 20.44 nA (b = 1022), so the spike after
// the 13th is the last; one of scale s adds 2^s times as much. Neuron 6 is without adaptation.
#include "testbench/sim/fields/field_actions.h"

#include <hx_map.h>

enum { WEST, PLAIN, EAST, NEURONS }; // neurons 5, 6 and 133: in the order of the answers
enum { BEFORE = 100, AFTER = 600, LABEL_WEST = 0x15, LABEL_PLAIN = 0x16 };

static const struct place {
    unsigned quadrant, column, side, label;
    bool adapts;
} PLACES[NEURONS] = {
    {0, 5, 0, LABEL_WEST, true}, {0, 6, 0, LABEL_PLAIN, false}, {1, 5, 1, 0, true}};

static void add_neuron(field_world *world, const struct place *place)
{
    static const uint32_t CELLS[][2] = {
        {HX_MAP_CAPMEM_ROW_V_LEAK, BEFORE},       {HX_MAP_CAPMEM_ROW_V_RESET, 200},
        {HX_MAP_CAPMEM_ROW_V_THRESHOLD, 400},     {HX_MAP_CAPMEM_ROW_I_BIAS_LEAK, 800},
        {HX_MAP_CAPMEM_ROW_I_BIAS_RESET, 1022},   {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_TAU, 1},
        {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_B, 1022},
    };
    hx_map_neuron_config circuit = hx_map_neuron_config_default();
    hx_map_neuron_backend_config backend = hx_map_neuron_backend_config_default();
    uint32_t words[HX_MAP_NEURON_CONFIG_WORDS];
    for (size_t i = 0; i < sizeof CELLS / sizeof *CELLS; ++i)
        field_world_write(world,
                          hx_map_capmem_cell_address(place->quadrant, place->column, CELLS[i][0]),
                          CELLS[i][1]);
    circuit.membrane_capacitor_size = 7;
    circuit.enable_reset_multiplication = 1;
    circuit.enable_fire = circuit.enable_threshold_comparator = 1;
    circuit.enable_adaptation = place->adapts;
    hx_map_neuron_config_encode(&circuit, words);
    field_world_write_words(world, hx_map_neuron_config_address(place->quadrant, place->column),
                            words, HX_MAP_NEURON_CONFIG_WORDS);
    backend.refractory_time = 100;
    backend.address_out = place->label;
    backend.enable_spike_out = 1;
    backend.enable_adaptation_pulse = 1;
    hx_map_neuron_backend_config_encode(&backend, words);
    field_world_write_words(world, hx_map_neuron_backend_config_address(place->side, place->column),
                            words, HX_MAP_NEURON_BACKEND_CONFIG_WORDS);
}

static void configure(field_world *world)
{
    const hx_map_common_neuron_backend_config common =
        hx_map_common_neuron_backend_config_default();
    uint32_t words[HX_MAP_COMMON_NEURON_BACKEND_CONFIG_WORDS];
    field_world_add_example(world);
    field_world_write(world, hx_map_crossbar_node_address(2), 0); // all events of neurons 0..31
    hx_map_common_neuron_backend_config_encode(&common, words);
    for (unsigned side = 0; side < 2; ++side)
        field_world_write_words(world, hx_map_common_neuron_backend_config_address(side), words,
                                HX_MAP_COMMON_NEURON_BACKEND_CONFIG_WORDS);
    for (unsigned i = 0; i < NEURONS; ++i)
        add_neuron(world, &PLACES[i]);
}

// The leak goes up; after 32 us the spike counters are read.
static void play_scene(event_program *p)
{
    event_program_wait_until(p, 100);
    for (unsigned i = 0; i < NEURONS; ++i)
        event_program_write(p,
                            hx_map_capmem_cell_address(PLACES[i].quadrant, PLACES[i].column,
                                                       HX_MAP_CAPMEM_ROW_V_LEAK),
                            AFTER);
    event_program_wait_until(p, 4100);
    for (unsigned i = 0; i < NEURONS; ++i)
        event_program_read(p, hx_map_spike_counter_read_address(PLACES[i].side, PLACES[i].column));
}

static const field_scene adapting = {"adaptation pulses", configure, play_scene};

static double count_west(const event_program *program)
{
    return program->data[WEST];
}

static double count_east(const event_program *program)
{
    return program->data[EAST];
}

// Spikes that neuron 5 makes less than the one without adaptation.
static double count_missing(const event_program *program)
{
    return (double)program->data[PLAIN] - program->data[WEST];
}

// From the first to the second spike, in 4 ns, below 256.
static uint8_t get_interval(const event_program *program, unsigned label)
{
    uint8_t time[2] = {0};
    unsigned count = 0;
    for (size_t i = 0; i < program->event_count && count < 2; ++i) {
        if (!program->events[i].is_sample && (program->events[i].label & 0xff) == label)
            time[count++] = program->events[i].timestamp;
    }
    return (uint8_t)(time[1] - time[0]);
}

// How much later the second spike comes than without adaptation, in 4 ns.
static double get_delay(const event_program *program)
{
    return (int8_t)(get_interval(program, LABEL_WEST) - get_interval(program, LABEL_PLAIN));
}

static double is_late(const event_program *program)
{
    return get_delay(program) > 0;
}

#define NEURON_5                                                                                   \
    (HX_MAP_NEURON_BACKEND_CONFIG_BASE + 5 * HX_MAP_NEURON_BACKEND_CONFIG_NEURON_STRIDE)
#define PULSE "neuron_backend_config", "enable_adaptation_pulse", NEURON_5, &adapting
#define SCALE(SIDE)                                                                                \
    "common_neuron_backend_config", "clock_scale_adaptation_pulse",                                \
        HX_MAP_COMMON_NEURON_BACKEND_CONFIG_BASE +                                                 \
            (SIDE)*HX_MAP_COMMON_NEURON_BACKEND_CONFIG_SIDE_STRIDE,                                \
        &adapting

static const field_action rows[] = {
    {PULSE, is_late, 0, 1, FIELD_EXACT, 0, 1, NULL},
    {PULSE, count_missing, 0, 1, FIELD_MORE, 0, 0, NULL},
    {SCALE(0), get_delay, 0, 1, FIELD_MORE, 0, 0, NULL},
    {SCALE(0), count_west, 0, 1, FIELD_EXACT, 14, 7, NULL},
    {SCALE(0), count_west, 2, 4, FIELD_EXACT, 4, 1, NULL},
    {SCALE(0), count_west, 0, 8, FIELD_EXACT, 14, 1, NULL},
    {SCALE(1), count_east, 0, 1, FIELD_EXACT, 14, 7, NULL},
    {SCALE(1), count_east, 2, 4, FIELD_EXACT, 4, 1, NULL},
    {SCALE(1), count_east, 0, 8, FIELD_EXACT, 14, 1, NULL},
};

const field_action_list field_adaptation_actions = FIELD_ACTION_LIST(rows);

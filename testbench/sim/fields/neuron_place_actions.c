// Registers of neurons belong to their own neuron: one in the corner of each quadrant.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/neuron_set_up.h"

enum { SETTLED = 1000 }; // FPGA cycles

static const neuron_place corners[HX_MAP_NEURON_CONFIG_QUADRANT_COUNT] = {
    {NEURON_CONFIG(0, 0), NEURON_CELL(0, 0, 0), NEURON_BACKEND(0, 0)},
    {NEURON_CONFIG(1, 127), NEURON_CELL(1, 127, 0), NEURON_BACKEND(1, 127)},
    {NEURON_CONFIG(2, 0), NEURON_CELL(2, 0, 0), NEURON_BACKEND(0, 128)},
    {NEURON_CONFIG(3, 127), NEURON_CELL(3, 127, 0), NEURON_BACKEND(1, 128 + 127)},
};

// All four rest, each on another line of the fast ADC, which sees the one of `quadrant`; only this
// one makes events.
static void look_at(field_world *world, unsigned quadrant)
{
    const char *const lines[] = {"neuron_even_0", "neuron_odd_0"};
    const unsigned outputs[] = {0, 7};
    neuron_set_up(world, 4);
    for (unsigned q = 0; q < sizeof corners / sizeof *corners; ++q) {
        neuron_set_up_circuit(world, &corners[q]);
        neuron_set(world, &corners[q], "enable_readout", 1);
        neuron_set(world, &corners[q], "enable_readout_amplifier", 1);
        neuron_set_backend(world, &corners[q], "enable_spike_out", q == quadrant);
    }
    for (unsigned east = 0; east < 2; ++east) {
        neuron_pass_events(world, outputs[east]);
        neuron_set_other(world, "readout_source_selection", lines[east],
                         quadrant % 2 == east ? 1 << quadrant / 2 : 0);
    }
    // The other side's clocks.
    field_world_write(world, hx_map_common_neuron_backend_config_address(1),
                      field_world_get(world, hx_map_common_neuron_backend_config_address(0)));
    neuron_set(world, &neuron_5, "enable_readout", 0);
}

static void play_reset(event_program *p)
{
    const unsigned neurons[][2] = {{0, 0}, {1, 127}, {0, 128}, {1, 128 + 127}};
    neuron_sample(p, SETTLED);
    event_program_wait_until(p, SETTLED + 100);
    for (unsigned i = 0; i < sizeof neurons / sizeof *neurons; ++i)
        event_program_write(p, hx_map_neuron_reset_address(neurons[i][0], neurons[i][1]), 0);
    event_program_wait_until(p, SETTLED + 500);
}

#define SCENE(QUADRANT)                                                                            \
    static void look_at_##QUADRANT(field_world *world)                                             \
    {                                                                                              \
        look_at(world, QUADRANT);                                                                  \
    }                                                                                              \
    static const field_scene quadrant_##QUADRANT = {"quadrant_" #QUADRANT, look_at_##QUADRANT,     \
                                                    play_reset};

SCENE(0)
SCENE(1)
SCENE(2)
SCENE(3)

#define ROW(REGISTER, FIELD, ADDRESS, QUADRANT, LOOK, FROM, TO, AT_FROM, AT_TO)                    \
    {                                                                                              \
        REGISTER, FIELD, ADDRESS, &quadrant_##QUADRANT, LOOK, FROM, TO, FIELD_EXACT, AT_FROM,      \
            AT_TO, NULL                                                                            \
    }
#define CELL(Q, COLUMN)                                                                            \
    ROW("capmem_row", "v_leak", NEURON_CELL(Q, COLUMN, HX_MAP_CAPMEM_ROW_V_LEAK), Q,               \
        neuron_see_last, 341, 682, ADC(341), ADC(682))
#define CONFIG(Q, COLUMN)                                                                          \
    ROW("neuron_config", "enable_readout", NEURON_CONFIG(Q, COLUMN), Q, neuron_see_last, 0, 1, 0,  \
        ADC(LEAK))
// Their events come by output OUTPUT of the backend and, its number mod 4, of the crossbar.
#define LABEL(OUTPUT, ADDRESS) ((OUTPUT) % 4 << 14 | (OUTPUT) << 8 | (ADDRESS))
#define BACKEND(Q, SIDE, NEURON, OUTPUT)                                                           \
    ROW("neuron_backend_config", "address_out", NEURON_BACKEND(SIDE, NEURON), Q,                   \
        field_get_first_label, 0x55, 0xaa, LABEL(OUTPUT, 0x55), LABEL(OUTPUT, 0xaa))
#define COMMON(Q, SIDE)                                                                            \
    ROW("common_neuron_backend_config", "force_reset",                                             \
        HX_MAP_COMMON_NEURON_BACKEND_CONFIG_BASE +                                                 \
            (SIDE)*HX_MAP_COMMON_NEURON_BACKEND_CONFIG_SIDE_STRIDE,                                \
        Q, neuron_see_last, 0, 1, ADC(LEAK), ADC(200))

static const field_action rows[] = {
    CELL(0, 0),
    CELL(1, 127),
    CELL(2, 0),
    CELL(3, 127),
    CONFIG(0, 0),
    CONFIG(1, 127),
    CONFIG(2, 0),
    CONFIG(3, 127),
    BACKEND(0, 0, 0, 0),
    BACKEND(1, 1, 127, 7),
    BACKEND(2, 0, 128, 0),
    BACKEND(3, 1, 255, 7),
    COMMON(0, 0),
    COMMON(1, 1),
    COMMON(2, 0),
    COMMON(3, 1),
};

const field_action_list field_neuron_place_actions = FIELD_ACTION_LIST(rows);

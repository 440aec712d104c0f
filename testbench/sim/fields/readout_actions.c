// Sources of the two readout multiplexers: neuron lines, debug lines.
// SPDX-License-Identifier: Apache-2.0
//
// Something else drives each line, so that the samples name it. Steps of the fast ADC:
// (cell - 60)/0.99 with cell = V * 1022/1.8 V.
#include "testbench/sim/fields/readout_world.h"

#include <hx_map.h>

#define SOURCES HX_MAP_READOUT_SOURCE_SELECTION_BASE

enum {
    ODD_TOP = 545,       // cell 600
    ODD_BOTTOM = 242,    // cell 300
    EVEN_TOP = 343,      // cell 400
    EVEN_BOTTOM = 646,   // cell 700
    INPUT = 513,         // a synaptic input at rest: 1 V
    SENSOR = 495,        // the baseline of 220 steps of the CADC: cell 550
    DRIVER_TOP = 444,    // cell 500
    DRIVER_BOTTOM = 747, // cell 800
};

// The first driver of a half shows its plasticity, which is at v_recover.
static void add_driver(field_world *world, unsigned half, unsigned cell)
{
    const uint32_t driver = hx_map_synapse_driver_config_address(half, 0);
    const uint32_t clock = hx_map_common_stp_config_address(half);
    field_world_write(
        world, hx_map_capmem_cell_address(2 * half, 128, HX_MAP_CAPMEM_ROW_128_STP_V_RECOVER_0),
        cell);
    readout_world_set(world, "common_stp_config", clock, "enable_recovery_clock", 1);
    readout_world_set(world, "synapse_driver_config", driver, "enable_recovery", 1);
    readout_world_set(world, "synapse_driver_config", driver, "recovery", 15);
    readout_world_set(world, "synapse_driver_config", driver, "enable_readout", 1);
}

static void configure(field_world *world)
{
    readout_world_add_membrane(world, 0, 5, 600);
    readout_world_add_membrane(world, 1, 1, 300);
    readout_world_add_membrane(world, 0, 200, 400);
    readout_world_add_membrane(world, 1, 130, 700);
    add_driver(world, 0, 500);
    add_driver(world, 1, 800);
    field_world_write(world, SOURCES, 0);
    field_world_write(world, SOURCES + 1, 0);
    readout_world_add_madc(world, 2);
    readout_world_set(world, "madc_config", HX_MAP_MADC_CONFIG_BASE,
                      "active_mux_input_select_length", 1);
}

static void configure_first(field_world *world)
{
    configure(world);
    readout_world_close(world, "column_current_quad", 0, 9, "enable_debug_excitatory");
    readout_world_close(world, "column_correlation_quad", 1, 17, "enable_debug_causal");
}

static void configure_second(field_world *world)
{
    configure(world);
    readout_world_close(world, "column_current_quad", 1, 9, "enable_debug_inhibitory");
    readout_world_close(world, "column_correlation_quad", 0, 17, "enable_debug_acausal");
}

static void play_two(event_program *p)
{
    event_program_wait_until(p, 300);
    event_program_write(p, HX_MAP_MADC_CONTROL_BASE, READOUT_WAKE_UP | READOUT_START);
    event_program_wait_until(p, 600);
}

static const field_scene first = {"all lines but two", configure_first, play_two};
static const field_scene second = {"all lines but two others", configure_second, play_two};

// Samples of both multiplexers.
static double get_both(const event_program *p)
{
    return readout_get_sample(p, 0, 0) * 1024 + readout_get_sample(p, 1, 0);
}

#define SOURCE(field, scene, from, to, at_from, at_to)                                             \
    READOUT_EXACT("readout_source_selection", field, SOURCES, scene, get_both, from, to, at_from,  \
                  at_to)
// The same in both multiplexers.
#define SOURCES_OF(field, scene, from, to, at_from, at_to)                                         \
    SOURCE(field "_0", scene, from, to, (at_from)*1024, (at_to)*1024),                             \
        SOURCE(field "_1", scene, from, to, at_from, at_to)

static const field_action rows[] = {
    SOURCES_OF("synin_debug_inhibitory", second, 0, 1, 0, INPUT),
    SOURCES_OF("synin_debug_excitatory", first, 0, 1, 0, INPUT),
    SOURCES_OF("cadc_debug_causal", first, 0, 1, 0, SENSOR),
    SOURCES_OF("cadc_debug_acausal", second, 0, 1, 0, SENSOR),
    SOURCES_OF("synapse_driver_debug", first, 1, 2, DRIVER_TOP, DRIVER_BOTTOM),
    SOURCES_OF("neuron_odd", first, 1, 2, ODD_TOP, ODD_BOTTOM),
    SOURCES_OF("neuron_even", first, 1, 2, EVEN_TOP, EVEN_BOTTOM),
};

const field_action_list field_readout_actions = FIELD_ACTION_LIST(rows);

// Internal biases of the synapses of each quadrant.
// SPDX-License-Identifier: Apache-2.0
//
// In each quadrant an input makes a neuron fire, and the sensor of its synapse measures the pair.
#include "testbench/sim/fields/readout_world.h"

#include "host/chip/coordinate.h"

#include <hx_map.h>

enum { LABEL = 0x2c };

#define COLUMN(quadrant) (5 + 128 * ((quadrant) % 2))

static void add_cell(field_world *world, unsigned quadrant, unsigned row, unsigned value)
{
    field_world_write(world, hx_map_capmem_cell_address(quadrant, 5, row), value);
}

// A neuron that one input makes fire.
static void add_neuron(field_world *world, unsigned quadrant)
{
    const hx_map_neuron_config circuit = {.enable_fire = 1,
                                          .enable_threshold_comparator = 1,
                                          .enable_synaptic_input_excitatory = 1,
                                          .membrane_capacitor_size = 10};
    hx_map_neuron_backend_config backend = hx_map_neuron_backend_config_default();
    uint32_t words[HX_MAP_NEURON_CONFIG_WORDS];
    hx_map_neuron_config_encode(&circuit, words);
    field_world_write_words(world, hx_map_neuron_config_address(quadrant, 5), words,
                            HX_MAP_NEURON_CONFIG_WORDS);
    backend.enable_spike_out = 1;
    backend.refractory_time = 100;
    hx_map_neuron_backend_config_encode(&backend, words);
    for (unsigned w = 0; w < HX_MAP_NEURON_BACKEND_CONFIG_WORDS; ++w)
        field_world_write(
            world, hx_map_neuron_backend_config_address(quadrant % 2, 5 + 128 * (quadrant / 2)) + w,
            words[w]);
    add_cell(world, quadrant, HX_MAP_CAPMEM_ROW_V_LEAK, 400);
    add_cell(world, quadrant, HX_MAP_CAPMEM_ROW_V_THRESHOLD, 430);
    add_cell(world, quadrant, HX_MAP_CAPMEM_ROW_V_RESET, 300);
    add_cell(world, quadrant, HX_MAP_CAPMEM_ROW_I_BIAS_LEAK, 100);
    add_cell(world, quadrant, HX_MAP_CAPMEM_ROW_I_BIAS_RESET, 1022);
    add_cell(world, quadrant, HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_TAU, 1000);
    add_cell(world, quadrant, HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_GM, 500);
}

static void add_synapse(field_world *world, unsigned half, unsigned column)
{
    const unsigned quad = hx_chip_column_quad(column);
    readout_world_set(world, "synapse_label_quad",
                      hx_map_synapse_label_quad_address(half, READOUT_ROW, quad), "label_2", LABEL);
    readout_world_set(world, "synapse_weight_quad",
                      hx_map_synapse_weight_quad_address(half, READOUT_ROW, quad), "weight_2", 63);
    readout_world_close(world, "column_current_quad", half, column,
                        "enable_synaptic_current_excitatory");
    readout_world_close(world, "column_correlation_quad", half, column, "enable_internal_causal");
}

static void configure_quadrants(field_world *world)
{
    const hx_map_common_neuron_backend_config common =
        hx_map_common_neuron_backend_config_default();
    uint32_t words[HX_MAP_COMMON_NEURON_BACKEND_CONFIG_WORDS];
    readout_world_add_cadc(world);
    readout_world_add_driver(world);
    readout_world_add_sensors(world);
    hx_map_common_neuron_backend_config_encode(&common, words);
    for (unsigned i = 0; i < 2 * HX_MAP_COMMON_NEURON_BACKEND_CONFIG_WORDS; ++i)
        field_world_write(world, hx_map_common_neuron_backend_config_address(i % 2) + i / 2,
                          words[i / 2]);
    for (unsigned q = 0; q < 4; ++q) {
        add_neuron(world, q);
        field_world_write(
            world, hx_map_capmem_cell_address(q, 128, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_DAC), 1022);
        add_synapse(world, q / 2, COLUMN(q));
    }
}

static void play_quadrants(event_program *p)
{
    for (unsigned i = 1; i <= 4; ++i) {
        event_program_wait_until(p, 4000 * i);
        readout_send(p, 0, LABEL);
        readout_send(p, 1, LABEL);
    }
    event_program_wait_until(p, 20000);
    for (unsigned q = 0; q < 4; ++q)
        event_program_read(p, hx_map_spike_counter_read_address(q % 2, 5 + 128 * (q / 2)));
    for (unsigned q = 0; q < 4; ++q)
        event_program_read(p, hx_map_cadc_sample_quad_address(q / 2, q % 2, 0, READOUT_ROW,
                                                              hx_chip_column_quad(COLUMN(q))));
}

static const field_scene quadrants = {"a neuron fires in each quadrant", configure_quadrants,
                                      play_quadrants};

// Quadrants whose neuron fired; whose sensor measured that.
static double get_fired(const event_program *p)
{
    unsigned seen = 0;
    for (unsigned q = 0; q < 4; ++q)
        seen |= (p->data[q] > 0) << q;
    return seen;
}

static double get_measured(const event_program *p)
{
    unsigned seen = 0;
    for (unsigned q = 0; q < 4; ++q)
        seen |= ((p->data[4 + q] >> 8 & 0xff) < READOUT_BASELINE) << q;
    return seen;
}

#define BIAS_ROW(name, quadrant, look)                                                             \
    READOUT_EXACT("synapse_bias_selection", name #quadrant, HX_MAP_SYNAPSE_BIAS_SELECTION_BASE,    \
                  quadrants, look, 1, 0, 15, 15 ^ 1 << (quadrant))
#define BIAS_ROWS(quadrant)                                                                        \
    BIAS_ROW("store_", quadrant, get_measured), BIAS_ROW("ramp_", quadrant, get_measured),         \
        BIAS_ROW("dac_", quadrant, get_fired)

static const field_action rows[] = {
    BIAS_ROWS(0),
    BIAS_ROWS(1),
    BIAS_ROWS(2),
    BIAS_ROWS(3),
};

const field_action_list field_bias_actions = FIELD_ACTION_LIST(rows);

// The neurons of four columns, the synapse drivers before them, and what the CADC sees.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/quad_scene.h"

enum {
    SETTLE = 2500, // FPGA cycles, twelve time constants of the membrane
    WAKE_UP = 1,
    START = 2,
    POWER_UP = 200
};

static unsigned get_column(unsigned entry)
{
    return (QUAD % 32 * 4 + entry) * 2 + QUAD / 32;
}

void quad_set_cell(field_world *world, unsigned quadrant, unsigned row, unsigned value)
{
    field_world_write(world, hx_map_capmem_cell_address(quadrant, 128, row), value);
}

static void add_circuit(field_world *world, unsigned half, unsigned column,
                        const hx_map_neuron_config *circuit)
{
    uint32_t words[HX_MAP_NEURON_CONFIG_WORDS];
    hx_map_neuron_config_encode(circuit, words);
    field_world_write_words(world, hx_map_neuron_config_address(2 * half, column), words,
                            HX_MAP_NEURON_CONFIG_WORDS);
}

static void add_neuron(field_world *world, unsigned half, unsigned column)
{
    static const unsigned cells[][2] = {{HX_MAP_CAPMEM_ROW_V_LEAK, QUAD_LEAK_CELL},
                                        {HX_MAP_CAPMEM_ROW_I_BIAS_LEAK, QUAD_LEAK_NANOSIEMENS},
                                        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_TAU, 1},
                                        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_TAU, 1},
                                        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_GM, 500},
                                        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_GM, 500}};
    const hx_map_neuron_config circuit = {.enable_synaptic_input_excitatory = 1,
                                          .enable_synaptic_input_inhibitory = 1,
                                          .enable_synaptic_input_excitatory_high_resistance = 1,
                                          .enable_synaptic_input_inhibitory_high_resistance = 1,
                                          .enable_readout_amplifier = 1,
                                          .membrane_capacitor_size = 8};
    add_circuit(world, half, column, &circuit);
    for (unsigned i = 0; i < sizeof cells / sizeof *cells; ++i)
        field_world_write(world, hx_map_capmem_cell_address(2 * half, column, cells[i][0]),
                          cells[i][1]);
    for (unsigned type = 0; type < 2; ++type) {
        const hx_map_cadc_channel_config channel = hx_map_cadc_channel_config_default();
        uint32_t word;
        hx_map_cadc_channel_config_encode(&channel, &word);
        field_world_write(world, hx_map_cadc_channel_config_address(half, 0, column, type), word);
    }
}

// Words of the column's CADC switches: sensors and, if told, membranes to the causal channel.
static void add_lines(field_world *world, unsigned half, bool membranes)
{
    const uint32_t address = hx_map_column_correlation_quad_address(half, QUAD);
    const hx_map_column_correlation_quad lines = {.enable_internal_causal_0 = 1,
                                                  .enable_internal_causal_1 = 1,
                                                  .enable_internal_causal_2 = 1,
                                                  .enable_internal_causal_3 = 1,
                                                  .enable_cadc_neuron_readout_causal_0 = membranes,
                                                  .enable_cadc_neuron_readout_causal_1 = membranes,
                                                  .enable_cadc_neuron_readout_causal_2 = membranes,
                                                  .enable_cadc_neuron_readout_causal_3 = membranes};
    uint32_t words[HX_MAP_COLUMN_CORRELATION_QUAD_WORDS];
    hx_map_column_correlation_quad_encode(&lines, words);
    for (unsigned w = 0; w < HX_MAP_COLUMN_CORRELATION_QUAD_WORDS; ++w)
        field_world_write(world, address + hx_map_column_correlation_quad_word_offset(w), words[w]);
}

void quad_add(field_world *world, unsigned half)
{
    const hx_map_cadc_config cadc = {.enable = 1, .reset_wait = 100, .dead_time = 20};
    const hx_map_common_correlation_config sequence = hx_map_common_correlation_config_default();
    const hx_map_synapse_bias_selection bias = hx_map_synapse_bias_selection_default();
    uint32_t words[HX_MAP_COMMON_CORRELATION_CONFIG_WORDS];
    for (unsigned bus = 0; bus < 4; ++bus)
        field_world_write(
            world,
            hx_map_crossbar_node_address(HX_MAP_CROSSBAR_FIRST_NODE_L2 + 9 * bus + 4 * half + bus),
            0);
    field_world_write(world, hx_map_common_padi_bus_config_address(half), 0xf);
    for (unsigned entry = 0; entry < 4; ++entry)
        add_neuron(world, half, get_column(entry));
    quad_set_cell(world, 2 * half, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_DAC, 1022);
    quad_set_cell(world, 2 * half, HX_MAP_CAPMEM_ROW_128_CADC_I_RAMP_SLOPE, 200);
    quad_set_cell(world, 2 * half, HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET, 100);
    hx_map_synapse_bias_selection_encode(&bias, words);
    field_world_write(world, hx_map_synapse_bias_selection_address(), words[0]);
    hx_map_cadc_config_encode(&cadc, words);
    field_world_write(world, hx_map_cadc_config_address(half), words[0]);
    hx_map_common_correlation_config_encode(&sequence, words);
    field_world_write_words(world, hx_map_common_correlation_config_address(half), words,
                            HX_MAP_COMMON_CORRELATION_CONFIG_WORDS);
    add_lines(world, half, true);
    field_world_write(world, hx_map_column_current_quad_address(half, QUAD), 0x03030303);
}

void quad_make_fire(field_world *world, unsigned half)
{
    const hx_map_neuron_config circuit = {.enable_fire = 1,
                                          .enable_synaptic_input_excitatory = 1,
                                          .enable_bypass_excitatory = 1,
                                          .membrane_capacitor_size = 63};
    const hx_map_common_neuron_backend_config common =
        hx_map_common_neuron_backend_config_default();
    uint32_t words[HX_MAP_NEURON_BACKEND_CONFIG_WORDS];
    for (unsigned entry = 0; entry < 4; ++entry) {
        const unsigned column = get_column(entry);
        hx_map_neuron_backend_config backend = hx_map_neuron_backend_config_default();
        backend.address_out = entry;
        backend.refractory_time = 0; // an event and no more
        backend.enable_spike_out = 1;
        hx_map_neuron_backend_config_encode(&backend, words);
        field_world_write_words(world, hx_map_neuron_backend_config_address(0, column + 128 * half),
                                words, HX_MAP_NEURON_BACKEND_CONFIG_WORDS);
        add_circuit(world, half, column, &circuit);
    }
    hx_map_common_neuron_backend_config_encode(&common, words);
    field_world_write_words(world, hx_map_common_neuron_backend_config_address(0), words,
                            HX_MAP_COMMON_NEURON_BACKEND_CONFIG_WORDS);
    // From the first neuron output to the first output to the host.
    field_world_write(world, hx_map_crossbar_node_address(HX_MAP_CROSSBAR_FIRST_NODE_NEURON + 2),
                      0);
    add_lines(world, half, false);
}

void quad_add_row(field_world *world, unsigned half, unsigned row, const unsigned weights[4],
                  unsigned label)
{
    const hx_map_synapse_weight_quad weight = {weights[0], weights[1], weights[2], weights[3]};
    const hx_map_synapse_label_quad labels = {label, label, label, label};
    uint32_t word;
    hx_map_synapse_weight_quad_encode(&weight, &word);
    field_world_write(world, hx_map_synapse_weight_quad_address(half, row, QUAD), word);
    hx_map_synapse_label_quad_encode(&labels, &word);
    field_world_write(world, hx_map_synapse_label_quad_address(half, row, QUAD), word);
}

void quad_add_driver(field_world *world, unsigned half, unsigned driver,
                     const hx_map_synapse_driver_config *config)
{
    uint32_t words[HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS];
    hx_map_synapse_driver_config_encode(config, words);
    field_world_write_words(world, hx_map_synapse_driver_config_address(half, driver), words,
                            HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS);
}

void quad_connect_madc(field_world *world, uint32_t source)
{
    hx_map_madc_config config = hx_map_madc_config_default();
    uint32_t words[HX_MAP_MADC_CONFIG_WORDS];
    config.number_of_samples = 1;
    hx_map_madc_config_encode(&config, words);
    field_world_write_words(world, hx_map_madc_config_address(), words, HX_MAP_MADC_CONFIG_WORDS);
    field_world_write(world, hx_map_readout_source_selection_address(), source);
}

void quad_fire(event_program *p, unsigned bus, unsigned row_select, unsigned label, unsigned count)
{
    while (count--)
        event_program_spike(p, (uint16_t)(bus << 14 | row_select << 6 | label));
}

void quad_read(event_program *p, unsigned half, uint32_t start)
{
    event_program_wait_until(p, start + SETTLE);
    event_program_read(p, hx_map_cadc_sample_quad_address(half, 0, 0, 0, QUAD));
}

void quad_sample(event_program *p, uint32_t start)
{
    event_program_wait_until(p, start + SETTLE);
    event_program_write(p, hx_map_madc_control_address(), WAKE_UP);
    event_program_wait_until(p, start + SETTLE + POWER_UP);
    event_program_write(p, hx_map_madc_control_address(), START);
    event_program_wait_until(p, start + SETTLE + 2 * POWER_UP);
}

double quad_get_sample(const event_program *program)
{
    for (size_t i = program->event_count; i-- > 0;) {
        if (program->events[i].is_sample)
            return program->events[i].label & 0x3ff;
    }
    return -1;
}

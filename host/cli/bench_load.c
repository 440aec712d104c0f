// The network load of the device rows.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/bench_load.h"

#include "host/chip/configure.h"
#include "host/chip/coordinate.h"
#include "host/program/bring_up.h"
#include "hx_map.h"

enum {
    HIDDEN = 246,
    OUTPUTS = 10,
    WEIGHT = 3,
    INPUT_LABEL = 33,
    HIDDEN_LABEL = 7,
    UNUSED_LABEL = 1
};

static hx_status write_program(void *context, uint32_t address, uint32_t value)
{
    return hx_program_add_write(context, address, value);
}

// The four synapses of every quad of a row alike.
static hx_status write_row(hx_program *program, unsigned half, unsigned row, unsigned columns,
                           uint32_t label)
{
    for (unsigned quad = 0; quad < HX_CHIP_QUADS; quad++) {
        if (hx_chip_quad_column(quad, 0) >= columns)
            continue;
        const hx_map_synapse_weight_quad weight = {WEIGHT, WEIGHT, WEIGHT, WEIGHT};
        const hx_map_synapse_label_quad labels = {label, label, label, label};
        uint32_t word;
        hx_map_synapse_weight_quad_encode(&weight, &word);
        hx_status status = hx_program_add_write(
            program, hx_map_synapse_weight_quad_address(half, row, quad), word);
        hx_map_synapse_label_quad_encode(&labels, &word);
        if (!status)
            status = hx_program_add_write(program,
                                          hx_map_synapse_label_quad_address(half, row, quad), word);
        if (status)
            return status;
    }
    return HX_OK;
}

// Even rows excite, odd rows inhibit. The top half compares the whole row select, so an input
// event reaches one row pair; the bottom half the two low bits, as hidden events need it.
static hx_status write_drivers(hx_program *program)
{
    hx_status status = HX_OK;
    for (unsigned half = 0; half < HX_CHIP_HEMISPHERES; half++)
        for (unsigned driver = 0; !status && driver < HX_CHIP_DRIVERS; driver++) {
            hx_map_synapse_driver_config config = hx_map_synapse_driver_config_default();
            uint32_t words[HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS];
            config.enable_receiver = 1;
            config.row_mode_excitatory_bottom = 1;
            config.row_mode_inhibitory_top = 1;
            config.row_address_compare_mask = half ? 3 : 31;
            hx_map_synapse_driver_config_encode(&config, words);
            for (unsigned w = 0; !status && w < HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS; w++)
                status = hx_program_add_write(
                    program, hx_map_synapse_driver_config_address(half, driver) + w, words[w]);
            for (unsigned row = 2 * driver; !status && row < 2 * driver + 2; row++)
                status = write_row(program, half, row, half ? OUTPUTS : HIDDEN,
                                   half ? HIDDEN_LABEL : INPUT_LABEL);
        }
    return status;
}

static hx_status write_nodes(hx_program *program)
{
    const hx_map_crossbar_node pass = {.mask = 0, .target = 0};
    uint32_t word;
    hx_status status = HX_OK;
    hx_map_crossbar_node_encode(&pass, &word);
    for (unsigned output = 0; !status && output < HX_CHIP_EVENT_OUTPUTS; output++) {
        status = hx_program_add_write(program,
                                      hx_map_crossbar_node_address((unsigned)hx_chip_crossbar_node(
                                          output, 4 + output % HX_CHIP_BUSES)),
                                      word);
        if (!status)
            status =
                hx_program_add_write(program,
                                     hx_map_crossbar_node_address((unsigned)hx_chip_crossbar_node(
                                         output, 8 + output % HX_CHIP_BUSES)),
                                     word);
    }
    for (unsigned bus = 0; !status && bus < HX_CHIP_BUSES; bus++)
        status = hx_program_add_write(
            program, hx_map_crossbar_node_address((unsigned)hx_chip_crossbar_node(8 + bus, bus)),
            word);
    return status;
}

hx_status hx_bench_load_configure(hx_program *program, hx_error *error)
{
    const hx_chip_settings settings = hx_chip_settings_default();
    hx_status status = hx_bring_up_build(program);
    if (!status)
        status = hx_chip_write_defaults(&settings, write_program, program);
    if (!status)
        status = write_nodes(program);
    if (!status)
        status = write_drivers(program);
    for (unsigned i = 0; !status && i < HIDDEN + OUTPUTS; i++) {
        hx_chip_neuron_parameters neuron = hx_chip_neuron_parameters_default();
        neuron.spiking = i < HIDDEN;
        neuron.v_reset = neuron.v_leak;
        neuron.address_out = HIDDEN_LABEL | i % 4 << 6;
        status = hx_chip_write_neuron(i < HIDDEN ? i : hx_chip_neuron(1, i - HIDDEN), &neuron,
                                      write_program, program, error);
    }
    if (!status)
        status = hx_chip_write_force_reset(&settings, false, write_program, program);
    return status ? status : hx_program_add_barrier(program, 1);
}

// Every bus carries the events of its background source: one in two chip cycles, 125 MEvent/s.
// No synapse has their label.
hx_status hx_bench_load_saturate(hx_program *program, hx_error *error)
{
    const hx_map_crossbar_node pass = {.mask = 0, .target = 0};
    uint32_t word;
    hx_status status = hx_bench_load_configure(program, error);
    hx_map_crossbar_node_encode(&pass, &word);
    for (unsigned bus = 0; !status && bus < HX_MAP_BACKGROUND_SPIKE_SOURCE_SOURCE_COUNT; bus++) {
        const hx_map_background_spike_source source = {
            .enable = 1, .period = 2, .neuron_label = bus << 6 | UNUSED_LABEL};
        uint32_t words[HX_MAP_BACKGROUND_SPIKE_SOURCE_WORDS];
        const uint32_t address = hx_map_background_spike_source_address(bus);
        const unsigned node = HX_MAP_CROSSBAR_FIRST_NODE_BACKGROUND + 2 * bus;
        hx_map_background_spike_source_encode(&source, words);
        status = hx_program_add_write(program, hx_map_crossbar_node_address(node), word);
        for (unsigned w = HX_MAP_BACKGROUND_SPIKE_SOURCE_WORDS; !status && w-- > 0;)
            status = hx_program_add_write(program, address + w, words[w]);
    }
    return status ? status : hx_program_add_barrier(program, 1);
}

hx_status hx_bench_load_pattern(hx_program *program)
{
    const uint32_t spacing = HX_BENCH_PATTERN_US * 125 / HX_BENCH_PATTERN_SPIKES;
    hx_status status = hx_program_add_timer_setup(program);
    for (uint32_t i = 0; !status && i < HX_BENCH_PATTERN_SPIKES; i++) {
        // Steps that share no factor with the sizes visit all rows and neurons in turn.
        unsigned input = i * 37 % (HX_CHIP_BUSES * HX_CHIP_BUS_DRIVERS), neuron = i * 89 % HIDDEN;
        const uint16_t label =
            (uint16_t)(input % HX_CHIP_BUSES << 14 | input / HX_CHIP_BUSES << 6 | INPUT_LABEL);
        status = hx_program_add_wait_until(program, i * spacing);
        if (!status)
            status = hx_program_add_spikes(program, &label, 1);
        if (!status)
            status =
                hx_program_add_write(program,
                                     hx_map_neuron_reset_address(hx_chip_neuron_side(neuron),
                                                                 hx_chip_neuron_backend(neuron)),
                                     1);
    }
    if (!status)
        status = hx_program_add_wait_until(program, HX_BENCH_PATTERN_US * 125);
    return status;
}

// Default configuration of the chip and of single neurons.
// SPDX-License-Identifier: Apache-2.0
#include "host/chip/configure.h"

#include "host/chip/coordinate.h"
#include "hx_map.h"

typedef struct sink {
    hx_chip_write_fn write;
    void *context;
    hx_status status; // the first failure; nothing is written after it
} sink;

static void put(sink *s, uint32_t address, uint32_t value)
{
    if (!s->status)
        s->status = s->write(s->context, address, value);
}

static void put_words(sink *s, uint32_t address, const uint32_t *words, unsigned count,
                      uint32_t (*offset)(unsigned))
{
    for (unsigned w = 0; w < count; ++w)
        put(s, address + offset(w), words[w]);
}

// Encodes and writes register R at an address.
#define PUT(s, R, WORDS, address, value)                                                           \
    do {                                                                                           \
        uint32_t words_[WORDS];                                                                    \
        hx_map_##R##_encode(value, words_);                                                        \
        put_words(s, address, words_, WORDS, hx_map_##R##_word_offset);                            \
    } while (0)

// The CADC ramp maps cells 70..550 to about 20..220 on a nominal chip.
hx_chip_settings hx_chip_settings_default(void)
{
    const hx_map_cadc_config cadc = hx_map_cadc_config_default();
    return (hx_chip_settings){.clear_synapses = true,
                              .clear_parameters = true,
                              .weight_scale = 600,
                              .ramp_slope = 200,
                              .ramp_offset = 100,
                              .cadc_reset_wait = cadc.reset_wait,
                              .cadc_dead_time = cadc.dead_time,
                              .sense_delay = hx_map_common_correlation_config_default().sense_delay,
                              .clock_scale_slow = 8,
                              .clock_scale_fast = 0};
}

// On a nominal chip: leak, reset and threshold at CADC values 80, 70 and 125, membrane and
// synaptic time constants of 6 us, reset within 0.5 us, refractory time 2 us.
hx_chip_neuron_parameters hx_chip_neuron_parameters_default(void)
{
    return (hx_chip_neuron_parameters){.spiking = true,
                                       .enable_excitatory = true,
                                       .enable_inhibitory = true,
                                       .reset_multiplication = true,
                                       .membrane_capacitor_size = 63,
                                       .v_leak = 214,
                                       .v_reset = 190,
                                       .v_threshold = 322,
                                       .i_bias_leak = 383,
                                       .i_bias_reset = 1022,
                                       .i_bias_synin_exc_tau = 500,
                                       .i_bias_synin_exc_shift = 310,
                                       .i_bias_synin_exc_gm = 500,
                                       .i_bias_synin_inh_tau = 500,
                                       .i_bias_synin_inh_shift = 310,
                                       .i_bias_synin_inh_gm = 500,
                                       .refractory_time = 250,
                                       .reset_holdoff = 15,
                                       .fast_clock = true};
}

hx_status hx_chip_write_force_reset(const hx_chip_settings *settings, bool on,
                                    hx_chip_write_fn write, void *context)
{
    sink s = {.write = write, .context = context};
    hx_map_common_neuron_backend_config value = hx_map_common_neuron_backend_config_default();
    value.force_reset = on;
    value.clock_scale_slow = settings->clock_scale_slow;
    value.clock_scale_fast = settings->clock_scale_fast;
    for (unsigned side = 0; side < 2; ++side)
        PUT(&s, common_neuron_backend_config, HX_MAP_COMMON_NEURON_BACKEND_CONFIG_WORDS,
            hx_map_common_neuron_backend_config_address(side), &value);
    return s.status;
}

static void put_crossbar(sink *s)
{
    const hx_map_crossbar_output_config output = hx_map_crossbar_output_config_default();
    const hx_map_crossbar_node drop = {.mask = 0, .target = 1};
    PUT(s, crossbar_output_config, HX_MAP_CROSSBAR_OUTPUT_CONFIG_WORDS,
        hx_map_crossbar_output_config_address(), &output);
    for (unsigned node = 0; node < HX_CHIP_CROSSBAR_NODES; ++node)
        PUT(s, crossbar_node, HX_MAP_CROSSBAR_NODE_WORDS, hx_map_crossbar_node_address(node),
            &drop);
}

static void put_padi(sink *s, unsigned hemisphere)
{
    hx_map_common_padi_bus_config bus = hx_map_common_padi_bus_config_default();
    const hx_map_common_stp_config stp = hx_map_common_stp_config_default();
    const hx_map_synapse_driver_config off = hx_map_synapse_driver_config_default();
    bus.enable_spl1 = 15;
    PUT(s, common_padi_bus_config, HX_MAP_COMMON_PADI_BUS_CONFIG_WORDS,
        hx_map_common_padi_bus_config_address(hemisphere), &bus);
    PUT(s, common_stp_config, HX_MAP_COMMON_STP_CONFIG_WORDS,
        hx_map_common_stp_config_address(hemisphere), &stp);
    for (unsigned driver = 0; driver < HX_CHIP_DRIVERS; ++driver)
        PUT(s, synapse_driver_config, HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS,
            hx_map_synapse_driver_config_address(hemisphere, driver), &off);
}

static void put_memory_timing(sink *s)
{
    const hx_map_capmem_sram_timing_config capmem = hx_map_capmem_sram_timing_config_default();
    const hx_map_neuron_sram_timing_config neuron = hx_map_neuron_sram_timing_config_default();
    const hx_map_neuron_backend_sram_timing_config backend =
        hx_map_neuron_backend_sram_timing_config_default();
    const hx_map_synapse_driver_sram_timing_config driver =
        hx_map_synapse_driver_sram_timing_config_default();
    const hx_map_cadc_offset_sram_timing_config cadc =
        hx_map_cadc_offset_sram_timing_config_default();
    const hx_map_common_synram_config synram = hx_map_common_synram_config_default();
    for (unsigned quadrant = 0; quadrant < HX_CHIP_QUADRANTS; ++quadrant) {
        PUT(s, capmem_sram_timing_config, HX_MAP_CAPMEM_SRAM_TIMING_CONFIG_WORDS,
            hx_map_capmem_sram_timing_config_address(quadrant), &capmem);
        PUT(s, neuron_sram_timing_config, HX_MAP_NEURON_SRAM_TIMING_CONFIG_WORDS,
            hx_map_neuron_sram_timing_config_address(quadrant), &neuron);
    }
    for (unsigned half = 0; half < 2; ++half) {
        PUT(s, neuron_backend_sram_timing_config, HX_MAP_NEURON_BACKEND_SRAM_TIMING_CONFIG_WORDS,
            hx_map_neuron_backend_sram_timing_config_address(half), &backend);
        PUT(s, synapse_driver_sram_timing_config, HX_MAP_SYNAPSE_DRIVER_SRAM_TIMING_CONFIG_WORDS,
            hx_map_synapse_driver_sram_timing_config_address(half), &driver);
        PUT(s, common_synram_config, HX_MAP_COMMON_SYNRAM_CONFIG_WORDS,
            hx_map_common_synram_config_address(half), &synram);
        for (unsigned side = 0; side < 2; ++side)
            PUT(s, cadc_offset_sram_timing_config, HX_MAP_CADC_OFFSET_SRAM_TIMING_CONFIG_WORDS,
                hx_map_cadc_offset_sram_timing_config_address(half, side), &cadc);
    }
}

static void put_cell(sink *s, unsigned quadrant, unsigned column, unsigned row, uint32_t value)
{
    put(s, hx_map_capmem_cell_address(quadrant, column, row), value);
}

// Shared cells of a quadrant; the numbers are those of the public calibration.
static void put_shared_cells(sink *s, const hx_chip_settings *settings, unsigned quadrant)
{
    const struct {
        unsigned row;
        uint32_t value;
    } cells[] = {
        {HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET, settings->ramp_offset},
        {HX_MAP_CAPMEM_ROW_128_CADC_V_BIAS_RAMP_BUF, 400},
        {HX_MAP_CAPMEM_ROW_128_NEURON_V_BIAS_CASC_N, 250},
        {HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_DAC, settings->weight_scale},
        {HX_MAP_CAPMEM_ROW_128_CADC_I_RAMP_SLOPE, settings->ramp_slope},
        {HX_MAP_CAPMEM_ROW_128_CADC_I_BIAS_COMP, 1000},
        {HX_MAP_CAPMEM_ROW_128_CADC_I_BIAS_VRESET_BUF, 1000},
        {HX_MAP_CAPMEM_ROW_128_NEURON_I_BIAS_READOUT_AMP, 110},
        {HX_MAP_CAPMEM_ROW_128_NEURON_I_BIAS_LEAK_SOURCE_FOLLOWER, 100},
        {HX_MAP_CAPMEM_ROW_128_NEURON_I_BIAS_SPIKE_COMPARATOR, 200},
    };
    for (unsigned i = 0; i < sizeof cells / sizeof *cells; ++i)
        put_cell(s, quadrant, 128, cells[i].row, cells[i].value);
    put_cell(s, quadrant, 129, HX_MAP_CAPMEM_ROW_129_NEURON_I_BIAS_SYNIN_DROP, 300);
}

static void put_capmem(sink *s, const hx_chip_settings *settings)
{
    const hx_map_capmem_block_config block = hx_map_capmem_block_config_default();
    for (unsigned quadrant = 0; quadrant < HX_CHIP_QUADRANTS; ++quadrant) {
        PUT(s, capmem_block_config, HX_MAP_CAPMEM_BLOCK_CONFIG_WORDS,
            hx_map_capmem_block_config_address(quadrant), &block);
        for (unsigned column = 0;
             settings->clear_parameters && column < HX_MAP_CAPMEM_CELL_COLUMN_COUNT; ++column) {
            for (unsigned row = 0; row < HX_MAP_CAPMEM_CELL_ROW_COUNT; ++row)
                put_cell(s, quadrant, column, row, 0);
        }
        put_shared_cells(s, settings, quadrant);
    }
}

static void put_neurons_off(sink *s)
{
    const hx_map_neuron_config circuit = hx_map_neuron_config_default();
    const hx_map_neuron_backend_config backend = hx_map_neuron_backend_config_default();
    for (unsigned neuron = 0; neuron < HX_CHIP_NEURONS; ++neuron) {
        PUT(s, neuron_config, HX_MAP_NEURON_CONFIG_WORDS,
            hx_map_neuron_config_address(hx_chip_neuron_quadrant(neuron),
                                         hx_chip_neuron_quadrant_column(neuron)),
            &circuit);
        PUT(s, neuron_backend_config, HX_MAP_NEURON_BACKEND_CONFIG_WORDS,
            hx_map_neuron_backend_config_address(hx_chip_neuron_side(neuron),
                                                 hx_chip_neuron_backend(neuron)),
            &backend);
    }
}

// Both synaptic currents to the neurons; causal CADC channels read the membranes.
static void put_columns(sink *s, unsigned hemisphere)
{
    const hx_map_column_current_quad current = {
        .enable_synaptic_current_excitatory_0 = 1,
        .enable_synaptic_current_excitatory_1 = 1,
        .enable_synaptic_current_excitatory_2 = 1,
        .enable_synaptic_current_excitatory_3 = 1,
        .enable_synaptic_current_inhibitory_0 = 1,
        .enable_synaptic_current_inhibitory_1 = 1,
        .enable_synaptic_current_inhibitory_2 = 1,
        .enable_synaptic_current_inhibitory_3 = 1,
    };
    const hx_map_column_correlation_quad readout = {
        .enable_internal_causal_0 = 1,
        .enable_internal_causal_1 = 1,
        .enable_internal_causal_2 = 1,
        .enable_internal_causal_3 = 1,
        .enable_cadc_neuron_readout_causal_0 = 1,
        .enable_cadc_neuron_readout_causal_1 = 1,
        .enable_cadc_neuron_readout_causal_2 = 1,
        .enable_cadc_neuron_readout_causal_3 = 1,
    };
    for (unsigned quad = 0; quad < HX_CHIP_QUADS; ++quad) {
        PUT(s, column_current_quad, HX_MAP_COLUMN_CURRENT_QUAD_WORDS,
            hx_map_column_current_quad_address(hemisphere, quad), &current);
        PUT(s, column_correlation_quad, HX_MAP_COLUMN_CORRELATION_QUAD_WORDS,
            hx_map_column_correlation_quad_address(hemisphere, quad), &readout);
    }
}

static void put_cadc(sink *s, const hx_chip_settings *settings, unsigned hemisphere)
{
    const hx_map_cadc_config config = {.enable = 1,
                                       .reset_wait = settings->cadc_reset_wait,
                                       .dead_time = settings->cadc_dead_time};
    const hx_map_cadc_channel_config channel = hx_map_cadc_channel_config_default();
    hx_map_common_correlation_config sequence = hx_map_common_correlation_config_default();
    sequence.sense_delay = settings->sense_delay;
    PUT(s, cadc_config, HX_MAP_CADC_CONFIG_WORDS, hx_map_cadc_config_address(hemisphere), &config);
    PUT(s, common_correlation_config, HX_MAP_COMMON_CORRELATION_CONFIG_WORDS,
        hx_map_common_correlation_config_address(hemisphere), &sequence);
    for (unsigned column = 0; column < HX_CHIP_COLUMNS; ++column) {
        for (unsigned type = 0; type < 2; ++type)
            PUT(s, cadc_channel_config, HX_MAP_CADC_CHANNEL_CONFIG_WORDS,
                hx_map_cadc_channel_config_address(hemisphere, column / 128, column % 128, type),
                &channel);
    }
}

static void put_synapses_off(sink *s, unsigned hemisphere)
{
    for (unsigned row = 0; row < HX_CHIP_ROWS; ++row) {
        for (unsigned quad = 0; quad < HX_CHIP_QUADS; ++quad)
            put(s, hx_map_synapse_weight_quad_address(hemisphere, row, quad), 0);
        for (unsigned quad = 0; quad < HX_CHIP_QUADS; ++quad)
            put(s, hx_map_synapse_label_quad_address(hemisphere, row, quad), 0);
    }
}

hx_status hx_chip_write_defaults(const hx_chip_settings *settings, hx_chip_write_fn write,
                                 void *context)
{
    sink s = {.write = write, .context = context};
    const hx_map_synapse_bias_selection bias = hx_map_synapse_bias_selection_default();
    s.status = hx_chip_write_force_reset(settings, true, write, context);
    put_memory_timing(&s);
    put_crossbar(&s);
    for (unsigned hemisphere = 0; hemisphere < HX_CHIP_HEMISPHERES; ++hemisphere) {
        put_padi(&s, hemisphere);
        put_columns(&s, hemisphere);
        put_cadc(&s, settings, hemisphere);
        if (settings->clear_synapses)
            put_synapses_off(&s, hemisphere);
    }
    put_neurons_off(&s);
    put_capmem(&s, settings);
    PUT(&s, synapse_bias_selection, HX_MAP_SYNAPSE_BIAS_SELECTION_WORDS,
        hx_map_synapse_bias_selection_address(), &bias);
    return s.status;
}

static hx_map_neuron_config make_circuit(const hx_chip_neuron_parameters *p)
{
    return (hx_map_neuron_config){
        .enable_reset_division = p->reset_division,
        .enable_reset_multiplication = p->reset_multiplication,
        .enable_leak_degeneration = 1,
        .enable_leak_division = p->leak_division,
        .enable_leak_multiplication = p->leak_multiplication,
        .enable_readout_amplifier = 1,
        .readout_source = HX_MAP_NEURON_READOUT_SOURCE_MEMBRANE,
        .enable_synaptic_input_excitatory_high_resistance = p->excitatory_high_resistance,
        .enable_synaptic_input_inhibitory_high_resistance = p->inhibitory_high_resistance,
        .enable_synaptic_input_excitatory_small_capacitance = p->excitatory_small_capacitance,
        .enable_synaptic_input_inhibitory_small_capacitance = p->inhibitory_small_capacitance,
        .membrane_capacitor_size = p->membrane_capacitor_size,
        .enable_fire = p->spiking,
        .enable_threshold_comparator = p->spiking,
        .enable_synaptic_input_excitatory = p->enable_excitatory,
        .enable_synaptic_input_inhibitory = p->enable_inhibitory,
        .enable_bypass_excitatory = p->bypass_excitatory,
        .connect_bottom = p->connect_rows,
        .connect_soma = 1,
    };
}

static hx_status check_parameters(unsigned neuron, const hx_chip_neuron_parameters *p,
                                  hx_error *error)
{
    const uint32_t cells[] = {p->v_leak,
                              p->v_reset,
                              p->v_threshold,
                              p->i_bias_leak,
                              p->i_bias_reset,
                              p->i_bias_synin_exc_tau,
                              p->i_bias_synin_exc_shift,
                              p->i_bias_synin_exc_gm,
                              p->i_bias_synin_inh_tau,
                              p->i_bias_synin_inh_shift,
                              p->i_bias_synin_inh_gm};
    if (neuron >= HX_CHIP_NEURONS)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "neuron %u: neurons are 0..511", neuron);
    for (unsigned i = 0; i < sizeof cells / sizeof *cells; ++i) {
        if (cells[i] > 1023)
            return hx_error_set(error, HX_ERROR_ARGUMENT, "neuron %u: cell value %u is above 1023",
                                neuron, (unsigned)cells[i]);
    }
    if (p->membrane_capacitor_size > 63 || p->refractory_time > 255 || p->reset_holdoff > 15 ||
        p->address_out > 255)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "neuron %u: capacitor 0..63, refractory time and address 0..255, "
                            "holdoff 0..15",
                            neuron);
    return HX_OK;
}

hx_status hx_chip_write_neuron(unsigned neuron, const hx_chip_neuron_parameters *parameters,
                               hx_chip_write_fn write, void *context, hx_error *error)
{
    const hx_chip_neuron_parameters *p = parameters;
    sink s = {.write = write, .context = context, .status = check_parameters(neuron, p, error)};
    if (s.status)
        return s.status;
    const unsigned quadrant = hx_chip_neuron_quadrant(neuron);
    const unsigned column = hx_chip_neuron_quadrant_column(neuron);
    const struct {
        unsigned row;
        uint32_t value;
    } cells[] = {
        {HX_MAP_CAPMEM_ROW_V_LEAK, p->v_leak},
        {HX_MAP_CAPMEM_ROW_V_RESET, p->v_reset},
        {HX_MAP_CAPMEM_ROW_V_THRESHOLD, p->v_threshold},
        {HX_MAP_CAPMEM_ROW_I_BIAS_LEAK, p->i_bias_leak},
        {HX_MAP_CAPMEM_ROW_I_BIAS_RESET, p->i_bias_reset},
        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_TAU, p->i_bias_synin_exc_tau},
        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_SHIFT, p->i_bias_synin_exc_shift},
        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_GM, p->i_bias_synin_exc_gm},
        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_TAU, p->i_bias_synin_inh_tau},
        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_SHIFT, p->i_bias_synin_inh_shift},
        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_GM, p->i_bias_synin_inh_gm},
    };
    for (unsigned i = 0; i < sizeof cells / sizeof *cells; ++i)
        put_cell(&s, quadrant, column, cells[i].row, cells[i].value);
    const hx_map_neuron_config circuit = make_circuit(p);
    PUT(&s, neuron_config, HX_MAP_NEURON_CONFIG_WORDS,
        hx_map_neuron_config_address(quadrant, column), &circuit);
    hx_map_neuron_backend_config backend = hx_map_neuron_backend_config_default();
    backend.address_out = p->address_out;
    backend.reset_holdoff = p->reset_holdoff;
    backend.refractory_time = p->refractory_time;
    backend.select_input_clock = p->fast_clock;
    backend.enable_adaptation_pulse = p->adaptation_pulse;
    backend.enable_spike_out = p->spiking;
    backend.enable_neuron_master = 1;
    PUT(&s, neuron_backend_config, HX_MAP_NEURON_BACKEND_CONFIG_WORDS,
        hx_map_neuron_backend_config_address(hx_chip_neuron_side(neuron),
                                             hx_chip_neuron_backend(neuron)),
        &backend);
    return s.status;
}

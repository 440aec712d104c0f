// Bench rows of the analog core alone.
// SPDX-License-Identifier: Apache-2.0
#include "host/analog/core_bus.h"
#include "host/chip/configure.h"
#include "host/chip/coordinate.h"
#include "host/cli/bench_rows.h"
#include "hx_map.h"
#include "models/anncore.h"

#include <stddef.h>

enum { ROW = 0, LABEL = 5, WEIGHT = 1, SPAN = 1024, EVENTS = 64 };

// Exponential term (20 mV above the threshold of what the input does) and adaptation on top.
static void make_adex(hx_anncore *core, unsigned neuron)
{
    unsigned quadrant = 2 * (neuron / 256) + neuron % 256 / 128;
    const uint32_t cells[][2] = {{HX_MAP_CAPMEM_ROW_V_EXP, 400},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_EXP, 500},
                                 {HX_MAP_CAPMEM_ROW_V_ADAPT_LEAK, 300},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_TAU, 300},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_A, 50}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        hx_core_bus_write(core, hx_map_capmem_cell_address(quadrant, neuron % 128, cells[i][0]),
                          cells[i][1]);
    uint32_t address = hx_map_neuron_config_address(quadrant, neuron % 128);
    uint32_t words[HX_MAP_NEURON_CONFIG_WORDS];
    for (unsigned w = 0; w < HX_MAP_NEURON_CONFIG_WORDS; w++)
        words[w] = hx_core_bus_read(core, address + w);
    hx_map_neuron_config config;
    hx_map_neuron_config_decode(words, &config);
    config.enable_exponential = 1;
    config.enable_adaptation = 1;
    hx_map_neuron_config_encode(&config, words);
    for (unsigned w = 0; w < HX_MAP_NEURON_CONFIG_WORDS; w++)
        hx_core_bus_write(core, address + w, words[w]);
}

// 512 LIF neurons; the row pair of driver 0 holds 256 excitatory synapses with one label.
static hx_status create(bool adex, hx_anncore **core, hx_error *error)
{
    const hx_anncore_config config = {.seed = 1, .chip_seed = 1, .mismatch = 1, .noise = 1};
    const hx_chip_settings settings = hx_chip_settings_default();
    hx_chip_neuron_parameters neuron = hx_chip_neuron_parameters_default();
    neuron.v_threshold = 1022; // stays silent: a spike would wait for its reset for ever
    hx_status status = hx_anncore_create(core, &config);
    if (!status)
        status = hx_chip_write_defaults(&settings, hx_core_bus_write, *core);
    for (unsigned n = 0; !status && n < HX_ANNCORE_NEURONS; n++)
        status = hx_chip_write_neuron(n, &neuron, hx_core_bus_write, *core, error);
    for (unsigned n = 0; !status && adex && n < HX_ANNCORE_NEURONS; n++)
        make_adex(*core, n);
    if (status)
        return status;
    hx_map_synapse_driver_config driver = hx_map_synapse_driver_config_default();
    uint32_t words[HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS];
    driver.enable_receiver = 1;
    driver.row_mode_excitatory_bottom = 1;
    driver.row_mode_excitatory_top = 0;
    hx_map_synapse_driver_config_encode(&driver, words);
    for (unsigned w = 0; w < HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS; w++)
        hx_core_bus_write(*core, hx_map_synapse_driver_config_address(0, 0) + w, words[w]);
    for (unsigned quad = 0; quad < HX_CHIP_QUADS; quad++) {
        const hx_map_synapse_weight_quad weight = {WEIGHT, WEIGHT, WEIGHT, WEIGHT};
        const hx_map_synapse_label_quad label = {LABEL, LABEL, LABEL, LABEL};
        hx_map_synapse_weight_quad_encode(&weight, words);
        hx_core_bus_write(*core, hx_map_synapse_weight_quad_address(0, ROW, quad), words[0]);
        hx_map_synapse_label_quad_encode(&label, words);
        hx_core_bus_write(*core, hx_map_synapse_label_quad_address(0, ROW, quad), words[0]);
    }
    hx_anncore_start_trial(*core, 0, 0);
    return HX_OK;
}

// A span of time with `events` events spread over it; `figure` per span goes into the value.
static hx_status measure(bool adex, unsigned events, double figure, double seconds, double *value,
                         hx_error *error)
{
    hx_anncore *core = NULL;
    hx_status status = create(adex, &core, error);
    double start = hx_bench_now(), elapsed = 0;
    uint64_t cycle = 0, spans = 0;
    while (!status && elapsed < seconds) {
        for (int repeat = 0; repeat < 16; repeat++, spans++)
            for (unsigned i = 0; i < events; i++) {
                cycle += SPAN / events;
                while (hx_anncore_advance(core, cycle) < cycle)
                    ;
                hx_anncore_send_padi_event(core, 0, 0, LABEL);
            }
        elapsed = hx_bench_now() - start;
    }
    *value = figure * (double)spans / elapsed;
    hx_anncore_destroy(core);
    return status;
}

hx_status hx_bench_lif_steps(double seconds, double *value, hx_error *error)
{
    // An input spike for every neuron of a row each 4 us.
    return measure(false, 1, (double)HX_ANNCORE_NEURONS * SPAN, seconds, value, error);
}

hx_status hx_bench_adex_steps(double seconds, double *value, hx_error *error)
{
    return measure(true, 1, (double)HX_ANNCORE_NEURONS * SPAN, seconds, value, error);
}

hx_status hx_bench_synapse_events(double seconds, double *value, hx_error *error)
{
    return measure(false, EVENTS, EVENTS, seconds, value, error);
}

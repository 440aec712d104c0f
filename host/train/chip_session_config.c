// Cells that give a network's constants on a nominal chip.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/cells.h"
#include "host/train/chip_session.h"

#define OUTPUT_REST 310 // parameter cell; CADC 120

#define SMALL_CAPACITANCE 0.1 // what the switch leaves of the synaptic one
#define CAPACITOR_FULL 63
#define CELL_MAXIMUM 1022

static uint32_t cell_of(double value)
{
    return value < 1 ? 1 : value > CELL_MAXIMUM ? CELL_MAXIMUM : (uint32_t)(value + 0.5);
}

// Each of `circuits` joined ones gets its share of one neuron's capacitance and leak.
static void set_time_constants(hx_chip_neuron_parameters *neuron, unsigned circuits,
                               double tau_mem_us, double tau_syn_us)
{
    double share = neuron->membrane_capacitor_size / circuits / (double)CAPACITOR_FULL;
    neuron->membrane_capacitor_size /= circuits;
    neuron->i_bias_leak = cell_of(HX_CELLS_LEAK_TIMES_TAU * share / tau_mem_us);
    const bool small = tau_syn_us < HX_CELLS_SYNAPSE_TIMES_TAU / CELL_MAXIMUM;
    neuron->excitatory_small_capacitance = neuron->inhibitory_small_capacitance = small;
    neuron->i_bias_synin_exc_tau = neuron->i_bias_synin_inh_tau =
        cell_of(HX_CELLS_SYNAPSE_TIMES_TAU * (small ? SMALL_CAPACITANCE : 1.0) / tau_syn_us);
}

hx_chip_session_config hx_chip_session_config_default(const hx_network *network, bool shared_rows)
{
    const unsigned circuits = shared_rows ? 2 : 1;
    hx_chip_session_config config = {
        .network = *network,
        .device = hx_device_config_default(),
        .workers = 1,
        .shared_rows = shared_rows,
        .sampler = HX_SAMPLER_PPU,
        .copies = HX_ROUTER_DEFAULT_COPIES,
        .chip = hx_chip_settings_default(),
        .hidden = hx_chip_neuron_parameters_default(),
        .output = hx_chip_neuron_parameters_default(),
        .pace = {.group = 1},
        .threshold_lsb = 45,
        .baseline_trials = 4,
    };
    // Full synapse bias: a weight of 63 then moves a resting membrane to the threshold if it
    // lasts. Rest and reset coincide; readouts rest in the middle of the CADC range.
    config.chip.weight_scale = 1022;
    config.hidden.v_reset = config.hidden.v_leak;
    config.output.spiking = network->first_spike;
    config.output.v_leak = config.output.v_reset =
        network->first_spike ? config.hidden.v_leak : OUTPUT_REST;
    set_time_constants(&config.hidden, circuits, network->tau_mem_us[0], network->tau_syn_us[0]);
    set_time_constants(&config.output, circuits, network->tau_mem_us[1], network->tau_syn_us[1]);
    return config;
}

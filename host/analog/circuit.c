// A neuron circuit of the analog core set up in physical quantities.
// SPDX-License-Identifier: Apache-2.0
#include "host/analog/circuit.h"

#include "host/chip/configure.h"
#include "host/chip/coordinate.h"
#include "models/parameters.h"

#include <hx_map.h>
#include <math.h>
#include <stdio.h>

#define US 1e-6
#define SLOW_SCALE 6 // periods of 0.512 us
#define FAST_SCALE 2 // periods of 32 ns
#define HOLDOFF_LEAD 31

static double get_period(unsigned scale)
{
    return (double)(2u << scale) * HX_PARAMETERS_CYCLE / US;
}

hx_status hx_circuit_prepare(hx_clocked_core *clocked)
{
    hx_chip_settings settings = hx_chip_settings_default();
    settings.clear_synapses = false;
    settings.clear_parameters = false;
    settings.clock_scale_slow = SLOW_SCALE;
    settings.clock_scale_fast = FAST_SCALE;
    hx_status status = hx_chip_write_defaults(&settings, hx_clocked_core_write, clocked);
    // One driver a half carries all inputs.
    hx_map_synapse_driver_config driver = hx_map_synapse_driver_config_default();
    driver.enable_receiver = 1;
    driver.row_mode_excitatory_bottom = 1;
    driver.row_mode_inhibitory_top = 1;
    uint32_t words[HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS];
    hx_map_synapse_driver_config_encode(&driver, words);
    for (unsigned half = 0; half < 2; half++)
        for (unsigned w = 0; !status && w < HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS; w++)
            status = hx_clocked_core_write(
                clocked, hx_map_synapse_driver_config_address(half, 0) + w, words[w]);
    return status;
}

static hx_status check(const char *name, double value, double low, double high, hx_error *error)
{
    if (value >= low && value <= high)
        return HX_OK;
    return hx_error_set(error, HX_ERROR_ARGUMENT, "%s %g is outside %.4g..%.4g", name, value, low,
                        high);
}

static uint32_t get_cell(double steps)
{
    return (uint32_t)lround(steps / HX_PARAMETERS_CADC_GAIN + HX_PARAMETERS_CADC_ZERO);
}

static hx_status check_potentials(const hx_circuit *c, hx_error *error)
{
    const double low = -HX_PARAMETERS_CADC_ZERO * HX_PARAMETERS_CADC_GAIN;
    const double high = low + 1022 * HX_PARAMETERS_CADC_GAIN;
    hx_status status = check("leak", c->leak, low, high, error);
    if (!status)
        status = check("reset", c->reset, low, high, error);
    return status ? status : check("threshold", c->threshold, low, high, error);
}

// A conductance as a cell of `unit` with switches that multiply and divide by `factor`.
static hx_status find_conductance(const char *name, double tau, double unit, double factor,
                                  uint32_t *cell, bool *multiply, bool *divide, hx_error *error)
{
    double wanted = HX_PARAMETERS_CAPACITANCE / (tau * US) / unit;
    hx_status status = check(name, tau, HX_PARAMETERS_CAPACITANCE / US / unit / (1022 * factor),
                             HX_PARAMETERS_CAPACITANCE / US / unit / (20 / factor), error);
    *multiply = wanted > 1022;
    *divide = wanted < 100;
    wanted *= *multiply ? 1 / factor : *divide ? factor : 1;
    *cell = status ? 0 : (uint32_t)lround(wanted);
    return status;
}

// Refractory time and hold-off: the reset ends an odd number of periods before the spikes may.
static hx_status find_times(const hx_circuit *c, hx_chip_neuron_parameters *p, hx_error *error)
{
    const double slow = get_period(SLOW_SCALE);
    double longest = 255 * slow - c->quiet;
    hx_status status = check("hold-off", c->quiet, 0, HOLDOFF_LEAD * slow, error);
    if (!status)
        status = check("reset time", c->held, get_period(FAST_SCALE), longest, error);
    p->fast_clock = c->held + c->quiet < 254 * get_period(FAST_SCALE) &&
                    c->quiet <= HOLDOFF_LEAD * get_period(FAST_SCALE);
    double period = p->fast_clock ? get_period(FAST_SCALE) : slow;
    double pairs = fmin(floor(c->quiet / period / 2), (HOLDOFF_LEAD - 1) / 2);
    p->reset_holdoff = (uint32_t)((HOLDOFF_LEAD - 1) / 2 - pairs);
    double lead = 2 * pairs + 1;
    p->refractory_time = (uint32_t)fmin(lround(c->held / period) + lead, 255);
    return status;
}

static hx_status write_switches(hx_clocked_core *clocked, const hx_circuit *c, hx_error *error)
{
    unsigned quadrant = hx_chip_neuron_quadrant(c->neuron);
    unsigned column = hx_chip_neuron_quadrant_column(c->neuron);
    uint32_t address = hx_map_neuron_config_address(quadrant, column);
    uint32_t words[HX_MAP_NEURON_CONFIG_WORDS];
    for (unsigned w = 0; w < HX_MAP_NEURON_CONFIG_WORDS; w++)
        words[w] = hx_clocked_core_read(clocked, address + w);
    hx_map_neuron_config config;
    hx_map_neuron_config_decode(words, &config);
    config.connect_soma = (c->switches & HX_CIRCUIT_SOMA) != 0;
    config.connect_somata = (c->switches & HX_CIRCUIT_LINE) != 0;
    config.connect_membrane_right = (c->switches & HX_CIRCUIT_RIGHT) != 0;
    config.connect_bottom = (c->switches & HX_CIRCUIT_BOTTOM) != 0;
    config.enable_multicomp_conductance = c->tau_icc > 0;
    uint32_t cell = 0;
    bool multiply = false, divide = false;
    hx_status status = HX_OK;
    if (c->tau_icc > 0)
        status = find_conductance("inter-compartment time constant", c->tau_icc,
                                  HX_PARAMETERS_ICC_CONDUCTANCE, HX_PARAMETERS_ICC_FACTOR, &cell,
                                  &multiply, &divide, error);
    config.enable_multiply_multicomp_conductance_bias = multiply;
    config.enable_divide_multicomp_conductance_bias = divide;
    hx_map_neuron_config_encode(&config, words);
    for (unsigned w = 0; !status && w < HX_MAP_NEURON_CONFIG_WORDS; w++)
        status = hx_clocked_core_write(clocked, address + w, words[w]);
    if (!status)
        status = hx_clocked_core_write(
            clocked, hx_map_capmem_cell_address(quadrant, column, HX_MAP_CAPMEM_ROW_I_BIAS_NMDA),
            cell);
    return status;
}

// The quad's other synapses keep what they have.
hx_status hx_circuit_write_synapse(hx_clocked_core *clocked, unsigned neuron, unsigned row,
                                   unsigned weight, unsigned label)
{
    unsigned half = neuron / HX_CHIP_COLUMNS, column = neuron % HX_CHIP_COLUMNS;
    unsigned quad = hx_chip_column_quad(column), entry = hx_chip_column_entry(column);
    uint32_t at = hx_map_synapse_weight_quad_address(half, row, quad);
    uint32_t words[1] = {hx_clocked_core_read(clocked, at)};
    hx_map_synapse_weight_quad weights;
    hx_map_synapse_weight_quad_decode(words, &weights);
    uint32_t *const weight_of[] = {&weights.weight_0, &weights.weight_1, &weights.weight_2,
                                   &weights.weight_3};
    *weight_of[entry] = weight;
    hx_map_synapse_weight_quad_encode(&weights, words);
    hx_status status = hx_clocked_core_write(clocked, at, words[0]);
    at = hx_map_synapse_label_quad_address(half, row, quad);
    words[0] = hx_clocked_core_read(clocked, at);
    hx_map_synapse_label_quad labels;
    hx_map_synapse_label_quad_decode(words, &labels);
    uint32_t *const label_of[] = {&labels.label_0, &labels.label_1, &labels.label_2,
                                  &labels.label_3};
    *label_of[entry] = label;
    hx_map_synapse_label_quad_encode(&labels, words);
    return status ? status : hx_clocked_core_write(clocked, at, words[0]);
}

hx_status hx_circuit_write(hx_clocked_core *clocked, const hx_circuit *c, unsigned label,
                           hx_error *error)
{
    hx_chip_neuron_parameters p = hx_chip_neuron_parameters_default();
    p.spiking = c->fires;
    p.v_leak = get_cell(c->leak);
    p.v_reset = get_cell(c->reset);
    p.v_threshold = get_cell(c->threshold);
    p.i_bias_synin_exc_tau = (uint32_t)lround(HX_PARAMETERS_SYNAPTIC_TIME / US / c->tau_syn);
    hx_status status = check_potentials(c, error);
    if (!status)
        status = check("synaptic time constant", c->tau_syn, 3, 100, error);
    if (!status)
        status = check("weight", c->weight, 0, 63, error);
    if (!status)
        status = find_conductance("membrane time constant", c->tau_mem,
                                  HX_PARAMETERS_LEAK_CONDUCTANCE, HX_PARAMETERS_CONDUCTANCE_FACTOR,
                                  &p.i_bias_leak, &p.leak_multiplication, &p.leak_division, error);
    if (!status)
        status =
            find_conductance("reset time constant", c->tau_reset, HX_PARAMETERS_RESET_CONDUCTANCE,
                             HX_PARAMETERS_CONDUCTANCE_FACTOR, &p.i_bias_reset,
                             &p.reset_multiplication, &p.reset_division, error);
    if (!status && c->fires)
        status = find_times(c, &p, error);
    if (!status)
        status = hx_chip_write_neuron(c->neuron, &p, hx_clocked_core_write, clocked, error);
    if (!status)
        status = write_switches(clocked, c, error);
    return status ? status : hx_circuit_write_synapse(clocked, c->neuron, 0, c->weight, label);
}

hx_status hx_circuit_start(hx_clocked_core *clocked)
{
    hx_chip_settings settings = hx_chip_settings_default();
    settings.clock_scale_slow = SLOW_SCALE;
    settings.clock_scale_fast = FAST_SCALE;
    hx_status status = hx_chip_write_force_reset(&settings, false, hx_clocked_core_write, clocked);
    // The lines fall a cycle after the write.
    if (!status)
        status = hx_clocked_core_step(clocked);
    hx_clocked_core_start(clocked, 0);
    return status;
}

void hx_circuit_send(hx_clocked_core *clocked, unsigned neuron, unsigned label)
{
    hx_clocked_core_send(clocked, neuron / HX_CHIP_COLUMNS * HX_CHIP_BUSES, 0, label);
}

double hx_circuit_get_membrane(const hx_clocked_core *clocked, unsigned neuron)
{
    double cell = hx_anncore_get_membrane(hx_clocked_core_get_core(clocked), neuron) /
                  HX_PARAMETERS_VOLT_PER_CELL;
    return (cell - HX_PARAMETERS_CADC_ZERO) * HX_PARAMETERS_CADC_GAIN;
}

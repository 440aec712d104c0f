// Cells and switches to physical quantities.
// SPDX-License-Identifier: Apache-2.0
#include "models/parameters.h"
#include "models/anncore_private.h"
#include "models/mismatch.h"

#include <hx_map.h>
#include <math.h>

enum { BIAS_DAC = 3 };

static double limit_below(double value, double limit)
{
    return value < limit ? limit : value;
}

static double get_factor(const hx_anncore *core, hx_mismatch_use use, unsigned neuron)
{
    return core->spread[use][neuron];
}

static double get_conductance(double cell, double unit, bool multiply, bool divide)
{
    double value = limit_below(cell, HX_PARAMETERS_CONDUCTANCE_CELL_MIN) * unit;
    if (multiply) {
        value *= HX_PARAMETERS_CONDUCTANCE_FACTOR;
    }
    if (divide) {
        value /= HX_PARAMETERS_CONDUCTANCE_FACTOR;
    }
    return value;
}

static double get_potential(double cell, double deviation)
{
    return limit_below(cell * HX_PARAMETERS_VOLT_PER_CELL + deviation, 0.0);
}

static double get_time(double cell, bool small_capacitance, bool high_resistance)
{
    double value = HX_PARAMETERS_SYNAPTIC_TIME / limit_below(cell, 1.0);
    if (small_capacitance) {
        value *= HX_PARAMETERS_SMALL_CAPACITANCE;
    }
    if (high_resistance) {
        value *= HX_PARAMETERS_HIGH_RESISTANCE;
    }
    return value;
}

void hx_parameters_get(const hx_anncore *core, unsigned neuron, hx_parameters *p)
{
    unsigned quadrant = hx_neuron_quadrant(neuron);
    unsigned column = neuron % 128;
    const uint16_t *cell = core->cell_value[quadrant][column];
    hx_map_neuron_config config;
    hx_map_neuron_config_decode(core->neuron_config[neuron], &config);

    p->capacitance = HX_PARAMETERS_CAPACITANCE * limit_below(config.membrane_capacitor_size, 1.0) /
                     63.0 * get_factor(core, HX_MISMATCH_CAPACITANCE, neuron);
    p->conductance[0] =
        get_conductance(cell[HX_MAP_CAPMEM_ROW_I_BIAS_LEAK], HX_PARAMETERS_LEAK_CONDUCTANCE,
                        config.enable_leak_multiplication, config.enable_leak_division) *
        get_factor(core, HX_MISMATCH_LEAK_CONDUCTANCE, neuron);
    p->conductance[1] =
        get_conductance(cell[HX_MAP_CAPMEM_ROW_I_BIAS_RESET], HX_PARAMETERS_RESET_CONDUCTANCE,
                        config.enable_reset_multiplication, config.enable_reset_division) *
        get_factor(core, HX_MISMATCH_RESET_CONDUCTANCE, neuron);
    p->potential[0] = get_potential(cell[HX_MAP_CAPMEM_ROW_V_LEAK],
                                    core->spread[HX_MISMATCH_LEAK_POTENTIAL][neuron]);
    p->potential[1] = get_potential(cell[HX_MAP_CAPMEM_ROW_V_RESET],
                                    core->spread[HX_MISMATCH_RESET_POTENTIAL][neuron]);
    p->threshold = get_potential(cell[HX_MAP_CAPMEM_ROW_V_THRESHOLD],
                                 core->spread[HX_MISMATCH_THRESHOLD_POTENTIAL][neuron]);
    p->noise_current = core->config.noise * HX_PARAMETERS_NOISE_CURRENT *
                       sqrt(p->conductance[0] / HX_PARAMETERS_NOISE_CONDUCTANCE);

    p->excitatory_time = get_time(cell[HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_TAU],
                                  config.enable_synaptic_input_excitatory_small_capacitance,
                                  config.enable_synaptic_input_excitatory_high_resistance) *
                         get_factor(core, HX_MISMATCH_EXCITATORY_TIME, neuron);
    p->inhibitory_time = get_time(cell[HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_TAU],
                                  config.enable_synaptic_input_inhibitory_small_capacitance,
                                  config.enable_synaptic_input_inhibitory_high_resistance) *
                         get_factor(core, HX_MISMATCH_INHIBITORY_TIME, neuron);

    double dac = 0.0;
    if (hx_capmem_has_internal_bias(core, quadrant, BIAS_DAC)) {
        dac = core->cell_value[quadrant][128][HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_DAC] /
              HX_PARAMETERS_DAC_CELL;
    }
    double current = dac * HX_PARAMETERS_SYNAPTIC_CURRENT / HX_PARAMETERS_GM_CELL;
    bool excitatory = hx_synapse_has_current_switch(core, neuron, 0);
    bool inhibitory = hx_synapse_has_current_switch(core, neuron, 1);
    p->excitatory_current = 0.0;
    if (excitatory && config.enable_synaptic_input_excitatory) {
        p->excitatory_current = current * cell[HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_GM] *
                                get_factor(core, HX_MISMATCH_EXCITATORY_GAIN, neuron);
    }
    p->inhibitory_current = 0.0;
    if (inhibitory && config.enable_synaptic_input_inhibitory) {
        p->inhibitory_current = current * cell[HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_GM] *
                                get_factor(core, HX_MISMATCH_INHIBITORY_GAIN, neuron);
    }
    p->fire_enabled = config.enable_fire;
    p->comparator_enabled = config.enable_threshold_comparator;
    p->excitatory_bypass = excitatory && config.enable_bypass_excitatory;
    p->inhibitory_bypass = inhibitory && config.enable_bypass_inhibitory;
}

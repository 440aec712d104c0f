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

// Spread of the circuits that few neurons use is drawn when needed.
static double get_rare_factor(const hx_anncore *core, hx_mismatch_use use, unsigned neuron)
{
    return hx_mismatch_factor(core->config.chip_seed, core->config.mismatch, use, neuron);
}

static double get_rare_potential(const hx_anncore *core, double cell, hx_mismatch_use use,
                                 unsigned neuron)
{
    return get_potential(
        cell, hx_mismatch_offset(core->config.chip_seed, core->config.mismatch, use, neuron));
}

// Currents that are not linear in the membrane, and the offset current.
static void get_extra_currents(const hx_anncore *core, unsigned neuron, const double *cell,
                               const hx_map_neuron_config *config, hx_parameters *p)
{
    p->offset_current = 0.0;
    if (config->enable_membrane_offset) {
        p->offset_current = cell[HX_MAP_CAPMEM_ROW_I_MEM_OFFSET] * HX_PARAMETERS_OFFSET_CURRENT *
                            get_rare_factor(core, HX_MISMATCH_OFFSET_CURRENT, neuron) *
                            (config->invert_membrane_offset ? -1.0 : 1.0);
    }
    p->icc_conductance = cell[HX_MAP_CAPMEM_ROW_I_BIAS_NMDA] * HX_PARAMETERS_ICC_CONDUCTANCE;
    if (config->enable_multicomp_conductance) {
        p->icc_conductance *= get_rare_factor(core, HX_MISMATCH_ICC_CONDUCTANCE, neuron);
    }
    p->icc_conductance *=
        config->enable_multiply_multicomp_conductance_bias ? HX_PARAMETERS_ICC_FACTOR : 1.0;
    p->icc_conductance /=
        config->enable_divide_multicomp_conductance_bias ? HX_PARAMETERS_ICC_FACTOR : 1.0;
    p->exponential_current = 0.0;
    p->exponential_potential = 0.0;
    if (config->enable_exponential) {
        p->exponential_current = cell[HX_MAP_CAPMEM_ROW_I_BIAS_EXP] *
                                 HX_PARAMETERS_EXPONENTIAL_CURRENT *
                                 get_rare_factor(core, HX_MISMATCH_EXPONENTIAL_CURRENT, neuron);
        p->exponential_potential = get_rare_potential(core, cell[HX_MAP_CAPMEM_ROW_V_EXP],
                                                      HX_MISMATCH_EXPONENTIAL_POTENTIAL, neuron);
    }
    p->adaptation_enabled = config->enable_adaptation;
    p->adaptation_time = 1.0;
    p->adaptation_conductance = 0.0;
    p->adaptation_step = 0.0;
    p->adaptation_potential = 0.0;
    if (config->enable_adaptation) {
        p->adaptation_time = HX_PARAMETERS_ADAPTATION_TIME /
                             limit_below(cell[HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_TAU], 1.0) *
                             get_rare_factor(core, HX_MISMATCH_ADAPTATION_TIME, neuron);
        p->adaptation_conductance = cell[HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_A] *
                                    HX_PARAMETERS_ADAPTATION_CONDUCTANCE *
                                    get_rare_factor(core, HX_MISMATCH_ADAPTATION_A, neuron) *
                                    (config->invert_adaptation_a ? -1.0 : 1.0);
        p->adaptation_step = cell[HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_B] *
                             HX_PARAMETERS_ADAPTATION_STEP *
                             get_rare_factor(core, HX_MISMATCH_ADAPTATION_B, neuron) *
                             (config->invert_adaptation_b ? -1.0 : 1.0);
        p->adaptation_potential = get_rare_potential(core, cell[HX_MAP_CAPMEM_ROW_V_ADAPT_LEAK],
                                                     HX_MISMATCH_ADAPTATION_POTENTIAL, neuron);
    }
}

// Conductance-based input: the current counts as if gm were 500, and its factors say the rest.
static double get_gm(unsigned sign, bool coba, const double *cell, hx_parameters *p)
{
    static const unsigned GM[2] = {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_GM,
                                   HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_GM};
    static const unsigned COBA[2] = {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_COBA,
                                     HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_COBA};
    static const unsigned REVERSAL[2] = {HX_MAP_CAPMEM_ROW_E_SYNIN_EXC_REV,
                                         HX_MAP_CAPMEM_ROW_E_SYNIN_INH_REV};
    p->linear_part[sign] = coba ? cell[GM[sign]] / HX_PARAMETERS_GM_CELL : 1.0;
    p->coba[sign] =
        coba ? cell[COBA[sign]] / HX_PARAMETERS_GM_CELL / HX_PARAMETERS_COBA_POTENTIAL : 0.0;
    p->coba_potential[sign] = coba ? get_potential(cell[REVERSAL[sign]], 0.0) : 0.0;
    return coba ? HX_PARAMETERS_GM_CELL : cell[GM[sign]];
}

bool hx_parameters_have_currents(const hx_map_neuron_config *config)
{
    return config->enable_exponential || config->enable_adaptation ||
           config->enable_synaptic_input_excitatory_coba_mode ||
           config->enable_synaptic_input_inhibitory_coba_mode;
}

void hx_parameters_get(const hx_anncore *core, unsigned neuron, hx_parameters *p)
{
    unsigned quadrant = hx_neuron_quadrant(neuron);
    unsigned column = neuron % 128;
    const double *cell = core->cell_value[quadrant][column];
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
    double exc_gm = get_gm(0, config.enable_synaptic_input_excitatory_coba_mode, cell, p);
    double inh_gm = get_gm(1, config.enable_synaptic_input_inhibitory_coba_mode, cell, p);
    p->excitatory_current = 0.0;
    if (excitatory && config.enable_synaptic_input_excitatory) {
        p->excitatory_current =
            current * exc_gm * get_factor(core, HX_MISMATCH_EXCITATORY_GAIN, neuron);
    }
    p->inhibitory_current = 0.0;
    if (inhibitory && config.enable_synaptic_input_inhibitory) {
        p->inhibitory_current =
            current * inh_gm * get_factor(core, HX_MISMATCH_INHIBITORY_GAIN, neuron);
    }
    get_extra_currents(core, neuron, cell, &config, p);
    p->has_currents = hx_parameters_have_currents(&config);
    p->nonlinear = p->has_currents;
    p->pause = config.enable_pause;
    p->fire_enabled = config.enable_fire;
    p->comparator_enabled = config.enable_threshold_comparator;
    p->threshold_set = cell[HX_MAP_CAPMEM_ROW_V_THRESHOLD] > 0.0;
    p->excitatory_bypass = excitatory && config.enable_bypass_excitatory;
    p->inhibitory_bypass = inhibitory && config.enable_bypass_inhibitory;
}

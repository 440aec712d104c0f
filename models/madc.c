// What the fast ADC sees: readout lines of the neurons.
// SPDX-License-Identifier: Apache-2.0
//
// A readout multiplexer connects up to four neuron lines: odd and even columns of the top and
// the bottom row. A neuron drives the line of its place if its readout and readout amplifier are
// on, with the quantity its readout source names; a line, or several lines together, carry the
// mean of all that drive it. A quantity that is not a membrane appears as
//
//   synaptic input: HX_MADC_SYNAPTIC_REST - current * HX_MADC_SYNAPTIC_OHM
//
// Sources that are not neurons and lines without a driver are at 0 V. The scale is that of the
// published conversion of one chip's threshold, capmem cell = 0.99 * MADC + 60.
#include "models/anncore_private.h"

#include <hx_map.h>

#define SYNAPTIC_REST 1.0 // V
#define SYNAPTIC_OHM 1e6
#define CELL_PER_STEP 0.99
#define CELL_AT_ZERO 60.0
#define NOISE 1.0 // steps
#define STEPS 1024

enum { ODD_TOP = 9, EVEN_TOP = 10, ODD_BOTTOM = 11, EVEN_BOTTOM = 12 };

static bool is_connected(unsigned source, unsigned neuron)
{
    static const unsigned BIT[2][2] = {{EVEN_TOP, ODD_TOP}, {EVEN_BOTTOM, ODD_BOTTOM}};
    return (source >> BIT[neuron / HX_COLUMNS][neuron % 2]) & 1;
}

static double get_voltage(const hx_anncore *core, unsigned neuron, unsigned quantity)
{
    switch (quantity) {
    case HX_MAP_NEURON_READOUT_SOURCE_MEMBRANE:
        return hx_anncore_get_membrane(core, neuron);
    case HX_MAP_NEURON_READOUT_SOURCE_EXCITATORY:
        return SYNAPTIC_REST - hx_anncore_get_excitatory_current(core, neuron) * SYNAPTIC_OHM;
    case HX_MAP_NEURON_READOUT_SOURCE_INHIBITORY:
        return SYNAPTIC_REST - hx_anncore_get_inhibitory_current(core, neuron) * SYNAPTIC_OHM;
    default:
        return 0.0; // there is no adaptation
    }
}

unsigned hx_anncore_sample_madc(const hx_anncore *core, unsigned source)
{
    double sum = 0.0;
    unsigned drivers = 0;
    for (unsigned neuron = 0; (source >> ODD_TOP) != 0 && neuron < HX_ANNCORE_NEURONS; ++neuron) {
        if (!core->readout[neuron] || !is_connected(source, neuron)) {
            continue;
        }
        sum += get_voltage(core, neuron, core->readout[neuron] - 1u);
        ++drivers;
    }
    double volt = drivers ? sum / drivers : 0.0;
    double steps = (volt / HX_PARAMETERS_VOLT_PER_CELL - CELL_AT_ZERO) / CELL_PER_STEP + 0.5;
    if (core->config.noise != 0.0) {
        steps +=
            core->config.noise * NOISE *
            hx_random_normal(core->trial_key, HX_RANDOM_USE_MADC, core->now - core->trial_start, 0);
    }
    if (!(steps > 0.0)) {
        return 0;
    }
    return steps >= STEPS ? STEPS - 1 : (unsigned)steps;
}

void hx_madc_update_readout(hx_anncore *core, unsigned neuron)
{
    hx_map_neuron_config config;
    hx_map_neuron_config_decode(core->neuron_config[neuron], &config);
    bool on = config.enable_readout && config.enable_readout_amplifier;
    core->readout[neuron] = on ? (uint8_t)(config.readout_source + 1) : 0;
}

// What the fast ADC sees: readout and debug lines.
// SPDX-License-Identifier: Apache-2.0
//
// A readout multiplexer connects
//
//   four neuron lines: odd and even columns of the top and the bottom row. A neuron drives the
//     line of its place if its readout and readout amplifier are on, with the quantity its
//     readout source names;
//   the debug lines of the synaptic inputs: columns of both halves whose debug switch is closed;
//   the debug lines of the correlation sensors: the same, with the sensor of the row that the
//     column converters of the half read last;
//   the debug lines of the synapse drivers of a half: drivers whose readout is on, with the
//     voltage of their plasticity.
//
// All that drive a line, or several lines together, appear with their mean. A current I appears
// as CURRENT_REST - I * CURRENT_OHM, a sensor as the potential that the column converters would
// read as it. The current source, the debug pins and lines that nothing drives are at 0 V. The
// scale is that of the published conversion of one chip's threshold, cell = 0.99 * MADC + 60.
#include "models/anncore_private.h"
#include "models/pulse.h"

#include <hx_map.h>

#define CURRENT_REST 1.0 // V
#define CURRENT_OHM 1e6
#define CELL_PER_STEP 0.99
#define CELL_AT_ZERO 60.0
#define NOISE 1.0 // steps
#define STEPS 1024

// Bits of a source.
enum {
    INPUT_INHIBITORY = 3,
    INPUT_EXCITATORY = 4,
    CAUSAL = 5,     // acausal: the next one
    DRIVER_TOP = 7, // bottom: the next one
    ODD_TOP = 9,
    EVEN_TOP = 10,
    ODD_BOTTOM = 11,
    EVEN_BOTTOM = 12
};

typedef struct line {
    double sum; // V
    unsigned drivers;
} line;

static void drive(line *l, double voltage)
{
    l->sum += voltage;
    ++l->drivers;
}

static double from_current(double current)
{
    return CURRENT_REST - current * CURRENT_OHM;
}

static bool is_connected(unsigned source, unsigned neuron)
{
    static const unsigned BIT[2][2] = {{EVEN_TOP, ODD_TOP}, {EVEN_BOTTOM, ODD_BOTTOM}};
    return (source >> BIT[neuron / HX_COLUMNS][neuron % 2]) & 1;
}

static double get_voltage(const hx_anncore *core, unsigned neuron, unsigned quantity)
{
    switch (quantity) {
    case HX_MAP_NEURON_READOUT_SOURCE_EXCITATORY:
        return from_current(hx_anncore_get_excitatory_current(core, neuron));
    case HX_MAP_NEURON_READOUT_SOURCE_INHIBITORY:
        return from_current(hx_anncore_get_inhibitory_current(core, neuron));
    case HX_MAP_NEURON_READOUT_SOURCE_ADAPTATION:
        return from_current(hx_anncore_get_adaptation(core, neuron));
    default:
        return hx_anncore_get_membrane(core, neuron);
    }
}

static void add_neurons(const hx_anncore *core, unsigned source, line *l)
{
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        if (core->readout[neuron] && is_connected(source, neuron)) {
            drive(l, get_voltage(core, neuron, core->readout[neuron] - 1u));
        }
    }
}

static void add_inputs(const hx_anncore *core, bool excitatory, line *l)
{
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        const unsigned position = hx_synapse_position(neuron % HX_COLUMNS);
        const uint8_t switches = core->odd[neuron / HX_COLUMNS][HX_ROWS][position];
        if (switches >> (excitatory ? 6 : 7) & 1) {
            drive(l, from_current(excitatory ? hx_anncore_get_excitatory_current(core, neuron)
                                             : hx_anncore_get_inhibitory_current(core, neuron)));
        }
    }
}

static void add_sensors(const hx_anncore *core, unsigned channel, line *l)
{
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        const unsigned half = neuron / HX_COLUMNS, column = neuron % HX_COLUMNS;
        const uint8_t switches = core->odd[half][HX_ROWS + 1][hx_synapse_position(column)];
        if (switches >> (6 + channel) & 1) {
            const double steps =
                HX_PARAMETERS_CADC_BASELINE -
                hx_correlation_get(core, half, channel, core->cadc_row[half], column);
            drive(l, (steps / HX_PARAMETERS_CADC_GAIN + HX_PARAMETERS_CADC_ZERO) *
                         HX_PARAMETERS_VOLT_PER_CELL);
        }
    }
}

static void add_drivers(const hx_anncore *core, unsigned half, line *l)
{
    for (unsigned index = 0; index < HX_DRIVERS; ++index) {
        if (core->driver[half][index].readout) {
            drive(l, hx_pulse_get_state(core, half, index) * HX_PARAMETERS_VOLT_PER_CELL);
        }
    }
}

unsigned hx_anncore_sample_madc(const hx_anncore *core, unsigned source)
{
    line l = {0.0, 0};
    if (source >> ODD_TOP != 0) {
        add_neurons(core, source, &l);
    }
    for (unsigned i = 0; i < 2; ++i) {
        if (source >> (INPUT_INHIBITORY + i) & 1) {
            add_inputs(core, i == INPUT_EXCITATORY - INPUT_INHIBITORY, &l);
        }
        if (source >> (CAUSAL + i) & 1) {
            add_sensors(core, i, &l);
        }
        if (source >> (DRIVER_TOP + i) & 1) {
            add_drivers(core, i, &l);
        }
    }
    double volt = l.drivers ? l.sum / l.drivers : 0.0;
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

// Correlation sensors of the synapses.
// SPDX-License-Identifier: Apache-2.0
//
// A pre pulse (an event whose label the synapse has, in a row whose driver fires) starts a causal
// trace that the next post pulse of the column ends; a post pulse starts an acausal trace that
// the next pre pulse ends. What is left of a trace at its end is added to the sensor: nearest
// neighbours, one pair a pulse, and none if both pulses come in the same cycle.
//
//   step = HX_CORRELATION_AMPLITUDE * store/70 * 0.8^(amplitude bits) * exp(-t / time)
//   time = HX_CORRELATION_TIME * 80/ramp * 0.75^(time bits)
//
// in CADC steps, with the capmem cells syn_i_bias_store and syn_i_bias_ramp of the quadrant. A
// quadrant whose cells are 0 or whose internal bias is off measures nothing and costs nothing.
// Sensors are cleared by the bus and at the start of a trial. Source of the nominal cells, the
// amplitude and the time constant: public calibration; the trims' factors are our choice.
#include "models/anncore_private.h"

#include "models/elementary.h"

#include <hx_map.h>
#include <string.h>

#define AMPLITUDE 0.5 // CADC steps of a pair without delay, trims 0
#define STORE_CELL 70.0
#define TIME 5e-6 // s
#define RAMP_CELL 80.0
#define AMPLITUDE_TRIM 0.8
#define TIME_TRIM 0.75
#define TRACES 30.0 // a trace is gone after this many time constants

enum { BIAS_STORE = 1, BIAS_RAMP = 2 };

bool hx_correlation_is_on(const hx_anncore *core, unsigned quadrant)
{
    const double *cell = core->cell_value[quadrant][128];
    return cell[HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_RAMP] != 0.0 &&
           cell[HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_STORE] != 0.0 &&
           hx_capmem_has_internal_bias(core, quadrant, BIAS_RAMP) &&
           hx_capmem_has_internal_bias(core, quadrant, BIAS_STORE);
}

static double get_trim(unsigned bits, double factor)
{
    double value = 1.0;
    for (; bits != 0; bits >>= 1) {
        if (bits & 1) {
            value *= factor;
        }
    }
    return value;
}

// Adds what is left of a trace that began `cycles` ago.
static void add_pair(hx_anncore *core, unsigned half, unsigned channel, unsigned row,
                     unsigned column, uint64_t cycles)
{
    const hx_anncore_config *config = &core->config;
    const double *cell = core->cell_value[2 * half + column / 128][128];
    unsigned position = hx_synapse_position(column);
    uint32_t place = (half * HX_ROWS + row) * HX_COLUMNS + column;
    double time = TIME * RAMP_CELL / cell[HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_RAMP] *
                  get_trim(core->even[half][row][position] >> 6, TIME_TRIM) *
                  hx_mismatch_factor(config->chip_seed, config->mismatch,
                                     HX_MISMATCH_CORRELATION_TIME, place);
    double age = (double)cycles * HX_PARAMETERS_CYCLE / time;
    if (cycles == 0 || age > TRACES) {
        return;
    }
    double step = AMPLITUDE * cell[HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_STORE] / STORE_CELL *
                  get_trim(core->odd[half][row][position] >> 6, AMPLITUDE_TRIM) *
                  hx_mismatch_factor(config->chip_seed, config->mismatch,
                                     HX_MISMATCH_CORRELATION_AMPLITUDE, place) *
                  hx_elementary_exp(-age);
    float *sensor = &core->sensor[half][channel][row][column];
    double value = (double)*sensor + step;
    // The storage capacitor is empty at the other end of the range.
    *sensor = (float)(value < HX_PARAMETERS_CADC_BASELINE ? value : HX_PARAMETERS_CADC_BASELINE);
    core->sensors_used = true;
}

void hx_correlation_send_pre(hx_anncore *core, unsigned half, unsigned row, unsigned label)
{
    uint64_t bit = UINT64_C(1) << (row % 64);
    for (unsigned side = 0; side < 2; ++side) {
        if (!hx_correlation_is_on(core, 2 * half + side)) {
            continue;
        }
        for (unsigned column = 128 * side; column < 128 * side + 128; ++column) {
            if ((core->odd[half][row][hx_synapse_position(column)] & 0x3f) != label) {
                continue;
            }
            uint64_t *waits = &core->pre_waits[half][column][row / 64];
            uint64_t post = core->post_time[half * HX_COLUMNS + column];
            if (!(*waits & bit) && post != HX_ANNCORE_NEVER) {
                add_pair(core, half, 1, row, column, core->now - post);
            }
            *waits |= bit;
            core->pre_time[half][row][column] = core->now;
        }
    }
}

static void send_post(hx_anncore *core, unsigned neuron)
{
    unsigned half = neuron / HX_COLUMNS;
    unsigned column = neuron % HX_COLUMNS;
    for (unsigned word = 0; word < HX_ROWS / 64; ++word) {
        for (uint64_t left = core->pre_waits[half][column][word]; left != 0; left &= left - 1) {
            unsigned row = 64 * word + (unsigned)__builtin_ctzll(left);
            add_pair(core, half, 0, row, column, core->now - core->pre_time[half][row][column]);
        }
        core->pre_waits[half][column][word] = 0;
    }
    core->post_time[neuron] = core->now;
}

void hx_anncore_send_post_pulses(hx_anncore *core, const uint64_t pulses[HX_ANNCORE_FIRE_WORDS])
{
    for (unsigned quadrant = 0; quadrant < HX_QUADRANTS; ++quadrant) {
        if (!hx_correlation_is_on(core, quadrant)) {
            continue;
        }
        for (unsigned word = 2 * quadrant; word < 2 * quadrant + 2; ++word) {
            for (uint64_t left = pulses[word]; left != 0; left &= left - 1) {
                send_post(core, 64 * word + (unsigned)__builtin_ctzll(left));
            }
        }
    }
}

void hx_correlation_reset(hx_anncore *core, unsigned half, unsigned channels, unsigned row,
                          unsigned column)
{
    for (unsigned channel = 0; channel < HX_CHANNELS; ++channel) {
        if ((channels >> channel) & 1) {
            core->sensor[half][channel][row][column] = 0.0f;
        }
    }
}

double hx_correlation_get(const hx_anncore *core, unsigned half, unsigned channel, unsigned row,
                          unsigned column)
{
    return (double)core->sensor[half][channel][row][column];
}

void hx_correlation_rest(hx_anncore *core)
{
    memset(core->pre_waits, 0, sizeof core->pre_waits);
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        core->post_time[neuron] = HX_ANNCORE_NEVER;
    }
    if (core->sensors_used) {
        memset(core->sensor, 0, sizeof core->sensor);
        core->sensors_used = false;
    }
}

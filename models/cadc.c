// Column converters (CADC) and their offset memory.
// SPDX-License-Identifier: Apache-2.0
//
// A channel reads the membrane if the column's switches and the neuron's readout amplifier
// connect it, else the constant baseline of a correlation sensor without correlation. A bank takes
// the slope of its own block, the offset voltage of the one that is chosen.
#include "models/anncore_private.h"
#include "models/neuron_group.h"

#include <hx_map.h>

#include <string.h>

enum {
    // Offsets of the two memories in their block; east comes first.
    SIDE_EAST = HX_MAP_CADC_CHANNEL_CONFIG_BASE + HX_MAP_CADC_CHANNEL_CONFIG_SIDE_STRIDE -
                HX_MAP_BLOCK_CADC_BASE,
    SIDE_WEST = HX_MAP_CADC_CHANNEL_CONFIG_BASE - HX_MAP_BLOCK_CADC_BASE,
    TIMING = HX_MAP_CADC_OFFSET_SRAM_TIMING_CONFIG_BASE - HX_MAP_CADC_CHANNEL_CONFIG_BASE
};

// Whether the sensor line of the column is connected to the channel.
static bool is_internal(const hx_anncore *core, unsigned half, unsigned channel, unsigned column)
{
    return (core->even[half][HX_ROWS + 1][hx_synapse_position(column)] >> (6 + channel)) & 1;
}

// Whether a channel (0 causal, 1 acausal) is connected to its neuron's membrane.
static bool reads_membrane(const hx_anncore *core, unsigned half, unsigned channel, unsigned column)
{
    unsigned position = hx_synapse_position(column);
    const uint8_t *readout = (channel ? core->odd : core->even)[half][HX_ROWS];
    bool internal = is_internal(core, half, channel, column);
    bool connected = (readout[position] >> 5) & 1;
    hx_map_neuron_config config;
    hx_map_neuron_config_decode(core->neuron_config[half * HX_COLUMNS + column], &config);
    return internal && connected && config.enable_readout_amplifier &&
           config.readout_source == HX_MAP_NEURON_READOUT_SOURCE_MEMBRANE;
}

// Register offset of a channel, -128..127.
static int get_offset(const hx_anncore *core, unsigned half, unsigned channel, unsigned column)
{
    return core->cadc_config[half][column / 128][2 * (column % 128) + channel] - 128;
}

static unsigned finish(const hx_anncore *core, unsigned half, unsigned channel, unsigned column,
                       double steps)
{
    double value = steps * core->cadc_gain[half][channel][column] +
                   core->cadc_offset[half][channel][column] +
                   get_offset(core, half, channel, column) + 0.5;
    if (!(value > 0.0)) {
        return 0;
    }
    return value >= 255.0 ? 255 : (unsigned)value;
}

// The membranes of the columns in CADC steps, without the spread of the channels.
static void get_steps(const hx_anncore *core, unsigned half, unsigned crossed,
                      double steps[HX_COLUMNS])
{
    enum { GROUPS = HX_COLUMNS / HX_NEURON_GROUP };
    for (unsigned group = 0; group < GROUPS; ++group) {
        double *of_group = &steps[HX_NEURON_GROUP * group];
        unsigned bank = group / (GROUPS / 2), source = bank ^ (crossed >> bank & 1);
        double slope =
            core->cell_value[2 * half + bank][128][HX_MAP_CAPMEM_ROW_128_CADC_I_RAMP_SLOPE];
        double gain =
            HX_PARAMETERS_CADC_GAIN * HX_PARAMETERS_CADC_SLOPE_CELL / (slope < 1.0 ? 1.0 : slope);
        double zero =
            HX_PARAMETERS_CADC_ZERO - HX_PARAMETERS_CADC_OFFSET_CELL +
            core->cell_value[2 * half + source][128][HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET];
        hx_neuron_get_group(&core->neurons, GROUPS * half + group, hx_anncore_offset(core),
                            of_group);
        for (unsigned i = 0; i < HX_NEURON_GROUP; ++i) {
            of_group[i] = (of_group[i] / HX_PARAMETERS_VOLT_PER_CELL - zero) * gain;
        }
    }
}

void hx_anncore_convert_cadc(hx_anncore *core, unsigned half, unsigned row, unsigned crossed)
{
    double noise[HX_CHANNELS * HX_COLUMNS], steps[HX_COLUMNS];
    get_steps(core, half, crossed, steps);
    core->cadc_row[half] = (uint16_t)(row < HX_ROWS ? row : 0);
    if (core->config.noise != 0.0) {
        hx_random_bytes_512(core->level, core->trial_key, core->now - core->trial_start,
                            HX_RANDOM_USE_CADC + half, noise);
    } else {
        memset(noise, 0, sizeof noise);
    }
    double scale = core->config.noise * HX_PARAMETERS_CADC_NOISE / HX_RANDOM_BYTES_SIGMA;
    for (unsigned column = 0; column < HX_COLUMNS; ++column) {
        for (unsigned channel = 0; channel < HX_CHANNELS; ++channel) {
            double input = HX_PARAMETERS_CADC_BASELINE;
            if (reads_membrane(core, half, channel, column)) {
                input = steps[column];
            } else if (row < HX_ROWS && is_internal(core, half, channel, column)) {
                input -= hx_correlation_get(core, half, channel, row, column);
            }
            input += noise[channel * HX_COLUMNS + column] * scale;
            core->cadc_result[half][channel][column] =
                (uint8_t)finish(core, half, channel, column, input);
        }
    }
}

unsigned hx_cadc_get_result(const hx_anncore *core, unsigned half, unsigned channel,
                            unsigned column, bool held)
{
    return held ? finish(core, half, channel, column, HX_PARAMETERS_CADC_BASELINE)
                : core->cadc_result[half][channel][column];
}

// Side (0 west, 1 east) and place inside its memory; false if there is none.
static bool find_side(uint32_t offset, unsigned *side, uint32_t *place)
{
    *side = offset < SIDE_WEST;
    *place = offset - (*side ? SIDE_EAST : SIDE_WEST);
    return *place < HX_COLUMNS || (*place >= TIMING && *place < TIMING + 2);
}

uint32_t hx_cadc_read_config(const hx_anncore *core, unsigned half, uint32_t offset)
{
    unsigned side;
    uint32_t place;
    if (!find_side(offset, &side, &place)) {
        return 0;
    }
    return place < HX_COLUMNS ? core->cadc_config[half][side][place]
                              : core->cadc_timing[half][side][place - TIMING];
}

void hx_cadc_write_config(hx_anncore *core, unsigned half, uint32_t offset, uint32_t bits,
                          uint32_t data)
{
    unsigned side;
    uint32_t place;
    if (!find_side(offset, &side, &place)) {
        return;
    }
    if (place < HX_COLUMNS) {
        bits &= hx_map_cadc_channel_config_mask(0);
        uint8_t *value = &core->cadc_config[half][side][place];
        *value = (uint8_t)((*value & ~bits) | (data & bits));
    } else {
        bits &= hx_map_cadc_offset_sram_timing_config_mask(place - TIMING);
        uint32_t *value = &core->cadc_timing[half][side][place - TIMING];
        *value = (*value & ~bits) | (data & bits);
    }
}

// What the answer to a trial says.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/trial_private.h"

#include <math.h>
#include <string.h>

// Chip time of the first sample's grid point 0, from the marker that left at timer 0.
static hx_status find_origin(const hx_trial_config *config, const hx_program_result *result,
                             uint64_t *fpga_time, hx_error *error)
{
    const uint64_t *ticks;
    size_t count;
    hx_program_result_get_ticks(result, &ticks, &count);
    if (count != 1)
        return hx_error_set(error, HX_ERROR_CHECK, "trial: %zu markers came back, not 1", count);
    *fpga_time = ticks[0] + config->start;
    return HX_OK;
}

// `time` of an event in us of the sample that it belongs to; false: to another one or to none.
static bool find_time(const hx_trial_config *config, const hx_network *network, uint64_t origin,
                      uint64_t chip_time, double *time)
{
    *time = (double)((int64_t)chip_time - (int64_t)(2 * origin)) / (2 * CYCLES_PER_US);
    double step = floor(*time / network->step_us);
    return step >= 0 && step < (double)config->steps;
}

static hx_status read_spikes(const hx_trial_config *config, const hx_network *network,
                             const hx_program_result *result, uint64_t first, size_t number,
                             size_t samples, hx_spike *spikes, size_t capacity,
                             hx_observation *observation, hx_trial_outcome *outcome,
                             hx_error *error)
{
    const hx_program_spike *recorded;
    size_t count, known = 0;
    hx_program_result_get_spikes(result, &recorded, &count);
    memset(observation->hidden_spikes, 0, network->steps * network->hidden);
    for (size_t o = 0; o < network->outputs; o++)
        observation->output_first[o] = INFINITY;
    for (size_t i = 0; i < count; i++) {
        int hidden = hx_router_find_hidden(config->router, recorded[i].label);
        int output = hx_router_find_output(config->router, recorded[i].label);
        double time = 0;
        for (size_t k = 0; (hidden >= 0 || output >= 0) && k < samples; k++)
            known += find_time(config, network, first + k * config->period, recorded[i].chip_time,
                               &time);
        if (!find_time(config, network, first + number * config->period, recorded[i].chip_time,
                       &time))
            continue;
        if (output >= 0 && (float)time < observation->output_first[output])
            observation->output_first[output] = (float)time;
        if (hidden < 0)
            continue;
        if (outcome->spike_count == capacity)
            return hx_error_set(error, HX_ERROR_LIMIT, "trial: more than %zu hidden spikes",
                                capacity);
        spikes[outcome->spike_count++] = (hx_spike){(float)time, (uint32_t)hidden};
        size_t step = (size_t)floor(time / network->step_us);
        uint8_t *cell = &observation->hidden_spikes[step * network->hidden + (size_t)hidden];
        if (*cell < UINT8_MAX)
            ++*cell;
    }
    outcome->stray_spikes = count - known;
    return HX_OK;
}

// The readings of a trial. All of a sampling point stand together.
typedef struct readings {
    const hx_trial_config *config;
    const uint32_t *values;
    size_t stride;                         // words of a sampling point
    uint8_t place_of[HX_ROUTER_MAX_QUADS]; // of the plan's quads in it
} readings;

// Those of sample `number` of `samples`.
static hx_status open_readings(readings *all, const hx_trial_config *config,
                               const hx_program_result *result, size_t number, size_t samples,
                               hx_error *error)
{
    size_t count;
    all->config = config;
    hx_program_result_get_reads(result, &all->values, &count);
    if (config->ppu) {
        all->stride = HX_PPU_SAMPLER_STAMPS + config->plan->count;
        for (size_t i = 0; i < config->plan->count; i++)
            all->place_of[i] = (uint8_t)(HX_PPU_SAMPLER_STAMPS + i);
    } else {
        uint8_t order[HX_ROUTER_MAX_QUADS];
        size_t triggers;
        all->stride = hx_trial_order_quads(config->plan, order, &triggers);
        for (size_t i = 0; i < all->stride; i++)
            all->place_of[order[i]] = (uint8_t)i;
    }
    const size_t each = all->stride * config->samples;
    if (count != each * samples)
        return hx_error_set(error, HX_ERROR_CHECK, "trial: %zu readings came back, not %zu", count,
                            each * samples);
    all->values += number * each;
    return HX_OK;
}

// FPGA cycles from grid point 0 to a sampling point of a half.
static double time_of(const readings *all, unsigned half, size_t sample)
{
    const hx_trial_config *config = all->config;
    if (!config->ppu)
        return config->sample_first + (double)sample * config->sample_step;
    // The stamp counts chip cycles from the start, which the data word of its write makes.
    return (double)all->values[sample * all->stride + half] / 2 +
           hx_trial_start_of_ppu(config, half) + 1 - config->start;
}

// The two sampling points of a half around a grid point.
typedef struct interpolation {
    const uint32_t *left, *right;
    size_t sample; // of the left one
    float share;   // of the right one
} interpolation;

// Grid points come in ascending order.
static void advance(interpolation *view, const readings *all, unsigned half, double at)
{
    const size_t last = all->config->samples - 1;
    while (view->sample < last && time_of(all, half, view->sample + 1) <= at)
        view->sample++;
    const size_t right = view->sample < last ? view->sample + 1 : last;
    const double from = time_of(all, half, view->sample), to = time_of(all, half, right);
    view->left = all->values + view->sample * all->stride;
    view->right = all->values + right * all->stride;
    view->share = right > view->sample && at > from ? (float)((at - from) / (to - from)) : 0;
}

static float look(const readings *all, const interpolation views[HX_PPU_COUNT],
                  hx_router_readout_place place)
{
    const interpolation *view = &views[all->config->plan->quads[place.index].half];
    const unsigned word = all->place_of[place.index], shift = 24 - 8 * place.entry;
    const float left = (float)(view->left[word] >> shift & 0xff);
    const float right = (float)(view->right[word] >> shift & 0xff);
    return left + view->share * (right - left);
}

static void read_voltages(const readings *all, const interpolation views[HX_PPU_COUNT],
                          size_t count, const hx_router_readout_place *places,
                          const float *baseline, float gain, float *voltages)
{
    for (size_t i = 0; i < count; i++)
        voltages[i] = (look(all, views, places[i]) - (baseline ? baseline[i] : 0)) * gain;
}

hx_status hx_trial_read(const hx_trial_config *config, const hx_network *network,
                        const hx_program_result *result, size_t number, size_t count,
                        const hx_trial_scale *scale, hx_spike *spikes, size_t spike_capacity,
                        hx_observation *observation, hx_trial_outcome *outcome, hx_error *error)
{
    *outcome = (hx_trial_outcome){.fpga_cycles = hx_program_result_get_halt_time(result),
                                  .spikes = spikes};
    uint64_t origin = 0;
    readings all;
    TRY(find_origin(config, result, &origin, error));
    TRY(read_spikes(config, network, result, origin, number, count, spikes, spike_capacity,
                    observation, outcome, error));
    TRY(open_readings(&all, config, result, number, count, error));
    const size_t hidden = network->hidden, outputs = network->outputs;
    interpolation views[HX_PPU_COUNT] = {{NULL}};
    for (size_t n = 0; n < network->steps; n++) {
        for (unsigned half = 0; half < HX_PPU_COUNT; half++)
            advance(&views[half], &all, half, (double)n * config->grid_step);
        if (!config->only_outputs)
            read_voltages(&all, views, hidden, config->plan->hidden,
                          scale->hidden_baseline ? scale->hidden_baseline + n * hidden : NULL,
                          scale->hidden_gain, observation->hidden_voltage + n * hidden);
        read_voltages(&all, views, outputs, config->plan->outputs,
                      scale->output_baseline ? scale->output_baseline + n * outputs : NULL,
                      scale->output_gain, observation->output_voltage + n * outputs);
    }
    return HX_OK;
}

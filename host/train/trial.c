// One sample as a playback program.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/trial.h"

#include "hx_map.h"

#include <math.h>
#include <string.h>

#define CYCLES_PER_US 125.0
#define BARRIER_OMNIBUS 0x1
#define BARRIER_SYSTIME 0x4
#define PACK_MAXIMUM 3
// A conversion takes 1.6 us, each reading of the buffer 8 ns on the bus.
#define CONVERSION_CYCLES 200u
#define SAMPLE_CYCLES 250u
// Half of the accesses the FPGA lets be in flight (52) belong to the trip to the chip and back.
#define PROMPT_QUADS 40

hx_trial_config hx_trial_config_default(const hx_network *network, const hx_router *router,
                                        const hx_router_readout_plan *plan,
                                        const hx_chip_settings *chip)
{
    uint32_t sample_step = SAMPLE_CYCLES, read_delay = 0;
    if (plan->count > PROMPT_QUADS) {
        read_delay = CONVERSION_CYCLES + 10;
        sample_step = read_delay + (uint32_t)plan->count + 20; // room for spikes
    }
    return (hx_trial_config){.router = router,
                             .plan = plan,
                             .chip = chip,
                             .steps = network->steps,
                             .samples =
                                 (size_t)ceil((double)(network->steps - 1) * network->step_us *
                                              CYCLES_PER_US / sample_step) +
                                 1,
                             // After the release the membranes settle from reset to leak.
                             .start = 250,
                             .grid_step = (uint32_t)lround(network->step_us * CYCLES_PER_US),
                             .sample_step = sample_step,
                             .read_delay = read_delay,
                             // Longer than any refractory time and way of an event.
                             .park_wait = 375};
}

// The builder keeps the timer value at which the next instruction executes.
typedef struct builder {
    const hx_trial_config *config;
    hx_program *program;
    uint32_t now;
} builder;

static hx_status wait_for(builder *build, uint32_t time)
{
    if (time <= build->now)
        return HX_OK;
    // The instruction after a wait for t executes when the timer shows t + 1.
    hx_status status = hx_program_add_wait_until(build->program, time - 1);
    build->now = time;
    return status;
}

static hx_status write_register(void *context, uint32_t address, uint32_t value)
{
    builder *build = context;
    build->now += 2; // address and data are an instruction each
    return hx_program_add_write(build->program, address, value);
}

static hx_status add_spikes(builder *build, const uint16_t *labels, size_t count)
{
    build->now += 1;
    return hx_program_add_spikes(build->program, labels, (unsigned)count);
}

// Order in which quads are read: the first of each half converts, so both stand in front.
static size_t order_quads(const hx_router_readout_plan *plan, uint8_t *order, size_t *triggers)
{
    size_t count = 0;
    for (unsigned half = 0; half < 2; half++)
        for (size_t i = 0; i < plan->count; i++)
            if (plan->quads[i].half == half) {
                order[count++] = (uint8_t)i;
                break;
            }
    *triggers = count;
    for (size_t i = 0; i < plan->count; i++) {
        bool listed = false;
        for (size_t k = 0; k < *triggers; k++)
            listed |= order[k] == i;
        if (!listed)
            order[count++] = (uint8_t)i;
    }
    return count;
}

static hx_status add_read(builder *build, const hx_router_readout_quad *quad, bool buffered)
{
    size_t ticket;
    build->now += 1;
    return hx_program_add_read(
        build->program, hx_map_cadc_sample_quad_address(quad->half, buffered, 0, 0, quad->quad),
        &ticket);
}

// Spikes go out at their cycle; reads take the cycles that are left.
static hx_status add_experiment(builder *build, const hx_sample *sample)
{
    const hx_trial_config *config = build->config;
    uint8_t order[HX_ROUTER_MAX_QUADS];
    size_t triggers, quads = order_quads(config->plan, order, &triggers);
    uint32_t end = config->start + (uint32_t)config->steps * config->grid_step;
    size_t spike = 0, read = 0, reads = config->samples * quads;
    hx_status status = HX_OK;
    while (!status && (spike < sample->spike_count || read < reads)) {
        double spike_due = INFINITY;
        if (spike < sample->spike_count) {
            spike_due = config->start + round(sample->spikes[spike].time_us * CYCLES_PER_US);
            if (spike_due < config->start || spike_due >= end) {
                spike++;
                continue;
            }
        }
        double read_due = INFINITY;
        if (read < reads)
            read_due = config->start + (uint32_t)(read / quads) * config->sample_step +
                       (read % quads < triggers ? 0 : config->read_delay);
        double read_time = fmax(read_due, build->now), spike_time = fmax(spike_due, build->now);
        if (spike_time <= read_time) {
            status = wait_for(build, (uint32_t)spike_time);
            uint16_t labels[PACK_MAXIMUM];
            size_t count = 0;
            while (count < PACK_MAXIMUM && spike < sample->spike_count &&
                   config->start + round(sample->spikes[spike].time_us * CYCLES_PER_US) <=
                       spike_time)
                labels[count++] =
                    hx_router_get_input_label(config->router, sample->spikes[spike++].unit);
            if (!status)
                status = add_spikes(build, labels, count);
        } else {
            size_t place = read++ % quads;
            status = wait_for(build, (uint32_t)read_time);
            if (!status)
                status = add_read(build, &config->plan->quads[order[place]], place >= triggers);
        }
    }
    return status ? status : wait_for(build, end);
}

#define TRY(call)                                                                                  \
    do {                                                                                           \
        hx_status try_status = (call);                                                             \
        if (try_status)                                                                            \
            return try_status;                                                                     \
    } while (0)

hx_status hx_trial_build(const hx_trial_config *config, const hx_sample *sample,
                         hx_program *program)
{
    builder build = {.config = config, .program = program};
    hx_program_clear(program);
    TRY(hx_program_add_systime_init(program, true));
    TRY(hx_program_add_barrier(program, BARRIER_SYSTIME));
    TRY(hx_program_add_timer_setup(program));
    TRY(hx_program_add_loopback(program, true)); // the marker, at timer 0
    build.now = 1;
    TRY(hx_chip_write_force_reset(config->chip, false, write_register, &build));
    TRY(add_experiment(&build, sample));
    TRY(hx_chip_write_force_reset(config->chip, true, write_register, &build));
    TRY(wait_for(&build, build.now + config->park_wait));
    TRY(hx_program_add_barrier(program, BARRIER_OMNIBUS));
    return hx_program_add_loopback(program, false);
}

// Chip time of grid point 0, from the marker that left at timer 0.
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

static hx_status read_spikes(const hx_trial_config *config, const hx_network *network,
                             const hx_program_result *result, uint64_t origin, hx_spike *spikes,
                             size_t capacity, hx_observation *observation,
                             hx_trial_outcome *outcome, hx_error *error)
{
    const hx_program_spike *recorded;
    size_t count;
    hx_program_result_get_spikes(result, &recorded, &count);
    memset(observation->hidden_spikes, 0, network->steps * network->hidden);
    for (size_t o = 0; o < network->outputs; o++)
        observation->output_first[o] = INFINITY;
    for (size_t i = 0; i < count; i++) {
        int hidden = hx_router_find_hidden(config->router, recorded[i].label);
        double time =
            (double)((int64_t)recorded[i].chip_time - (int64_t)(2 * origin)) / (2 * CYCLES_PER_US);
        double step = floor(time / network->step_us);
        int output = hx_router_find_output(config->router, recorded[i].label);
        if (output >= 0 && step >= 0 && step < (double)network->steps) {
            if ((float)time < observation->output_first[output])
                observation->output_first[output] = (float)time;
            continue;
        }
        if (hidden < 0 || step < 0 || step >= (double)network->steps) {
            outcome->stray_spikes++;
            continue;
        }
        if (outcome->spike_count == capacity)
            return hx_error_set(error, HX_ERROR_LIMIT, "trial: more than %zu hidden spikes",
                                capacity);
        spikes[outcome->spike_count++] = (hx_spike){(float)time, (uint32_t)hidden};
        uint8_t *cell =
            &observation->hidden_spikes[(size_t)step * network->hidden + (size_t)hidden];
        if (*cell < UINT8_MAX)
            ++*cell;
    }
    return HX_OK;
}

// Two sampling points, and how far a grid point lies between them.
typedef struct interpolation {
    const uint32_t *left, *right;
    const uint8_t *place_of;
    float share;
} interpolation;

// The reading of a neuron at a sampling point.
static float reading(const uint32_t *values, const uint8_t *place_of, hx_router_readout_place place)
{
    return (float)(values[place_of[place.index]] >> (24 - 8 * place.entry) & 0xff);
}

static float look(const interpolation *view, hx_router_readout_place place)
{
    float left = reading(view->left, view->place_of, place);
    float right = reading(view->right, view->place_of, place);
    return left + view->share * (right - left);
}

hx_status hx_trial_read(const hx_trial_config *config, const hx_network *network,
                        const hx_program_result *result, const hx_trial_scale *scale,
                        hx_spike *spikes, size_t spike_capacity, hx_observation *observation,
                        hx_trial_outcome *outcome, hx_error *error)
{
    *outcome = (hx_trial_outcome){.fpga_cycles = hx_program_result_get_halt_time(result),
                                  .spikes = spikes};
    uint64_t origin = 0;
    TRY(find_origin(config, result, &origin, error));
    TRY(read_spikes(config, network, result, origin, spikes, spike_capacity, observation, outcome,
                    error));
    uint8_t order[HX_ROUTER_MAX_QUADS], place_of[HX_ROUTER_MAX_QUADS];
    size_t triggers, quads = order_quads(config->plan, order, &triggers), count;
    const uint32_t *values;
    hx_program_result_get_reads(result, &values, &count);
    if (count != quads * config->samples)
        return hx_error_set(error, HX_ERROR_CHECK, "trial: %zu readings came back, not %zu", count,
                            quads * config->samples);
    for (size_t i = 0; i < quads; i++)
        place_of[order[i]] = (uint8_t)i;
    for (size_t n = 0; n < network->steps; n++) {
        // Grid points between two sampling points are interpolated.
        double at = (double)n * config->grid_step / config->sample_step;
        size_t left = (size_t)at < config->samples - 1 ? (size_t)at : config->samples - 1;
        size_t right = left + 1 < config->samples ? left + 1 : left;
        const interpolation view = {values + left * quads, values + right * quads, place_of,
                                    (float)(at - (double)left)};
        for (size_t h = 0; h < network->hidden; h++)
            observation->hidden_voltage[n * network->hidden + h] =
                (look(&view, config->plan->hidden[h]) -
                 (scale->hidden_baseline ? scale->hidden_baseline[h] : 0)) *
                scale->hidden_gain;
        for (size_t o = 0; o < network->outputs; o++) {
            float sum = 0;
            for (unsigned part = 0; part < config->plan->output_parts; part++)
                sum += look(&view, config->plan->outputs[part][o]);
            observation->output_voltage[n * network->outputs + o] =
                (sum - (scale->output_baseline ? scale->output_baseline[o] : 0)) *
                scale->output_gain;
        }
    }
    return HX_OK;
}

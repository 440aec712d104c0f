// Samples as a playback program.
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

#define LONG_SETTLE 250 // from reset to leak
#define LONG_PARK 375   // longer than any refractory time and way of an event
#define SHORT_SETTLE 65

static uint32_t cycles(double time_us)
{
    return (uint32_t)lround(time_us * CYCLES_PER_US);
}

static void plan_samples(hx_trial_config *config)
{
    const uint32_t length = (uint32_t)(config->steps - 1) * config->grid_step;
    config->sample_step = SAMPLE_CYCLES;
    if (config->only_outputs) {
        // The last one at the last grid point, the others as close before it as can be.
        config->sample_step = CONVERSION_CYCLES + 10;
        config->samples = length / config->sample_step + 1;
        config->sample_first = length % config->sample_step;
        return;
    }
    if (config->plan->count > PROMPT_QUADS) {
        config->read_delay = CONVERSION_CYCLES + 10;
        config->sample_step = config->read_delay + (uint32_t)config->plan->count + 20; // for spikes
    }
    config->samples = (length + config->sample_step - 1) / config->sample_step + 1;
}

hx_status hx_trial_configure(hx_trial_config *config, const hx_network *network,
                             const hx_router *router, const hx_router_readout_plan *plan,
                             const hx_chip_settings *chip, const hx_trial_pace *pace,
                             hx_error *error)
{
    bool paced = pace->period_us > 0;
    *config = (hx_trial_config){.router = router,
                                .plan = plan,
                                .chip = chip,
                                .only_outputs = pace->only_outputs,
                                .steps = network->steps,
                                .start = LONG_SETTLE,
                                .settle = paced ? SHORT_SETTLE : LONG_SETTLE,
                                .grid_step = cycles(network->step_us),
                                .park_wait = LONG_PARK};
    plan_samples(config);
    const uint32_t sampled =
        config->sample_first + (uint32_t)(config->samples - 1) * config->sample_step;
    const uint32_t shown = (uint32_t)config->steps * config->grid_step;
    // Samplings of two samples must not meet, and the neurons need some time in reset.
    uint32_t least = sampled + config->sample_step - config->sample_first;
    if (least < shown + config->settle + CONVERSION_CYCLES)
        least = shown + config->settle + CONVERSION_CYCLES;
    config->period = paced ? cycles(pace->period_us) : least + LONG_PARK;
    if (config->period < least)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "trial: a sample each %g us, at least %g us are needed",
                            pace->period_us, least / CYCLES_PER_US);
    return HX_OK;
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

// What is left to do of a sample; times of the timer.
typedef struct progress {
    const hx_sample *sample;
    uint32_t start, end;
    size_t spike, read, reads, quads, triggers;
    uint8_t order[HX_ROUTER_MAX_QUADS];
    bool parked;
} progress;

// Steps over spikes outside the grid.
static double find_spike(const hx_trial_config *config, progress *p)
{
    for (; p->spike < p->sample->spike_count; p->spike++) {
        double due = p->start + round(p->sample->spikes[p->spike].time_us * CYCLES_PER_US);
        if (due >= p->start && due < p->start + (uint32_t)config->steps * config->grid_step)
            return due;
    }
    return INFINITY;
}

static double find_read(const hx_trial_config *config, const progress *p)
{
    if (p->read == p->reads)
        return INFINITY;
    return p->start + config->sample_first + (uint32_t)(p->read / p->quads) * config->sample_step +
           (p->read % p->quads < p->triggers ? 0 : config->read_delay);
}

static hx_status play_spikes(builder *build, progress *p, double time)
{
    uint16_t labels[PACK_MAXIMUM];
    size_t count = 0;
    hx_status status = wait_for(build, (uint32_t)time);
    while (count < PACK_MAXIMUM && find_spike(build->config, p) <= time)
        labels[count++] =
            hx_router_get_input_label(build->config->router, p->sample->spikes[p->spike++].unit);
    return status ? status : add_spikes(build, labels, count);
}

// Spikes go out at their cycle; parking and reads take the cycles that are left.
static hx_status add_sample(builder *build, const hx_sample *sample, uint32_t start)
{
    const hx_trial_config *config = build->config;
    progress p = {.sample = sample, .start = start};
    p.end = start + (uint32_t)config->steps * config->grid_step;
    p.quads = order_quads(config->plan, p.order, &p.triggers);
    p.reads = config->samples * p.quads;
    hx_status status = wait_for(build, start - config->settle);
    if (!status)
        status = hx_chip_write_force_reset(config->chip, false, write_register, build);
    for (;;) {
        double spike_time = fmax(find_spike(config, &p), build->now);
        double read_time = fmax(find_read(config, &p), build->now);
        if (status || (isinf(spike_time) && isinf(read_time) && p.parked))
            return status;
        double park_time = p.parked ? INFINITY : fmax(p.end, build->now);
        if (spike_time <= read_time && spike_time <= park_time) {
            status = play_spikes(build, &p, spike_time);
        } else if (park_time < read_time) {
            status = wait_for(build, (uint32_t)park_time);
            if (!status)
                status = hx_chip_write_force_reset(config->chip, true, write_register, build);
            p.parked = true;
        } else {
            size_t place = p.read++ % p.quads;
            status = wait_for(build, (uint32_t)read_time);
            if (!status)
                status = add_read(build, &config->plan->quads[p.order[place]], place >= p.triggers);
        }
    }
}

#define TRY(call)                                                                                  \
    do {                                                                                           \
        hx_status try_status = (call);                                                             \
        if (try_status)                                                                            \
            return try_status;                                                                     \
    } while (0)

hx_status hx_trial_build(const hx_trial_config *config, const hx_sample *samples, size_t count,
                         hx_program *program)
{
    builder build = {.config = config, .program = program};
    hx_program_clear(program);
    TRY(hx_program_add_systime_init(program, true));
    TRY(hx_program_add_barrier(program, BARRIER_SYSTIME));
    TRY(hx_program_add_timer_setup(program));
    TRY(hx_program_add_loopback(program, true)); // the marker, at timer 0
    build.now = 1;
    for (size_t i = 0; i < count; i++)
        TRY(add_sample(&build, &samples[i], config->start + (uint32_t)i * config->period));
    TRY(wait_for(&build, build.now + config->park_wait));
    TRY(hx_program_add_barrier(program, BARRIER_OMNIBUS));
    return hx_program_add_loopback(program, false);
}

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

static interpolation find_view(const hx_trial_config *config, const uint32_t *values, size_t quads,
                               const uint8_t *place_of, size_t step)
{
    // Before the first sampling point its reading has to do.
    double at = ((double)step * config->grid_step - config->sample_first) / config->sample_step;
    at = at < 0 ? 0 : at;
    size_t left = (size_t)at < config->samples - 1 ? (size_t)at : config->samples - 1;
    size_t right = left + 1 < config->samples ? left + 1 : left;
    return (interpolation){values + left * quads, values + right * quads, place_of,
                           (float)(at - (double)left)};
}

static void read_voltages(const interpolation *view, size_t count,
                          const hx_router_readout_place *places, const float *baseline, float gain,
                          float *voltages)
{
    for (size_t i = 0; i < count; i++)
        voltages[i] = (look(view, places[i]) - (baseline ? baseline[i] : 0)) * gain;
}

hx_status hx_trial_read(const hx_trial_config *config, const hx_network *network,
                        const hx_program_result *result, size_t number, size_t count,
                        const hx_trial_scale *scale, hx_spike *spikes, size_t spike_capacity,
                        hx_observation *observation, hx_trial_outcome *outcome, hx_error *error)
{
    *outcome = (hx_trial_outcome){.fpga_cycles = hx_program_result_get_halt_time(result),
                                  .spikes = spikes};
    uint64_t origin = 0;
    TRY(find_origin(config, result, &origin, error));
    TRY(read_spikes(config, network, result, origin, number, count, spikes, spike_capacity,
                    observation, outcome, error));
    uint8_t order[HX_ROUTER_MAX_QUADS], place_of[HX_ROUTER_MAX_QUADS];
    size_t triggers, quads = order_quads(config->plan, order, &triggers), readings;
    const size_t hidden = network->hidden, outputs = network->outputs;
    const uint32_t *values;
    hx_program_result_get_reads(result, &values, &readings);
    if (readings != quads * config->samples * count)
        return hx_error_set(error, HX_ERROR_CHECK, "trial: %zu readings came back, not %zu",
                            readings, quads * config->samples * count);
    values += number * quads * config->samples;
    for (size_t i = 0; i < quads; i++)
        place_of[order[i]] = (uint8_t)i;
    for (size_t n = 0; n < network->steps; n++) {
        const interpolation view = find_view(config, values, quads, place_of, n);
        if (!config->only_outputs)
            read_voltages(&view, hidden, config->plan->hidden,
                          scale->hidden_baseline ? scale->hidden_baseline + n * hidden : NULL,
                          scale->hidden_gain, observation->hidden_voltage + n * hidden);
        read_voltages(&view, outputs, config->plan->outputs,
                      scale->output_baseline ? scale->output_baseline + n * outputs : NULL,
                      scale->output_gain, observation->output_voltage + n * outputs);
    }
    return HX_OK;
}

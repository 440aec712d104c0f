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
                                        const hx_chip_settings *chip, hx_sampler sampler)
{
    uint32_t sample_step = SAMPLE_CYCLES, read_delay = 0;
    if (sampler == HX_SAMPLER_PPU) {
        sample_step = HX_PPU_SAMPLER_PERIOD / 2;
    } else if (plan->count > PROMPT_QUADS) {
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
    size_t spike = 0, read = 0, reads = config->ppu ? 0 : config->samples * quads;
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

// When the address of the write that starts a half is executed; its data follow. The first
// record of the top half comes at `start`.
static uint32_t start_of_ppu(const hx_trial_config *config, unsigned half)
{
    return config->start - HX_PPU_SAMPLER_FIRST / 2 - 1 + 2 * half;
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
    if (config->ppu) {
        TRY(wait_for(&build, start_of_ppu(config, 0)));
        TRY(hx_ppu_sampler_add_start(config->ppu, program));
        build.now = start_of_ppu(config, HX_PPU_COUNT);
    }
    TRY(add_experiment(&build, sample));
    TRY(hx_chip_write_force_reset(config->chip, true, write_register, &build));
    TRY(wait_for(&build, build.now + config->park_wait));
    if (config->ppu)
        TRY(hx_ppu_sampler_add_reads(config->ppu, program));
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

// The readings of a trial. All of a sampling point stand together.
typedef struct readings {
    const hx_trial_config *config;
    const uint32_t *values;
    size_t stride;                         // words of a sampling point
    uint8_t place_of[HX_ROUTER_MAX_QUADS]; // of the plan's quads in it
} readings;

static hx_status open_readings(readings *all, const hx_trial_config *config,
                               const hx_program_result *result, hx_error *error)
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
        all->stride = order_quads(config->plan, order, &triggers);
        for (size_t i = 0; i < all->stride; i++)
            all->place_of[order[i]] = (uint8_t)i;
    }
    return count == all->stride * config->samples
               ? HX_OK
               : hx_error_set(error, HX_ERROR_CHECK, "trial: %zu readings came back, not %zu",
                              count, all->stride * config->samples);
}

// FPGA cycles from grid point 0 to a sampling point of a half.
static double time_of(const readings *all, unsigned half, size_t sample)
{
    const hx_trial_config *config = all->config;
    if (!config->ppu)
        return (double)sample * config->sample_step;
    // The stamp counts chip cycles from the start, which the data word of its write makes.
    return (double)all->values[sample * all->stride + half] / 2 + start_of_ppu(config, half) + 1 -
           config->start;
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

hx_status hx_trial_read(const hx_trial_config *config, const hx_network *network,
                        const hx_program_result *result, const hx_trial_scale *scale,
                        hx_spike *spikes, size_t spike_capacity, hx_observation *observation,
                        hx_trial_outcome *outcome, hx_error *error)
{
    *outcome = (hx_trial_outcome){.fpga_cycles = hx_program_result_get_halt_time(result),
                                  .spikes = spikes};
    uint64_t origin = 0;
    readings all;
    TRY(find_origin(config, result, &origin, error));
    TRY(read_spikes(config, network, result, origin, spikes, spike_capacity, observation, outcome,
                    error));
    TRY(open_readings(&all, config, result, error));
    interpolation views[HX_PPU_COUNT] = {{NULL}};
    for (size_t n = 0; n < network->steps; n++) {
        for (unsigned half = 0; half < HX_PPU_COUNT; half++)
            advance(&views[half], &all, half, (double)n * config->grid_step);
        for (size_t h = 0; h < network->hidden; h++)
            observation->hidden_voltage[n * network->hidden + h] =
                (look(&all, views, config->plan->hidden[h]) -
                 (scale->hidden_baseline ? scale->hidden_baseline[h] : 0)) *
                scale->hidden_gain;
        for (size_t o = 0; o < network->outputs; o++) {
            float sum = 0;
            for (unsigned part = 0; part < config->plan->output_parts; part++)
                sum += look(&all, views, config->plan->outputs[part][o]);
            observation->output_voltage[n * network->outputs + o] =
                (sum - (scale->output_baseline ? scale->output_baseline[o] : 0)) *
                scale->output_gain;
        }
    }
    return HX_OK;
}

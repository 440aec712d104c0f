// Samples as a playback program.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/trial_private.h"

#include "hx_map.h"

#include <math.h>

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

static void plan_samples(hx_trial_config *config, hx_sampler sampler)
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
    if (sampler == HX_SAMPLER_PPU) {
        config->sample_step = HX_PPU_SAMPLER_PERIOD / 2;
    } else if (config->plan->count > PROMPT_QUADS) {
        config->read_delay = CONVERSION_CYCLES + 10;
        config->sample_step = config->read_delay + (uint32_t)config->plan->count + 20; // for spikes
    }
    config->samples = (length + config->sample_step - 1) / config->sample_step + 1;
}

hx_sampler hx_trial_choose_sampler(const hx_trial_pace *pace, hx_sampler wanted)
{
    const bool alone = pace->group == 1 && pace->period_us <= 0 && !pace->only_outputs;
    return alone ? wanted : HX_SAMPLER_BUS;
}

hx_status hx_trial_configure(hx_trial_config *config, const hx_network *network,
                             const hx_router *router, const hx_router_readout_plan *plan,
                             const hx_chip_settings *chip, const hx_trial_pace *pace,
                             hx_sampler sampler, hx_error *error)
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
    plan_samples(config, hx_trial_choose_sampler(pace, sampler));
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

size_t hx_trial_order_quads(const hx_router_readout_plan *plan, uint8_t *order, size_t *triggers)
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

uint32_t hx_trial_start_of_ppu(const hx_trial_config *config, unsigned half)
{
    return config->start - HX_PPU_SAMPLER_FIRST / 2 - 1 + 2 * half;
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

static hx_status start_processors(builder *build)
{
    hx_status status = wait_for(build, hx_trial_start_of_ppu(build->config, 0));
    if (!status)
        status = hx_ppu_sampler_add_start(build->config->ppu, build->program);
    build->now = hx_trial_start_of_ppu(build->config, HX_PPU_COUNT);
    return status;
}

// Spikes go out at their cycle; parking and reads take the cycles that are left.
static hx_status add_sample(builder *build, const hx_sample *sample, uint32_t start)
{
    const hx_trial_config *config = build->config;
    progress p = {.sample = sample, .start = start};
    p.end = start + (uint32_t)config->steps * config->grid_step;
    p.quads = hx_trial_order_quads(config->plan, p.order, &p.triggers);
    p.reads = config->ppu ? 0 : config->samples * p.quads;
    hx_status status = wait_for(build, start - config->settle);
    if (!status)
        status = hx_chip_write_force_reset(config->chip, false, write_register, build);
    if (!status && config->ppu)
        status = start_processors(build);
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
    if (config->ppu)
        TRY(hx_ppu_sampler_add_reads(config->ppu, program));
    TRY(hx_program_add_barrier(program, BARRIER_OMNIBUS));
    return hx_program_add_loopback(program, false);
}

// Bench rows that need the whole device.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/bench_load.h"
#include "host/cli/bench_rows.h"
#include "host/cli/bench_sampling.h"
#include "host/program/bring_up.h"

#include <hxcosim/device.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define IDLE_STEP_CYCLES 12500 // 100 us of the playback timer
#define IDLE_STEPS 20
#define PATTERNS 20 // in a program

double hx_bench_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// Plays the program and waits for the end of its time.
static hx_status play(hx_connection *device, hx_program *program)
{
    const uint64_t *words;
    size_t count;
    hx_program_get_words(program, &words, &count);
    hx_status status = hx_connection_send(device, words, count);
    hx_device_state state = HX_DEVICE_RUNNING;
    while (!status && state == HX_DEVICE_RUNNING) {
        uint64_t dropped[1024];
        status = hx_connection_receive(device, dropped, 1024, &count, &state);
    }
    return status;
}

static hx_status build_idle(hx_program *program, hx_error *error)
{
    (void)error;
    return hx_bring_up_build(program);
}

static hx_status build_idle_steps(hx_program *program)
{
    hx_status status = hx_program_add_timer_setup(program);
    for (uint32_t i = 1; !status && i <= IDLE_STEPS; i++)
        status = hx_program_add_wait_until(program, i * IDLE_STEP_CYCLES);
    return status;
}

static hx_status build_patterns(hx_program *program)
{
    hx_status status = HX_OK;
    for (int i = 0; !status && i < PATTERNS; i++)
        status = hx_bench_load_pattern(program);
    return status;
}

typedef struct load {
    hx_status (*configure)(hx_program *program, hx_error *error);
    hx_status (*build)(hx_program *program);
} load;

static const load idle_load = {build_idle, build_idle_steps};
// Saturated buses are far slower than idle ones: short steps.
static hx_status build_short_steps(hx_program *program)
{
    hx_status status = hx_program_add_timer_setup(program);
    return status ? status : hx_program_add_wait_until(program, IDLE_STEP_CYCLES / 2);
}

static const load saturated_load = {hx_bench_load_saturate, build_short_steps};
static const load spike_load = {hx_bench_load_configure, build_patterns};
static const load sampling_load = {hx_bench_sampling_configure, build_patterns};

static hx_status measure_on(hx_connection *device, hx_program *program, const load *l,
                            double seconds, double *value, hx_error *error)
{
    hx_device_statistics before, after;
    hx_status status = l->configure(program, error);
    if (!status)
        status = hx_program_add_loopback(program, false);
    if (!status)
        status = play(device, program);
    hx_program_clear(program);
    if (!status)
        status = l->build(program);
    if (!status)
        status = hx_program_add_loopback(program, false);
    if (!status)
        status = hx_connection_get_statistics(device, &before);
    double start = hx_bench_now(), elapsed = 0;
    while (!status && elapsed < seconds) {
        status = play(device, program);
        elapsed = hx_bench_now() - start;
    }
    if (!status)
        status = hx_connection_get_statistics(device, &after);
    if (!status)
        *value = (double)(after.chip_cycles - before.chip_cycles) / elapsed;
    return status;
}

// What a user wants who looks at spikes: the pins that events pass, and the analog core.
static const char *const event_path[] = {"fpga.lane_*", "chip.lane_*",         "chip.padi_*",
                                         "chip.fire_*", "chip.neuron_reset_*", "anncore",
                                         "host"};

static hx_status measure(const load *l, hx_tier tier, const char *trace, bool selected,
                         double seconds, double *value, hx_error *error)
{
    enum { TRACED = 16 };
    uint16_t neurons[TRACED];
    for (uint16_t i = 0; i < TRACED; i++)
        neurons[i] = i;
    hx_device_config config = hx_device_config_default();
    config.tier = tier;
    config.trace.path = trace;
    config.trace.neurons = neurons;
    config.trace.neuron_count = TRACED;
    if (selected) {
        config.trace.scopes = event_path;
        config.trace.scope_count = sizeof event_path / sizeof *event_path;
    }
    hx_connection *device = NULL;
    hx_program *program = NULL;
    hx_status status = hx_connection_open_worker(&device, &config, error);
    if (!status)
        status = hx_program_create(&program);
    if (!status)
        status = measure_on(device, program, l, seconds, value, error);
    hx_program_destroy(program);
    hx_connection_close(device);
    return status;
}

hx_status hx_bench_rtl_idle(double seconds, double *value, hx_error *error)
{
    return measure(&idle_load, HX_TIER_RTL, NULL, false, seconds, value, error);
}

hx_status hx_bench_rtl_spikes(double seconds, double *value, hx_error *error)
{
    return measure(&spike_load, HX_TIER_RTL, NULL, false, seconds, value, error);
}

hx_status hx_bench_fast_idle(double seconds, double *value, hx_error *error)
{
    return measure(&idle_load, HX_TIER_FAST, NULL, false, seconds, value, error);
}

hx_status hx_bench_fast_spikes(double seconds, double *value, hx_error *error)
{
    return measure(&spike_load, HX_TIER_FAST, NULL, false, seconds, value, error);
}

hx_status hx_bench_rtl_sampling(double seconds, double *value, hx_error *error)
{
    return measure(&sampling_load, HX_TIER_RTL, NULL, false, seconds, value, error);
}

hx_status hx_bench_fast_sampling(double seconds, double *value, hx_error *error)
{
    return measure(&sampling_load, HX_TIER_FAST, NULL, false, seconds, value, error);
}

hx_status hx_bench_rtl_saturated(double seconds, double *value, hx_error *error)
{
    return measure(&saturated_load, HX_TIER_RTL, NULL, false, seconds, value, error);
}

static hx_status measure_trace(bool selected, double seconds, double *value, hx_error *error)
{
    char path[] = "hxcosim-bench-XXXXXX";
    int file = mkstemp(path);
    if (file < 0)
        return hx_error_set(error, HX_ERROR_IO, "bench: cannot write a wave file here");
    close(file);
    double plain = 0, traced = 0;
    hx_status status = measure(&spike_load, HX_TIER_RTL, NULL, false, seconds / 2, &plain, error);
    if (!status)
        status = measure(&spike_load, HX_TIER_RTL, path, selected, seconds / 2, &traced, error);
    unlink(path);
    // The view beside the wave.
    char view[sizeof path + 8];
    snprintf(view, sizeof view, "%s.gtkw", path);
    unlink(view);
    if (!status)
        *value = plain / traced;
    return status;
}

hx_status hx_bench_trace_selected(double seconds, double *value, hx_error *error)
{
    return measure_trace(true, seconds, value, error);
}

hx_status hx_bench_trace_all(double seconds, double *value, hx_error *error)
{
    return measure_trace(false, seconds, value, error);
}

// Bench rows that need the whole device.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/bench_device.h"
#include "host/cli/bench_load.h"
#include "host/cli/bench_rows.h"
#include "host/cli/bench_sampling.h"
#include "host/cli/bench_sleep.h"
#include "host/program/bring_up.h"

#include <hxcosim/device.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define IDLE_STEP_CYCLES 12500 // 100 us of the playback timer
#define IDLE_STEPS 20
#define PATTERNS 20 // in a program

static double read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double hx_bench_now(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

// Plays the program on all devices at a time and waits for the end of its time on each.
static hx_status play(hx_connection *const *devices, size_t device_count, hx_program *program)
{
    const uint64_t *words;
    size_t count;
    hx_program_get_words(program, &words, &count);
    hx_status status = HX_OK;
    for (size_t i = 0; !status && i < device_count; i++)
        status = hx_connection_send(devices[i], words, count);
    for (size_t i = 0; !status && i < device_count; i++) {
        hx_device_state state = HX_DEVICE_RUNNING;
        while (!status && state == HX_DEVICE_RUNNING) {
            uint64_t dropped[1024];
            status = hx_connection_receive(devices[i], dropped, 1024, &count, &state);
        }
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
static const load sleep_load = {hx_bench_sleep_configure, build_patterns};
static const load timed_sleep_load = {hx_bench_timed_sleep_configure, build_patterns};

// Configures devices that all play the same; the start of the span is that of the first.
static hx_status begin(hx_connection *const *devices, size_t count, hx_program *program,
                       const load *l, hx_bench_span *span, hx_error *error)
{
    hx_device_statistics before;
    hx_program_clear(program);
    hx_status status = l->configure(program, error);
    if (!status)
        status = hx_program_add_loopback(program, false);
    if (!status)
        status = play(devices, count, program);
    hx_program_clear(program);
    if (!status)
        status = l->build(program);
    if (!status)
        status = hx_program_add_loopback(program, false);
    if (!status)
        status = hx_connection_get_statistics(devices[0], &before);
    if (!status)
        *span = (hx_bench_span){(double)before.chip_cycles, 0, 0};
    return status;
}

// Plays the program once more and adds to the span.
static hx_status go_on(hx_connection *const *devices, size_t count, hx_program *program,
                       clockid_t clock, hx_bench_span *span)
{
    hx_device_statistics after;
    const double start = read_clock(clock);
    hx_status status = play(devices, count, program);
    span->seconds += read_clock(clock) - start;
    if (!status)
        status = hx_connection_get_statistics(devices[0], &after);
    if (!status)
        span->cycles = (double)after.chip_cycles - span->start;
    return status;
}

static hx_status measure_on(hx_connection *const *devices, size_t count, hx_program *program,
                            const load *l, double seconds, clockid_t clock, hx_bench_span *span,
                            hx_error *error)
{
    hx_status status = begin(devices, count, program, l, span, error);
    while (!status && span->seconds < seconds)
        status = go_on(devices, count, program, clock, span);
    return status;
}

static hx_status measure(const load *l, hx_tier tier, double seconds, double *value,
                         hx_error *error)
{
    hx_device_config config = hx_device_config_default();
    config.tier = tier;
    hx_connection *device = NULL;
    hx_program *program = NULL;
    hx_bench_span span;
    hx_status status = hx_connection_open_worker(&device, &config, error);
    if (!status)
        status = hx_program_create(&program);
    if (!status)
        status = measure_on(&device, 1, program, l, seconds, CLOCK_MONOTONIC, &span, error);
    if (!status)
        *value = span.cycles / span.seconds;
    hx_program_destroy(program);
    hx_connection_close(device);
    return status;
}

hx_status hx_bench_rtl_idle(double seconds, double *value, hx_error *error)
{
    return measure(&idle_load, HX_TIER_RTL, seconds, value, error);
}

hx_status hx_bench_rtl_spikes(double seconds, double *value, hx_error *error)
{
    return measure(&spike_load, HX_TIER_RTL, seconds, value, error);
}

hx_status hx_bench_fast_idle(double seconds, double *value, hx_error *error)
{
    return measure(&idle_load, HX_TIER_FAST, seconds, value, error);
}

hx_status hx_bench_fast_spikes(double seconds, double *value, hx_error *error)
{
    return measure(&spike_load, HX_TIER_FAST, seconds, value, error);
}

hx_status hx_bench_rtl_sampling(double seconds, double *value, hx_error *error)
{
    return measure(&sampling_load, HX_TIER_RTL, seconds, value, error);
}

hx_status hx_bench_fast_sampling(double seconds, double *value, hx_error *error)
{
    return measure(&sampling_load, HX_TIER_FAST, seconds, value, error);
}

hx_status hx_bench_rtl_saturated(double seconds, double *value, hx_error *error)
{
    return measure(&saturated_load, HX_TIER_RTL, seconds, value, error);
}

// The speed with `l` as a part of that with the processors in reset, in turns, so that other load
// of the machine hits both.
static hx_status compare_with_reset(const load *l, double seconds, double *value, hx_error *error)
{
    const hx_device_config config = hx_device_config_default();
    const load *loads[2] = {&spike_load, l};
    hx_connection *devices[2] = {NULL, NULL};
    hx_program *program = NULL;
    hx_bench_span spans[2];
    hx_status status = hx_program_create(&program);
    for (int i = 0; !status && i < 2; i++) {
        status = hx_connection_open_worker(&devices[i], &config, error);
        if (!status)
            status = begin(&devices[i], 1, program, loads[i], &spans[i], error);
    }
    while (!status && spans[0].seconds + spans[1].seconds < seconds)
        for (int i = 0; !status && i < 2; i++)
            status = go_on(&devices[i], 1, program, CLOCK_MONOTONIC, &spans[i]);
    if (!status)
        *value = spans[1].cycles / spans[1].seconds / (spans[0].cycles / spans[0].seconds);
    for (int i = 0; i < 2; i++)
        hx_connection_close(devices[i]);
    hx_program_destroy(program);
    return status;
}

hx_status hx_bench_ppu_asleep(double seconds, double *value, hx_error *error)
{
    return compare_with_reset(&sleep_load, seconds, value, error);
}

hx_status hx_bench_ppu_timed_sleep(double seconds, double *value, hx_error *error)
{
    return compare_with_reset(&timed_sleep_load, seconds, value, error);
}

static hx_status measure_workers(size_t count, double seconds, double *value, hx_error *error)
{
    enum { WORKERS = 2 };
    const hx_device_config config = hx_device_config_default();
    hx_connection *devices[WORKERS] = {NULL};
    hx_program *program = NULL;
    hx_bench_span span;
    hx_status status = hx_program_create(&program);
    for (size_t i = 0; !status && i < count; i++)
        status = hx_connection_open_worker(&devices[i], &config, error);
    if (!status)
        status = measure_on(devices, count, program, &spike_load, seconds, CLOCK_MONOTONIC, &span,
                            error);
    if (!status)
        *value = (double)count * span.cycles / span.seconds;
    for (size_t i = 0; i < count; i++)
        hx_connection_close(devices[i]);
    hx_program_destroy(program);
    return status;
}

hx_status hx_bench_two_workers(double seconds, double *value, hx_error *error)
{
    double one = 0, two = 0;
    hx_status status = measure_workers(1, seconds / 2, &one, error);
    if (!status)
        status = measure_workers(2, seconds / 2, &two, error);
    if (!status)
        *value = two / one;
    return status;
}

typedef struct verdict {
    hx_status status;
    hx_error error;
    hx_bench_span span;
    long size; // KiB, the largest of the process
} verdict;

static verdict play_here(const hx_device_config *config, const load *l, double seconds)
{
    hx_connection *device = NULL;
    hx_program *program = NULL;
    struct rusage usage;
    verdict v = {.status = HX_OK};
    v.status = hx_connection_open_local(&device, config, &v.error);
    if (!v.status)
        v.status = hx_program_create(&program);
    if (!v.status)
        v.status = measure_on(&device, 1, program, l, seconds, CLOCK_PROCESS_CPUTIME_ID, &v.span,
                              &v.error);
    hx_program_destroy(program);
    hx_status end = hx_connection_finish(device, v.status ? NULL : &v.error);
    v.status = v.status ? v.status : end;
    if (!getrusage(RUSAGE_SELF, &usage))
        v.size = usage.ru_maxrss;
    return v;
}

static hx_status play_apart(const hx_device_config *config, const load *l, double seconds,
                            hx_bench_span *span, long *size, hx_error *error)
{
    verdict v = {.status = HX_ERROR_IO, .error = {"bench: a process ended early"}};
    int ends[2];
    if (pipe(ends))
        return hx_error_set(error, HX_ERROR_IO, "bench: no pipe");
    pid_t child = fork();
    if (child == 0) {
        v = play_here(config, l, seconds);
        _exit(write(ends[1], &v, sizeof v) != sizeof v);
    }
    close(ends[1]);
    verdict got;
    if (child > 0 && read(ends[0], &got, sizeof got) == sizeof got)
        v = got;
    close(ends[0]);
    if (child > 0)
        waitpid(child, NULL, 0);
    *span = v.span;
    *size = v.size;
    return v.status ? hx_error_set(error, v.status, "%s", v.error.text) : HX_OK;
}

hx_status hx_bench_play_apart(const hx_device_config *config, double seconds, hx_bench_span *span,
                              long *size, hx_error *error)
{
    return play_apart(config, &spike_load, seconds, span, size, error);
}

static hx_status measure_memory(hx_tier tier, double *value, hx_error *error)
{
    hx_device_config config = hx_device_config_default();
    config.tier = tier;
    hx_bench_span span;
    long size = 0;
    hx_status status = play_apart(&config, &sampling_load, 0.01, &span, &size, error);
    *value = (double)size / 1024;
    return status;
}

hx_status hx_bench_rtl_memory(double seconds, double *value, hx_error *error)
{
    (void)seconds;
    return measure_memory(HX_TIER_RTL, value, error);
}

hx_status hx_bench_fast_memory(double seconds, double *value, hx_error *error)
{
    (void)seconds;
    return measure_memory(HX_TIER_FAST, value, error);
}

// Bench rows of the waves: what recording adds to the load of `rtl_spikes`.
// SPDX-License-Identifier: Apache-2.0
//
// Processor time of a plain and of a recorded run, half of the time each; recording begins behind
// the configuration. What
// is recorded of a cycle at rest is part of the cost: the plain run leaves these cycles out.
#include "host/cli/bench_device.h"
#include "host/cli/bench_rows.h"
#include "traces/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRACED = 16 }; // neurons with analog signals

// What a user wants who looks at spikes: the pins that events pass, and the analog core.
static const char *const event_path[] = {"fpga.lane_*", "chip.lane_*",         "chip.padi_*",
                                         "chip.fire_*", "chip.neuron_reset_*", "anncore",
                                         "host"};

typedef struct cost {
    hx_bench_span plain, traced;
    double bytes;   // of the file
    double changes; // in it, behind its first moment
} cost;

typedef struct count {
    uint64_t first, changes;
} count;

static void count_change(void *user, uint64_t time, uint32_t handle, const char *value)
{
    (void)handle;
    (void)value;
    count *c = user;
    c->changes += time > c->first;
}

static hx_status count_changes(const char *path, double *changes, hx_error *error)
{
    hx_trace *trace = NULL;
    hx_status status = hx_trace_open(&trace, path, error);
    if (status)
        return status;
    count c = {hx_trace_get_info(trace)->start, 0};
    hx_trace_select_all(trace);
    status = hx_trace_read(trace, 0, UINT64_MAX, count_change, &c);
    hx_trace_close(trace);
    *changes = (double)c.changes;
    return status ? hx_error_set(error, status, "%s: cannot be read", path) : HX_OK;
}

static hx_status play_both(const char *path, bool selected, double seconds, cost *c,
                           hx_error *error)
{
    uint16_t neurons[TRACED];
    long size;
    for (uint16_t i = 0; i < TRACED; i++)
        neurons[i] = i;
    hx_device_config config = hx_device_config_default();
    hx_status status = hx_bench_play_apart(&config, seconds, &c->plain, &size, error);
    config.trace.path = path;
    config.trace.from_us = c->plain.start * HX_CHIP_CYCLE_NS / 1000;
    config.trace.neurons = neurons;
    config.trace.neuron_count = TRACED;
    if (selected) {
        config.trace.scopes = event_path;
        config.trace.scope_count = sizeof event_path / sizeof *event_path;
    }
    return status ? status : hx_bench_play_apart(&config, seconds, &c->traced, &size, error);
}

static hx_status measure(bool selected, bool counts, double seconds, cost *c, hx_error *error)
{
    char path[] = "hxcosim-bench-XXXXXX";
    int file = mkstemp(path);
    if (file < 0)
        return hx_error_set(error, HX_ERROR_IO, "bench: cannot write a wave file here");
    close(file);
    *c = (cost){0};
    hx_status status = play_both(path, selected, seconds / 2, c, error);
    struct stat about;
    if (!status && !stat(path, &about))
        c->bytes = (double)about.st_size;
    if (!status && counts)
        status = count_changes(path, &c->changes, error);
    unlink(path);
    // The view beside the wave.
    char view[sizeof path + 8];
    snprintf(view, sizeof view, "%s.gtkw", path);
    unlink(view);
    return status;
}

// Seconds that recording adds to a chip cycle.
static double added(const cost *c)
{
    return c->traced.seconds / c->traced.cycles - c->plain.seconds / c->plain.cycles;
}

static hx_status measure_factor(bool selected, double seconds, double *value, hx_error *error)
{
    cost c;
    hx_status status = measure(selected, false, seconds, &c, error);
    if (!status)
        *value = c.traced.seconds / c.traced.cycles * c.plain.cycles / c.plain.seconds;
    return status;
}

hx_status hx_bench_trace_selected(double seconds, double *value, hx_error *error)
{
    return measure_factor(true, seconds, value, error);
}

hx_status hx_bench_trace_all(double seconds, double *value, hx_error *error)
{
    return measure_factor(false, seconds, value, error);
}

hx_status hx_bench_trace_cycle(double seconds, double *value, hx_error *error)
{
    cost c;
    hx_status status = measure(true, false, seconds, &c, error);
    if (!status)
        *value = 1e6 * added(&c);
    return status;
}

hx_status hx_bench_trace_change(double seconds, double *value, hx_error *error)
{
    cost c;
    hx_status status = measure(false, true, seconds, &c, error);
    if (!status)
        *value = 1e9 * added(&c) * c.traced.cycles / c.changes;
    return status;
}

hx_status hx_bench_trace_bytes(double seconds, double *value, hx_error *error)
{
    cost c;
    hx_status status = measure(false, false, seconds, &c, error);
    if (!status)
        *value = c.bytes / (c.traced.cycles * HX_CHIP_CYCLE_NS / 1000);
    return status;
}

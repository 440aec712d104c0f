// Bench rows of the waves: what recording adds to the load of `rtl_spikes`.
// SPDX-License-Identifier: Apache-2.0
//
// Processor time of plain and recorded runs in turns, the fastest of each; recording begins behind
// the configuration. What is recorded of a cycle at rest is part of the cost: the plain run leaves
// these cycles out.
#include "host/cli/bench_device.h"
#include "host/cli/bench_rows.h"
#include "traces/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    TRACED = 16, // neurons with analog signals
    MOST = 64,
    TURNS = 3 // of plain and recorded runs
};

// What a user wants who looks at spikes: the pins that events pass, and the analog core.
static const char *const event_path[] = {"fpga.lane_*", "chip.lane_*",         "chip.padi_*",
                                         "chip.fire_*", "chip.neuron_reset_*", "anncore",
                                         "host"};

typedef struct cost {
    hx_bench_span plain, traced;
    double cycles;  // of the last recorded run
    double bytes;   // of its file
    double changes; // in that, behind its first moment
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

typedef struct plan {
    bool selected;    // the event path, else everything
    uint16_t neurons; // with analog signals
    bool counts;      // the changes
} plan;

static double time_a_cycle(const hx_bench_span *span)
{
    return span->seconds / span->cycles;
}

// Keeps the faster one of two runs of the same load: what slows a run is other work of the machine.
static void keep_faster(hx_bench_span *kept, const hx_bench_span *span)
{
    if (kept->cycles == 0 || time_a_cycle(span) < time_a_cycle(kept))
        *kept = *span;
}

// A plain and a recorded run; the file is that of the recorded one.
static hx_status play_both(const char *path, const plan *p, double seconds, cost *c,
                           hx_error *error)
{
    uint16_t neurons[MOST];
    hx_bench_span plain, traced;
    long size;
    for (uint16_t i = 0; i < p->neurons; i++)
        neurons[i] = i;
    hx_device_config config = hx_device_config_default();
    hx_status status = hx_bench_play_apart(&config, seconds, &plain, &size, error);
    if (status)
        return status;
    keep_faster(&c->plain, &plain);
    config.trace.path = path;
    config.trace.from_us = plain.start * HX_CHIP_CYCLE_NS / 1000;
    config.trace.neurons = neurons;
    config.trace.neuron_count = p->neurons;
    if (p->selected) {
        config.trace.scopes = event_path;
        config.trace.scope_count = sizeof event_path / sizeof *event_path;
    }
    status = hx_bench_play_apart(&config, seconds, &traced, &size, error);
    if (status)
        return status;
    keep_faster(&c->traced, &traced);
    c->cycles = traced.cycles;
    return HX_OK;
}

static hx_status measure(const plan *p, double seconds, cost *c, hx_error *error)
{
    char path[] = "hxcosim-bench-XXXXXX";
    int file = mkstemp(path);
    if (file < 0)
        return hx_error_set(error, HX_ERROR_IO, "bench: cannot write a wave file here");
    close(file);
    hx_status status = HX_OK;
    for (int turn = 0; !status && turn < TURNS; turn++)
        status = play_both(path, p, seconds / 2 / TURNS, c, error);
    struct stat about;
    if (!status && !stat(path, &about))
        c->bytes = (double)about.st_size;
    if (!status && p->counts)
        status = count_changes(path, &c->changes, error);
    unlink(path);
    // The view beside the wave.
    char view[sizeof path + 8];
    snprintf(view, sizeof view, "%s.gtkw", path);
    unlink(view);
    return status;
}

static hx_status measure_factor(bool selected, double seconds, double *value, hx_error *error)
{
    const plan p = {.selected = selected, .neurons = TRACED};
    cost c = {0};
    hx_status status = measure(&p, seconds, &c, error);
    if (!status)
        *value = time_a_cycle(&c.traced) / time_a_cycle(&c.plain);
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

// What recording adds to a cycle = cycle + change * changes in it: the line of least squares
// through runs of the same load with few, some and many neurons. A change costs what it takes to
// find, hold and write it; looking at pins that stay as they are belongs to the cycle.
typedef struct line {
    double cycle, change; // seconds
} line;

static hx_status fit(double seconds, line *l, hx_error *error)
{
    static const uint16_t neurons[] = {0, 4, TRACED, MOST};
    enum { RUNS = sizeof neurons / sizeof *neurons };
    double changes[RUNS], traced[RUNS]; // a cycle
    double x = 0, y = 0, xx = 0, xy = 0;
    cost c = {0};
    for (int i = 0; i < RUNS; i++) {
        const plan p = {.selected = true, .neurons = neurons[i], .counts = true};
        c.traced = (hx_bench_span){0};
        hx_status status = measure(&p, seconds / RUNS, &c, error);
        if (status)
            return status;
        changes[i] = c.changes / c.cycles;
        traced[i] = time_a_cycle(&c.traced);
    }
    for (int i = 0; i < RUNS; i++) {
        const double added = traced[i] - time_a_cycle(&c.plain);
        x += changes[i] / RUNS;
        y += added / RUNS;
        xx += changes[i] * changes[i] / RUNS;
        xy += changes[i] * added / RUNS;
    }
    l->change = (xy - x * y) / (xx - x * x);
    l->cycle = y - l->change * x;
    return HX_OK;
}

hx_status hx_bench_trace_cycle(double seconds, double *value, hx_error *error)
{
    line l;
    hx_status status = fit(seconds, &l, error);
    if (!status)
        *value = 1e6 * l.cycle;
    return status;
}

hx_status hx_bench_trace_change(double seconds, double *value, hx_error *error)
{
    line l;
    hx_status status = fit(seconds, &l, error);
    if (!status)
        *value = 1e9 * l.change;
    return status;
}

hx_status hx_bench_trace_bytes(double seconds, double *value, hx_error *error)
{
    const plan p = {.neurons = TRACED};
    cost c = {0};
    hx_status status = measure(&p, seconds, &c, error);
    if (!status)
        *value = c.bytes / (c.cycles * HX_CHIP_CYCLE_NS / 1000);
    return status;
}

// Bench rows of the RTL's word codec.
// SPDX-License-Identifier: Apache-2.0
//
// Instructions that need one cycle each, half of them with an answer, so that decoder and encoder
// work in every cycle. Counted are the words that the FPGA took and the time, simulated or of the
// wall, from the first word to the halt behind the last one.
#include "host/cli/bench_rows.h"
#include "host/program/program.h"

#include <hxcosim/device.h>

#define PAIRS 20000

static hx_status build(hx_program *program)
{
    const uint16_t labels[] = {0x10, 0x20, 0x30}; // sent into links that are down
    hx_status status = HX_OK;
    for (int i = 0; !status && i < PAIRS; i++) {
        status = hx_program_add_spikes(program, labels, 3);
        if (!status)
            status = hx_program_add_loopback(program, true);
    }
    return status ? status : hx_program_add_loopback(program, false);
}

typedef struct span {
    double words, cycles, seconds; // FPGA cycles
} span;

static hx_status play(hx_connection *device, hx_program *program, span *s)
{
    hx_device_statistics before, after;
    const uint64_t *words;
    size_t count;
    hx_program_get_words(program, &words, &count);
    hx_status status = hx_connection_get_statistics(device, &before);
    const double start = hx_bench_now();
    if (!status)
        status = hx_connection_send(device, words, count);
    hx_device_state state = HX_DEVICE_RUNNING;
    while (!status && state == HX_DEVICE_RUNNING) {
        uint64_t dropped[4096];
        status = hx_connection_receive(device, dropped, 4096, &count, &state);
    }
    s->seconds += hx_bench_now() - start;
    if (!status)
        status = hx_connection_get_statistics(device, &after);
    if (status)
        return status;
    s->words += (double)(after.words_sent - before.words_sent);
    s->cycles += (double)(after.chip_cycles - before.chip_cycles) / 2;
    return HX_OK;
}

static hx_status measure(double seconds, span *s, hx_error *error)
{
    const hx_device_config config = hx_device_config_default();
    hx_connection *device = NULL;
    hx_program *program = NULL;
    *s = (span){0};
    hx_status status = hx_connection_open_worker(&device, &config, error);
    if (!status)
        status = hx_program_create(&program);
    if (!status)
        status = build(program);
    while (!status && s->seconds < seconds)
        status = play(device, program, s);
    hx_program_destroy(program);
    hx_connection_close(device);
    return status;
}

hx_status hx_bench_wire_rtl_cycle(double seconds, double *value, hx_error *error)
{
    span s;
    hx_status status = measure(seconds, &s, error);
    if (!status)
        *value = s.words / s.cycles;
    return status;
}

hx_status hx_bench_wire_rtl_words(double seconds, double *value, hx_error *error)
{
    span s;
    hx_status status = measure(seconds, &s, error);
    if (!status)
        *value = s.words / s.seconds;
    return status;
}

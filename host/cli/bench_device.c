// Bench rows that need the whole device.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/bench_rows.h"
#include "host/program/bring_up.h"
#include "host/train/chip_session.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define IDLE_STEP_CYCLES 12500 // 100 us of the playback timer
#define IDLE_STEPS 20

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
        uint64_t dropped[256];
        status = hx_connection_receive(device, dropped, 256, &count, &state);
    }
    return status;
}

static hx_status measure_idle(hx_connection *device, hx_program *program, double seconds,
                              double *value)
{
    hx_status status = hx_bring_up_build(program);
    if (!status)
        status = hx_program_add_loopback(program, false);
    if (!status)
        status = play(device, program);
    hx_program_clear(program);
    if (!status)
        status = hx_program_add_timer_setup(program);
    for (uint32_t i = 1; !status && i <= IDLE_STEPS; i++)
        status = hx_program_add_wait_until(program, i * IDLE_STEP_CYCLES);
    if (!status)
        status = hx_program_add_loopback(program, false);
    hx_device_statistics before, after;
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

hx_status hx_bench_rtl_idle(double seconds, double *value, hx_error *error)
{
    const hx_device_config config = hx_device_config_default();
    hx_connection *device = NULL;
    hx_program *program = NULL;
    hx_status status = hx_connection_open_worker(&device, &config, error);
    if (!status)
        status = hx_program_create(&program);
    if (!status)
        status = measure_idle(device, program, seconds, value);
    hx_program_destroy(program);
    hx_connection_close(device);
    return status;
}

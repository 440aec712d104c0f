// Bench row ppu_asleep: the network load with both processors asleep.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/bench_sleep.h"

#include "host/cli/bench_load.h"
#include "hx_map.h"

#include <stdbool.h>

#define HALVES 2

// addis 4,0,0x7fff; mtspr DEC,4; addis 4,0,0x0400; mtspr TCR,4 (the decrementer wakes); wait
static const uint32_t sleeper[] = {0x3c807fff, 0x7c9603a6, 0x3c800400, 0x7c9453a6, 0x7c00007c};
enum { WORDS = sizeof sleeper / sizeof *sleeper };

static hx_status configure(hx_program *program, bool timed, hx_error *error)
{
    const unsigned first = timed ? 0 : WORDS - 1;
    hx_status status = hx_bench_load_configure(program, error);
    for (unsigned half = 0; !status && half < HALVES; half++) {
        for (unsigned i = first; !status && i < WORDS; i++)
            status = hx_program_add_write(program, hx_map_ppu_memory_word_address(half, i - first),
                                          sleeper[i]);
        if (!status)
            status = hx_program_add_write(program, hx_map_ppu_control_register_address(half), 1);
    }
    return status ? status : hx_program_add_barrier(program, 1);
}

hx_status hx_bench_sleep_configure(hx_program *program, hx_error *error)
{
    return configure(program, false, error);
}

hx_status hx_bench_timed_sleep_configure(hx_program *program, hx_error *error)
{
    return configure(program, true, error);
}

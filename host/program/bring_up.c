// The program that takes a set-up from power-on to ready for experiments.
// SPDX-License-Identifier: Apache-2.0
//
// The order of the public software's chip initialisation, as far as this set-up has the
// parts: its lanes are up by themselves and there are no boards to power.
#include "host/program/bring_up.h"

#include "host/wire/ut_message.h"
#include "hx_map.h"

#define TIMEOUT_CYCLES 1250000 // 10 ms
#define RESET_CYCLES 10
#define SETTLE_CYCLES 100

hx_status hx_bring_up_build(hx_program *program)
{
    const hx_status steps[] = {
        hx_program_add_write(program, hx_map_instruction_timeout_config_address(), TIMEOUT_CYCLES),
        hx_program_add_reset(program, true),
        hx_program_add_timer_setup(program),
        hx_program_add_wait_until(program, RESET_CYCLES),
        hx_program_add_reset(program, false),
        hx_program_add_timer_setup(program),
        hx_program_add_wait_until(program, SETTLE_CYCLES),
        hx_program_add_write(program, hx_map_systime_sync_base_address(), 0),
        hx_program_add_write(program, hx_map_systime_sync_base_address() + 1, 0),
        hx_program_add_barrier(program, HX_UT_BARRIER_OMNIBUS),
        hx_program_add_systime_init(program, true),
        hx_program_add_barrier(program, HX_UT_BARRIER_SYSTIME),
        hx_program_add_write(program, hx_map_event_recording_config_address(), 1),
        hx_program_add_barrier(program, HX_UT_BARRIER_OMNIBUS),
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i])
            return steps[i];
    return HX_OK;
}

// System time: where a synchronisation begins, how often it is tried.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/field_actions.h"

#include <hx_map.h>

enum { TRY = 1024 }; // FPGA cycles of a try, and a few more

static void synchronise(event_program *p)
{
    word_list_add(&p->list, WORD_SYNCHRONISE);
    word_list_add(&p->list, WORD_BARRIER_SYSTIME);
    event_program_read(p, hx_map_playback_timer_address());
    for (unsigned w = 0; w < HX_MAP_FPGA_SYSTIME_SYNC_LAST_ASIC_SYSTIME_WORDS; ++w)
        event_program_read(p, hx_map_fpga_systime_sync_last_asic_systime_address() + w);
}

static void start_at_zero(field_world *world)
{
    for (unsigned w = 0; w < HX_MAP_SYSTIME_SYNC_BASE_WORDS; ++w)
        field_world_write(world, hx_map_systime_sync_base_address() + w, 0);
}

// The chip's time starts anew, and it sends it at once.
static const field_scene start = {"start_of_time", start_at_zero, synchronise};

static void cut_lanes(field_world *world)
{
    field_world_write(world, hx_map_fpga_systime_sync_num_retries_address(), 1);
    field_world_write(world, hx_map_common_phy_config_fpga_address(), 0);
}

// Nobody answers, so all tries are made.
static const field_scene no_answer = {"no_answer", cut_lanes, synchronise};

static double get_tries(const event_program *program)
{
    return (double)(program->data[0] / TRY);
}

static double get_high(const event_program *program)
{
    return program->data[1];
}

static double get_low(const event_program *program)
{
    return program->data[2];
}

// Without the few cycles that pass until the chip sends it.
static double get_low_in_steps(const event_program *program)
{
    return program->data[2] & ~0xfu;
}

static const field_action rows[] = {
    FIELD_ACTION_EXACT("systime_sync_base", "low", HX_MAP_SYSTIME_SYNC_BASE_BASE, &start,
                       get_low_in_steps, 0x55555550, 0x55555550, 0xaaaaaaa0, 0xaaaaaaa0),
    {"systime_sync_base", "low", HX_MAP_SYSTIME_SYNC_BASE_BASE, &start, get_low, 0, 0xf, FIELD_MORE,
     0, 0, NULL},
    FIELD_ACTION_EXACT("systime_sync_base", "high", HX_MAP_SYSTIME_SYNC_BASE_BASE, &start, get_high,
                       0x555, 0x555, 0x2aa, 0x2aa),
    FIELD_ACTION_EXACT("fpga_systime_sync_num_retries", "value",
                       HX_MAP_FPGA_SYSTIME_SYNC_NUM_RETRIES_BASE, &no_answer, get_tries, 1, 1, 15,
                       15),
};

const field_action_list field_systime_actions = FIELD_ACTION_LIST(rows);

// Playback executor: recording, answers of writes, polling, barriers, timeouts.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/field_actions.h"

#include <hx_map.h>

#define WORD_POLL_EQUAL UINT64_C(0x0800000000000001)
#define WORD_BARRIER_CORRECTION UINT64_C(0x0700000000000010)

enum { TIMEOUT = 1000, LONG = 2000 }; // FPGA cycles

// What an instruction that lasts too long keeps the executor from.
static void read_something(event_program *p)
{
    event_program_read(p, hx_map_instruction_timeout_config_address());
}

static double count_reads(const event_program *program)
{
    return (double)program->data_count;
}

static void send_back(field_world *world)
{
    field_world_write(world, hx_map_crossbar_node_address(HX_MAP_CROSSBAR_FIRST_NODE_L2 + 8), 0);
    field_world_write(world, hx_map_event_recording_config_address(), 1);
}

static void send_events(event_program *p)
{
    for (uint16_t label = 0; label < 3; ++label)
        event_program_spike(p, label);
    event_program_wait_until(p, LONG);
}

// The chip sends three events back.
static const field_scene recording = {"recording", send_back, send_events};

static void filter(field_world *world)
{
    field_world_write(world, hx_map_write_response_filter_address(), 1);
}

static void write_thrice(event_program *p)
{
    for (uint32_t i = 0; i < 3; ++i)
        event_program_write(p, hx_map_systime_sync_base_address(), i);
}

// Three writes to the chip.
static const field_scene writes = {"writes", filter, write_thrice};

// The word that is polled, and what it holds.
#define POLLED HX_MAP_EXTERNAL_PPU_MEMORY_QUAD_BASE
enum { VALUE = 0x12345678 };

static void set_timeout(field_world *world)
{
    field_world_write(world, hx_map_instruction_timeout_config_address(), TIMEOUT);
}

static void configure_polling(field_world *world)
{
    const hx_map_polling_omnibus_block_config polling = {
        .address = POLLED, .target = VALUE, .mask = 0xffffffff};
    uint32_t words[HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_WORDS];
    hx_map_polling_omnibus_block_config_encode(&polling, words);
    field_world_write_words(world, hx_map_polling_omnibus_block_config_address(), words,
                            HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_WORDS);
    field_world_write(world, POLLED, VALUE);
    set_timeout(world);
}

static void poll_memory(event_program *p)
{
    word_list_add(&p->list, WORD_POLL_EQUAL);
    read_something(p);
}

// A word of the FPGA's memory is polled; it has the wanted value, else the time is up.
static const field_scene polling = {"polling", configure_polling, poll_memory};

static void configure_difference(field_world *world)
{
    configure_polling(world);
    field_world_write(world, POLLED, VALUE ^ 0x80000001);
}

// The same, but the highest and the lowest bit of the word differ.
static const field_scene difference = {"polling_difference", configure_difference, poll_memory};

static void wait_for_correction(event_program *p)
{
    word_list_add(&p->list, WORD_BARRIER_CORRECTION);
    read_something(p);
}

static void configure_correction(field_world *world)
{
    field_world_write(world, hx_map_systime_correction_barrier_config_address(), 0);
    set_timeout(world);
}

// A barrier for a time correction that never comes.
static const field_scene correction = {"correction", configure_correction, wait_for_correction};

static void wait_then_read(event_program *p)
{
    event_program_wait_until(p, LONG);
    read_something(p);
}

// One wait, which begins when the timer is 0.
static const field_scene one_wait = {"one_wait", set_timeout, wait_then_read};

#define POLLING(FIELD, SCENE, ...)                                                                 \
    FIELD_ACTION_EXACT("polling_omnibus_block_config", FIELD,                                      \
                       HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE, SCENE, count_reads, __VA_ARGS__)
#define WAIT(...)                                                                                  \
    FIELD_ACTION_EXACT("instruction_timeout_config", "value",                                      \
                       HX_MAP_INSTRUCTION_TIMEOUT_CONFIG_BASE, &one_wait, count_reads,             \
                       __VA_ARGS__)

static const field_action rows[] = {
    FIELD_ACTION_EXACT("event_recording_config", "enable_event_recording",
                       HX_MAP_EVENT_RECORDING_CONFIG_BASE, &recording, field_count_spikes, 0, 0, 1,
                       3),
    FIELD_ACTION_EXACT("write_response_filter", "enable", HX_MAP_WRITE_RESPONSE_FILTER_BASE,
                       &writes, count_reads, 0, 3, 1, 0),
    POLLING("address", &polling, POLLED, 1, POLLED + 1, 0),
    POLLING("address", &polling, POLLED, 1, POLLED & 0x7fffffff, 0),
    POLLING("target", &polling, VALUE, 1, VALUE ^ 1, 0),
    POLLING("target", &polling, VALUE, 1, VALUE ^ 0x80000000, 0),
    POLLING("mask", &difference, 0x7ffffffe, 1, 0x7fffffff, 0),
    POLLING("mask", &difference, 0x7ffffffe, 1, 0xfffffffe, 0),
    FIELD_ACTION_EXACT("systime_correction_barrier_config", "enable",
                       HX_MAP_SYSTIME_CORRECTION_BARRIER_CONFIG_BASE, &correction, count_reads, 0,
                       1, 1, 0),
    WAIT(LONG - 1, 0, LONG, 1),
    WAIT(1, 0, 0x80000001, 1),
};

const field_action_list field_executor_actions = FIELD_ACTION_LIST(rows);

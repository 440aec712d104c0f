// Timing of the chip's small memories: how long accesses last.
// SPDX-License-Identifier: Apache-2.0
//
// Accesses to the memory whose timing is changed are compared with as many to another copy of it. A
// chip cycle more for each access is half an FPGA cycle more, once the memory is what they wait
// for.
#include "testbench/sim/fields/field_actions.h"

#include <hx_map.h>

#define TIMER HX_MAP_PLAYBACK_TIMER_BASE

enum { ACCESSES = 40, READ_DELAY = 100, SETUP = 15, WIDTH = 15 };

static void configure(field_world *world, const char *name, uint32_t address)
{
    const hx_map_list_entry *entry = field_find_register(name);
    field_world_set(world, entry, address, field_find(entry, "read_delay"), READ_DELAY);
    field_world_set(world, entry, address, field_find(entry, "address_setup_time"), SETUP);
    field_world_set(world, entry, address, field_find(entry, "write_width"), WIDTH);
}

static void access_often(event_program *p, uint32_t address, bool write)
{
    word_list_add(&p->list, WORD_TIMER_SETUP);
    for (unsigned i = 0; i < ACCESSES; ++i) {
        if (write)
            event_program_write(p, address, 0);
        else
            event_program_read(p, address);
    }
    word_list_add(&p->list, WORD_BARRIER_OMNIBUS);
    event_program_read(p, TIMER);
}

static void compare(event_program *p, uint32_t changed, uint32_t other)
{
    access_often(p, changed, true);
    access_often(p, other, true);
    access_often(p, changed, false);
    access_often(p, other, false);
}

// How much longer the accesses to the changed copy last, FPGA cycles.
static double compare_writes(const event_program *program)
{
    return (double)program->data[0] - program->data[1];
}

static double compare_reads(const event_program *program)
{
    return (double)program->data[2 + ACCESSES] - program->data[3 + 2 * ACCESSES];
}

// A memory, the timing of two copies, and a word in each. Both are set alike and accessed often.
#define MEMORY(NAME, CHANGED, OTHER, CHANGED_WORD, OTHER_WORD)                                     \
    static void configure_##NAME(field_world *world)                                               \
    {                                                                                              \
        configure(world, #NAME "_sram_timing_config", CHANGED);                                    \
        configure(world, #NAME "_sram_timing_config", OTHER);                                      \
    }                                                                                              \
    static void compare_##NAME(event_program *p)                                                   \
    {                                                                                              \
        compare(p, CHANGED_WORD, OTHER_WORD);                                                      \
    }                                                                                              \
    static const field_scene NAME = {#NAME "_timing", configure_##NAME, compare_##NAME};

#define CAPMEM HX_MAP_CAPMEM_SRAM_TIMING_CONFIG_BASE
#define CAPMEM_COPY HX_MAP_CAPMEM_SRAM_TIMING_CONFIG_QUADRANT_STRIDE
#define NEURON HX_MAP_NEURON_SRAM_TIMING_CONFIG_BASE
#define NEURON_COPY HX_MAP_NEURON_SRAM_TIMING_CONFIG_QUADRANT_STRIDE
#define DRIVER HX_MAP_SYNAPSE_DRIVER_SRAM_TIMING_CONFIG_BASE
#define DRIVER_COPY HX_MAP_SYNAPSE_DRIVER_SRAM_TIMING_CONFIG_HEMISPHERE_STRIDE
#define BACKEND HX_MAP_NEURON_BACKEND_SRAM_TIMING_CONFIG_BASE
#define BACKEND_COPY HX_MAP_NEURON_BACKEND_SRAM_TIMING_CONFIG_SIDE_STRIDE
#define CADC HX_MAP_CADC_OFFSET_SRAM_TIMING_CONFIG_BASE
#define CADC_COPY HX_MAP_CADC_OFFSET_SRAM_TIMING_CONFIG_HEMISPHERE_STRIDE

// North-west beside south-east; bottom beside top; east beside west; CADC top beside bottom.
MEMORY(capmem, CAPMEM, CAPMEM + 3 * CAPMEM_COPY, hx_map_capmem_cell_address(0, 1, 5),
       hx_map_capmem_cell_address(3, 1, 5))
MEMORY(neuron, NEURON, NEURON + 3 * NEURON_COPY, hx_map_neuron_config_address(0, 1),
       hx_map_neuron_config_address(3, 1))
MEMORY(synapse_driver, DRIVER + DRIVER_COPY, DRIVER, hx_map_synapse_driver_config_address(1, 77),
       hx_map_synapse_driver_config_address(0, 77))
MEMORY(neuron_backend, BACKEND + BACKEND_COPY, BACKEND, hx_map_neuron_backend_config_address(1, 5),
       hx_map_neuron_backend_config_address(0, 5))
MEMORY(cadc_offset, CADC, CADC + CADC_COPY, hx_map_cadc_channel_config_address(0, 0, 8, 0),
       hx_map_cadc_channel_config_address(1, 0, 8, 0))

#define ROW(NAME, CHANGED, FIELD, LOOK, FROM, TO, MIDDLE)                                          \
    FIELD_ACTION_EXACT(#NAME "_sram_timing_config", FIELD, CHANGED, &NAME, LOOK, FROM,             \
                       (FROM - MIDDLE) * ACCESSES / 2, TO, (TO - MIDDLE) * ACCESSES / 2)

// Setup time is part of both kinds of access.
#define ROWS(NAME, CHANGED)                                                                        \
    ROW(NAME, CHANGED, "read_delay", compare_reads, 50, 255, READ_DELAY),                          \
        ROW(NAME, CHANGED, "address_setup_time", compare_reads, 0, 15, SETUP),                     \
        ROW(NAME, CHANGED, "address_setup_time", compare_writes, 5, 15, SETUP),                    \
        ROW(NAME, CHANGED, "write_width", compare_writes, 5, 15, WIDTH)

static const field_action rows[] = {
    ROWS(capmem, CAPMEM),
    ROWS(neuron, NEURON),
    ROWS(synapse_driver, DRIVER + DRIVER_COPY),
    ROWS(neuron_backend, BACKEND + BACKEND_COPY),
    ROWS(cadc_offset, CADC),
};

const field_action_list field_memory_timing_actions = FIELD_ACTION_LIST("memory_timing", rows);

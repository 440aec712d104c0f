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

// Timing registers of two copies of a memory, and a word in each. Both copies are set alike and
// accessed often.
#define SCENE(SCENE, NAME, CHANGED, OTHER, CHANGED_WORD, OTHER_WORD)                               \
    static void configure_##SCENE(field_world *world)                                              \
    {                                                                                              \
        configure(world, #NAME "_sram_timing_config", CHANGED);                                    \
        configure(world, #NAME "_sram_timing_config", OTHER);                                      \
    }                                                                                              \
    static void compare_##SCENE(event_program *p)                                                  \
    {                                                                                              \
        compare(p, CHANGED_WORD, OTHER_WORD);                                                      \
    }                                                                                              \
    static const field_scene SCENE = {#SCENE, configure_##SCENE, compare_##SCENE};

#define CAPMEM(QUADRANT)                                                                           \
    (HX_MAP_CAPMEM_SRAM_TIMING_CONFIG_BASE +                                                       \
     (QUADRANT)*HX_MAP_CAPMEM_SRAM_TIMING_CONFIG_QUADRANT_STRIDE)
#define NEURON(QUADRANT)                                                                           \
    (HX_MAP_NEURON_SRAM_TIMING_CONFIG_BASE +                                                       \
     (QUADRANT)*HX_MAP_NEURON_SRAM_TIMING_CONFIG_QUADRANT_STRIDE)
#define DRIVER(HALF)                                                                               \
    (HX_MAP_SYNAPSE_DRIVER_SRAM_TIMING_CONFIG_BASE +                                               \
     (HALF)*HX_MAP_SYNAPSE_DRIVER_SRAM_TIMING_CONFIG_HEMISPHERE_STRIDE)
#define BACKEND(SIDE)                                                                              \
    (HX_MAP_NEURON_BACKEND_SRAM_TIMING_CONFIG_BASE +                                               \
     (SIDE)*HX_MAP_NEURON_BACKEND_SRAM_TIMING_CONFIG_SIDE_STRIDE)
#define CADC(HALF, SIDE)                                                                           \
    (uint32_t)(HX_MAP_CADC_OFFSET_SRAM_TIMING_CONFIG_BASE +                                        \
               (HALF)*HX_MAP_CADC_OFFSET_SRAM_TIMING_CONFIG_HEMISPHERE_STRIDE +                    \
               (SIDE)*HX_MAP_CADC_OFFSET_SRAM_TIMING_CONFIG_SIDE_STRIDE)

#define CELL(QUADRANT) hx_map_capmem_cell_address(QUADRANT, 1, 5)
#define SWITCHES(QUADRANT) hx_map_neuron_config_address(QUADRANT, 1)
#define DRIVER_WORD(HALF) hx_map_synapse_driver_config_address(HALF, 77)
#define BACKEND_WORD(SIDE) hx_map_neuron_backend_config_address(SIDE, 5)
#define OFFSET(HALF, SIDE) hx_map_cadc_channel_config_address(HALF, SIDE, 8, 0)

// Where there are four copies: the one beside, and the one below.
SCENE(capmem_beside, capmem, CAPMEM(0), CAPMEM(1), CELL(0), CELL(1))
SCENE(capmem_below, capmem, CAPMEM(0), CAPMEM(2), CELL(0), CELL(2))
SCENE(neuron_beside, neuron, NEURON(3), NEURON(2), SWITCHES(3), SWITCHES(2))
SCENE(neuron_below, neuron, NEURON(3), NEURON(1), SWITCHES(3), SWITCHES(1))
SCENE(driver_below, synapse_driver, DRIVER(1), DRIVER(0), DRIVER_WORD(1), DRIVER_WORD(0))
SCENE(backend_beside, neuron_backend, BACKEND(1), BACKEND(0), BACKEND_WORD(1), BACKEND_WORD(0))
SCENE(cadc_beside, cadc_offset, CADC(0, 0), CADC(0, 1), OFFSET(0, 0), OFFSET(0, 1))
SCENE(cadc_below, cadc_offset, CADC(0, 0), CADC(1, 0), OFFSET(0, 0), OFFSET(1, 0))

#define ROW(NAME, CHANGED, SCENE, FIELD, LOOK, FROM, TO, MIDDLE)                                   \
    FIELD_ACTION_EXACT(#NAME "_sram_timing_config", FIELD, CHANGED, &SCENE, LOOK, FROM,            \
                       (FROM - MIDDLE) * ACCESSES / 2, TO, (TO - MIDDLE) * ACCESSES / 2)

// Setup time is part of both kinds of access.
#define ROWS(NAME, CHANGED, SCENE)                                                                 \
    ROW(NAME, CHANGED, SCENE, "read_delay", compare_reads, 50, 255, READ_DELAY),                   \
        ROW(NAME, CHANGED, SCENE, "address_setup_time", compare_reads, 0, 15, SETUP),              \
        ROW(NAME, CHANGED, SCENE, "address_setup_time", compare_writes, 5, 15, SETUP),             \
        ROW(NAME, CHANGED, SCENE, "write_width", compare_writes, 5, 15, WIDTH)

static const field_action rows[] = {
    ROWS(capmem, CAPMEM(0), capmem_beside),        ROWS(capmem, CAPMEM(0), capmem_below),
    ROWS(neuron, NEURON(3), neuron_beside),        ROWS(neuron, NEURON(3), neuron_below),
    ROWS(synapse_driver, DRIVER(1), driver_below), ROWS(neuron_backend, BACKEND(1), backend_beside),
    ROWS(cadc_offset, CADC(0, 0), cadc_beside),    ROWS(cadc_offset, CADC(0, 0), cadc_below),
};

const field_action_list field_memory_timing_actions = FIELD_ACTION_LIST(rows);

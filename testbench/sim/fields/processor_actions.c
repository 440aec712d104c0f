// Plasticity processors: run control, their memory, the FPGA's memory as they see it.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/field_actions.h"

#include <hx_map.h>

enum { TOP = 0 };
enum { RESULT = 0x40, SECOND_RESULT = 0x41, SOURCE = 0x20, EXTERNAL = 5 }; // words
enum { DURATION = 5000 };                                                  // FPGA cycles

#define VALUE 0x0f5a3cc6
#define MEMORY(WORD) (HX_MAP_PPU_MEMORY_WORD_BASE + (WORD)*HX_MAP_PPU_MEMORY_WORD_WORD_STRIDE)
#define CONTROL HX_MAP_PPU_CONTROL_REGISTER_BASE
#define MEMORY_QUAD (HX_MAP_EXTERNAL_PPU_MEMORY_QUAD_BASE + EXTERNAL)
#define DRAM_QUAD (HX_MAP_EXTERNAL_PPU_DRAM_QUAD_BASE + EXTERNAL)

// Instructions; addresses in bytes.
#define LOAD_WORD(REGISTER, OFFSET, BASE) (0x80000000u | (REGISTER) << 21 | (BASE) << 16 | (OFFSET))
#define STORE_WORD(REGISTER, OFFSET, BASE)                                                         \
    (0x90000000u | (REGISTER) << 21 | (BASE) << 16 | (OFFSET))
#define LOAD_HIGH(REGISTER, VALUE) (0x3c000000u | (REGISTER) << 21 | (VALUE))
#define ADD(REGISTER, VALUE) (0x38000000u | (REGISTER) << 21 | (REGISTER) << 16 | (VALUE))
#define TO_COUNTER(REGISTER) (0x7c0903a6u | (REGISTER) << 21)
#define TO_ADDRESS_IN_COUNTER 0x4e800420u
#define BACK(BYTES) (0x48000000u | (0x4000000u - (BYTES)))
#define SLEEP 0x7c00007cu

// The program; the memory may hold anything at power-on, so the results begin with 0.
static void load(field_world *world, const uint32_t *words, size_t count)
{
    field_world_write(world, hx_map_ppu_memory_word_address(TOP, RESULT), 0);
    field_world_write(world, hx_map_ppu_memory_word_address(TOP, SECOND_RESULT), 0);
    for (uint32_t i = 0; i < count; ++i)
        field_world_write(world, hx_map_ppu_memory_word_address(TOP, i), words[i]);
}

// The last write of a set-up: programs begin with it.
static void run(field_world *world, hx_map_ppu_control_register control)
{
    uint32_t word;
    hx_map_ppu_control_register_encode(&control, &word);
    field_world_write(world, hx_map_ppu_control_register_address(TOP), word);
}

static void read_results(event_program *p)
{
    event_program_wait_until(p, DURATION);
    event_program_read(p, hx_map_ppu_memory_word_address(TOP, RESULT));
    event_program_read(p, hx_map_ppu_memory_word_address(TOP, SECOND_RESULT));
}

static void configure_copy(field_world *world)
{
    static const uint32_t program[] = {LOAD_WORD(4, 4 * SOURCE, 0), STORE_WORD(4, 4 * RESULT, 0),
                                       SLEEP};
    load(world, program, sizeof program / sizeof *program);
    field_world_write(world, hx_map_ppu_memory_word_address(TOP, SOURCE), VALUE);
    run(world, (hx_map_ppu_control_register){.inhibit_reset = 1});
}

// The top processor copies a word of its memory.
static const field_scene copy = {"processor_copy", configure_copy, read_results};

static void configure_external(field_world *world)
{
    static const uint32_t program[] = {LOAD_HIGH(3, HX_MAP_PPU_BYTE_EXTERNAL_MEMORY >> 16),
                                       LOAD_WORD(4, 4 * EXTERNAL, 3),
                                       STORE_WORD(4, 4 * RESULT, 0),
                                       LOAD_HIGH(3, HX_MAP_PPU_BYTE_EXTERNAL_DRAM >> 16),
                                       LOAD_WORD(4, 4 * EXTERNAL, 3),
                                       STORE_WORD(4, 4 * SECOND_RESULT, 0),
                                       SLEEP};
    load(world, program, sizeof program / sizeof *program);
    field_world_write(world, MEMORY_QUAD, 0);
    field_world_write(world, DRAM_QUAD, 0);
    run(world, (hx_map_ppu_control_register){.inhibit_reset = 1});
}

// It copies a word of each of the FPGA's memories.
static const field_scene external = {"processor_external", configure_external, read_results};

static void configure_loop(field_world *world)
{
    static const uint32_t caller[] = {LOAD_HIGH(3, HX_MAP_PPU_FETCH_EXTERNAL_MEMORY >> 16),
                                      TO_COUNTER(3), TO_ADDRESS_IN_COUNTER};
    static const uint32_t loop[] = {ADD(5, 1), STORE_WORD(5, 4 * RESULT, 0), BACK(8)};
    load(world, caller, sizeof caller / sizeof *caller);
    for (uint32_t i = 0; i < sizeof loop / sizeof *loop; ++i)
        field_world_write(world, hx_map_external_ppu_memory_quad_address(i), loop[i]);
    run(world, (hx_map_ppu_control_register){.inhibit_reset = 1});
}

// It counts in a loop whose instructions lie in the FPGA's memory.
static const field_scene loop = {"processor_loop", configure_loop, read_results};

static double get_second_data(const event_program *program)
{
    return program->data[1];
}

// Byte 0 is the top one of a word.
#define BYTE(NUMBER, VALUE) ((uint32_t)(VALUE) << (24 - 8 * (NUMBER)))
#define QUAD(REGISTER, ADDRESS, LOOK, NUMBER)                                                      \
    FIELD_ACTION_EXACT(REGISTER, "byte_" #NUMBER, ADDRESS, &external, LOOK, 0x35,                  \
                       BYTE(NUMBER, 0x35), 0xca, BYTE(NUMBER, 0xca))
#define QUADS(REGISTER, ADDRESS, LOOK)                                                             \
    QUAD(REGISTER, ADDRESS, LOOK, 0), QUAD(REGISTER, ADDRESS, LOOK, 1),                            \
        QUAD(REGISTER, ADDRESS, LOOK, 2), QUAD(REGISTER, ADDRESS, LOOK, 3)

static const field_action rows[] = {
    QUADS("external_ppu_memory_quad", MEMORY_QUAD, field_get_first_data),
    QUADS("external_ppu_dram_quad", DRAM_QUAD, get_second_data),
    FIELD_ACTION_EXACT("ppu_memory_word", "value", MEMORY(SOURCE), &copy, field_get_first_data,
                       0x55555555, 0x55555555, 0xaaaaaaaa, 0xaaaaaaaa),
    FIELD_ACTION_EXACT("ppu_control_register", "inhibit_reset", CONTROL, &copy,
                       field_get_first_data, 0, 0, 1, VALUE),
    FIELD_ACTION_EXACT("ppu_control_register", "force_clock_off", CONTROL, &copy,
                       field_get_first_data, 0, VALUE, 1, 0),
    {"ppu_control_register", "cache_controller_enable", CONTROL, &loop, field_get_first_data, 0, 1,
     FIELD_MORE, 0, 0, NULL},
};

const field_action_list field_processor_actions = FIELD_ACTION_LIST(rows);

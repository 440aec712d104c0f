// Random programs for the whole set-up.
// SPDX-License-Identifier: Apache-2.0
#include "host/chip/configure.h"
#include "host/chip/coordinate.h"
#include "host/program/bring_up.h"
#include "testbench/sim/fast/board/random_private.h"

#include <check.h>
#include <hx_map.h>
#include <stdlib.h>
#include <string.h>

enum { Kinds = 8, Timeout = 12000 };

// splitmix64
uint64_t random_draw(random_programs *r)
{
    uint64_t x = r->state += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

uint32_t random_below(random_programs *r, uint32_t limit)
{
    return (uint32_t)((random_draw(r) >> 32) * limit >> 32);
}

bool random_chance(random_programs *r, unsigned of_256)
{
    return random_below(r, 256) < of_256;
}

static void add_word(random_programs *r, uint64_t word)
{
    if (r->count == r->capacity) {
        r->capacity = 2 * r->capacity + 4096;
        r->words = realloc(r->words, r->capacity * sizeof *r->words);
        ck_assert_ptr_nonnull(r->words);
    }
    r->words[r->count++] = word;
}

void random_add(random_programs *r, hx_ut_kind kind, uint64_t payload)
{
    add_word(r, (uint64_t)kind << 56 | payload);
}

void random_add_write(random_programs *r, uint32_t address, uint32_t value)
{
    random_add(r, HX_UT_TO_OMNIBUS_ADDRESS, (uint64_t)0xf << 32 | address);
    random_add(r, HX_UT_TO_OMNIBUS_DATA, value);
}

void random_programs_start(random_programs *r, uint64_t seed)
{
    memset(r, 0, sizeof *r);
    r->state = seed;
}

void random_programs_release(random_programs *r)
{
    free(r->words);
}

void random_add_bring_up(random_programs *r)
{
    hx_program *program;
    const uint64_t *words;
    size_t count;
    ck_assert_int_eq(hx_program_create(&program), HX_OK);
    ck_assert_int_eq(hx_bring_up_build(program), HX_OK);
    hx_program_get_words(program, &words, &count);
    for (size_t i = 0; i < count; i++)
        add_word(r, words[i]);
    hx_program_destroy(program);
    r->is_damaged = false;
}

static hx_status write(void *context, uint32_t address, uint32_t value)
{
    random_add_write(context, address, value);
    return HX_OK;
}

static void add_drivers(random_programs *r, unsigned half)
{
    for (unsigned driver = 0; driver < NetworkDrivers; driver++) {
        hx_map_synapse_driver_config config = hx_map_synapse_driver_config_default();
        uint32_t words[HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS];
        config.enable_receiver = 1;
        config.row_mode_excitatory_bottom = 1;
        config.row_mode_inhibitory_top = driver % 4 == 3;
        config.row_address_compare_mask = half ? 3 : 31;
        hx_map_synapse_driver_config_encode(&config, words);
        for (unsigned w = 0; w < HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS; w++)
            random_add_write(r, hx_map_synapse_driver_config_address(half, driver) + w, words[w]);
        for (unsigned row = 2 * driver; row < 2 * driver + 2; row++)
            for (unsigned quad = 0; quad < NetworkNeurons / 4; quad++) {
                const uint32_t weights = (uint32_t)random_draw(r) & 0x3f3f3f3f,
                               label = half ? HiddenLabel : NetworkLabel;
                random_add_write(r, hx_map_synapse_weight_quad_address(half, row, quad), weights);
                random_add_write(r, hx_map_synapse_label_quad_address(half, row, quad),
                                 label * UINT32_C(0x01010101));
            }
    }
}

// Inputs reach the top half, hidden spikes the bottom half; both and the sources reach the link.
static void add_nodes(random_programs *r)
{
    const hx_map_crossbar_node pass = {.mask = 0, .target = 0};
    uint32_t word;
    hx_map_crossbar_node_encode(&pass, &word);
    for (unsigned input = 0; input < HX_CHIP_EVENT_OUTPUTS + 3 * HX_CHIP_BUSES; input++)
        for (unsigned output = 0; output < 3 * HX_CHIP_BUSES; output++) {
            const int node = hx_chip_crossbar_node(input, output);
            const bool to_top = output < HX_CHIP_BUSES;
            const bool to_bottom = !to_top && output < 2 * HX_CHIP_BUSES;
            const bool is_neuron = input < HX_CHIP_EVENT_OUTPUTS;
            if (node >= 0 && !(to_top && is_neuron) && !(to_bottom && !is_neuron))
                random_add_write(r, hx_map_crossbar_node_address((unsigned)node), word);
        }
}

static bool is_in(uint32_t address, uint32_t base, uint32_t size, uint32_t count)
{
    return address - base < size * count;
}

// What a reset of the chip makes forget; the analog core keeps its memories.
static hx_status write_digital(void *context, uint32_t address, uint32_t value)
{
    if (!is_in(address, HX_MAP_BLOCK_SYNAPSE_ARRAY_BASE, HX_MAP_BLOCK_SYNAPSE_ARRAY_SIZE, 1) &&
        !is_in(address - HX_MAP_BLOCK_SYNAPSE_ARRAY_HEMISPHERE_STRIDE,
               HX_MAP_BLOCK_SYNAPSE_ARRAY_BASE, HX_MAP_BLOCK_SYNAPSE_ARRAY_SIZE, 1) &&
        !is_in(address, HX_MAP_BLOCK_CAPMEM_BASE, HX_MAP_BLOCK_CAPMEM_SIZE,
               HX_MAP_BLOCK_CAPMEM_QUADRANT_COUNT))
        random_add_write(context, address, value);
    return HX_OK;
}

static void add_neurons(random_programs *r, hx_chip_write_fn write_fn)
{
    for (unsigned i = 0; i < NetworkNeurons; i++) {
        hx_chip_neuron_parameters neuron = hx_chip_neuron_parameters_default();
        hx_error error;
        neuron.spiking = i % 8 != 7;
        neuron.v_reset = neuron.v_leak;
        neuron.address_out = HiddenLabel | i % 4 << 6;
        ck_assert_int_eq(hx_chip_write_neuron(i, &neuron, write_fn, r, &error), HX_OK);
    }
}

// Event paths and backends as the network has them.
static void add_paths(random_programs *r)
{
    const hx_chip_settings settings = hx_chip_settings_default();
    ck_assert_int_eq(hx_chip_write_defaults(&settings, write_digital, r), HX_OK);
    add_nodes(r);
    add_neurons(r, write_digital);
    ck_assert_int_eq(hx_chip_write_force_reset(&settings, false, write_digital, r), HX_OK);
}

void random_add_network(random_programs *r)
{
    const hx_chip_settings settings = hx_chip_settings_default();
    ck_assert_int_eq(hx_chip_write_defaults(&settings, write, r), HX_OK);
    add_nodes(r);
    add_drivers(r, 0);
    add_drivers(r, 1);
    add_neurons(r, write);
    ck_assert_int_eq(hx_chip_write_force_reset(&settings, false, write, r), HX_OK);
    random_add(r, HX_UT_TO_BARRIER, HX_UT_BARRIER_OMNIBUS);
    random_add_write(r, HX_MAP_INSTRUCTION_TIMEOUT_CONFIG_BASE, Timeout);
}

void random_programs_set_up(random_programs *r)
{
    r->count = 0;
    random_add_bring_up(r);
    random_add_network(r);
    random_add(r, HX_UT_TO_LOOPBACK, HX_UT_HALT);
}

void random_programs_next(random_programs *r)
{
    r->count = 0;
    const bool was_damaged = r->is_damaged;
    if (was_damaged)
        random_add_bring_up(r);
    if (was_damaged || random_chance(r, 20))
        add_paths(r);
    else if (random_chance(r, 100))
        add_nodes(r);
    random_add_write(r, HX_MAP_INSTRUCTION_TIMEOUT_CONFIG_BASE, Timeout);
    random_add_write(r, HX_MAP_EVENT_RECORDING_CONFIG_BASE, random_chance(r, 240));
    random_add_write(r, HX_MAP_SYSTIME_CORRECTION_BARRIER_CONFIG_BASE, 0);
    random_add(r, HX_UT_TO_TIMER_SETUP, 0);
    for (unsigned phases = 1 + random_below(r, 3); phases; phases--) {
        r->kind = random_below(r, Kinds);
        for (unsigned left = 5 + random_below(r, 60); left; left--)
            random_add_some(r);
    }
    random_add(r, HX_UT_TO_LOOPBACK, HX_UT_HALT);
}

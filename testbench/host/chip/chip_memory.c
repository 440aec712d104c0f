// What a sequence of bus writes leaves in the chip, with decoders of its own.
// SPDX-License-Identifier: Apache-2.0
#include "chip_memory.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1 << 18 };

struct chip_memory {
    unsigned long writes, limit;
    uint32_t address[SLOTS], value[SLOTS];
    bool used[SLOTS];
};

chip_memory *chip_memory_create(void)
{
    chip_memory *memory = calloc(1, sizeof *memory);
    ck_assert_ptr_nonnull(memory);
    memory->limit = (unsigned long)-1;
    return memory;
}

void chip_memory_destroy(chip_memory *memory)
{
    free(memory);
}

static size_t find(const chip_memory *memory, uint32_t address)
{
    size_t slot = address * 2654435761u >> 14;
    while (memory->used[slot] && memory->address[slot] != address)
        slot = (slot + 1) % SLOTS;
    return slot;
}

hx_status chip_memory_write(void *context, uint32_t address, uint32_t value)
{
    chip_memory *memory = context;
    if (memory->writes == memory->limit)
        return HX_ERROR_CLOSED;
    size_t slot = find(memory, address);
    memory->used[slot] = true;
    memory->address[slot] = address;
    memory->value[slot] = value;
    ++memory->writes;
    return HX_OK;
}

void chip_memory_fail_after(chip_memory *memory, unsigned long writes)
{
    memory->limit = writes;
}

unsigned long chip_memory_get_writes(const chip_memory *memory)
{
    return memory->writes;
}

uint32_t chip_memory_read(const chip_memory *memory, uint32_t address)
{
    size_t slot = find(memory, address);
    return memory->used[slot] ? memory->value[slot] : 0;
}

bool chip_memory_has(const chip_memory *memory, uint32_t address)
{
    return memory->used[find(memory, address)];
}

static unsigned get_byte(const chip_memory *memory, uint32_t base, unsigned row, unsigned column)
{
    unsigned quad = column % 2 * 32 + column / 2 / 4, entry = column / 2 % 4;
    return chip_memory_read(memory, base + row * 64 + quad) >> (24 - 8 * entry) & 0x3F;
}

static void fire_row(const chip_memory *memory, unsigned half, unsigned row, unsigned label,
                     int sign, chip_effect *effect)
{
    uint32_t array = half ? 0x03C00000 : 0x02C00000;
    for (unsigned column = 0; column < 256; ++column) {
        unsigned m = get_byte(memory, array, row, column);
        int weight = (int)(32 * (m >> 5 & 1) + 16 * (m & 1) + 8 * (m >> 1 & 1) + 4 * (m >> 2 & 1) +
                           2 * (m >> 3 & 1) + (m >> 4 & 1));
        if (get_byte(memory, array + 0x40000, row, column) == label)
            effect->weight[256 * half + column] += sign * weight;
    }
}

static void send_padi(const chip_memory *memory, unsigned bus, unsigned label14,
                      chip_effect *effect)
{
    unsigned half = bus / 4, row_select = label14 >> 6 & 31, label = label14 & 63;
    uint32_t base = half ? 0x00118000 : 0x00110000;
    effect->padi_buses |= 1u << bus;
    if (!(chip_memory_read(memory, base + 1) >> (bus % 4) & 1))
        return; // the bus does not listen to the crossbar
    for (unsigned driver = bus % 4; driver < 128; driver += 4) {
        uint32_t w0 = chip_memory_read(memory, base + 0x400 + 4 * driver);
        uint32_t w1 = chip_memory_read(memory, base + 0x401 + 4 * driver);
        unsigned mask = w0 >> 9 & 31;
        if (!(w0 >> 15 & 1) || ((row_select ^ driver / 4) & mask))
            continue;
        ck_assert_uint_eq(w0 >> 14 & 1, 0); // forwards all label bits
        for (unsigned top = 0; top < 2; ++top) {
            bool excitatory = w1 >> (4 + top) & 1, inhibitory = w1 >> (6 + top) & 1;
            ck_assert(!(excitatory && inhibitory));
            if (excitatory || inhibitory)
                fire_row(memory, half, 2 * driver + top, label, excitatory ? 1 : -1, effect);
        }
    }
}

// The list of nodes, counted row by row over inputs.
static bool node_exists(unsigned input, unsigned output)
{
    if (input < 4)
        return output == input || output == 4 + input || output == 8 + input;
    if (input < 8)
        return output == input - 4 || output == input || output == input + 4;
    if (input < 12)
        return output < 8 || output == input;
    unsigned source = input - 12;
    return output == source || output == (source < 4 ? 8 + source : 4 + source);
}

static void send_crossbar(const chip_memory *memory, unsigned from, unsigned label14,
                          chip_effect *effect)
{
    memset(effect, 0, sizeof *effect);
    for (unsigned i = 0; i < 4; ++i)
        effect->recorded[i] = -1;
    unsigned node = 0;
    for (unsigned input = 0; input < 20; ++input) {
        for (unsigned output = 0; output < 12; ++output) {
            if (!node_exists(input, output))
                continue;
            uint32_t word = chip_memory_read(memory, 0x00130019 + node++);
            unsigned mask = word & 0x3FFF, target = word >> 16 & 0x3FFF;
            if (input != from || (label14 & mask) != target)
                continue;
            if (output < 8)
                send_padi(memory, output, label14, effect);
            else
                effect->recorded[output - 8] = (int)((output - 8) << 14 | label14);
        }
    }
    ck_assert_uint_eq(node, 76);
}

void chip_memory_send_input(const chip_memory *memory, uint16_t label, chip_effect *effect)
{
    send_crossbar(memory, 8 + (label >> 14), label & 0x3FFF, effect);
}

void chip_memory_fire_neuron(const chip_memory *memory, unsigned neuron, chip_effect *effect)
{
    unsigned row = neuron / 256, column = neuron % 256;
    uint32_t base = (column < 128 ? 0x001A1000 : 0x001A9000) + 4 * (column % 128 + 128 * row);
    ck_assert(chip_memory_has(memory, base));
    uint32_t w0 = chip_memory_read(memory, base), w1 = chip_memory_read(memory, base + 1);
    unsigned address = (~w0 & 0x3F) << 2 | (~w1 >> 4 & 3);
    send_crossbar(memory, column / 32, column / 32 << 8 | address, effect);
}

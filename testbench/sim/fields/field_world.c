// A set-up of the chip of which single fields are changed.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/field_world.h"

#include <check.h>
#include <hx_map.h>
#include <string.h>

enum { ADDRESS = 0x0b, DATA = 0x0c }; // host words of a write

void field_world_write(field_world *world, uint32_t address, uint32_t value)
{
    size_t i = 0;
    while (i < world->count && world->address[i] != address)
        ++i;
    ck_assert_uint_lt(i, sizeof world->address / sizeof *world->address);
    world->address[i] = address;
    world->value[i] = value;
    world->count += i == world->count;
}

void field_world_write_words(field_world *world, uint32_t address, const uint32_t *words,
                             unsigned count)
{
    for (unsigned w = 0; w < count; ++w)
        field_world_write(world, address + w, words[w]);
}

uint32_t field_world_get(const field_world *world, uint32_t address)
{
    for (size_t i = 0; i < world->count; ++i) {
        if (world->address[i] == address)
            return world->value[i];
    }
    return 0;
}

void field_world_add_example(field_world *world)
{
    static word_list list;
    uint32_t address = 0;
    list.count = 0;
    word_list_add_example(&list);
    for (size_t i = 0; i < list.count; ++i) {
        if (list.words[i] >> 56 == ADDRESS)
            address = (uint32_t)list.words[i];
        else if (list.words[i] >> 56 == DATA)
            field_world_write(world, address, (uint32_t)list.words[i]);
    }
}

void field_world_play(field_world *world, const field_scene *scene)
{
    event_program *p = &world->program;
    hx_device_config config = quiet_config();
    hx_connection *device = open_worker(&config); // many in one process
    event_program_begin(p);
    word_list_add_link_up(&p->list);
    event_program_write(p, hx_map_event_recording_config_address(), 1);
    for (size_t i = 0; i < world->count; ++i)
        event_program_write(p, world->address[i], world->value[i]);
    event_program_settle(p);
    scene->play(p);
    event_program_play(p, device);
    hx_connection_close(device);
}

const hx_map_list_entry *field_find_register(const char *name)
{
    for (size_t i = 0; i < sizeof hx_map_list / sizeof *hx_map_list; ++i) {
        if (!strcmp(hx_map_list[i].name, name))
            return &hx_map_list[i];
    }
    ck_abort_msg("no register %s", name);
}

const hx_map_list_field *field_find(const hx_map_list_entry *entry, const char *name)
{
    for (unsigned f = 0; f < entry->field_count; ++f) {
        if (!strcmp(entry->fields[f].name, name))
            return &entry->fields[f];
    }
    ck_abort_msg("%s has no field %s", entry->name, name);
}

static uint32_t ones(unsigned width)
{
    return (uint32_t)(((uint64_t)1 << width) - 1);
}

static uint32_t reverse(uint32_t value, unsigned width)
{
    uint32_t result = 0;
    for (unsigned i = 0; i < width; ++i)
        result |= (value >> i & 1) << (width - 1 - i);
    return result;
}

static uint32_t encode(const char *encoding, uint32_t value, unsigned width)
{
    const uint32_t top = (uint32_t)1 << (width - 1);
    if (!strcmp(encoding, "inverted"))
        value = ~value;
    else if (!strcmp(encoding, "reversed"))
        value = reverse(value, width);
    else if (!strcmp(encoding, "mirrored"))
        value = (value & top) | reverse(value & (top - 1), width - 1);
    else if (!strcmp(encoding, "offset_binary"))
        value += top;
    else if (!strcmp(encoding, "minus_one"))
        value -= 1;
    return value & ones(width);
}

static uint32_t gray(uint32_t binary)
{
    return binary ^ binary >> 1;
}

static uint32_t ungray(uint32_t code)
{
    for (unsigned step = 1; step < 32; step *= 2)
        code ^= code >> step;
    return code;
}

static unsigned get_width(const hx_map_list_field *field)
{
    unsigned width = 0;
    for (unsigned p = 0; p < field->piece_count; ++p)
        width += field->piece[p].high - field->piece[p].low + 1;
    return width;
}

// Replaces the bits of the field in its words (gray ones as their code) by those of `bits`, or, if
// told, inverts them.
static void change(field_world *world, const hx_map_list_entry *entry, uint32_t address,
                   const hx_map_list_field *field, uint32_t bits, bool invert)
{
    unsigned left = get_width(field);
    for (unsigned p = 0; p < field->piece_count; ++p) {
        const unsigned low = field->piece[p].low, width = field->piece[p].high - low + 1;
        const uint32_t mask = ones(width) << low,
                       at = address + entry->offset[field->piece[p].word];
        uint32_t word = field_world_get(world, at);
        left -= width;
        word = entry->gray ? gray(word) : word;
        word = invert ? word ^ mask : (word & ~mask) | (bits >> left << low & mask);
        field_world_write(world, at, entry->gray ? ungray(word) : word);
    }
}

void field_world_set(field_world *world, const hx_map_list_entry *entry, uint32_t address,
                     const hx_map_list_field *field, int64_t value)
{
    change(world, entry, address, field, encode(field->encoding, (uint32_t)value, get_width(field)),
           false);
}

void field_world_invert(field_world *world, const hx_map_list_entry *entry, uint32_t address,
                        const hx_map_list_field *field)
{
    change(world, entry, address, field, 0, true);
}

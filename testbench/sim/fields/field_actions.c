// All rows, how one is seen, and looks that many scenes share.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/field_actions.h"

#include <string.h>

#define POINTER(NAME) &field_##NAME##_actions,
const field_action_list *const field_action_lists[] = {FIELD_ACTION_LISTS(POINTER)};
const size_t field_action_list_count = sizeof field_action_lists / sizeof *field_action_lists;

const field_action *field_action_get(size_t number)
{
    for (size_t i = 0; i < field_action_list_count; ++i) {
        if (number < field_action_lists[i]->count)
            return &field_action_lists[i]->rows[number];
        number -= field_action_lists[i]->count;
    }
    return NULL;
}

double field_action_see(const field_action *row, int64_t value)
{
    static field_world world;
    if (row->run)
        return row->run(value);
    world.count = 0;
    row->scene->configure(&world);
    if (!strncmp(row->register_name, "capmem_row", strlen("capmem_row"))) {
        field_world_write(&world, row->address, (uint32_t)value);
    } else {
        const hx_map_list_entry *entry = field_find_register(row->register_name);
        field_world_set(&world, entry, row->address, field_find(entry, row->field), value);
    }
    field_world_play(&world, row->scene);
    return row->look(&world.program);
}

double field_count_spikes(const event_program *program)
{
    return (double)event_program_count(program, false);
}

static const seen_event *get_first(const event_program *program)
{
    for (size_t i = 0; i < program->event_count; ++i) {
        if (!program->events[i].is_sample)
            return &program->events[i];
    }
    return NULL;
}

double field_get_first_label(const event_program *program)
{
    const seen_event *first = get_first(program);
    return first ? first->label : -1;
}

double field_get_first_data(const event_program *program)
{
    return program->data_count ? (double)program->data[0] : -1;
}

// What the register tables call stored changes no answer.
// SPDX-License-Identifier: Apache-2.0
//
// Every scene of the actions is played twice: as it is, and with all stored fields inverted, in
// the instances that the scene uses and in the first one of each register. The answers are equal,
// word by word. If they are not, the fields are tried one by one to name the one that acts.
#include "testbench/sim/fields/field_actions.h"

#include <check.h>
#include <hx_map.h>
#include <stdio.h>
#include <string.h>

Suite *stored_fields_suite(void);

enum { PLACES = 4096, CELL_CHANGE = 0x155 };

// A stored field of one instance, or a parameter cell (then without a field).
typedef struct place {
    const hx_map_list_entry *entry;
    const hx_map_list_field *field;
    const char *name;
    uint32_t address;
} place;

static place places[PLACES];
static size_t place_count;
static field_world plain, changed;

static void add_place(const hx_map_list_entry *entry, const hx_map_list_field *field,
                      const char *name, uint32_t address)
{
    for (size_t i = 0; i < place_count; ++i) {
        if (places[i].field == field && places[i].address == address)
            return;
    }
    ck_assert_uint_lt(place_count, PLACES);
    places[place_count++] = (place){entry, field, name, address};
}

static bool is_written(uint32_t address)
{
    for (size_t i = 0; i < plain.count; ++i) {
        if (plain.address[i] == address)
            return true;
    }
    return false;
}

static void add_instance(const hx_map_list_entry *entry, uint32_t address)
{
    for (unsigned f = 0; f < entry->field_count; ++f) {
        if (*entry->fields[f].stored)
            add_place(entry, &entry->fields[f], entry->fields[f].name, address);
    }
}

// The instances that the scene writes; registers with very many are none that a scene uses.
// Commands only if the scene gives them.
static void add_instances(const hx_map_list_entry *entry)
{
    uint32_t total = 1;
    for (unsigned i = 0; i < entry->index_count; ++i)
        total *= entry->index[i].count;
    for (uint32_t n = 0; total <= 1024 && n < total; ++n) {
        uint32_t address = entry->base, rest = n;
        for (unsigned i = 0; i < entry->index_count; ++i) {
            address += rest % entry->index[i].count * (uint32_t)entry->index[i].stride;
            rest /= entry->index[i].count;
        }
        if (is_written(address + entry->offset[0]))
            add_instance(entry, address);
    }
    if (!strcmp(entry->access, "rw"))
        add_instance(entry, entry->base);
}

static void add_registers(void)
{
    for (size_t r = 0; r < sizeof hx_map_list / sizeof *hx_map_list; ++r) {
        const hx_map_list_entry *entry = &hx_map_list[r];
        if (strcmp(entry->access, "ro") && !*entry->space)
            add_instances(entry);
    }
}

// Stored cells: of the neurons whose cells the scene writes, and the shared ones. A cell of one
// quadrant has its number in front (q2_...).
static void add_cells(void)
{
    for (size_t k = 0; k < sizeof hx_map_list_items / sizeof *hx_map_list_items; ++k) {
        const hx_map_list_item *item = &hx_map_list_items[k];
        const bool neuron = !strcmp(item->of, "capmem_row");
        if (!*item->stored || strncmp(item->of, "capmem_row", strlen("capmem_row")))
            continue;
        for (unsigned q = 0; q < HX_MAP_CAPMEM_CELL_QUADRANT_COUNT; ++q) {
            const bool here =
                item->name[0] != 'q' || item->name[2] != '_' || item->name[1] == (char)('0' + q);
            for (unsigned c = 0; neuron && c < 128; ++c) {
                if (is_written(hx_map_capmem_cell_address(q, c, HX_MAP_CAPMEM_ROW_V_LEAK)))
                    add_place(NULL, NULL, item->name,
                              hx_map_capmem_cell_address(q, c, item->value));
            }
            if (!neuron && here)
                add_place(NULL, NULL, item->name,
                          hx_map_capmem_cell_address(
                              q, strcmp(item->of, "capmem_row_128") ? 129 : 128, item->value));
        }
    }
}

static void invert(field_world *world, const place *p)
{
    if (p->field)
        field_world_invert(world, p->entry, p->address, p->field);
    else
        field_world_write(world, p->address, field_world_get(world, p->address) ^ CELL_CHANGE);
}

static bool is_equal(const event_program *a, const event_program *b)
{
    return a->answers.count == b->answers.count &&
           !memcmp(a->answers.words, b->answers.words, a->answers.count * sizeof(uint64_t));
}

static unsigned name_culprits(const field_scene *scene)
{
    unsigned found = 0;
    for (size_t i = 0; i < place_count; ++i) {
        changed = plain;
        invert(&changed, &places[i]);
        field_world_play(&changed, scene);
        if (!is_equal(&plain.program, &changed.program)) {
            printf("acts in scene %s: %s, 0x%08x\n", scene->name, places[i].name,
                   places[i].address);
            ++found;
        }
    }
    return found;
}

// Scene `number` of all that the rows name; NULL: there are less.
static const field_scene *get_scene(int number)
{
    const field_action *row;
    for (size_t i = 0; (row = field_action_get(i)) != NULL; ++i) {
        size_t first = 0;
        while (field_action_get(first)->scene != row->scene)
            ++first;
        if (row->scene && first == i && number-- == 0)
            return row->scene;
    }
    return NULL;
}

START_TEST(stored_fields_change_nothing)
{
    const field_scene *scene = get_scene(_i);
    plain.count = place_count = 0;
    scene->configure(&plain);
    add_registers();
    add_cells();
    // Twice inverted is as before, with as many writes as the other.
    for (unsigned pass = 0; pass < 2; ++pass) {
        for (size_t i = 0; i < place_count; ++i)
            invert(&plain, &places[i]);
    }
    changed = plain;
    for (size_t i = 0; i < place_count; ++i)
        invert(&changed, &places[i]);
    field_world_play(&plain, scene);
    field_world_play(&changed, scene);
    if (!is_equal(&plain.program, &changed.program))
        ck_abort_msg("%s: %u stored fields act", scene->name, name_culprits(scene));
}
END_TEST

Suite *stored_fields_suite(void)
{
    Suite *suite = suite_create("stored_fields");
    TCase *tcase = tcase_create("stored_fields");
    int count = 0;
    while (get_scene(count))
        ++count;
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, stored_fields_change_nothing, 0, count);
    suite_add_tcase(suite, tcase);
    return suite;
}

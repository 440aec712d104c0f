// Each field that acts is seen to act, and none is forgotten.
// SPDX-License-Identifier: Apache-2.0
//
// The register tables say which fields only keep their value. Every other one that can be written
// has a row: its scene is played with two values of it, and what is seen differs as the row says.
#include "testbench/sim/fields/field_actions.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *field_actions_suite(void);

START_TEST(field_acts)
{
    const field_action *row = field_action_get((size_t)_i);
    const double from = field_action_see(row, row->from), to = field_action_see(row, row->to);
    const bool good = row->relation == FIELD_MORE   ? to > from
                      : row->relation == FIELD_LESS ? to < from
                                                    : from == row->at_from && to == row->at_to;
    ck_assert_msg(good, "%s.%s: %.15g at %lld, %.15g at %lld", row->register_name, row->field, from,
                  (long long)row->from, to, (long long)row->to);
}
END_TEST

static bool has_row(const char *register_name, const char *field)
{
    const field_action *row;
    for (size_t i = 0; (row = field_action_get(i)) != NULL; ++i) {
        if (!strcmp(row->register_name, register_name) && !strcmp(row->field, field))
            return true;
    }
    printf("no row: %s.%s\n", register_name, field);
    return false;
}

START_TEST(every_acting_field_has_a_row)
{
    unsigned missing = 0, stored = 0;
    for (size_t r = 0; r < sizeof hx_map_list / sizeof *hx_map_list; ++r) {
        const hx_map_list_entry *entry = &hx_map_list[r];
        if (!strcmp(entry->access, "ro") || !strcmp(entry->name, "capmem_cell"))
            continue;
        for (unsigned f = 0; f < entry->field_count; ++f) {
            if (*entry->fields[f].stored)
                ++stored;
            else
                missing += !has_row(entry->name, entry->fields[f].name);
        }
    }
    for (size_t i = 0; i < sizeof hx_map_list_items / sizeof *hx_map_list_items; ++i) {
        const hx_map_list_item *item = &hx_map_list_items[i];
        if (strncmp(item->of, "capmem_row", strlen("capmem_row")))
            continue;
        if (*item->stored)
            ++stored;
        else
            missing += !has_row(item->of, item->name);
    }
    printf("check_field_actions: %u fields without effect, %u without a row\n", stored, missing);
    fflush(stdout); // a failure ends this process without
    ck_assert_uint_eq(missing, 0);
}
END_TEST

// The names of the rows are those of the tables, and what is said to be stored has no row.
START_TEST(rows_name_acting_fields)
{
    const field_action *row;
    for (size_t i = 0; (row = field_action_get(i)) != NULL; ++i) {
        const char *stored = NULL;
        if (!strncmp(row->register_name, "capmem_row", strlen("capmem_row"))) {
            for (size_t k = 0; k < sizeof hx_map_list_items / sizeof *hx_map_list_items; ++k) {
                if (!strcmp(hx_map_list_items[k].of, row->register_name) &&
                    !strcmp(hx_map_list_items[k].name, row->field))
                    stored = hx_map_list_items[k].stored;
            }
        } else {
            stored = field_find(field_find_register(row->register_name), row->field)->stored;
        }
        ck_assert_msg(stored && !*stored, "%s.%s: unknown, or stored", row->register_name,
                      row->field);
        ck_assert_int_ne(row->from, row->to);
        ck_assert(row->run || (row->scene && row->look));
        ck_assert(row->relation != FIELD_EXACT || row->at_from != row->at_to);
    }
}
END_TEST

Suite *field_actions_suite(void)
{
    Suite *suite = suite_create("field_actions");
    TCase *tcase = tcase_create("field_actions");
    size_t count = 0;
    for (size_t i = 0; i < field_action_list_count; ++i)
        count += field_action_lists[i]->count;
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, field_acts, 0, (int)count);
    tcase_add_test(tcase, every_acting_field_has_a_row);
    tcase_add_test(tcase, rows_name_acting_fields);
    suite_add_tcase(suite, tcase);
    return suite;
}

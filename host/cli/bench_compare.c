// Two results of `bench --json` beside each other.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/bench_compare.h"

#include <jansson.h>

#include <stdio.h>
#include <string.h>

static hx_status load(const char *path, json_t **rows, json_t **all, hx_error *error)
{
    json_error_t problem;
    FILE *file = fopen(path, "r");
    if (!file)
        return hx_error_set(error, HX_ERROR_IO, "cannot open '%s'", path);
    *all = json_loadf(file, 0, &problem);
    fclose(file);
    if (!*all)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s:%d: %s", path, problem.line, problem.text);
    *rows = json_object_get(*all, "rows");
    if (!json_is_array(*rows))
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: no rows: not a result of bench --json",
                            path);
    size_t index;
    json_t *row;
    json_array_foreach(
        *rows, index,
        row) if (!json_is_string(json_object_get(row, "name")) ||
                 !json_is_string(json_object_get(row, "unit")) ||
                 !json_is_number(json_object_get(
                     row, "value"))) return hx_error_set(error, HX_ERROR_FORMAT,
                                                         "%s: row %zu has no name, unit or value",
                                                         path, index);
    return HX_OK;
}

static const json_t *find(const json_t *rows, const char *name)
{
    size_t index;
    json_t *row;
    json_array_foreach(
        rows, index,
        row) if (!strcmp(json_string_value(json_object_get(row, "name")), name)) return row;
    return NULL;
}

static void print_row(const json_t *before, const json_t *after)
{
    const json_t *any = before ? before : after;
    printf("%-24s", json_string_value(json_object_get(any, "name")));
    for (int i = 0; i < 2; i++) {
        const json_t *row = i ? after : before;
        if (row)
            printf(" %12.4g", json_number_value(json_object_get(row, "value")));
        else
            printf(" %12s", "-");
    }
    double from = before ? json_number_value(json_object_get(before, "value")) : 0;
    if (after && from > 0)
        printf("  x %-8.3f", json_number_value(json_object_get(after, "value")) / from);
    else
        printf("  %-10s", "");
    printf("  %s\n", json_string_value(json_object_get(any, "unit")));
}

hx_status hx_bench_compare(const char *before, const char *after, hx_error *error)
{
    json_t *old_all = NULL, *new_all = NULL, *old_rows, *new_rows, *row;
    size_t index;
    hx_status status = load(before, &old_rows, &old_all, error);
    if (!status)
        status = load(after, &new_rows, &new_all, error);
    if (!status) {
        json_array_foreach(old_rows, index, row)
            print_row(row, find(new_rows, json_string_value(json_object_get(row, "name"))));
        json_array_foreach(
            new_rows, index,
            row) if (!find(old_rows, json_string_value(json_object_get(row, "name"))))
            print_row(NULL, row);
    }
    json_decref(old_all);
    json_decref(new_all);
    return status;
}

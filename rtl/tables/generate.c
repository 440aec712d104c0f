// Makes hx_map.h, hx_map_list.h, hx_map_pkg.sv and registers.md from register tables.
// SPDX-License-Identifier: Apache-2.0
//
// generate <output directory> <table>...
// An output is replaced in one step, and only when its text differs.
#include "table.h"

#include <stdlib.h>
#include <string.h>

static bool same_text(const char *a_path, const char *b_path)
{
    FILE *a = fopen(a_path, "rb"), *b = fopen(b_path, "rb");
    bool same = a && b;
    for (int c = 0; same && c != EOF;) {
        c = fgetc(a);
        same = c == fgetc(b);
    }
    if (a)
        fclose(a);
    if (b)
        fclose(b);
    return same;
}

static hx_status write_output(const hx_table *table, const char *directory, const char *name,
                              void (*emit)(const hx_table *, FILE *), hx_error *error)
{
    char path[512], temporary[520];
    if (snprintf(path, sizeof path, "%s/%s", directory, name) >= (int)sizeof path)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "%s: path too long", directory);
    snprintf(temporary, sizeof temporary, "%s.new", path);
    FILE *output = fopen(temporary, "wb");
    if (!output)
        return hx_error_set(error, HX_ERROR_IO, "%s: cannot be written", temporary);
    emit(table, output);
    bool good = !ferror(output);
    good = !fclose(output) && good;
    if (good && same_text(path, temporary))
        remove(temporary);
    else if (!good || rename(temporary, path))
        return hx_error_set(error, HX_ERROR_IO, "%s: cannot be written", path);
    return HX_OK;
}

static hx_status read_table(hx_table *table, const char *path, hx_error *error)
{
    FILE *input = fopen(path, "r");
    if (!input)
        return hx_error_set(error, HX_ERROR_IO, "%s: cannot be read", path);
    hx_status status = hx_table_parse(table, input, path, error);
    fclose(input);
    return status;
}

int main(int count, char **arguments)
{
    hx_table table = {0};
    hx_error error = {"memory ran out"};
    hx_status status = HX_OK;
    if (count < 3) {
        fprintf(stderr, "usage: generate <output directory> <table>...\n");
        return 2;
    }
    for (int i = 2; !status && i < count; ++i)
        status = read_table(&table, arguments[i], &error);
    if (!status)
        status = hx_table_check(&table, &error);
    if (!status)
        status = write_output(&table, arguments[1], "hx_map.h", hx_table_emit_c, &error);
    if (!status)
        status = write_output(&table, arguments[1], "hx_map_pkg.sv", hx_table_emit_sv, &error);
    if (!status)
        status = write_output(&table, arguments[1], "hx_map_list.h", hx_table_emit_list, &error);
    if (!status)
        status = write_output(&table, arguments[1], "registers.md", hx_table_emit_docs, &error);
    hx_table_free(&table);
    if (status)
        fprintf(stderr, "%s\n", error.text);
    return status ? 1 : 0;
}

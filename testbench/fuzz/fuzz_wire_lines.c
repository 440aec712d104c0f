// Fuzz target: any line through the filters of `hxcosim wire`.
// SPDX-License-Identifier: Apache-2.0
//
// The first byte chooses the filter, or none of them (a letter of a JSON line): then all. Whatever
// the input is, every line that is not empty gives one line out.
#include "host/cli/wire_filters.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const hx_json_line_fn FILTERS[] = {hx_wire_line_encode, hx_wire_line_decode,
                                          hx_wire_line_annotate, hx_wire_line_window,
                                          hx_wire_line_frame};
#define FILTER_COUNT (sizeof FILTERS / sizeof *FILTERS)

static void run(const uint8_t *data, size_t size, hx_json_line_fn filter)
{
    char *text = NULL;
    size_t length = 0, lines = 0;
    FILE *in = fmemopen((void *)(uintptr_t)data, size, "r");
    FILE *out = open_memstream(&text, &length);
    hx_json_lines_result result;
    hx_error error = {""};
    if (!in || !out)
        abort();
    hx_status status = hx_json_lines_filter(in, out, filter, &result, &error);
    fclose(in);
    fclose(out);
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    if (status || lines != result.line_count || (result.bad_count && !result.first_bad.text[0]))
        abort();
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 && data[0] < FILTER_COUNT)
        run(data + 1, size - 1, FILTERS[data[0]]);
    for (size_t i = 0; size && data[0] >= FILTER_COUNT && i < FILTER_COUNT; i++)
        run(data, size, FILTERS[i]);
    return 0;
}

// Fuzz target: any line of `hxcosim ppu run`, and any bytes as a program of the processor.
// SPDX-License-Identifier: Apache-2.0
//
// Equal programs must give equal results, whatever they do.
#include "host/cli/ppu_filter.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CYCLES 2000
#define PROGRAM_BYTES 4096

static char *run(json_t *input)
{
    json_t *output = json_object();
    hx_error error = {""};
    const hx_ppu_filter_options options = {.tier = HX_PPU_TIER_FAST, .max_cycles = CYCLES};
    hx_status status = hx_ppu_filter_run(input, &options, output, &error);
    json_object_set_new(output, "status", json_integer(status));
    if (status && status != HX_ERROR_LIMIT && !error.text[0])
        abort();
    char *text = json_dumps(output, JSON_COMPACT);
    if (!text)
        abort();
    json_decref(output);
    return text;
}

static void run_twice(json_t *input)
{
    char *first = run(input), *second = run(input);
    if (strcmp(first, second))
        abort();
    free(first);
    free(second);
}

static void run_program(const uint8_t *data, size_t size)
{
    json_t *words = json_array();
    for (size_t at = 0; at + 4 <= size && at < PROGRAM_BYTES; at += 4) {
        char text[9];
        snprintf(text, sizeof text, "%02x%02x%02x%02x", data[at], data[at + 1], data[at + 2],
                 data[at + 3]);
        json_array_append_new(words, json_string(text));
    }
    json_t *input =
        json_pack("{s:s, s:s, s:[[i, o]]}", "name", "fuzz", "env", "ideal-1", "image", 0, words);
    if (!input)
        abort();
    run_twice(input);
    json_decref(input);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *input = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(input))
        run_twice(input);
    json_decref(input);
    run_program(data, size);
    return 0;
}

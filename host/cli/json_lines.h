// JSON Lines filters: one object in, one object out, a line each.
// SPDX-License-Identifier: Apache-2.0
//
// The typed readers accept exactly one form of a value: whole numbers within a range, or
// lower-case hexadecimal strings with 0x. Their errors name the key and the rule.
#ifndef HX_CLI_JSON_LINES_H
#define HX_CLI_JSON_LINES_H

#include <hxcosim/status.h>

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

// Reads `input` and adds its results to `output`, which already holds the `id`.
typedef hx_status (*hx_json_line_fn)(json_t *input, json_t *output, hx_error *error);

typedef struct hx_json_lines_result {
    size_t line_count, bad_count;
    size_t first_bad_line; // from 1
    hx_error first_bad;
} hx_json_lines_result;

// Prints a line for every line of `in`: the output object, or {"id", "error"} for a bad line.
// The status tells about the streams and memory only.
hx_status hx_json_lines_filter(FILE *in, FILE *out, hx_json_line_fn function,
                               hx_json_lines_result *result, hx_error *error);

// Puts a place in front of an error's text: "messages[3].value: ...".
hx_status hx_json_error_at(hx_error *error, hx_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

hx_status hx_json_get_object(json_t *object, const char *key, json_t **value, hx_error *error);
hx_status hx_json_get_array(json_t *object, const char *key, json_t **value, hx_error *error);
hx_status hx_json_get_text(json_t *object, const char *key, const char **value, hx_error *error);
hx_status hx_json_get_bool(json_t *object, const char *key, bool *value, hx_error *error);
hx_status hx_json_get_uint(json_t *object, const char *key, uint64_t minimum, uint64_t maximum,
                           uint64_t *value, hx_error *error);
// Hexadecimal value of at most `bits` bits. `digits` 0: no leading zeros, else exactly so many.
hx_status hx_json_get_hex(json_t *object, const char *key, unsigned bits, unsigned digits,
                          uint64_t *value, hx_error *error);

hx_status hx_json_read_uint(const json_t *value, uint64_t minimum, uint64_t maximum,
                            uint64_t *number, hx_error *error);
hx_status hx_json_read_hex(const json_t *value, unsigned bits, unsigned digits, uint64_t *number,
                           hx_error *error);

// New references; NULL without memory.
json_t *hx_json_hex(uint64_t value, unsigned digits); // 0: no leading zeros
json_t *hx_json_words(const uint64_t *words, size_t count);

// The words of an array of 16-digit strings; the caller frees them.
hx_status hx_json_get_words(json_t *object, const char *key, uint64_t **words, size_t *count,
                            hx_error *error);

#endif

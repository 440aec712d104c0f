// JSON Lines filters: one object in, one object out, a line each.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/json_lines.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

static const char *type_name(const json_t *value)
{
    static const char *const names[] = {
        "an object", "a list", "a string", "a whole number", "a number with a fraction",
        "true",      "false",  "null"};
    return names[json_typeof(value)];
}

hx_status hx_json_error_at(hx_error *error, hx_status status, const char *format, ...)
{
    if (!error)
        return status;
    char place[128];
    hx_error inner = *error;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(place, sizeof place, format, arguments);
    va_end(arguments);
    bool follows = inner.text[0] == '.' || inner.text[0] == '[';
    return hx_error_set(error, status, "%s%s%s", place, follows ? "" : ": ", inner.text);
}

static hx_status wrong_type(const json_t *value, const char *wanted, hx_error *error)
{
    return hx_error_set(error, HX_ERROR_FORMAT, "%s is wanted, not %s", wanted, type_name(value));
}

static hx_status find(json_t *object, const char *key, json_t **value, hx_error *error)
{
    *value = json_object_get(object, key);
    return *value ? HX_OK : hx_error_set(error, HX_ERROR_FORMAT, "'%s' is missing", key);
}

hx_status hx_json_get_object(json_t *object, const char *key, json_t **value, hx_error *error)
{
    hx_status status = find(object, key, value, error);
    if (!status && !json_is_object(*value))
        return hx_json_error_at(error, wrong_type(*value, "an object", error), "%s", key);
    return status;
}

hx_status hx_json_get_array(json_t *object, const char *key, json_t **value, hx_error *error)
{
    hx_status status = find(object, key, value, error);
    if (!status && !json_is_array(*value))
        return hx_json_error_at(error, wrong_type(*value, "a list", error), "%s", key);
    return status;
}

hx_status hx_json_get_text(json_t *object, const char *key, const char **value, hx_error *error)
{
    json_t *found;
    hx_status status = find(object, key, &found, error);
    if (status)
        return status;
    if (!json_is_string(found))
        return hx_json_error_at(error, wrong_type(found, "a string", error), "%s", key);
    *value = json_string_value(found);
    if (strlen(*value) != json_string_length(found))
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: holds a NUL character", key);
    return HX_OK;
}

hx_status hx_json_get_bool(json_t *object, const char *key, bool *value, hx_error *error)
{
    json_t *found;
    hx_status status = find(object, key, &found, error);
    if (status)
        return status;
    if (!json_is_boolean(found))
        return hx_json_error_at(error, wrong_type(found, "true or false", error), "%s", key);
    *value = json_is_true(found);
    return HX_OK;
}

hx_status hx_json_get_uint(json_t *object, const char *key, uint64_t minimum, uint64_t maximum,
                           uint64_t *value, hx_error *error)
{
    json_t *found;
    hx_status status = find(object, key, &found, error);
    if (status)
        return status;
    status = hx_json_read_uint(found, minimum, maximum, value, error);
    return status ? hx_json_error_at(error, status, "%s", key) : HX_OK;
}

hx_status hx_json_get_hex(json_t *object, const char *key, unsigned bits, unsigned digits,
                          uint64_t *value, hx_error *error)
{
    json_t *found;
    hx_status status = find(object, key, &found, error);
    if (status)
        return status;
    status = hx_json_read_hex(found, bits, digits, value, error);
    return status ? hx_json_error_at(error, status, "%s", key) : HX_OK;
}

hx_status hx_json_read_uint(const json_t *value, uint64_t minimum, uint64_t maximum,
                            uint64_t *number, hx_error *error)
{
    if (!json_is_integer(value))
        return wrong_type(value, "a whole number", error);
    json_int_t read = json_integer_value(value);
    if (read < 0 || (uint64_t)read < minimum || (uint64_t)read > maximum)
        return hx_error_set(error, HX_ERROR_FORMAT,
                            "%" JSON_INTEGER_FORMAT " is outside %" PRIu64 "..%" PRIu64, read,
                            minimum, maximum);
    *number = (uint64_t)read;
    return HX_OK;
}

hx_status hx_json_read_hex(const json_t *value, unsigned bits, unsigned digits, uint64_t *number,
                           hx_error *error)
{
    if (!json_is_string(value))
        return wrong_type(value, "a string of 0x and hexadecimal digits", error);
    const char *text = json_string_value(value);
    size_t length = json_string_length(value);
    uint64_t read = 0;
    bool good = length >= 3 && length <= 18 && text[0] == '0' && text[1] == 'x';
    for (size_t i = 2; good && i < length; i++) {
        const char *place = strchr("0123456789abcdef", text[i]);
        good = text[i] && place;
        if (good)
            read = read << 4 | (uint64_t)(place - "0123456789abcdef");
    }
    if (good && digits)
        good = length == 2 + digits;
    else if (good)
        good = text[2] != '0' || length == 3;
    if (!good)
        return digits ? hx_error_set(error, HX_ERROR_FORMAT,
                                     "'%.40s' is not 0x and %u lower-case hexadecimal digits", text,
                                     digits)
                      : hx_error_set(error, HX_ERROR_FORMAT,
                                     "'%.40s' is not 0x and lower-case hexadecimal digits without "
                                     "leading zeros",
                                     text);
    if (bits < 64 && read >> bits)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s has more than %u bits", text, bits);
    *number = read;
    return HX_OK;
}

json_t *hx_json_hex(uint64_t value, unsigned digits)
{
    char text[24];
    snprintf(text, sizeof text, "0x%0*" PRIx64, (int)digits, value);
    return json_string_nocheck(text);
}

json_t *hx_json_words(const uint64_t *words, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < count; i++)
        if (json_array_append_new(list, hx_json_hex(words[i], 16))) {
            json_decref(list);
            return NULL;
        }
    return list;
}

hx_status hx_json_get_words(json_t *object, const char *key, uint64_t **words, size_t *count,
                            hx_error *error)
{
    json_t *list;
    hx_status status = hx_json_get_array(object, key, &list, error);
    if (status)
        return status;
    *count = json_array_size(list);
    *words = malloc((*count ? *count : 1) * sizeof **words);
    if (!*words)
        return HX_ERROR_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        status = hx_json_read_hex(json_array_get(list, i), 64, 16, &(*words)[i], error);
        if (status) {
            free(*words);
            *words = NULL;
            return hx_json_error_at(error, status, "%s[%zu]", key, i);
        }
    }
    return HX_OK;
}

// Fills `output`, or replaces it by the bad-line object.
static hx_status process_line(const char *line, size_t length, hx_json_line_fn function,
                              json_t **output, hx_error *error)
{
    json_error_t parse_error;
    json_t *input = json_loadb(line, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &parse_error);
    json_t *id = input && json_is_object(input) ? json_object_get(input, "id") : NULL;
    id = id ? json_incref(id) : json_null();
    hx_status status = HX_OK;
    *output = json_object();
    if (!*output || json_object_set(*output, "id", id))
        status = HX_ERROR_MEMORY;
    else if (!input)
        status = hx_error_set(error, HX_ERROR_FORMAT, "not JSON: %s (column %d)", parse_error.text,
                              parse_error.column);
    else if (!json_is_object(input))
        status = hx_error_set(error, HX_ERROR_FORMAT, "not a JSON object");
    else
        status = function(input, *output, error);
    if (status && status != HX_ERROR_MEMORY) {
        const char *text = error->text[0] ? error->text : hx_status_text(status);
        json_t *message = json_string(text);
        if (!message) // the quoted input was cut inside a character
            message = json_string(hx_status_text(status));
        json_object_clear(*output);
        if (json_object_set(*output, "id", id) || json_object_set_new(*output, "error", message))
            status = HX_ERROR_MEMORY;
    }
    json_decref(id);
    json_decref(input);
    return status;
}

static hx_status write_line(const json_t *output, FILE *out, hx_error *error)
{
    if (json_dumpf(output, out, JSON_COMPACT) || putc('\n', out) == EOF)
        return hx_error_set(error, HX_ERROR_IO, "cannot write: %s", strerror(errno));
    return HX_OK;
}

hx_status hx_json_lines_filter(FILE *in, FILE *out, hx_json_line_fn function,
                               hx_json_lines_result *result, hx_error *error)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    hx_status status = HX_OK;
    *result = (hx_json_lines_result){0};
    while (!status && (length = getline(&line, &size, in)) >= 0) {
        hx_error bad = {""};
        json_t *output = NULL;
        hx_status line_status = process_line(line, (size_t)length, function, &output, &bad);
        result->line_count++;
        if (line_status && result->bad_count++ == 0) {
            result->first_bad_line = result->line_count;
            result->first_bad = bad;
        }
        status = line_status == HX_ERROR_MEMORY ? HX_ERROR_MEMORY : write_line(output, out, error);
        json_decref(output);
    }
    if (!status && ferror(in))
        status = hx_error_set(error, HX_ERROR_IO, "cannot read: %s", strerror(errno));
    free(line);
    if (fflush(out) && !status)
        status = hx_error_set(error, HX_ERROR_IO, "cannot write: %s", strerror(errno));
    return status;
}

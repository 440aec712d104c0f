// Files of raw words.
// SPDX-License-Identifier: Apache-2.0
#include "host/program/word_file.h"

#include "host/wire/ut_message.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define WORD_DIGITS 16
#define HALT_WORD UINT64_C(0x0a00000000000000)
// Header byte and the one payload bit; the padding between is not looked at by the FPGA.
#define HALT_MASK UINT64_C(0xff00000000000001)

typedef struct words {
    uint64_t *data;
    size_t count, capacity;
} words;

// Parses one line. `*has_word` is false for blank lines and comments.
static bool parse_line(const char *line, uint64_t *word, bool *has_word)
{
    *has_word = false;
    while (isspace((unsigned char)*line))
        line++;
    if (!*line || *line == '#')
        return true;
    if (line[0] != '0' || line[1] != 'x')
        return false;
    uint64_t value = 0;
    for (int i = 0; i < WORD_DIGITS; i++) {
        char digit = line[2 + i];
        if (!isxdigit((unsigned char)digit))
            return false;
        value = value << 4 | (uint64_t)(isdigit((unsigned char)digit)
                                            ? digit - '0'
                                            : tolower((unsigned char)digit) - 'a' + 10);
    }
    line += 2 + WORD_DIGITS;
    while (isspace((unsigned char)*line))
        line++;
    *word = value;
    *has_word = true;
    return !*line || *line == '#';
}

static hx_status append(words *list, uint64_t word)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 4096;
        uint64_t *larger = realloc(list->data, capacity * sizeof *larger);
        if (!larger)
            return HX_ERROR_MEMORY;
        list->data = larger;
        list->capacity = capacity;
    }
    list->data[list->count++] = word;
    return HX_OK;
}

static hx_status read_lines(FILE *file, const char *path, words *list, bool *has_halt,
                            hx_error *error)
{
    char *line = NULL;
    size_t size = 0;
    hx_status status = HX_OK;
    ssize_t length;
    for (unsigned long number = 1; !status && (length = getline(&line, &size, file)) >= 0;
         number++) {
        uint64_t word;
        bool has_word;
        if (strlen(line) != (size_t)length || !parse_line(line, &word, &has_word)) {
            status = hx_error_set(error, HX_ERROR_FORMAT,
                                  "%s:%lu: not a word of the form 0x and 16 hexadecimal digits",
                                  path, number);
        } else if (has_word) {
            status = append(list, word);
            *has_halt |= (word & HALT_MASK) == HALT_WORD;
        }
    }
    if (!status && ferror(file))
        status = hx_error_set(error, HX_ERROR_IO, "%s: cannot read: %s", path, strerror(errno));
    free(line);
    return status;
}

hx_status hx_word_file_read(const char *path, uint64_t **result, size_t *count, hx_error *error)
{
    *result = NULL;
    *count = 0;
    FILE *file = fopen(path, "r");
    if (!file)
        return hx_error_set(error, HX_ERROR_IO, "%s: cannot open: %s", path, strerror(errno));
    words list = {0};
    bool has_halt = false;
    hx_status status = read_lines(file, path, &list, &has_halt, error);
    fclose(file);
    if (!status && !has_halt)
        status = hx_error_set(error, HX_ERROR_FORMAT,
                              "%s: there is no halt (0x%016" PRIx64 "), the program would not end",
                              path, HALT_WORD);
    if (status) {
        free(list.data);
        return status;
    }
    *result = list.data;
    *count = list.count;
    return HX_OK;
}

hx_status hx_word_file_write(FILE *file, const uint64_t *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (fprintf(file, "0x%016" PRIx64 "\n", list[i]) < 0)
            return HX_ERROR_IO;
    return HX_OK;
}

// Memory images of plasticity processor programs, from and to JSON.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ppu_image.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Words are 8 hexadecimal digits without prefix.
static hx_status read_word(const json_t *value, uint32_t *word, hx_error *error)
{
    const char *text = json_string_value(value);
    if (!text || json_string_length(value) != 8 || strspn(text, "0123456789abcdef") != 8)
        return hx_error_set(error, HX_ERROR_FORMAT, "8 lower-case hexadecimal digits are wanted");
    *word = (uint32_t)strtoul(text, NULL, 16);
    return HX_OK;
}

static hx_status load_run(uint32_t *memory, const json_t *run, hx_error *error)
{
    uint64_t address;
    const json_t *words = json_array_get(run, 1);
    if (!json_is_array(run) || json_array_size(run) != 2 || !json_is_array(words))
        return hx_error_set(error, HX_ERROR_FORMAT, "[byte address, [words]] is wanted");
    hx_status status =
        hx_json_read_uint(json_array_get(run, 0), 0, 4 * HX_PPU_MEMORY_WORDS - 4, &address, error);
    if (status)
        return status;
    if (address & 3)
        return hx_error_set(error, HX_ERROR_FORMAT,
                            "byte address %" PRIu64 " is not that of a word", address);
    if (json_array_size(words) > HX_PPU_MEMORY_WORDS - address / 4)
        return hx_error_set(error, HX_ERROR_FORMAT, "the words reach beyond the memory");
    for (size_t i = 0; i < json_array_size(words) && !status; i++) {
        status = read_word(json_array_get(words, i), &memory[address / 4 + i], error);
        if (status)
            hx_json_error_at(error, status, "word %zu", i);
    }
    return status;
}

static hx_status load_memory(uint32_t *memory, json_t *input, hx_error *error)
{
    json_t *runs;
    hx_status status = hx_json_get_array(input, "image", &runs, error);
    for (size_t i = 0; !status && i < json_array_size(runs); i++) {
        status = load_run(memory, json_array_get(runs, i), error);
        if (status)
            hx_json_error_at(error, status, "image[%zu]", i);
    }
    return status;
}

static hx_status load_row(hx_ppu_image *image, const char *key, const json_t *words,
                          hx_error *error)
{
    char *end, again[32];
    unsigned long address = strtoul(key, &end, 10);
    snprintf(again, sizeof again, "%lu", address);
    if (*end || strcmp(key, again) || address >= HX_PPU_ROW_COUNT)
        return hx_error_set(error, HX_ERROR_FORMAT, "the key is not a row address in 0..%d",
                            HX_PPU_ROW_COUNT - 1);
    if (!json_is_array(words) || json_array_size(words) != HX_PPU_ROW_WORDS)
        return hx_error_set(error, HX_ERROR_FORMAT, "%d words are wanted", HX_PPU_ROW_WORDS);
    hx_status status = HX_OK;
    for (size_t i = 0; i < HX_PPU_ROW_WORDS && !status; i++)
        status = read_word(json_array_get(words, i), &image->rows[address][i], error);
    return status;
}

static hx_status load_rows(hx_ppu_image *image, json_t *input, hx_error *error)
{
    json_t *rows, *words;
    const char *key;
    if (!json_object_get(input, "io_init"))
        return HX_OK;
    hx_status status = hx_json_get_object(input, "io_init", &rows, error);
    if (status)
        return status;
    json_object_foreach(rows, key, words)
    {
        status = load_row(image, key, words, error);
        if (status)
            return hx_json_error_at(error, status, "io_init[%.16s]", key);
    }
    return HX_OK;
}

hx_status hx_ppu_image_load(hx_ppu_image *image, json_t *input, hx_error *error)
{
    memset(image, 0, sizeof *image);
    hx_status status = load_memory(image->memory, input, error);
    return status ? status : load_rows(image, input, error);
}

static json_t *word_text(uint32_t word)
{
    char text[9];
    snprintf(text, sizeof text, "%08" PRIx32, word);
    return json_string(text);
}

// Ascending maximal runs of words that differ.
json_t *hx_ppu_image_memory_difference(const hx_ppu_image *before, const hx_ppu_image *after)
{
    json_t *runs = json_array(), *words = NULL;
    for (size_t i = 0; i < HX_PPU_MEMORY_WORDS; i++) {
        if (before->memory[i] == after->memory[i]) {
            words = NULL;
            continue;
        }
        if (!words) {
            words = json_array();
            json_array_append_new(runs, json_pack("[I, o]", (json_int_t)(4 * i), words));
        }
        json_array_append_new(words, word_text(after->memory[i]));
    }
    return runs;
}

json_t *hx_ppu_image_row_difference(const hx_ppu_image *before, const hx_ppu_image *after)
{
    json_t *rows = json_object();
    for (uint32_t row = 0; row < HX_PPU_ROW_COUNT; row++) {
        const uint32_t *words = after->rows[row];
        if (!memcmp(words, before->rows[row], sizeof before->rows[row]))
            continue;
        char key[16];
        snprintf(key, sizeof key, "%" PRIu32, row);
        json_t *list = json_array();
        for (unsigned i = 0; i < HX_PPU_ROW_WORDS; i++)
            json_array_append_new(list, word_text(words[i]));
        json_object_set_new(rows, key, list);
    }
    return rows;
}

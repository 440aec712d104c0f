// A program of the plasticity processor as the words its memories hold before it starts.
// SPDX-License-Identifier: Apache-2.0
#include "host/ppu/loadable.h"

#include "hx_map.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct hx_ppu_loadable {
    hx_elf *elf;
    hx_trace_function *functions;
    size_t function_count;
    uint32_t local[HX_PPU_LOCAL_WORDS];
    uint32_t external[HX_PPU_EXTERNAL_WORDS];
    uint8_t owned[HX_PPU_EXTERNAL_WORDS];
};

_Static_assert(HX_PPU_LOCAL_WORDS == HX_MAP_PPU_MEMORY_WORD_WORD_COUNT, "");
_Static_assert(HX_PPU_EXTERNAL_WORDS == HX_MAP_EXTERNAL_PPU_MEMORY_QUAD_WORD_COUNT, "");
_Static_assert(HX_PPU_MAILBOX_TEXT == 4 * (HX_PPU_LOCAL_WORDS - HX_MAP_PPU_WORD_MAILBOX) + 1, "");

// Words that a segment may go to; `owned` is NULL in the local memory.
typedef struct place {
    uint32_t *words;
    uint8_t *owned;
    uint32_t base, size; // bytes
} place;

static void put_bytes(uint32_t *words, uint32_t offset, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const size_t at = offset + i;
        words[at / 4] |= (uint32_t)bytes[i] << (24 - 8 * (at & 3));
    }
}

static hx_status load_segment(hx_ppu_loadable *loadable, const hx_elf_segment *segment,
                              hx_error *error)
{
    const place places[] = {
        {loadable->local, NULL, HX_MAP_PPU_BYTE_LOCAL_MEMORY, 4 * HX_PPU_LOCAL_WORDS},
        {loadable->external, loadable->owned, HX_MAP_PPU_BYTE_EXTERNAL_MEMORY,
         4 * HX_PPU_EXTERNAL_WORDS},
        {loadable->external, loadable->owned, HX_MAP_PPU_FETCH_EXTERNAL_MEMORY,
         4 * HX_PPU_EXTERNAL_WORDS}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const place *to = &places[i];
        const uint32_t offset = segment->address - to->base;
        if (offset >= to->size || segment->size > to->size - offset)
            continue;
        put_bytes(to->words, offset, segment->data, segment->file_size);
        if (to->owned)
            memset(to->owned + offset / 4, 1, (offset + segment->size + 3) / 4 - offset / 4);
        return HX_OK;
    }
    return hx_error_set(error, HX_ERROR_FORMAT,
                        "0x%08" PRIx32 " and the next %" PRIu32
                        " bytes are not in a memory of the processor",
                        segment->address, segment->size);
}

static hx_status list_functions(hx_ppu_loadable *loadable)
{
    size_t count;
    const hx_elf_symbol *symbols = hx_elf_symbols(loadable->elf, &count);
    loadable->functions = calloc(count + 1, sizeof *loadable->functions);
    if (!loadable->functions)
        return HX_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++)
        if (symbols[i].is_function)
            loadable->functions[loadable->function_count++] =
                (hx_trace_function){symbols[i].address, symbols[i].size, symbols[i].name};
    return HX_OK;
}

static hx_status load_elf(hx_ppu_loadable *loadable, hx_error *error)
{
    size_t count;
    const hx_elf_segment *segments = hx_elf_segments(loadable->elf, &count);
    if (hx_elf_entry(loadable->elf) != 0)
        return hx_error_set(error, HX_ERROR_FORMAT,
                            "entry 0x%08" PRIx32 ": the processor starts at 0",
                            hx_elf_entry(loadable->elf));
    hx_status status = list_functions(loadable);
    for (size_t i = 0; i < count && !status; i++)
        status = load_segment(loadable, &segments[i], error);
    return status;
}

static hx_status fill(hx_ppu_loadable *loadable, const uint8_t *bytes, size_t size, hx_error *error)
{
    static const char magic[] = "\177ELF";
    if (size >= 4 && !memcmp(bytes, magic, 4)) {
        hx_status status = hx_elf_parse(&loadable->elf, bytes, size, error);
        return status ? status : load_elf(loadable, error);
    }
    if (size < 4 || size > sizeof loadable->local)
        return hx_error_set(error, HX_ERROR_FORMAT,
                            "%zu bytes: neither an ELF file nor a memory image of 4..%zu bytes",
                            size, sizeof loadable->local);
    put_bytes(loadable->local, 0, bytes, size);
    return HX_OK;
}

hx_status hx_ppu_loadable_parse(hx_ppu_loadable **loadable, const uint8_t *bytes, size_t size,
                                hx_error *error)
{
    *loadable = calloc(1, sizeof **loadable);
    if (!*loadable)
        return HX_ERROR_MEMORY;
    hx_status status = fill(*loadable, bytes, size, error);
    if (status) {
        hx_ppu_loadable_destroy(*loadable);
        *loadable = NULL;
    }
    return status;
}

// Larger files hold nothing that would fit.
#define FILE_MAXIMUM (16u << 20)

static hx_status read_file(const char *path, uint8_t **bytes, size_t *size, hx_error *error)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return hx_error_set(error, HX_ERROR_IO, "cannot open: %s", strerror(errno));
    *bytes = malloc(FILE_MAXIMUM);
    if (!*bytes) {
        fclose(file);
        return HX_ERROR_MEMORY;
    }
    *size = fread(*bytes, 1, FILE_MAXIMUM, file);
    const bool failed = ferror(file);
    fclose(file);
    return failed ? hx_error_set(error, HX_ERROR_IO, "cannot be read") : HX_OK;
}

hx_status hx_ppu_loadable_open(hx_ppu_loadable **loadable, const char *path, hx_error *error)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    hx_error reason = {""};
    *loadable = NULL;
    hx_status status = read_file(path, &bytes, &size, &reason);
    if (!status)
        status = hx_ppu_loadable_parse(loadable, bytes, size, &reason);
    free(bytes);
    if (status)
        hx_error_set(error, status, "%.120s: %.120s", path,
                     reason.text[0] ? reason.text : hx_status_text(status));
    return status;
}

void hx_ppu_loadable_destroy(hx_ppu_loadable *loadable)
{
    if (!loadable)
        return;
    hx_elf_destroy(loadable->elf);
    free(loadable->functions);
    free(loadable);
}

const hx_elf *hx_ppu_loadable_get_elf(const hx_ppu_loadable *loadable)
{
    return loadable->elf;
}

hx_trace_program hx_ppu_loadable_get_functions(const hx_ppu_loadable *loadable)
{
    return (hx_trace_program){loadable->functions, loadable->function_count};
}

const uint32_t *hx_ppu_loadable_get_local(const hx_ppu_loadable *loadable)
{
    return loadable->local;
}

const uint32_t *hx_ppu_loadable_get_external(const hx_ppu_loadable *loadable, const uint8_t **owned)
{
    if (owned)
        *owned = loadable->owned;
    return loadable->external;
}

hx_status hx_ppu_loadable_find(const hx_ppu_loadable *loadable, const char *symbol, size_t count,
                               unsigned *first, hx_error *error)
{
    const hx_elf_symbol *found = loadable->elf ? hx_elf_find(loadable->elf, symbol) : NULL;
    if (!found)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "the program has no symbol '%.64s'", symbol);
    *first = found->address / 4;
    if (found->address & 3 || *first >= HX_PPU_LOCAL_WORDS || found->size / 4 < count ||
        count > HX_PPU_LOCAL_WORDS - *first)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "'%.64s' has no room for %zu words in the local memory", symbol, count);
    return HX_OK;
}

hx_status hx_ppu_loadable_set(hx_ppu_loadable *loadable, const char *symbol, const uint32_t *words,
                              size_t count, hx_error *error)
{
    unsigned first = 0;
    hx_status status = hx_ppu_loadable_find(loadable, symbol, count, &first, error);
    if (!status)
        memcpy(loadable->local + first, words, count * sizeof *words);
    return status;
}

void hx_ppu_mailbox_read(const uint32_t *words, char text[HX_PPU_MAILBOX_TEXT])
{
    unsigned length = 0;
    for (; length < HX_PPU_MAILBOX_TEXT - 1; length++) {
        const char byte = (char)(words[length / 4] >> (24 - 8 * (length & 3)));
        if (!byte)
            break;
        text[length] = byte == '\n' || (byte >= ' ' && byte <= '~') ? byte : '?';
    }
    text[length] = 0;
}

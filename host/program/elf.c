// Programs of the plasticity processor as ELF files.
// SPDX-License-Identifier: Apache-2.0
//
// Layout: System V ABI, ELF-32, big-endian. Every offset is checked against the file before use.
#include "host/program/elf.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEADER_SIZE = 52,
    SEGMENT_SIZE = 32,
    SECTION_SIZE = 40,
    SYMBOL_SIZE = 16,
    CLASS_32 = 1,
    BIG_ENDIAN_DATA = 2,
    TYPE_EXECUTABLE = 2,
    MACHINE_POWERPC = 20,
    SEGMENT_LOAD = 1,
    SECTION_SYMBOLS = 2,
    SYMBOL_NONE = 0,
    SYMBOL_OBJECT = 1,
    SYMBOL_FUNCTION = 2
};

#define FILE_MAXIMUM (64u << 20)

struct hx_elf {
    uint8_t *bytes;
    size_t size;
    uint32_t entry;
    hx_elf_segment *segments;
    hx_elf_symbol *symbols;
    size_t segment_count, symbol_count;
};

static uint32_t half(const uint8_t *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}

static uint32_t word(const uint8_t *at)
{
    return half(at) << 16 | half(at + 2);
}

static bool fits(const hx_elf *elf, uint64_t offset, uint64_t size)
{
    return offset <= elf->size && size <= elf->size - offset;
}

static hx_status check_header(const hx_elf *elf, hx_error *error)
{
    const uint8_t *h = elf->bytes;
    if (elf->size < HEADER_SIZE || memcmp(h, "\177ELF", 4))
        return hx_error_set(error, HX_ERROR_FORMAT, "not an ELF file");
    if (h[4] != CLASS_32 || h[5] != BIG_ENDIAN_DATA)
        return hx_error_set(error, HX_ERROR_FORMAT, "offset 4: not a 32-bit big-endian file");
    if (half(h + 18) != MACHINE_POWERPC)
        return hx_error_set(error, HX_ERROR_FORMAT, "offset 18: machine %" PRIu32 " is not PowerPC",
                            half(h + 18));
    if (half(h + 16) != TYPE_EXECUTABLE)
        return hx_error_set(error, HX_ERROR_FORMAT,
                            "offset 16: not a linked executable (static, no -pie)");
    return HX_OK;
}

static int compare_segments(const void *a, const void *b)
{
    const hx_elf_segment *left = a, *right = b;
    return (left->address > right->address) - (left->address < right->address);
}

static hx_status read_segments(hx_elf *elf, hx_error *error)
{
    uint64_t offset = word(elf->bytes + 28), step = half(elf->bytes + 42);
    size_t count = half(elf->bytes + 44);
    if (!count || step < SEGMENT_SIZE || !fits(elf, offset, step * count))
        return hx_error_set(error, HX_ERROR_FORMAT, "the table of segments is not in the file");
    elf->segments = calloc(count, sizeof *elf->segments);
    if (!elf->segments)
        return HX_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const uint8_t *at = elf->bytes + offset + i * step;
        uint32_t from = word(at + 4), file_size = word(at + 16), size = word(at + 20);
        if (word(at) != SEGMENT_LOAD || !size)
            continue;
        if (file_size > size || !fits(elf, from, file_size))
            return hx_error_set(error, HX_ERROR_FORMAT, "segment %zu is not in the file", i);
        hx_elf_segment *segment = &elf->segments[elf->segment_count++];
        *segment = (hx_elf_segment){word(at + 8), size, file_size, elf->bytes + from};
        if (size - 1 > UINT32_MAX - segment->address)
            return hx_error_set(error, HX_ERROR_FORMAT, "segment %zu wraps around", i);
    }
    if (!elf->segment_count)
        return hx_error_set(error, HX_ERROR_FORMAT, "no segment is to be loaded");
    qsort(elf->segments, elf->segment_count, sizeof *elf->segments, compare_segments);
    for (size_t i = 1; i < elf->segment_count; i++)
        if (elf->segments[i].address - elf->segments[i - 1].address < elf->segments[i - 1].size)
            return hx_error_set(error, HX_ERROR_FORMAT, "segments overlap at 0x%08" PRIx32,
                                elf->segments[i].address);
    return HX_OK;
}

// By address; of several at one place functions come last, where the search ends.
static int compare_symbols(const void *a, const void *b)
{
    const hx_elf_symbol *left = a, *right = b;
    if (left->address != right->address)
        return left->address < right->address ? -1 : 1;
    if (left->is_function != right->is_function)
        return left->is_function ? 1 : -1;
    return strcmp(left->name, right->name);
}

static hx_status read_symbol_table(hx_elf *elf, const uint8_t *section, const uint8_t *strings,
                                   size_t index, hx_error *error)
{
    uint64_t offset = word(section + 16), size = word(section + 20);
    uint64_t names = word(strings + 16), names_size = word(strings + 20);
    size_t count = (size_t)(size / SYMBOL_SIZE);
    if (!fits(elf, offset, size) || !fits(elf, names, names_size) || !names_size ||
        elf->bytes[names + names_size - 1])
        return hx_error_set(error, HX_ERROR_FORMAT, "section %zu: bad symbol table", index);
    free(elf->symbols);
    elf->symbol_count = 0;
    elf->symbols = calloc(count + 1, sizeof *elf->symbols);
    if (!elf->symbols)
        return HX_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const uint8_t *at = elf->bytes + offset + i * SYMBOL_SIZE;
        unsigned type = at[12] & 15u;
        if (word(at) >= names_size)
            return hx_error_set(error, HX_ERROR_FORMAT, "symbol %zu: its name is not in the file",
                                i);
        const char *name = (const char *)elf->bytes + names + word(at);
        bool is_section = !half(at + 14) || !*name;
        if (is_section || (type != SYMBOL_NONE && type != SYMBOL_OBJECT && type != SYMBOL_FUNCTION))
            continue;
        elf->symbols[elf->symbol_count++] =
            (hx_elf_symbol){word(at + 4), word(at + 8), type == SYMBOL_FUNCTION, name};
    }
    qsort(elf->symbols, elf->symbol_count, sizeof *elf->symbols, compare_symbols);
    return HX_OK;
}

// A file without sections has no symbols; that is allowed.
static hx_status read_symbols(hx_elf *elf, hx_error *error)
{
    uint64_t offset = word(elf->bytes + 32), step = half(elf->bytes + 46);
    size_t count = half(elf->bytes + 48);
    if (!offset || !count)
        return HX_OK;
    if (step < SECTION_SIZE || !fits(elf, offset, step * count))
        return hx_error_set(error, HX_ERROR_FORMAT, "the table of sections is not in the file");
    for (size_t i = 0; i < count; i++) {
        const uint8_t *section = elf->bytes + offset + i * step;
        uint32_t link = word(section + 24);
        if (word(section + 4) != SECTION_SYMBOLS)
            continue;
        if (link >= count)
            return hx_error_set(error, HX_ERROR_FORMAT, "section %zu: bad symbol table", i);
        hx_status status =
            read_symbol_table(elf, section, elf->bytes + offset + link * step, i, error);
        if (status)
            return status;
    }
    return HX_OK;
}

hx_status hx_elf_parse(hx_elf **result, const uint8_t *bytes, size_t size, hx_error *error)
{
    *result = NULL;
    hx_elf *elf = calloc(1, sizeof *elf);
    if (elf)
        elf->bytes = malloc(size + 1);
    if (!elf || !elf->bytes) {
        hx_elf_destroy(elf);
        return HX_ERROR_MEMORY;
    }
    if (size)
        memcpy(elf->bytes, bytes, size);
    elf->size = size;
    hx_status status = check_header(elf, error);
    if (!status) {
        elf->entry = word(elf->bytes + 24);
        status = read_segments(elf, error);
    }
    if (!status)
        status = read_symbols(elf, error);
    if (status)
        hx_elf_destroy(elf);
    else
        *result = elf;
    return status;
}

static hx_status read_file(FILE *file, uint8_t **bytes, size_t *size)
{
    size_t room = 0;
    *bytes = NULL;
    *size = 0;
    do {
        room = room ? 2 * room : 65536;
        uint8_t *more = room > FILE_MAXIMUM ? NULL : realloc(*bytes, room);
        if (!more)
            return room > FILE_MAXIMUM ? HX_ERROR_LIMIT : HX_ERROR_MEMORY;
        *bytes = more;
        *size += fread(*bytes + *size, 1, room - *size, file);
    } while (*size == room);
    return ferror(file) ? HX_ERROR_IO : HX_OK;
}

hx_status hx_elf_open(hx_elf **elf, const char *path, hx_error *error)
{
    hx_error reason = {""};
    uint8_t *bytes = NULL;
    size_t size;
    *elf = NULL;
    FILE *file = fopen(path, "rb");
    if (!file)
        return hx_error_set(error, HX_ERROR_IO, "%.200s: cannot be read", path);
    hx_status status = read_file(file, &bytes, &size);
    fclose(file);
    if (!status)
        status = hx_elf_parse(elf, bytes, size, &reason);
    free(bytes);
    if (status)
        hx_error_set(error, status, "%.120s: %.120s", path,
                     reason.text[0] ? reason.text : hx_status_text(status));
    return status;
}

void hx_elf_destroy(hx_elf *elf)
{
    if (!elf)
        return;
    free(elf->bytes);
    free(elf->segments);
    free(elf->symbols);
    free(elf);
}

uint32_t hx_elf_entry(const hx_elf *elf)
{
    return elf->entry;
}

const hx_elf_segment *hx_elf_segments(const hx_elf *elf, size_t *count)
{
    *count = elf->segment_count;
    return elf->segments;
}

const hx_elf_symbol *hx_elf_symbols(const hx_elf *elf, size_t *count)
{
    *count = elf->symbol_count;
    return elf->symbols;
}

const hx_elf_symbol *hx_elf_find(const hx_elf *elf, const char *name)
{
    for (size_t i = 0; i < elf->symbol_count; i++)
        if (!strcmp(elf->symbols[i].name, name))
            return &elf->symbols[i];
    return NULL;
}

const hx_elf_symbol *hx_elf_function_at(const hx_elf *elf, uint32_t address)
{
    size_t low = 0, high = elf->symbol_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (elf->symbols[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    while (low-- > 0) {
        const hx_elf_symbol *symbol = &elf->symbols[low];
        // Functions do not nest: the nearest one holds the address or none does.
        if (symbol->is_function && symbol->size)
            return address - symbol->address < symbol->size ? symbol : NULL;
    }
    return NULL;
}

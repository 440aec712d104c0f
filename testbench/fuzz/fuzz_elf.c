// Fuzz target: any bytes as an ELF file; what is accepted must be readable to its last byte.
// SPDX-License-Identifier: Apache-2.0
//
// Each input is also tried as the contents of a valid file, and with damage to its tables.
#include "host/program/elf.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(const uint8_t *bytes, size_t size)
{
    hx_elf *elf;
    hx_error error = {""};
    size_t count;
    unsigned sum = 0;
    if (hx_elf_parse(&elf, bytes, size, &error)) {
        if (elf || !error.text[0])
            abort();
        return;
    }
    const hx_elf_segment *segments = hx_elf_segments(elf, &count);
    for (size_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < segments[i].file_size; j++)
            sum += segments[i].data[j];
    const hx_elf_symbol *symbols = hx_elf_symbols(elf, &count);
    for (size_t i = 0; i < count; i++) {
        const hx_elf_symbol *found = hx_elf_function_at(elf, symbols[i].address);
        sum += (unsigned)strlen(symbols[i].name) + (found ? found->size : 0);
        if (!hx_elf_find(elf, symbols[i].name))
            abort();
    }
    hx_elf_destroy(elf);
    if (sum == UINT32_MAX) // keeps the reads
        abort();
}

// Header, one segment, sections: none, symbols, strings; then the input as contents.
static const uint8_t start[204] = {0x7f,
                                   'E',
                                   'L',
                                   'F',
                                   1,
                                   2,
                                   1,
                                   [17] = 2,
                                   [19] = 20,
                                   [31] = 52,
                                   [35] = 84,
                                   [43] = 32,
                                   [45] = 1,
                                   [47] = 40,
                                   [49] = 3,
                                   [55] = 1,
                                   [59] = 204,
                                   [71] = 16,
                                   [75] = 64,
                                   [84 + 40 + 7] = 2,
                                   [84 + 40 + 19] = 204,
                                   [84 + 40 + 23] = 64,
                                   [84 + 40 + 27] = 2,
                                   [84 + 80 + 7] = 3,
                                   [84 + 80 + 19] = 8,
                                   [84 + 80 + 23] = 8};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_all(data, size);
    uint8_t *file = malloc(sizeof start + size);
    if (!file)
        abort();
    memcpy(file, start, sizeof start);
    if (size)
        memcpy(file + sizeof start, data, size);
    // Names are in the strings mostly.
    for (size_t i = 0; i + 3 < size; i += 16)
        memset(file + sizeof start + i, 0, data[i] & 8 ? 3 : 4);
    read_all(file, sizeof start + size);
    // Some bytes of damage.
    for (size_t i = 0; i < size % 4 && i < size; i++)
        file[7 + data[i] % (sizeof start - 7)] = data[size - 1 - i];
    read_all(file, sizeof start + size);
    free(file);
    return 0;
}

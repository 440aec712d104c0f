// Programs of the plasticity processor as ELF files: memory contents and symbols.
// SPDX-License-Identifier: Apache-2.0
//
// Takes 32-bit big-endian PowerPC executables and refuses all else. The segments to be loaded
// must not overlap.
#ifndef HX_PROGRAM_ELF_H
#define HX_PROGRAM_ELF_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hx_elf hx_elf;

typedef struct hx_elf_segment {
    uint32_t address;    // first byte
    uint32_t size;       // bytes in memory, at least 1; those behind `file_size` are zero
    uint32_t file_size;  // bytes of `data`
    const uint8_t *data; // lives as long as the handle
} hx_elf_segment;

typedef struct hx_elf_symbol {
    uint32_t address, size; // size 0: unknown
    bool is_function;       // else a variable or a label
    const char *name;       // lives as long as the handle
} hx_elf_symbol;

// Errors name the file and the rule.
hx_status hx_elf_open(hx_elf **elf, const char *path, hx_error *error);
// The same from memory, which is copied.
hx_status hx_elf_parse(hx_elf **elf, const uint8_t *bytes, size_t size, hx_error *error);
void hx_elf_destroy(hx_elf *elf);

uint32_t hx_elf_entry(const hx_elf *elf);
const hx_elf_segment *hx_elf_segments(const hx_elf *elf, size_t *count); // ascending addresses
const hx_elf_symbol *hx_elf_symbols(const hx_elf *elf, size_t *count);   // ascending addresses
// By name; NULL: none.
const hx_elf_symbol *hx_elf_find(const hx_elf *elf, const char *name);
// The function that holds the address; NULL: none.
const hx_elf_symbol *hx_elf_function_at(const hx_elf *elf, uint32_t address);

#endif

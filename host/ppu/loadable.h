// A program of the plasticity processor as the words its memories hold before it starts.
// SPDX-License-Identifier: Apache-2.0
//
// Takes ELF files (host/program/elf.h) and plain images of the local memory, byte 0 at address 0.
// A program starts at address 0; the segments of an ELF file lie in the local memory or in that
// of the FPGA, which both processors share.
#ifndef HX_PPU_LOADABLE_H
#define HX_PPU_LOADABLE_H

#include "host/program/elf.h"

#include <hxcosim/device.h>

#define HX_PPU_LOCAL_WORDS 4096u
#define HX_PPU_EXTERNAL_WORDS 32768u
#define HX_PPU_MAILBOX_TEXT 4097 // bytes of the longest text in the mailbox and its end

typedef struct hx_ppu_loadable hx_ppu_loadable;

// Errors name the file and the rule.
hx_status hx_ppu_loadable_open(hx_ppu_loadable **loadable, const char *path, hx_error *error);
// The same from memory, which is copied.
hx_status hx_ppu_loadable_parse(hx_ppu_loadable **loadable, const uint8_t *bytes, size_t size,
                                hx_error *error);
void hx_ppu_loadable_destroy(hx_ppu_loadable *loadable); // accepts NULL

// NULL: a plain image, which has no symbols.
const hx_elf *hx_ppu_loadable_get_elf(const hx_ppu_loadable *loadable);

// Its functions, as names in waves.
hx_trace_program hx_ppu_loadable_get_functions(const hx_ppu_loadable *loadable);

// All HX_PPU_LOCAL_WORDS words of the local memory, byte 0 in [31:24].
const uint32_t *hx_ppu_loadable_get_local(const hx_ppu_loadable *loadable);
// All HX_PPU_EXTERNAL_WORDS words of the FPGA's memory; the program owns those that
// `owned` (may be NULL) marks with 1, the others are 0.
const uint32_t *hx_ppu_loadable_get_external(const hx_ppu_loadable *loadable,
                                             const uint8_t **owned);

// The word address of a variable that has at least `count` words in the local memory.
hx_status hx_ppu_loadable_find(const hx_ppu_loadable *loadable, const char *symbol, size_t count,
                               unsigned *first, hx_error *error);
// Changes the first `count` words of a variable.
hx_status hx_ppu_loadable_set(hx_ppu_loadable *loadable, const char *symbol, const uint32_t *words,
                              size_t count, hx_error *error);

// Text of the mailbox, whose words are given. What is not printable ASCII or a line end shows as
// '?'; it ends at the first zero byte.
void hx_ppu_mailbox_read(const uint32_t *words, char text[HX_PPU_MAILBOX_TEXT]);

#endif

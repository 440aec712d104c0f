// Memory images of plasticity processor programs: SRAM words and parallel I/O rows.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_PPU_IMAGE_H
#define HX_CLI_PPU_IMAGE_H

#include "host/cli/json_lines.h"
#include "sim/fast/ppu/ppu.h"

typedef struct hx_ppu_image {
    uint32_t memory[HX_PPU_MEMORY_WORDS];
    uint32_t rows[HX_PPU_ROW_COUNT][HX_PPU_ROW_WORDS];
} hx_ppu_image;

// Takes `image` and `io_init` of a program line; what they leave out is 0.
hx_status hx_ppu_image_load(hx_ppu_image *image, json_t *input, hx_error *error);
// Ascending maximal runs of words that differ: [byte address, [words]].
json_t *hx_ppu_image_memory_difference(const hx_ppu_image *before, const hx_ppu_image *after);
// Rows that differ, by decimal address.
json_t *hx_ppu_image_row_difference(const hx_ppu_image *before, const hx_ppu_image *after);

#endif

// One program line of `hxcosim ppu run`.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_PPU_FILTER_H
#define HX_CLI_PPU_FILTER_H

#include "host/cli/json_lines.h"

typedef enum hx_ppu_tier {
    HX_PPU_TIER_RTL, // verilated core
    HX_PPU_TIER_FAST // C model
} hx_ppu_tier;

typedef struct hx_ppu_filter_options {
    hx_ppu_tier tier;
    uint64_t max_cycles;
    bool trap_unknown; // a word that is no instruction ends the program
} hx_ppu_filter_options;

// Runs the program of `input` and adds its results to `output`. HX_ERROR_LIMIT: no sleep.
// HX_ERROR_CHECK: ended at an unknown word.
hx_status hx_ppu_filter_run(json_t *input, const hx_ppu_filter_options *options, json_t *output,
                            hx_error *error);

#endif

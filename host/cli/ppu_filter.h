// One program line of `hxcosim ppu run`.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_PPU_FILTER_H
#define HX_CLI_PPU_FILTER_H

#include "host/cli/json_lines.h"

typedef enum hx_ppu_tier {
    HX_PPU_TIER_RTL, // verilated core
    HX_PPU_TIER_FAST // C model
} hx_ppu_tier;

// Runs the program of `input` and adds its results to `output`. HX_ERROR_LIMIT: no sleep.
hx_status hx_ppu_filter_run(json_t *input, hx_ppu_tier tier, uint64_t max_cycles, json_t *output,
                            hx_error *error);

#endif

// `hxcosim run --ppu-elf`: programs of the plasticity processors beside the host's words.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_RUN_PPU_H
#define HX_CLI_RUN_PPU_H

#include "host/cli/options.h"
#include "host/ppu/control.h"

#include <stdio.h>

// A program for each processor, NULL: none.
typedef struct hx_run_ppu {
    hx_ppu_loadable *program[HX_PPU_COUNT];
} hx_run_ppu;

// Each item is `N=FILE`, N 0 (top) or 1. Destroy takes what a failed open left, too.
hx_status hx_run_ppu_open(hx_run_ppu *ppu, const hx_option_list *items, hx_error *error);
void hx_run_ppu_destroy(hx_run_ppu *ppu);

// Their functions get names in waves; the programs must live until the device is open.
void hx_run_ppu_name(const hx_run_ppu *ppu, hx_trace_config *trace);

// Loads all programs into a chip that is up, and starts them.
hx_status hx_run_ppu_start(const hx_run_ppu *ppu, hx_connection *device, hx_error *error);

// Waits until all sleep, then prints what they left: comments of a word file or, as JSON, an
// object a processor.
hx_status hx_run_ppu_report(const hx_run_ppu *ppu, hx_connection *device, FILE *out, bool json,
                            hx_error *error);

#endif

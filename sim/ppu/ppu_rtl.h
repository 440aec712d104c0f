// Verilated plasticity processor with its own memories: one core for single programs.
// SPDX-License-Identifier: Apache-2.0
//
// One handle is rtl/ppu/hx_ppu_alone with 16 KiB of SRAM and 4,096 parallel rows in the
// reference environment "ideal-1". Cycles count clock edges behind reset. Memory, rows and
// vector registers are zero after creation; a reset keeps them.
#ifndef HX_SIM_PPU_RTL_H
#define HX_SIM_PPU_RTL_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { HX_PPU_RTL_WORDS = 4096, HX_PPU_RTL_ROWS = 4096, HX_PPU_RTL_ROW_WORDS = 32 };

typedef struct hx_ppu_rtl hx_ppu_rtl;

typedef struct hx_ppu_rtl_counters {
    uint64_t cycles, issued, branches, mispredicted_taken, mispredicted_not_taken;
} hx_ppu_rtl_counters;

hx_ppu_rtl *hx_ppu_rtl_create(void); // NULL: out of memory
void hx_ppu_rtl_destroy(hx_ppu_rtl *ppu);
void hx_ppu_rtl_reset(hx_ppu_rtl *ppu);

// Runs until the core sleeps. HX_ERROR_LIMIT: it did not within `max_cycles` behind reset; the
// run can go on with a higher limit. A sleeping core stays where it is. HX_ERROR_CHECK: stopped.
hx_status hx_ppu_rtl_run(hx_ppu_rtl *ppu, uint64_t max_cycles);
// A run stops when an instruction word issues for which `stops` is true; NULL: none does. It and
// its byte address are those of the last stop.
void hx_ppu_rtl_set_stop(hx_ppu_rtl *ppu, bool (*stops)(uint32_t word));
void hx_ppu_rtl_get_stop(const hx_ppu_rtl *ppu, uint32_t *address, uint32_t *word);
// Lets time pass, asleep or not.
void hx_ppu_rtl_advance(hx_ppu_rtl *ppu, uint64_t cycles);
bool hx_ppu_rtl_sleeping(const hx_ppu_rtl *ppu);
hx_ppu_rtl_counters hx_ppu_rtl_get_counters(const hx_ppu_rtl *ppu);

// Whole memory, a word each; the pointer lives as long as the handle.
uint32_t *hx_ppu_rtl_memory(hx_ppu_rtl *ppu);
// One row, word 0 holding elements 0 and 1. `address` is below HX_PPU_RTL_ROWS.
void hx_ppu_rtl_set_row(hx_ppu_rtl *ppu, uint32_t address, const uint32_t *words);
void hx_ppu_rtl_get_row(const hx_ppu_rtl *ppu, uint32_t address, uint32_t *words);

#ifdef __cplusplus
}
#endif

#endif

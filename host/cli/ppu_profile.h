// Cycles and calls of each function of a program of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
//
// An instruction has the cycles from its issue to the next one's; those after a wait count as
// sleep. A call is an arrival at the first instruction of a function from another function or
// through a branch that sets the link register.
#ifndef HX_CLI_PPU_PROFILE_H
#define HX_CLI_PPU_PROFILE_H

#include "host/cli/ppu_machine.h"

#include <jansson.h>
#include <stdio.h>

typedef struct hx_ppu_profile hx_ppu_profile;

hx_ppu_profile *hx_ppu_profile_create(const hx_ppu_machine *machine); // NULL: no memory
void hx_ppu_profile_destroy(hx_ppu_profile *profile);
void hx_ppu_profile_take(hx_ppu_profile *profile, uint64_t cycle, uint32_t address, uint32_t word);
// The last instruction ends with this cycle.
void hx_ppu_profile_end(hx_ppu_profile *profile, uint64_t cycle);

// Functions that ran, most cycles first.
void hx_ppu_profile_print(const hx_ppu_profile *profile, FILE *out);
json_t *hx_ppu_profile_json(const hx_ppu_profile *profile);

#endif

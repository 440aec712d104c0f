// A lone plasticity processor with the program of an ELF file in its memory.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_PPU_MACHINE_H
#define HX_CLI_PPU_MACHINE_H

#include "host/ppu/loadable.h"
#include "sim/fast/ppu/surroundings.h"

typedef struct hx_ppu_machine {
    hx_ppu_loadable *program;
    const hx_elf *elf; // of the program
    hx_ppu *ppu;
    hx_ppu_surroundings *surroundings;
} hx_ppu_machine;

// Programs start at address 0; segments lie in the local memory or in that of the FPGA. Errors
// name the file. Destroy takes what a failed create left, too.
hx_status hx_ppu_machine_create(hx_ppu_machine *machine, const char *path, hx_error *error);
// The same at the FPGA of `first`, which must outlive it.
hx_status hx_ppu_machine_create_beside(hx_ppu_machine *machine, const char *path,
                                       const hx_ppu_machine *first, hx_error *error);
void hx_ppu_machine_destroy(hx_ppu_machine *machine);

// Runs until nothing can wake the core any more. HX_ERROR_LIMIT: not within `max_cycles`.
hx_status hx_ppu_machine_run(hx_ppu_machine *machine, uint64_t max_cycles);
// Two in step: the one behind in cycles goes first.
hx_status hx_ppu_machine_run_both(hx_ppu_machine machines[2], uint64_t max_cycles);

uint32_t hx_ppu_machine_return_code(const hx_ppu_machine *machine);
// The text in the mailbox; what is not printable ASCII or a line end shows as '?'.
void hx_ppu_machine_mailbox(const hx_ppu_machine *machine, char text[HX_PPU_MAILBOX_TEXT]);

#endif

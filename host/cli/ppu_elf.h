// `hxcosim ppu run --elf`: one program of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_PPU_ELF_H
#define HX_CLI_PPU_ELF_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stdint.h>

typedef struct hx_ppu_elf_options {
    const char *elf;
    const char *second; // program of a second processor at the same FPGA, or NULL
    uint64_t max_cycles;
    bool trap_unknown; // a word that is no instruction ends the program
    bool json;
    bool debug; // wait for a debugger on gdb_port, 0: any free port
    uint64_t gdb_port;
    const char *trace; // file of the first processor's instruction trace, or NULL
    bool profile;      // prints cycles and calls of each function of the first processor
} hx_ppu_elf_options;

// Runs the program and prints what came of it. HX_ERROR_LIMIT: no sleep within the cycles,
// HX_ERROR_CHECK: ended at an unknown word; what is known by then is printed all the same.
hx_status hx_ppu_elf_run(const hx_ppu_elf_options *options, hx_error *error);

#endif

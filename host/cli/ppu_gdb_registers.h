// Registers of the plasticity processor by the debugger's numbers.
// SPDX-License-Identifier: Apache-2.0
//
// Those GDB wants of a PowerPC, special ones, vector registers, accumulator, vector
// conditions; bytes are big-endian.
#ifndef HX_CLI_PPU_GDB_REGISTERS_H
#define HX_CLI_PPU_GDB_REGISTERS_H

#include "host/gdb/core.h"
#include "sim/fast/ppu/ppu.h"

unsigned hx_ppu_gdb_register_count(void);
// Size in bytes; 0: no such register.
size_t hx_ppu_gdb_read_register(hx_ppu *ppu, unsigned number, uint8_t bytes[HX_GDB_REGISTER_BYTES]);
// False: no such register, or another size.
bool hx_ppu_gdb_write_register(hx_ppu *ppu, unsigned number, const uint8_t *bytes, size_t size);
// Target description; the caller frees it. NULL: no memory.
char *hx_ppu_gdb_describe(void);

#endif

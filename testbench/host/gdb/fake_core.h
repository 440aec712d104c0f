// A small core for tests of the debugger's session: 8 registers, 256 bytes, a counter as pc.
// SPDX-License-Identifier: Apache-2.0
//
// Each step adds 4 to the pc and writes the byte at pc % 256 in memory; at the pc `end` it ends.
#ifndef HX_TEST_FAKE_CORE_H
#define HX_TEST_FAKE_CORE_H

#include "host/gdb/core.h"

typedef struct fake_core {
    uint32_t registers[8]; // 7: pc
    uint8_t memory[256];
    uint32_t end;
    unsigned steps;
} fake_core;

hx_gdb_core fake_core_make(fake_core *core);

#endif

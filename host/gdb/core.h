// What the debugger stub wants from a core.
// SPDX-License-Identifier: Apache-2.0
//
// Register numbers are those of the target description. Bytes of registers and memory are in the
// core's byte order, big-endian here.
#ifndef HX_GDB_CORE_H
#define HX_GDB_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HX_GDB_REGISTER_BYTES 256

typedef struct hx_gdb_access {
    uint32_t address, size; // size 0: none
    bool is_write;
} hx_gdb_access;

typedef struct hx_gdb_core {
    void *context;
    const char *name;        // "ppu"
    const char *description; // target description, XML
    unsigned register_count;
    // Size in bytes; 0: no such register.
    size_t (*read_register)(void *context, unsigned number, uint8_t bytes[HX_GDB_REGISTER_BYTES]);
    // False: no such register, or another size.
    bool (*write_register)(void *context, unsigned number, const uint8_t *bytes, size_t size);
    // False: not all bytes are in a memory.
    bool (*read_memory)(void *context, uint32_t address, uint8_t *bytes, size_t size);
    bool (*write_memory)(void *context, uint32_t address, const uint8_t *bytes, size_t size);
    uint32_t (*get_pc)(void *context);
    // The memory that the next instruction will touch.
    hx_gdb_access (*next_access)(void *context);
    // One instruction. False: the core sleeps and nothing will wake it up.
    bool (*step)(void *context);
    int (*exit_code)(void *context);      // of a core that ended so
    uint64_t (*get_cycle)(void *context); // for `monitor cycles`
} hx_gdb_core;

#endif

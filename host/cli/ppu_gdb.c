// The debugger's view of plasticity processors without a chip.
// SPDX-License-Identifier: Apache-2.0
//
// Memory: the local one, and the FPGA's at its data and its instruction addresses.
#include "host/cli/ppu_gdb.h"

#include "host/cli/interrupt.h"
#include "host/cli/ppu_gdb_registers.h"
#include "host/gdb/server.h"
#include "sim/fast/ppu/debug.h"

#include <hx_map.h>
#include <stdio.h>
#include <stdlib.h>

static size_t read_register(void *context, unsigned number, uint8_t *bytes)
{
    return hx_ppu_gdb_read_register(((hx_ppu_machine *)context)->ppu, number, bytes);
}

static bool write_register(void *context, unsigned number, const uint8_t *bytes, size_t size)
{
    return hx_ppu_gdb_write_register(((hx_ppu_machine *)context)->ppu, number, bytes, size);
}

// The word that holds a byte; NULL: no memory there.
static uint32_t *word_at(const hx_ppu_machine *machine, uint32_t address)
{
    uint32_t *external = hx_ppu_surroundings_memory(machine->surroundings);
    if (address < 4 * HX_PPU_MEMORY_WORDS)
        return hx_ppu_memory(machine->ppu) + address / 4;
    if (address - HX_MAP_PPU_BYTE_EXTERNAL_MEMORY < HX_PPU_EXTERNAL_BYTES)
        return external + (address - HX_MAP_PPU_BYTE_EXTERNAL_MEMORY) / 4;
    if (address - HX_MAP_PPU_FETCH_EXTERNAL_MEMORY < HX_PPU_EXTERNAL_BYTES)
        return external + (address - HX_MAP_PPU_FETCH_EXTERNAL_MEMORY) / 4;
    return NULL;
}

static bool read_memory(void *context, uint32_t address, uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++, address++) {
        const uint32_t *word = word_at(context, address);
        if (!word)
            return false;
        bytes[i] = (uint8_t)(*word >> (24 - 8 * (address & 3)));
    }
    return true;
}

static bool write_memory(void *context, uint32_t address, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++, address++) {
        uint32_t *word = word_at(context, address);
        unsigned shift = 24 - 8 * (address & 3);
        if (!word)
            return false;
        *word = (*word & ~(0xffu << shift)) | (uint32_t)bytes[i] << shift;
    }
    return true;
}

static uint32_t get_pc(void *context)
{
    return hx_ppu_get_pc(((hx_ppu_machine *)context)->ppu);
}

// Vectors of the FPGA's memory are told at their byte addresses; other rows have none.
static hx_gdb_access next_access(void *context)
{
    hx_ppu_span span = hx_ppu_next_access(((hx_ppu_machine *)context)->ppu);
    uint32_t offset = (span.address - HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY) << 4;
    if (!span.is_vector_address)
        return (hx_gdb_access){span.address, span.size, span.is_write};
    if (span.address - HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY >= HX_PPU_EXTERNAL_BYTES >> 4)
        return (hx_gdb_access){0};
    return (hx_gdb_access){HX_MAP_PPU_BYTE_EXTERNAL_MEMORY + offset, span.size, span.is_write};
}

static bool step(void *context)
{
    return hx_ppu_step(((hx_ppu_machine *)context)->ppu);
}

static int exit_code(void *context)
{
    return (int)hx_ppu_machine_return_code(context);
}

static uint64_t get_cycle(void *context)
{
    return hx_ppu_get_counters(((hx_ppu_machine *)context)->ppu).cycles;
}

static void print_ready(uint16_t port)
{
    fprintf(stderr, "hxcosim ppu run: waiting for a debugger: target remote 127.0.0.1:%u\n", port);
}

hx_status hx_ppu_gdb_run(hx_ppu_machine *machines, size_t count, uint16_t port, bool *ended,
                         hx_error *error)
{
    static const char *const names[] = {"ppu 0", "ppu 1"};
    char *description = hx_ppu_gdb_describe();
    if (!description)
        return HX_ERROR_MEMORY;
    hx_gdb_core cores[sizeof names / sizeof *names];
    for (size_t i = 0; i < count; i++)
        cores[i] = (hx_gdb_core){.context = &machines[i],
                                 .name = count > 1 ? names[i] : "ppu",
                                 .description = description,
                                 .register_count = hx_ppu_gdb_register_count(),
                                 .read_register = read_register,
                                 .write_register = write_register,
                                 .read_memory = read_memory,
                                 .write_memory = write_memory,
                                 .get_pc = get_pc,
                                 .next_access = next_access,
                                 .step = step,
                                 .exit_code = exit_code,
                                 .get_cycle = get_cycle};
    hx_gdb_state state = HX_GDB_STOPPED;
    hx_status status =
        hx_gdb_serve(cores, count, port, print_ready, hx_interrupt_watch(), &state, error);
    free(description);
    *ended = state == HX_GDB_ENDED;
    return !status && state == HX_GDB_KILLED ? HX_INTERRUPTED : status;
}

// A small core for tests of the debugger's session.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/host/gdb/fake_core.h"

#include <string.h>

enum { PC = 7, REGISTERS = 8, WORD = 4 };

static size_t read_register(void *context, unsigned number, uint8_t *bytes)
{
    const fake_core *core = context;
    if (number >= REGISTERS)
        return 0;
    for (unsigned i = 0; i < WORD; i++)
        bytes[i] = (uint8_t)(core->registers[number] >> (24 - 8 * i));
    return WORD;
}

static bool write_register(void *context, unsigned number, const uint8_t *bytes, size_t size)
{
    fake_core *core = context;
    if (number >= REGISTERS || size != WORD)
        return false;
    core->registers[number] =
        (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
    return true;
}

static bool is_inside(const fake_core *core, uint32_t address, size_t size)
{
    return address < sizeof core->memory && size <= sizeof core->memory - address;
}

static bool read_memory(void *context, uint32_t address, uint8_t *bytes, size_t size)
{
    const fake_core *core = context;
    if (!is_inside(core, address, size))
        return false;
    memcpy(bytes, core->memory + address, size);
    return true;
}

static bool write_memory(void *context, uint32_t address, const uint8_t *bytes, size_t size)
{
    fake_core *core = context;
    if (!is_inside(core, address, size))
        return false;
    if (size)
        memcpy(core->memory + address, bytes, size);
    return true;
}

static uint32_t get_pc(void *context)
{
    return ((fake_core *)context)->registers[PC];
}

static hx_gdb_access next_access(void *context)
{
    return (hx_gdb_access){.address = get_pc(context) % 256, .size = 1, .is_write = true};
}

static bool step(void *context)
{
    fake_core *core = context;
    if (core->registers[PC] == core->end)
        return false;
    core->memory[core->registers[PC] % 256]++;
    core->registers[PC] += WORD;
    core->steps++;
    return true;
}

static int exit_code(void *context)
{
    return (int)((fake_core *)context)->registers[3];
}

static uint64_t get_cycle(void *context)
{
    return ((fake_core *)context)->steps;
}

hx_gdb_core fake_core_make(fake_core *core)
{
    return (hx_gdb_core){.context = core,
                         .name = "fake",
                         .description = "<target>0123456789</target>",
                         .register_count = REGISTERS,
                         .read_register = read_register,
                         .write_register = write_register,
                         .read_memory = read_memory,
                         .write_memory = write_memory,
                         .get_pc = get_pc,
                         .next_access = next_access,
                         .step = step,
                         .exit_code = exit_code,
                         .get_cycle = get_cycle};
}

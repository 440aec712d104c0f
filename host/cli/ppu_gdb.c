// The debugger's view of a lone plasticity processor.
// SPDX-License-Identifier: Apache-2.0
//
// Registers: those GDB wants of a PowerPC, special ones, vector registers, accumulator. Memory:
// the local one, and the FPGA's at its data and its instruction addresses.
#include "host/cli/ppu_gdb.h"

#include "host/cli/interrupt.h"
#include "host/gdb/server.h"
#include "sim/fast/ppu/debug.h"

#include <hx_map.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GPRS = 32, VECTORS = 32 };

typedef enum kind { GPR, PC, MSR, CR, SPECIAL, VECTOR, ACCUMULATOR } kind;

typedef struct named {
    const char *name, *type;
    kind kind;
    unsigned spr;
} named;

#define SPR(name, type, item)                                                                      \
    {                                                                                              \
        name, type, SPECIAL, HX_MAP_PPU_SPR_##item                                                 \
    }

// Behind r0..r31 in GDB's core feature.
static const named core_registers[] = {{"pc", "code_ptr", PC, 0}, {"msr", "uint32", MSR, 0},
                                       {"cr", "uint32", CR, 0},   SPR("lr", "code_ptr", LR),
                                       SPR("ctr", "uint32", CTR), SPR("xer", "uint32", XER)};
static const named special_registers[] = {
    SPR("srr0", "code_ptr", SRR0), SPR("srr1", "uint32", SRR1),   SPR("csrr0", "code_ptr", CSRR0),
    SPR("csrr1", "uint32", CSRR1), SPR("esr", "uint32", ESR),     SPR("dear", "data_ptr", DEAR),
    SPR("dec", "uint32", DEC),     SPR("decar", "uint32", DECAR), SPR("tbl", "uint32", TBL),
    SPR("tbu", "uint32", TBU),     SPR("tsr", "uint32", TSR),     SPR("tcr", "uint32", TCR),
    SPR("gin", "uint32", GIN),     SPR("gout", "uint32", GOUT),   SPR("goe", "uint32", GOE),
    SPR("iccr", "uint32", ICCR)};

enum {
    CORE_COUNT = sizeof core_registers / sizeof *core_registers,
    SPECIAL_COUNT = sizeof special_registers / sizeof *special_registers,
    FIRST_SPECIAL = GPRS + CORE_COUNT,
    FIRST_VECTOR = FIRST_SPECIAL + SPECIAL_COUNT,
    ACCUMULATOR_NUMBER = FIRST_VECTOR + VECTORS,
    REGISTER_COUNT
};

// Kind of a register and its index, or the number of a special one.
static bool find(unsigned number, kind *what, unsigned *index)
{
    const named *entry = NULL;
    *index = number;
    if (number < GPRS) {
        *what = GPR;
    } else if (number < FIRST_SPECIAL) {
        entry = &core_registers[number - GPRS];
    } else if (number < FIRST_VECTOR) {
        entry = &special_registers[number - FIRST_SPECIAL];
    } else if (number < ACCUMULATOR_NUMBER) {
        *what = VECTOR;
        *index = number - FIRST_VECTOR;
    } else if (number == ACCUMULATOR_NUMBER) {
        *what = ACCUMULATOR;
    } else {
        return false;
    }
    if (entry) {
        *what = entry->kind;
        *index = entry->spr;
    }
    return true;
}

static void put_word(uint8_t *bytes, uint32_t word)
{
    for (unsigned i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(word >> (24 - 8 * i));
}

static uint32_t get_word(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static uint32_t scalar_value(hx_ppu *ppu, kind what, unsigned index)
{
    switch (what) {
    case GPR:
        return hx_ppu_get_register(ppu, index);
    case PC:
        return hx_ppu_get_pc(ppu);
    case MSR:
        return hx_ppu_get_msr(ppu);
    case CR:
        return hx_ppu_get_cr(ppu);
    default:
        return hx_ppu_get_special(ppu, index);
    }
}

static size_t read_register(void *context, unsigned number, uint8_t *bytes)
{
    hx_ppu_machine *machine = context;
    unsigned index;
    kind what;
    if (!find(number, &what, &index))
        return 0;
    if (what == VECTOR) {
        memcpy(bytes, hx_ppu_vector_register(machine->ppu, index), HX_PPU_VECTOR_BYTES);
        return HX_PPU_VECTOR_BYTES;
    }
    if (what == ACCUMULATOR) {
        for (unsigned i = 0; i < HX_PPU_ACCUMULATOR_WORDS; i++)
            put_word(bytes + 4 * i, hx_ppu_accumulator(machine->ppu)[i]);
        return 4 * HX_PPU_ACCUMULATOR_WORDS;
    }
    put_word(bytes, scalar_value(machine->ppu, what, index));
    return 4;
}

static bool write_register(void *context, unsigned number, const uint8_t *bytes, size_t size)
{
    hx_ppu *ppu = ((hx_ppu_machine *)context)->ppu;
    uint8_t old[HX_GDB_REGISTER_BYTES];
    unsigned index;
    kind what;
    if (!find(number, &what, &index) || size != read_register(context, number, old))
        return false;
    // Writes of an unchanged value would still act on counters and on the pipeline.
    if (!memcmp(old, bytes, size))
        return true;
    switch (what) {
    case GPR:
        hx_ppu_set_register(ppu, index, get_word(bytes));
        break;
    case PC:
        hx_ppu_set_pc(ppu, get_word(bytes));
        break;
    case MSR:
        hx_ppu_set_msr(ppu, get_word(bytes));
        break;
    case CR:
        hx_ppu_set_cr(ppu, get_word(bytes));
        break;
    case VECTOR:
        memcpy(hx_ppu_vector_register(ppu, index), bytes, size);
        break;
    case ACCUMULATOR:
        for (unsigned i = 0; i < HX_PPU_ACCUMULATOR_WORDS; i++)
            hx_ppu_accumulator(ppu)[i] = get_word(bytes + 4 * i);
        break;
    default:
        hx_ppu_set_special(ppu, index, get_word(bytes));
        break;
    }
    return true;
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

static void describe_registers(FILE *out, const named *registers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(out, "<reg name=\"%s\" bitsize=\"32\" type=\"%s\"/>", registers[i].name,
                registers[i].type);
}

// Target description; the caller frees it. NULL: no memory.
static char *describe(void)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fputs("<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\"><target>"
          "<architecture>powerpc:common</architecture>"
          "<feature name=\"org.gnu.gdb.power.core\">",
          out);
    for (unsigned i = 0; i < GPRS; i++)
        fprintf(out, "<reg name=\"r%u\" bitsize=\"32\" type=\"uint32\"/>", i);
    describe_registers(out, core_registers, CORE_COUNT);
    fputs("</feature><feature name=\"hxcosim.ppu.special\">", out);
    describe_registers(out, special_registers, SPECIAL_COUNT);
    fputs("</feature><feature name=\"hxcosim.ppu.vector\">"
          "<vector id=\"halfwords\" type=\"int16\" count=\"64\"/>"
          "<vector id=\"bytes\" type=\"int8\" count=\"128\"/>"
          "<union id=\"ppu_vector\"><field name=\"h\" type=\"halfwords\"/>"
          "<field name=\"b\" type=\"bytes\"/></union>"
          "<vector id=\"words\" type=\"int32\" count=\"64\"/>",
          out);
    for (unsigned i = 0; i < VECTORS; i++)
        fprintf(out, "<reg name=\"vr%u\" bitsize=\"1024\" type=\"ppu_vector\" group=\"vector\"/>",
                i);
    fputs("<reg name=\"acc\" bitsize=\"2048\" type=\"words\" group=\"vector\"/>"
          "</feature></target>",
          out);
    if (fclose(out)) {
        free(text);
        return NULL;
    }
    return text;
}

static void print_ready(uint16_t port)
{
    fprintf(stderr, "hxcosim ppu run: waiting for a debugger: target remote 127.0.0.1:%u\n", port);
}

hx_status hx_ppu_gdb_run(hx_ppu_machine *machine, uint16_t port, bool *ended, hx_error *error)
{
    char *description = describe();
    if (!description)
        return HX_ERROR_MEMORY;
    const hx_gdb_core core = {.context = machine,
                              .name = "ppu",
                              .description = description,
                              .register_count = REGISTER_COUNT,
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
        hx_gdb_serve(&core, 1, port, print_ready, hx_interrupt_watch(), &state, error);
    free(description);
    *ended = state == HX_GDB_ENDED;
    return !status && state == HX_GDB_KILLED ? HX_INTERRUPTED : status;
}

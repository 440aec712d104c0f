// Registers of the plasticity processor by the debugger's numbers.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ppu_gdb_registers.h"

#include "sim/fast/ppu/debug.h"

#include <hx_map.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GPRS = 32, VECTORS = 32, CONDITIONS = 3 };

typedef enum kind { GPR, PC, MSR, CR, SPECIAL, VECTOR, ACCUMULATOR, CONDITION } kind;

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
    FIRST_CONDITION,
    REGISTER_COUNT = FIRST_CONDITION + CONDITIONS
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
    } else if (number < REGISTER_COUNT) {
        *what = CONDITION;
        *index = number - FIRST_CONDITION + 1;
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

unsigned hx_ppu_gdb_register_count(void)
{
    return REGISTER_COUNT;
}

size_t hx_ppu_gdb_read_register(hx_ppu *ppu, unsigned number, uint8_t bytes[HX_GDB_REGISTER_BYTES])
{
    unsigned index;
    kind what;
    if (!find(number, &what, &index))
        return 0;
    if (what == VECTOR) {
        memcpy(bytes, hx_ppu_vector_register(ppu, index), HX_PPU_VECTOR_BYTES);
        return HX_PPU_VECTOR_BYTES;
    }
    if (what == CONDITION) {
        memcpy(bytes, hx_ppu_condition(ppu, index), HX_PPU_VECTOR_BYTES);
        return HX_PPU_VECTOR_BYTES;
    }
    if (what == ACCUMULATOR) {
        for (unsigned i = 0; i < HX_PPU_ACCUMULATOR_WORDS; i++)
            put_word(bytes + 4 * i, hx_ppu_accumulator(ppu)[i]);
        return 4 * HX_PPU_ACCUMULATOR_WORDS;
    }
    put_word(bytes, scalar_value(ppu, what, index));
    return 4;
}

bool hx_ppu_gdb_write_register(hx_ppu *ppu, unsigned number, const uint8_t *bytes, size_t size)
{
    uint8_t old[HX_GDB_REGISTER_BYTES];
    unsigned index;
    kind what;
    if (!find(number, &what, &index) || size != hx_ppu_gdb_read_register(ppu, number, old))
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
    case CONDITION: // both bits of a byte are alike
        for (size_t i = 0; i < size; i++)
            hx_ppu_condition(ppu, index)[i] = bytes[i] ? 3 : 0;
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

static void describe_registers(FILE *out, const named *registers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(out, "<reg name=\"%s\" bitsize=\"32\" type=\"%s\"/>", registers[i].name,
                registers[i].type);
}

char *hx_ppu_gdb_describe(void)
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
          "<reg name=\"vgt\" bitsize=\"1024\" type=\"bytes\" group=\"vector\"/>"
          "<reg name=\"vlt\" bitsize=\"1024\" type=\"bytes\" group=\"vector\"/>"
          "<reg name=\"veq\" bitsize=\"1024\" type=\"bytes\" group=\"vector\"/>"
          "</feature></target>",
          out);
    if (fclose(out)) {
        free(text);
        return NULL;
    }
    return text;
}

// Random programs for the processors in the chip.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/rtl/chip/ppu_program.h"

#include "testbench/rtl/chip/chip_access.h"
#include "testbench/rtl/chip/draw.h"

#include <hx_map.h>

// Primary opcodes, and the extended ones of the vector unit.
enum {
    COMPARE = 11,
    ADDI = 14,
    ADDIS = 15,
    BRANCH_IF = 16,
    BRANCH = 18,
    ORI = 24,
    XORI = 26,
    LOAD = 32,
    STORE = 36,
    STORE_BYTE = 38
};
enum { ROW_IN = 236, ROW_OUT = 252, VECTOR_LOAD = 492, VECTOR_STORE = 508 };

// Whole words; CTR from register 0.
#define MOVE_TO_CTR 0x7c0903a6u
#define CALL_CTR 0x4e800421u
#define RETURN 0x4e800020u

#define ADDRESS 1 // the register for it
#define DATA 2    // first of some

typedef struct builder {
    uint32_t *words;
    unsigned count;
    uint64_t *state;
} builder;

static void emit(builder *b, uint32_t word)
{
    b->words[b->count++] = word;
}

static void emit_immediate(builder *b, unsigned primary, unsigned rt, unsigned ra, uint32_t value)
{
    emit(b, primary << 26 | rt << 21 | ra << 16 | (value & 0xffff));
}

static void set_address(builder *b, uint32_t value)
{
    emit_immediate(b, ADDIS, ADDRESS, 0, value >> 16);
    emit_immediate(b, ORI, ADDRESS, ADDRESS, value);
}

static void emit_vector(builder *b, unsigned extended)
{
    emit(b, 4u << 26 | draw_below(b->state, 8) << 21 | ADDRESS << 11 | extended << 2);
}

static void add_word(builder *b, uint32_t byte_address, bool write)
{
    unsigned data = DATA + draw_below(b->state, 6);
    set_address(b, byte_address);
    emit_immediate(b,
                   !write                      ? LOAD
                   : draw_once_in(b->state, 4) ? STORE_BYTE
                                               : STORE,
                   data, ADDRESS, 0);
}

static uint32_t draw_row(uint64_t *state)
{
    static const uint32_t views[] = {
        HX_MAP_PPU_VECTOR_WEIGHT,      HX_MAP_PPU_VECTOR_LABEL,
        HX_MAP_PPU_VECTOR_CADC_CAUSAL, HX_MAP_PPU_VECTOR_CADC_ACAUSAL,
        HX_MAP_PPU_VECTOR_RANDOM,      HX_MAP_PPU_VECTOR_CORRELATION_RESET,
        HX_MAP_PPU_VECTOR_RAW,         HX_MAP_PPU_VECTOR_NEURON_RESET};
    uint32_t view = views[draw_below(state, 8)];
    if (draw_once_in(state, 3))
        return HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY + draw_below(state, 16);
    if (view == HX_MAP_PPU_VECTOR_NEURON_RESET || draw_once_in(state, 4))
        return view + 512 + draw_below(state, 4);
    return view + draw_below(state, 512) + (draw_below(state, 2) ? HX_MAP_PPU_VECTOR_BUFFERED : 0);
}

static unsigned draw_data(builder *b)
{
    return DATA + draw_below(b->state, 6);
}

static void add_arithmetic(builder *b)
{
    const unsigned primary = draw_below(b->state, 2) ? ADDI : XORI, rt = draw_data(b);
    emit_immediate(b, primary, rt, draw_data(b), draw_below(b->state, 0x10000));
}

// Addresses that share lines of the cache hold the same.
static void add_call(builder *b)
{
    set_address(b, HX_MAP_PPU_FETCH_EXTERNAL_MEMORY + 4 * draw_below(b->state, PPU_FUNCTION_WORDS) +
                       0x4000 * draw_below(b->state, 3));
    emit(b, MOVE_TO_CTR | ADDRESS << 21);
    emit(b, CALL_CTR);
}

static void add_access(builder *b, random_traffic *traffic)
{
    uint64_t *state = b->state;
    bool write = draw_below(state, 2);
    hx_access access;
    switch (draw_below(state, 9)) {
    case 0:
        add_word(b, 0x3000 + 4 * draw_below(state, 64), write);
        break;
    case 1:
    case 2:
        do {
            access = chip_access_draw(state, traffic);
        } while (access.address == HX_MAP_COMMON_PHY_CONFIG_CHIP_BASE);
        add_word(b, HX_MAP_PPU_BYTE_CHIP_OMNIBUS | access.address << 2, access.write);
        break;
    case 3:
        add_word(b, HX_MAP_PPU_BYTE_EXTERNAL_MEMORY + 4 * draw_below(state, 64), write);
        break;
    case 4:
        set_address(b, 0x3000 + 128 * draw_below(state, 4));
        emit_vector(b, write ? VECTOR_STORE : VECTOR_LOAD);
        break;
    case 5:
        add_arithmetic(b);
        break;
    case 6:
        add_call(b);
        break;
    default:
        set_address(b, draw_row(state));
        emit_vector(b, write ? ROW_OUT : ROW_IN);
    }
}

void ppu_program_draw(uint32_t words[PPU_PROGRAM_WORDS], uint64_t *state, random_traffic *traffic)
{
    builder b = {.words = words, .state = state};
    while (b.count < PPU_PROGRAM_WORDS - 4)
        add_access(&b, traffic);
    // Back to the beginning.
    emit(&b, BRANCH << 26 | ((0u - 4 * b.count) & 0x3fffffc));
    while (b.count < PPU_PROGRAM_WORDS)
        emit(&b, 0);
}

void ppu_program_draw_functions(uint32_t words[PPU_FUNCTION_WORDS], uint64_t *state)
{
    builder b = {.words = words, .state = state};
    while (b.count < PPU_FUNCTION_WORDS - 4)
        switch (draw_below(state, 16)) {
        case 0:
            emit(&b, RETURN);
            break;
        case 1: // forward by two words, if a register is not 0
            emit_immediate(&b, COMPARE, 0, draw_data(&b), 0);
            emit_immediate(&b, BRANCH_IF, 4, 2, 8);
            break;
        case 2:
            emit(&b, BRANCH << 26 | 4 * (1 + draw_below(state, 3)));
            break;
        default:
            add_arithmetic(&b);
        }
    while (b.count < PPU_FUNCTION_WORDS)
        emit(&b, RETURN);
}

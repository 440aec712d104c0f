// Random words that make a processor of the chip do everything it can.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fast/processor/processor_soup.h"

#include "sim/fast/ppu/decode.h"
#include "testbench/rtl/chip/draw.h"
#include "testbench/sim/ppu/random_encode.h"

#include <hx_map.h>

// Registers 1 to 6 mostly hold addresses of these places.
enum { LOCAL = 1, OMNIBUS = 2, FPGA = 3, ROW = 4, FPGA_ROW = 5, FIRST_DATA = 7, LAST_ADDRESS = 6 };
enum { ROW_IN = 236, ROW_OUT = 252, VECTOR_LOAD = 492, VECTOR_STORE = 508 };
#define FAR_CODE (HX_MAP_PPU_FETCH_EXTERNAL_MEMORY >> 16)
#define X(extended) (31u << 26 | (uint32_t)(extended) << 1)

typedef struct soup {
    uint64_t *state;
    uint32_t *words;
    unsigned count;
} soup;

static unsigned below(soup *s, unsigned limit)
{
    return draw_below(s->state, limit);
}

static unsigned any(soup *s)
{
    return below(s, 3) ? below(s, 12) : below(s, 32);
}

static unsigned target(soup *s)
{
    return below(s, 8) ? FIRST_DATA + below(s, 7) : below(s, 32);
}

static void emit(soup *s, uint32_t word)
{
    if (s->count < PROCESSOR_SOUP_WORDS)
        s->words[s->count++] = word;
}

static uint32_t draw_row(soup *s)
{
    static const uint32_t views[] = {
        HX_MAP_PPU_VECTOR_WEIGHT,      HX_MAP_PPU_VECTOR_LABEL,
        HX_MAP_PPU_VECTOR_CADC_CAUSAL, HX_MAP_PPU_VECTOR_CADC_ACAUSAL,
        HX_MAP_PPU_VECTOR_RANDOM,      HX_MAP_PPU_VECTOR_CORRELATION_RESET,
        HX_MAP_PPU_VECTOR_RAW,         HX_MAP_PPU_VECTOR_RANDOM};
    uint32_t row = views[below(s, 8)] + below(s, below(s, 8) ? 516 : 0x10000);
    if (!below(s, 16))
        row ^= draw_below(s->state, 16) << 22; // undefined, or of no use
    return row;
}

static uint32_t draw_address(soup *s, unsigned place)
{
    switch (place) {
    case OMNIBUS:
        return HX_MAP_PPU_BYTE_CHIP_OMNIBUS | below(s, below(s, 8) ? 0x10000 : 0x7fffffff);
    case FPGA:
        return HX_MAP_PPU_BYTE_EXTERNAL_MEMORY + below(s, 0x20000);
    case ROW:
        return draw_row(s);
    case FPGA_ROW:
        return (below(s, 4) ? HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY : HX_MAP_PPU_VECTOR_EXTERNAL_DRAM) +
               below(s, 0x2000);
    default:
        // Data lie in the upper half; sometimes code is hit.
        return below(s, 16) ? 0x2000 + below(s, 0x1f00) : below(s, 0x10000);
    }
}

static void set_address(soup *s)
{
    unsigned place = 1 + below(s, LAST_ADDRESS);
    uint32_t address = draw_address(s, place);
    if (below(s, 8))
        address &= ~3u;
    emit(s, hx_encode_immediate(15, place, 0, address >> 16));
    emit(s, hx_encode_immediate(24, place, place, address));
}

static void arithmetic(soup *s)
{
    uint32_t word = hx_random_arithmetic(s->state);
    unsigned shape = HX_PPU_RA(word);
    word &= ~(31u << 16);
    if (shape == HX_SHAPE_TO_RA)
        word |= any(s) << 21 | target(s) << 16;
    else if (shape == HX_SHAPE_TO_CR)
        word |= below(s, 8) << 23 | any(s) << 16;
    else
        word |= target(s) << 21 | any(s) << 16;
    if (word >> 26 != 31 && word >> 26 != 23)
        emit(s, word | below(s, 0x10000));
    else
        emit(s, word | any(s) << 11 | (shape == HX_SHAPE_TO_CR ? 0 : !below(s, 3)));
}

static void rotate(soup *s)
{
    static const unsigned primaries[] = {20, 21, 23};
    emit(s, primaries[below(s, 3)] << 26 | any(s) << 21 | target(s) << 16 | any(s) << 11 |
                below(s, 0x800));
}

static void condition(soup *s)
{
    static const unsigned extended[] = {0, 257, 449, 193, 225, 33, 289, 129, 417};
    unsigned kind = below(s, 8);
    if (kind == 0)
        emit(s, X(144) | any(s) << 21 | below(s, 256) << 12);
    else if (kind == 1)
        emit(s, X(19) | target(s) << 21);
    else
        emit(s, 19u << 26 | extended[below(s, 9)] << 1 | below(s, 1 << 15) << 11);
}

// Loads and stores of all forms and places.
static void transfer(soup *s)
{
    static const unsigned indexed[] = {23,  55,  87,  119, 279, 311, 343,
                                       375, 151, 183, 215, 247, 407, 439};
    unsigned base = below(s, 8) ? 1 + below(s, 3) : below(s, 32), primary = 32 + below(s, 14);
    if (!below(s, 24))
        primary = 46 + below(s, 2);
    unsigned data = primary >= 46 ? 32 - 1 - below(s, 12) : target(s);
    if (below(s, 3))
        emit(s, hx_encode_immediate(primary, data, base, below(s, 64) & (below(s, 8) ? ~3u : ~0u)));
    else
        emit(s, X(indexed[below(s, 14)]) | data << 21 | base << 16 | below(s, 2) << 11);
}

static void vector(soup *s)
{
    unsigned kind = below(s, 8);
    uint32_t operands = below(s, 6) << 21 | below(s, 6) << 16 | below(s, 6) << 11;
    if (kind < 5) {
        emit(s, hx_random_vector(s->state, false) | operands | (!below(s, 8) ? below(s, 4) : 0));
        return;
    }
    uint32_t memory = 4u << 26 | below(s, 6) << 21;
    if (kind == 5)
        emit(s, memory | LOCAL << 11 | (below(s, 2) ? VECTOR_LOAD : VECTOR_STORE) << 2);
    else
        emit(s, memory | (below(s, 3) ? ROW : FPGA_ROW) << 11 |
                    (below(s, 2) ? ROW_IN : ROW_OUT) << 2 | (below(s, 4) ? 0 : below(s, 4)));
}

// To code in the memory of the FPGA.
static void jump_far(soup *s)
{
    emit(s, hx_encode_immediate(15, FIRST_DATA, 0, FAR_CODE));
    emit(s, hx_encode_immediate(24, FIRST_DATA, FIRST_DATA, 4 * below(s, 512)));
    emit(s, hx_encode_spr(467, FIRST_DATA, HX_MAP_PPU_SPR_LR));
    emit(s, 19u << 26 | 20u << 21 | 16 << 1);
}

static void branch(soup *s)
{
    uint32_t near = (4 * (below(s, 24) - 3)) & 0xfffc;
    uint32_t options = below(s, 32) << 21 | below(s, 32) << 16;
    switch (below(s, 8)) {
    case 0:
        emit(s, 18u << 26 | ((4 * (below(s, 32) - 4)) & 0x3fffffc) | !below(s, 3));
        break;
    case 1:
        emit(s, 19u << 26 | options | (below(s, 2) ? 16 : 528) << 1 | !below(s, 4));
        break;
    case 2: // where the next jump to a register goes
        emit(s, hx_encode_immediate(15, FIRST_DATA, 0, below(s, 3) ? 0 : FAR_CODE));
        emit(s, hx_encode_immediate(24, FIRST_DATA, FIRST_DATA, 4 * below(s, 512)));
        emit(s, hx_encode_spr(467, FIRST_DATA, 8 + below(s, 2)));
        break;
    default:
        emit(s, 16u << 26 | options | near | !below(s, 8));
        break;
    }
}

static void special(soup *s)
{
    static const unsigned numbers[] = {1,   8,   9,   22,  22, 26, 27, 54,  284,
                                       285, 336, 340, 340, 68, 65, 62, 570, 700};
    unsigned number = numbers[below(s, 18)];
    if (below(s, 2)) {
        emit(s, hx_encode_spr(339, target(s), number));
        return;
    }
    unsigned data = target(s);
    if (below(s, 2)) // soon, or enabled
        emit(s, number == 22 || number == 54 ? hx_encode_immediate(14, data, 0, below(s, 500))
                                             : hx_encode_immediate(15, data, 0, below(s, 0x10000)));
    emit(s, hx_encode_spr(467, data, number));
}

static void system_word(soup *s)
{
    unsigned data = target(s);
    switch (below(s, 12)) {
    case 0:
    case 1:
        emit(s, hx_encode_immediate(24, data, data, below(s, 2) ? 0x8000 : 0));
        emit(s, X(146) | data << 21);
        break;
    case 2:
        emit(s, X(83) | data << 21);
        break;
    case 3:
        emit(s, X(62) | (below(s, 4) ? 0 : below(s, 4)) << 21); // wait
        break;
    case 4:
        emit(s, below(s, 2) ? 3u << 26 | below(s, 32) << 21 | any(s) << 16 | below(s, 16)
                            : X(4) | below(s, 32) << 21 | any(s) << 16 | any(s) << 11);
        break;
    case 5:
        emit(s, 19u << 26 | (below(s, 3) ? 50 : below(s, 2) ? 51 : 38) << 1);
        break;
    case 6:
        emit(s, hx_random_unknown(s->state));
        break;
    case 7:
        emit(s, 0x60000000u);
        break;
    default:
        emit(s, X(598));
        break;
    }
}

void processor_soup_draw(uint64_t *state, uint32_t words[PROCESSOR_SOUP_WORDS])
{
    soup s = {.state = state, .words = words};
    // What a soup is made of differs from one to the next.
    const unsigned vectors = below(&s, 12), transfers = 1 + below(&s, 12);
    if (!below(&s, 3))
        jump_far(&s);
    while (s.count < PROCESSOR_SOUP_WORDS) {
        unsigned kind = below(&s, 24 + vectors + transfers);
        if (kind < 7)
            arithmetic(&s);
        else if (kind < 8)
            rotate(&s);
        else if (kind < 10)
            condition(&s);
        else if (kind < 14)
            branch(&s);
        else if (kind < 17)
            set_address(&s);
        else if (kind < 19)
            special(&s);
        else if (kind < 20)
            system_word(&s);
        else if (kind < 24)
            emit(&s, hx_encode_immediate(14, target(&s), any(&s), below(&s, 0x10000)));
        else if (kind < 24 + vectors)
            vector(&s);
        else
            transfer(&s);
    }
}

// Random programs for the plasticity processor: layout, control flow.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/ppu/random_program.h"

#include "sim/fast/ppu/decode.h"
#include "testbench/sim/ppu/random_encode.h"

#include <string.h>

// Registers with a task: base of the data, base of update forms, scratch of handlers and
// addresses. All others are free.
enum { BASE = 1, UPDATE = 2, SCRATCH = 3 };
enum {
    DATA_START = 0x2000,
    DATA_MIDDLE = 0x2800,
    DATA_END = 0x3000,
    VECTOR_DATA = 0x3000,
    VECTOR_END = 0x3480,
    DUMP = 0x3800
};
enum { START = 0x40, HANDLER = 0x44, CODE_LIMIT = 0x1b00 / 4 };

typedef struct builder {
    uint64_t *random;
    const hx_random_kind *kind;
    uint32_t *memory;
    unsigned at; // next word
    bool in_loop, in_call;
} builder;

uint32_t hx_random_next(uint64_t *state)
{
    // splitmix64
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (uint32_t)((z ^ z >> 31) >> 16);
}

static unsigned below(builder *b, unsigned limit)
{
    return hx_random_next(b->random) % limit;
}

static void emit(builder *b, uint32_t word)
{
    b->memory[b->at++] = word;
}

// Few registers make many hazards.
static unsigned any(builder *b)
{
    return below(b, 3) ? 4 + below(b, 6) : below(b, 32);
}

static unsigned target(builder *b)
{
    return below(b, 3) ? 4 + below(b, 6) : 4 + below(b, 28);
}

static void load_constant(builder *b, unsigned target, uint32_t value)
{
    emit(b, hx_encode_immediate(15, target, 0, value >> 16));
    emit(b, hx_encode_immediate(24, target, target, value & 0xffff));
}

static int displacement(builder *b, unsigned align)
{
    int value = (int)below(b, 0xe00) - 0x700;
    return align ? value & ~(int)(align - 1) : value;
}

static void arithmetic(builder *b)
{
    uint32_t word = hx_random_arithmetic(b->random);
    unsigned shape = HX_PPU_RA(word);
    word &= ~(31u << 16);
    if (shape == HX_SHAPE_TO_RA) // RT and RB to RA
        word |= any(b) << 21 | target(b) << 16;
    else if (shape == HX_SHAPE_TO_CR)
        word |= below(b, 8) << 23 | any(b) << 16;
    else
        word |= target(b) << 21 | any(b) << 16;
    if (word >> 26 != 31 && word >> 26 != 23) {
        emit(b, word | below(b, 0x10000));
        return;
    }
    emit(b, word | any(b) << 11 | (shape == HX_SHAPE_TO_CR ? 0 : below(b, 4) == 0));
}

static void rotate(builder *b)
{
    static const unsigned primaries[] = {20, 21, 23};
    unsigned primary = primaries[below(b, 3)];
    emit(b, primary << 26 | any(b) << 21 | target(b) << 16 | any(b) << 11 | below(b, 0x400) << 1 |
                (below(b, 4) == 0));
}

static void condition(builder *b)
{
    static const unsigned bits[] = {257, 449, 193, 225, 33, 289, 129, 417};
    switch (below(b, 5)) {
    case 0:
        emit(b, 19u << 26 | below(b, 8) << 23 | below(b, 8) << 18); // mcrf
        break;
    case 1:
        emit(b, 31u << 26 | any(b) << 21 | below(b, 256) << 12 | 144 << 1); // mtcrf
        break;
    case 2:
        emit(b, 31u << 26 | target(b) << 21 | 19 << 1); // mfcr
        break;
    default:
        emit(b, 19u << 26 | below(b, 0x8000) << 11 | bits[below(b, 8)] << 1);
    }
}

static void memory_access(builder *b)
{
    static const unsigned primaries[] = {32, 34, 40, 42, 36, 38, 44}; // +1: update
    static const unsigned indexed[] = {23, 87, 279, 343, 151, 215, 407};
    unsigned which = below(b, 7), size = which == 1 || which == 5   ? 1
                                         : which == 0 || which == 4 ? 4
                                                                    : 2;
    bool store = which >= 4, update = below(b, 4) == 0;
    unsigned align = below(b, 24) ? size : 1, data = store ? any(b) : target(b);
    if (below(b, 8) == 0) { // a whole range of registers
        bool all_store = below(b, 2);
        emit(b, hx_encode_immediate(46 + all_store, 4 + below(b, 28), BASE,
                                    (uint32_t)displacement(b, below(b, 16) ? 4 : 1)));
        return;
    }
    if (update)
        emit(b, hx_encode_immediate(14, UPDATE, BASE, (uint32_t)(displacement(b, 4) / 4) & ~3u));
    if (below(b, 3) == 0) {
        emit(b, hx_encode_immediate(28, any(b), SCRATCH, 0x3ff & ~(align - 1)));
        unsigned gap = below(b, 3);
        while (gap--)
            rotate(b);
        emit(b, 31u << 26 | data << 21 | (update ? UPDATE : BASE) << 16 | SCRATCH << 11 |
                    (indexed[which] + (update ? 32 : 0)) << 1);
        return;
    }
    int offset = update ? displacement(b, align) / 4 & ~(int)(align - 1) : displacement(b, align);
    emit(b, hx_encode_immediate(primaries[which] + update, data, update ? UPDATE : BASE,
                                (uint32_t)offset));
}

static void special(builder *b)
{
    static const unsigned readable[] = {1, 8, 9, 22, 26, 54, 61, 62, 66, 284, 285, 336, 340};
    static const unsigned writable[] = {1, 22, 54, 61, 62, 66, 67, 284, 285, 336, 58, 570, 340};
    unsigned number;
    switch (below(b, 8)) {
    case 0:
        emit(b, 31u << 26 | target(b) << 21 | 83 << 1); // mfmsr
        break;
    case 1: // mtmsr; interrupts are the business of the timers
        if (b->kind->timers)
            break;
        emit(b, hx_encode_immediate(28, any(b), SCRATCH, 0x1234));
        emit(b, 31u << 26 | SCRATCH << 21 | 146 << 1);
        break;
    case 2:
    case 3:
        number = writable[below(b, sizeof writable / sizeof *writable)];
        if (b->kind->timers && (number == 22 || number == 54 || number == 340))
            break;
        emit(b, hx_encode_spr(467, any(b), number));
        break;
    case 4:
        if (!b->in_loop)
            emit(b, hx_encode_spr(467, any(b), 9));
        break;
    default:
        number = readable[below(b, sizeof readable / sizeof *readable)];
        emit(b, hx_encode_spr(339, target(b), number));
    }
}

static void odd_word(builder *b)
{
    switch (below(b, 6)) {
    case 0:
        emit(b, 0x7c0004ac); // sync
        break;
    case 1:
        emit(b, 0x60000000);
        break;
    case 2: // traps now and then
        emit(b, 31u << 26 | (below(b, 4) ? 0 : below(b, 32)) << 21 | any(b) << 16 | any(b) << 11 |
                    4 << 1);
        break;
    case 3:
        emit(b,
             3u << 26 | (below(b, 4) ? 0 : below(b, 32)) << 21 | any(b) << 16 | below(b, 0x10000));
        break;
    default:
        emit(b, hx_random_unknown(b->random));
    }
}

// The serial bus has memory of its own here: its accesses are not ordered against scalar ones.
static void vector(builder *b)
{
    bool memory = below(b, 12) == 0;
    uint32_t word = hx_random_vector(b->random, memory);
    unsigned few = below(b, 4) ? 6 : 32; // registers to choose from
    word |= below(b, few) << 21;
    if (!memory) {
        emit(b, word | below(b, few) << 16 | below(b, few) << 11);
        return;
    }
    emit(b, hx_encode_immediate(28, any(b), SCRATCH, 0x3ff));
    emit(b, hx_encode_immediate(24, SCRATCH, SCRATCH, VECTOR_DATA));
    emit(b, word | SCRATCH << 11);
}

static void plain(builder *b)
{
    unsigned kind = below(b, 32);
    if (b->kind->vector && below(b, 2))
        vector(b);
    else if (kind < 14)
        arithmetic(b);
    else if (kind < 17)
        rotate(b);
    else if (kind < 19)
        condition(b);
    else if (kind < 27)
        memory_access(b);
    else if (kind < 29)
        special(b);
    else
        odd_word(b);
}

static void plain_run(builder *b, unsigned count)
{
    while (count-- && b->at < CODE_LIMIT)
        plain(b);
}

static void set_displacement(builder *b, unsigned branch, uint32_t mask)
{
    b->memory[branch] |= 4 * (b->at - branch) & mask;
}

// Over some instructions, on any condition that does not touch a loop's count.
static void skip(builder *b)
{
    unsigned options = b->in_loop ? below(b, 2) ? 4 : 12 : below(b, 8) << 1;
    unsigned branch = b->at;
    if (below(b, 8) == 0)
        options = 20;
    emit(b, 16u << 26 | options << 21 | below(b, 32) << 16);
    plain_run(b, 1 + below(b, 6));
    set_displacement(b, branch, 0xfffc);
}

static void loop(builder *b)
{
    bool outer = b->in_loop;
    if (outer) {
        plain(b);
        return;
    }
    emit(b, hx_encode_immediate(14, SCRATCH, 0, 1 + below(b, 12)));
    emit(b, hx_encode_spr(467, SCRATCH, 9));
    unsigned start = b->at, length = 1 + below(b, 5);
    b->in_loop = true;
    if (below(b, 8))
        for (; length && b->at < CODE_LIMIT; length--) {
            if (below(b, 3) == 0)
                skip(b);
            else
                plain(b);
        }
    b->in_loop = false;
    unsigned branch = b->at;
    emit(b, 16u << 26 | 16u << 21); // bdnz
    b->memory[branch] |= 4 * (start - branch) & 0xfffc;
}

// A jump over a function, then calls of it.
static void call(builder *b)
{
    unsigned over = b->at;
    emit(b, 18u << 26);
    unsigned start = b->at;
    b->in_call = true;
    plain_run(b, below(b, 5));
    b->in_call = false;
    emit(b, 0x4e800020); // blr
    set_displacement(b, over, 0x03fffffc);
    for (unsigned calls = 1 + below(b, 3); calls; calls--) {
        if (below(b, 4) == 0 && !b->in_loop) { // through the count register
            load_constant(b, SCRATCH, 4 * start);
            emit(b, hx_encode_spr(467, SCRATCH, 9));
            emit(b, 0x4e800421);
        } else {
            emit(b, 18u << 26 | (4 * (start - b->at) & 0x03fffffc) | 1);
        }
        plain_run(b, below(b, 3));
    }
}

static void block(builder *b)
{
    switch (below(b, 12)) {
    case 0:
    case 1:
    case 2:
        skip(b);
        break;
    case 3:
    case 4:
        loop(b);
        break;
    case 5:
        call(b);
        break;
    default:
        plain_run(b, 1 + below(b, 4));
    }
}

static void handlers(builder *b)
{
    for (unsigned slot = 0; slot < START / 4; slot++)
        b->memory[slot] = 18u << 26 | (HANDLER - 4 * slot);
    b->memory[0] = 18u << 26 | START;
    // Alignment and trap: go on behind the instruction.
    b->at = HANDLER / 4;
    emit(b, hx_encode_spr(339, SCRATCH, 26));
    emit(b, hx_encode_immediate(14, SCRATCH, SCRATCH, 4));
    emit(b, hx_encode_spr(467, SCRATCH, 26));
    emit(b, 0x4c000064); // rfi
    // Timers: acknowledge and go on. The scratch register is saved in a special one.
    unsigned timer = b->at;
    emit(b, hx_encode_spr(467, SCRATCH, 59));
    emit(b, hx_encode_immediate(15, SCRATCH, 0, 0x0c00));
    emit(b, hx_encode_spr(467, SCRATCH, 336));
    emit(b, hx_encode_spr(339, SCRATCH, 59));
    emit(b, 0x4c000064);
    b->memory[0x2c / 4] = 18u << 26 | (4 * timer - 0x2c);
    b->memory[0x30 / 4] = 18u << 26 | (4 * timer - 0x30);
    b->memory[START / 4] = 18u << 26 | (4 * (b->at - START / 4));
}

// All vector registers get random contents.
static void load_vectors(builder *b)
{
    for (unsigned i = 0; i < 32; i++) {
        emit(b, hx_encode_immediate(14, SCRATCH, 0, VECTOR_DATA + below(b, 0x100) * 4));
        emit(b, 0x100007b0u | i << 21 | SCRATCH << 11); // fxvlax
    }
}

// Vector registers, accumulator and condition register to rows 0..36.
static void store_vectors(builder *b)
{
    for (unsigned i = 0; i < 36; i++) {
        if (i == 32)
            emit(b, 0x10000630u | 1 << 21 | 2 << 16); // fxvaddachm v1,v2
        else if (i == 33)
            emit(b, 0x10000670u | 1 << 21 | 2 << 16); // fxvaddachfs v1,v2
        else if (i > 33)
            emit(b, 0x100004fcu | 1 << 21 | 2 << 16 | 3 << 11 | (i - 33)); // fxvsel v1,v2,v3
        emit(b, hx_encode_immediate(14, SCRATCH, 0, i));
        emit(b, 0x100003f0u | (i < 32 ? i : 1) << 21 | SCRATCH << 11); // fxvoutx
    }
}

static void finish(builder *b)
{
    if (b->kind->vector)
        store_vectors(b);
    static const unsigned numbers[] = {1, 8, 9, 26, 27, 54, 61, 62, 66, 284, 336};
    emit(b, hx_encode_immediate(14, SCRATCH, 0, 0));
    emit(b, 31u << 26 | SCRATCH << 21 | 146 << 1); // no interrupts
    emit(b, hx_encode_spr(467, SCRATCH, 340));
    emit(b, hx_encode_immediate(47, 0, SCRATCH, DUMP)); // stmw r0
    emit(b, 31u << 26 | 4 << 21 | 19 << 1);             // mfcr
    for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++)
        emit(b, hx_encode_spr(339, 5 + i, numbers[i]));
    emit(b, hx_encode_immediate(47, 4, SCRATCH, DUMP + 0x80));
    emit(b, 0x7c0004ac);
    emit(b, 0x7c00007c);
}

void hx_random_program(uint64_t *state, const hx_random_kind *kind,
                       uint32_t memory[HX_RANDOM_WORDS])
{
    builder b = {.random = state, .kind = kind, .memory = memory};
    memset(memory, 0, HX_RANDOM_WORDS * sizeof *memory);
    for (unsigned i = DATA_START / 4; i < (kind->vector ? VECTOR_END : DATA_END) / 4; i++)
        memory[i] = hx_random_next(state);
    handlers(&b);
    if (kind->vector)
        load_vectors(&b);
    for (unsigned i = 0; i < 32; i++)
        load_constant(&b, i, below(&b, 4) ? hx_random_next(state) : below(&b, 4) - 2);
    load_constant(&b, BASE, DATA_MIDDLE);
    if (kind->timers) {
        emit(&b, hx_encode_immediate(14, SCRATCH, 0, 64 + below(&b, 300)));
        emit(&b, hx_encode_spr(467, SCRATCH, 54));
        emit(&b, hx_encode_spr(467, SCRATCH, 22));
        load_constant(&b, SCRATCH, 0x04c00000);
        emit(&b, hx_encode_spr(467, SCRATCH, 340));
        load_constant(&b, SCRATCH, 0x8000);
        emit(&b, 31u << 26 | SCRATCH << 21 | 146 << 1);
    }
    unsigned blocks = 20 + below(&b, 400);
    while (blocks-- && b.at < CODE_LIMIT)
        block(&b);
    finish(&b);
}

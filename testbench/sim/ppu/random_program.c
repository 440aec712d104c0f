// Random programs for the plasticity processor: layout, control flow.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/ppu/random_builder.h"

#include <string.h>

uint32_t hx_random_next(uint64_t *state)
{
    // splitmix64
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (uint32_t)((z ^ z >> 31) >> 16);
}

static void plain_run(builder *b, unsigned count)
{
    while (count-- && b->at < CODE_LIMIT)
        hx_random_plain(b);
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
        hx_random_plain(b);
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
                hx_random_plain(b);
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

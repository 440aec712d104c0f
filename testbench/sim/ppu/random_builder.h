// A random program under way: where it writes, which registers and memory it may use.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_PPU_RANDOM_BUILDER_H
#define HX_TEST_PPU_RANDOM_BUILDER_H

#include "testbench/sim/ppu/random_encode.h"
#include "testbench/sim/ppu/random_program.h"

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

static inline unsigned below(builder *b, unsigned limit)
{
    return hx_random_next(b->random) % limit;
}

static inline void emit(builder *b, uint32_t word)
{
    b->memory[b->at++] = word;
}

// Few registers make many hazards.
static inline unsigned any(builder *b)
{
    return below(b, 3) ? 4 + below(b, 6) : below(b, 32);
}

static inline unsigned target(builder *b)
{
    return below(b, 3) ? 4 + below(b, 6) : 4 + below(b, 28);
}

static inline void load_constant(builder *b, unsigned target, uint32_t value)
{
    emit(b, hx_encode_immediate(15, target, 0, value >> 16));
    emit(b, hx_encode_immediate(24, target, target, value & 0xffff));
}

// One instruction or, where an address must be made, a few; none that branches.
void hx_random_plain(builder *b);

#endif

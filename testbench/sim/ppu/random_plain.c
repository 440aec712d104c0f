// Random programs for the plasticity processor: instructions that do not branch.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/decode.h"
#include "testbench/sim/ppu/random_builder.h"

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

void hx_random_plain(builder *b)
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

// Stored default words of a register, with every encoding applied.
// SPDX-License-Identifier: Apache-2.0
#include "table.h"

static uint32_t low_bits(unsigned width)
{
    return (uint32_t)(((uint64_t)1 << width) - 1);
}

static uint32_t reverse(uint32_t value, unsigned width)
{
    uint32_t result = 0;
    for (unsigned i = 0; i < width; ++i)
        result |= (value >> i & 1) << (width - 1 - i);
    return result;
}

static uint32_t encode_field(const hx_table_field *f)
{
    uint32_t value = (uint32_t)f->preset;
    uint32_t top = (uint32_t)1 << (f->width - 1);
    switch (f->encoding) {
    case HX_TABLE_PLAIN:
        break;
    case HX_TABLE_INVERTED:
        value = ~value;
        break;
    case HX_TABLE_REVERSED:
        value = reverse(value, f->width);
        break;
    case HX_TABLE_MIRRORED:
        value = (value & top) | reverse(value & (top - 1), f->width - 1);
        break;
    case HX_TABLE_OFFSET_BINARY:
        value += top;
        break;
    case HX_TABLE_MINUS_ONE:
        value -= 1;
        break;
    }
    return value & low_bits(f->width);
}

uint32_t hx_table_preset_word(const hx_table_register *r, unsigned word)
{
    uint32_t result = 0;
    for (size_t i = 0; i < r->field_count; ++i) {
        const hx_table_field *f = &r->fields[i];
        uint32_t value = encode_field(f);
        unsigned shift = f->width;
        for (unsigned k = 0; k < f->piece_count; ++k) {
            const hx_table_piece *p = &f->pieces[k];
            unsigned width = p->high - p->low + 1;
            shift -= width;
            if (p->word == word)
                result |= (value >> shift & low_bits(width)) << p->low;
        }
    }
    for (unsigned step = 1; r->gray && step < 32; step *= 2)
        result ^= result >> step;
    return result;
}

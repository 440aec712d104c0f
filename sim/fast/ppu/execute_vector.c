// Vector arithmetic, conditions and permutations, bit exact.
// SPDX-License-Identifier: Apache-2.0
//
// Registers are 128 bytes, byte 0 being the upper byte of element 0. Accumulator word i belongs
// to bytes 2i (its upper half) and 2i+1.
#include "sim/fast/ppu/values.h"

#include <string.h>

enum { ELEMENTS = 64, BYTES = HX_PPU_REGISTER_BYTES };

// Two enable bits a byte, a bit a nibble, upper nibble first.
static unsigned condition_bits(const hx_ppu_vectors *v, unsigned condition, unsigned byte)
{
    switch (condition) {
    case 1:
        return v->vcr_gt[byte];
    case 2:
        return v->vcr_lt[byte];
    case 3:
        return v->vcr_eq[byte];
    default:
        return 3;
    }
}

// Compares set both nibbles of a byte alike.
bool hx_ppu_byte_enabled(const hx_ppu_vectors *v, unsigned condition, unsigned byte)
{
    return condition_bits(v, condition, byte) & 1;
}

static int64_t clamp(int64_t value, unsigned bits)
{
    int64_t top = (INT64_C(1) << (bits - 1)) - 1;
    return value > top ? top : value < -top - 1 ? -top - 1 : value;
}

static int64_t extend(uint64_t value, unsigned bits)
{
    uint64_t sign = UINT64_C(1) << (bits - 1);
    value &= (sign << 1) - 1;
    return (int64_t)(value ^ sign) - (int64_t)sign;
}

static int64_t source(const uint8_t *reg, unsigned index, bool is_byte)
{
    if (is_byte)
        return (int8_t)reg[index];
    return (int16_t)(reg[2 * index] << 8 | reg[2 * index + 1]);
}

// The value that goes to the adder besides the accumulator, 2W bits.
static int64_t term(const hx_ppu_vector_info *info, int64_t a, int64_t b, unsigned width)
{
    if (info->operation == HX_PPU_OP_MULTIPLY)
        return info->is_fractional ? clamp(2 * a * b, 2 * width) : a * b;
    bool two = info->operands == HX_PPU_OPERANDS_TAB || info->operands == HX_PPU_OPERANDS_AB;
    int64_t value = !two ? a : info->subtracts ? a - b : a + b;
    if (!info->is_fractional)
        return value;
    int64_t kept = clamp(value, width), unit = INT64_C(1) << width;
    // A positive overflow fills all bits below the sign.
    return value > kept ? kept * unit + (unit - 1) : kept * unit;
}

static void execute_madd(hx_ppu_vectors *v, const hx_ppu_vector_info *info, uint32_t word,
                         uint8_t *target)
{
    unsigned width = info->is_byte ? 8 : 16, condition = word & 3;
    const uint8_t *ra = v->vr[HX_PPU_RA(word)], *rb = v->vr[HX_PPU_RB(word)];
    bool to_register = hx_ppu_vector_writes_register(info);
    uint8_t result[BYTES] = {0};
    uint32_t acc[ELEMENTS] = {0};
    for (unsigned i = 0; i < (info->is_byte ? BYTES : ELEMENTS); i++) {
        unsigned shift = info->is_byte && !(i & 1) ? 16 : 0;
        uint32_t *entry = &acc[info->is_byte ? i / 2 : i];
        int64_t value =
            term(info, source(ra, i, info->is_byte), source(rb, i, info->is_byte), width);
        if (info->adds_accumulator)
            value += extend(v->acc[info->is_byte ? i / 2 : i] >> shift, 2 * width);
        if (info->is_fractional)
            value = clamp(value, 2 * width);
        uint64_t bits = (uint64_t)value;
        if (!info->is_byte) {
            uint64_t kept = info->is_fractional ? bits >> 16 : bits;
            *entry = (uint32_t)bits;
            result[2 * i] = (uint8_t)(kept >> 8);
            result[2 * i + 1] = (uint8_t)kept;
        } else {
            *entry = shift ? (uint32_t)(bits & 0xffff) << 16 : *entry | (uint32_t)(bits & 0xffff);
            result[i] = (uint8_t)(info->is_fractional ? bits >> 8 : bits);
        }
    }
    memcpy(target, v->vr[HX_PPU_RT(word)], BYTES);
    for (unsigned byte = 0; byte < BYTES; byte++) {
        uint32_t half = byte & 1 ? 0x0000ffffu : 0xffff0000u;
        if (!hx_ppu_byte_enabled(v, condition, byte))
            continue;
        if (to_register)
            target[byte] = result[byte];
        else
            v->acc[byte / 2] = (v->acc[byte / 2] & ~half) | (acc[byte / 2] & half);
    }
}

static void execute_compare(hx_ppu_vectors *v, const hx_ppu_vector_info *info, uint32_t word)
{
    for (unsigned byte = 0; byte < BYTES; byte++) {
        int64_t value =
            source(v->vr[HX_PPU_RA(word)], info->is_byte ? byte : byte / 2, info->is_byte);
        v->vcr_gt[byte] = value > 0 ? 3 : 0;
        v->vcr_lt[byte] = value < 0 ? 3 : 0;
        v->vcr_eq[byte] = value == 0 ? 3 : 0;
    }
}

static void execute_shift(const hx_ppu_vectors *v, const hx_ppu_vector_info *info, uint32_t word,
                          uint8_t *rt)
{
    const uint8_t *ra = v->vr[HX_PPU_RA(word)];
    int amount = (int)(HX_PPU_RB(word) ^ 16) - 16;
    for (unsigned i = 0; i < (info->is_byte ? BYTES : ELEMENTS); i++) {
        unsigned value = info->is_byte ? ra[i] : (unsigned)(ra[2 * i] << 8 | ra[2 * i + 1]);
        value = amount < 0 ? value >> -amount : value << amount;
        if (info->is_byte) {
            rt[i] = (uint8_t)value;
        } else {
            rt[2 * i] = (uint8_t)(value >> 8);
            rt[2 * i + 1] = (uint8_t)value;
        }
    }
}

// Within a slice of 16 bytes.
static void pack_slice(const hx_ppu_vector_info *info, const uint8_t *a, const uint8_t *b,
                       unsigned c, uint8_t *result)
{
    unsigned mask = (1u << c) - 1;
    for (unsigned i = 0; i < 16; i++) {
        const uint8_t *pair = (i < 8 ? a : b - 16) + 2 * i;
        if (info->operation == HX_PPU_OP_PACK_UPPER)
            result[i] = (uint8_t)(pair[0] >> c);
        else
            result[i] = (uint8_t)((pair[0] & mask) << (8 - 2 * c) | pair[1] >> 2 * c);
    }
}

static void unpack_slice(const uint8_t *a, const uint8_t *b, unsigned first, unsigned c,
                         uint8_t *result)
{
    unsigned mask = (1u << c) - 1;
    for (unsigned i = 0; i < 8; i++) {
        unsigned k = i + first;
        result[2 * i] = (uint8_t)(a[k] << c | (b[k] >> (8 - 2 * c) & mask));
        result[2 * i + 1] = (uint8_t)(b[k] << 2 * c);
    }
}

static void execute_pack(const hx_ppu_vectors *v, const hx_ppu_vector_info *info, uint32_t word,
                         uint8_t *result)
{
    for (unsigned slice = 0; slice < BYTES; slice += 16) {
        const uint8_t *a = v->vr[HX_PPU_RA(word)] + slice;
        const uint8_t *b = v->vr[HX_PPU_RB(word)] + slice;
        if (info->operation == HX_PPU_OP_UNPACK_LEFT || info->operation == HX_PPU_OP_UNPACK_RIGHT)
            unpack_slice(a, b, info->operation == HX_PPU_OP_UNPACK_RIGHT ? 8 : 0, word & 3,
                         result + slice);
        else
            pack_slice(info, a, b, word & 3, result + slice);
    }
}

void hx_ppu_execute_vector(hx_ppu_vectors *v, const hx_ppu_vector_info *info, uint32_t word,
                           uint32_t scalar, uint8_t result[HX_PPU_REGISTER_BYTES])
{
    switch (info->operation) {
    case HX_PPU_OP_MULTIPLY:
    case HX_PPU_OP_TERM:
        execute_madd(v, info, word, result);
        break;
    case HX_PPU_OP_COMPARE:
        execute_compare(v, info, word);
        break;
    case HX_PPU_OP_SHIFT:
        execute_shift(v, info, word, result);
        break;
    case HX_PPU_OP_SPLAT:
        for (unsigned byte = 0; byte < BYTES; byte++)
            result[byte] = (uint8_t)(info->is_byte || byte & 1 ? scalar : scalar >> 8);
        break;
    case HX_PPU_OP_SELECT:
        for (unsigned byte = 0; byte < BYTES; byte++)
            result[byte] = v->vr[hx_ppu_byte_enabled(v, word & 3, byte) ? HX_PPU_RB(word)
                                                                        : HX_PPU_RA(word)][byte];
        break;
    default:
        execute_pack(v, info, word, result);
        break;
    }
}

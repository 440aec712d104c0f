// Integer arithmetic, logic, rotates and compares of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/values.h"

#define XER_SO (1u << HX_PPU_XER_SO)
#define XER_OV (1u << HX_PPU_XER_OV)
#define XER_CA (1u << HX_PPU_XER_CA)

static void set_cr_field(hx_ppu_scalars *core, unsigned field, bool less, bool greater)
{
    uint32_t value = (less ? 8u : greater ? 4u : 2u) | core->xer >> HX_PPU_XER_SO;
    unsigned shift = 28 - 4 * field;
    core->cr = (core->cr & ~(15u << shift)) | value << shift;
}

static void set_cr0(hx_ppu_scalars *core, uint32_t result)
{
    set_cr_field(core, 0, (int32_t)result<0, (int32_t)result> 0);
}

static void compare(hx_ppu_scalars *core, uint32_t word, uint32_t left, uint32_t right,
                    bool is_signed)
{
    unsigned field = word >> 23 & 7;
    if (is_signed)
        set_cr_field(core, field, (int32_t)left<(int32_t)right, (int32_t)left>(int32_t) right);
    else
        set_cr_field(core, field, left<right, left> right);
}

static void set_overflow(hx_ppu_scalars *core, bool overflow)
{
    core->xer &= ~XER_OV;
    if (overflow)
        core->xer |= XER_OV | XER_SO;
}

static uint32_t add(hx_ppu_scalars *core, uint32_t left, uint32_t right, uint32_t carry,
                    bool sets_carry, bool sets_overflow)
{
    uint64_t sum = (uint64_t)left + right + carry;
    uint32_t result = (uint32_t)sum;
    if (sets_carry)
        core->xer = (core->xer & ~XER_CA) | (sum >> 32 ? XER_CA : 0);
    if (sets_overflow)
        set_overflow(core, (~(left ^ right) & (left ^ result)) >> 31);
    return result;
}

static uint32_t rotate(uint32_t value, unsigned count)
{
    count &= 31;
    return count ? value << count | value >> (32 - count) : value;
}

static uint32_t rotate_mask(uint32_t word)
{
    unsigned begin = word >> 6 & 31, end = word >> 1 & 31;
    uint32_t from = UINT32_MAX >> begin, to = UINT32_MAX << (31 - end);
    return begin <= end ? from & to : from | to;
}

static uint32_t divide(hx_ppu_scalars *core, uint32_t left, uint32_t right, bool is_signed, bool oe)
{
    bool overflow = right == 0 || (is_signed && left == 0x80000000u && right == UINT32_MAX);
    uint32_t result;
    if (oe)
        set_overflow(core, overflow);
    if (right == 0)
        result = 0; // undefined
    else if (overflow)
        result = left;
    else if (is_signed)
        result = (uint32_t)((int32_t)left / (int32_t)right);
    else
        result = left / right;
    return result;
}

static bool arithmetic(hx_ppu_scalars *core, uint32_t word)
{
    uint32_t a = core->gpr[HX_PPU_RA(word)], b = core->gpr[HX_PPU_RB(word)], result;
    uint32_t ca = core->xer >> HX_PPU_XER_CA & 1;
    bool oe = word >> 10 & 1;
    int64_t product = (int64_t)(int32_t)a * (int32_t)b;
    switch (HX_PPU_XO(word) & 0x1ff) {
    case 266:
        result = add(core, a, b, 0, false, oe);
        break;
    case 10:
        result = add(core, a, b, 0, true, oe);
        break;
    case 138:
        result = add(core, a, b, ca, true, oe);
        break;
    case 234:
        result = add(core, a, UINT32_MAX, ca, true, oe);
        break;
    case 202:
        result = add(core, a, 0, ca, true, oe);
        break;
    case 40:
        result = add(core, ~a, b, 1, false, oe);
        break;
    case 8:
        result = add(core, ~a, b, 1, true, oe);
        break;
    case 136:
        result = add(core, ~a, b, ca, true, oe);
        break;
    case 232:
        result = add(core, ~a, UINT32_MAX, ca, true, oe);
        break;
    case 200:
        result = add(core, ~a, 0, ca, true, oe);
        break;
    case 104:
        result = add(core, ~a, 0, 1, false, oe);
        break;
    case 235:
        result = (uint32_t)product;
        if (oe)
            set_overflow(core, product != (int32_t)result);
        break;
    case 75:
        result = (uint32_t)((uint64_t)product >> 32);
        break;
    case 11:
        result = (uint32_t)((uint64_t)a * b >> 32);
        break;
    case 491:
        result = divide(core, a, b, true, oe);
        break;
    case 459:
        result = divide(core, a, b, false, oe);
        break;
    default:
        return false;
    }
    core->gpr[HX_PPU_RT(word)] = result;
    if (word & 1)
        set_cr0(core, result);
    return true;
}

static uint32_t count_leading_zeros(uint32_t value)
{
    return value ? (uint32_t)__builtin_clz(value) : 32;
}

static uint32_t count_bytes(uint32_t value)
{
    value -= value >> 1 & 0x55555555u;
    value = (value & 0x33333333u) + (value >> 2 & 0x33333333u);
    return (value + (value >> 4)) & 0x0f0f0f0fu;
}

static uint32_t shift_algebraic(hx_ppu_scalars *core, uint32_t value, unsigned count)
{
    bool all = count > 31;
    unsigned amount = all ? 31 : count;
    uint32_t lost = all ? value : value & ~(UINT32_MAX << amount);
    uint32_t sign = value >> 31 ? UINT32_MAX : 0;
    core->xer = (core->xer & ~XER_CA) | (sign && lost ? XER_CA : 0);
    if (all)
        return sign;
    return amount ? value >> amount | sign << (32 - amount) : value;
}

static void logical(hx_ppu_scalars *core, uint32_t word)
{
    uint32_t s = core->gpr[HX_PPU_RT(word)], b = core->gpr[HX_PPU_RB(word)], result;
    unsigned shift = b & (core->power_isa ? 63 : 31);
    bool rc = word & 1;
    switch (HX_PPU_XO(word)) {
    case 28:
        result = s & b;
        break;
    case 60:
        result = s & ~b;
        break;
    case 444:
        result = s | b;
        break;
    case 412:
        result = s | ~b;
        break;
    case 316:
        result = s ^ b;
        break;
    case 476:
        result = ~(s & b);
        break;
    case 124:
        result = ~(s | b);
        break;
    case 284:
        result = ~(s ^ b);
        break;
    case 954:
        result = (uint32_t)(int32_t)(int8_t)(s & 0xff);
        break;
    case 922:
        result = (uint32_t)(int32_t)(int16_t)(s & 0xffff);
        break;
    case 26:
        result = count_leading_zeros(s);
        break;
    case 122:
        result = count_bytes(s);
        rc = false;
        break;
    case 154: // parity of the lowest bits of the bytes
        result = (s ^ s >> 8 ^ s >> 16 ^ s >> 24) & 1;
        rc = false;
        break;
    case 24:
        result = shift > 31 ? 0 : s << shift;
        break;
    case 536:
        result = shift > 31 ? 0 : s >> shift;
        break;
    case 792:
        result = shift_algebraic(core, s, shift);
        break;
    case 824:
        result = shift_algebraic(core, s, HX_PPU_RB(word));
        break;
    default:
        return;
    }
    core->gpr[HX_PPU_RA(word)] = result;
    if (rc)
        set_cr0(core, result);
}

static void rotates(hx_ppu_scalars *core, uint32_t word)
{
    uint32_t s = core->gpr[HX_PPU_RT(word)], mask = rotate_mask(word), *ra;
    unsigned count = HX_PPU_RB(word);
    ra = &core->gpr[HX_PPU_RA(word)];
    if (HX_PPU_PRIMARY(word) == 23)
        count = core->gpr[count] & 31;
    uint32_t old = HX_PPU_PRIMARY(word) == 20 ? *ra & ~mask : 0;
    *ra = (rotate(s, count) & mask) | old;
    if (word & 1)
        set_cr0(core, *ra);
}

void hx_ppu_execute_alu(hx_ppu_scalars *core, const hx_ppu_op *op)
{
    uint32_t word = op->word, simm = HX_PPU_SIMM(word), uimm = HX_PPU_UIMM(word);
    uint32_t *rt = &core->gpr[HX_PPU_RT(word)], *ra = &core->gpr[HX_PPU_RA(word)];
    uint32_t a_or_zero = HX_PPU_RA(word) ? *ra : 0;
    switch (HX_PPU_PRIMARY(word)) {
    case 7:
        *rt = *ra * simm;
        break;
    case 8:
        *rt = add(core, ~*ra, simm, 1, true, false);
        break;
    case 10:
        compare(core, word, *ra, uimm, false);
        break;
    case 11:
        compare(core, word, *ra, simm, true);
        break;
    case 12:
        *rt = add(core, *ra, simm, 0, true, false);
        break;
    case 13:
        *rt = add(core, *ra, simm, 0, true, false);
        set_cr0(core, *rt);
        break;
    case 14:
        *rt = a_or_zero + simm;
        break;
    case 15:
        *rt = a_or_zero + (simm << 16);
        break;
    case 20:
    case 21:
    case 23:
        rotates(core, word);
        break;
    case 24:
        *ra = *rt | uimm;
        break;
    case 25:
        *ra = *rt | uimm << 16;
        break;
    case 26:
        *ra = *rt ^ uimm;
        break;
    case 27:
        *ra = *rt ^ uimm << 16;
        break;
    case 28:
    case 29:
        *ra = *rt & (HX_PPU_PRIMARY(word) == 28 ? uimm : uimm << 16);
        set_cr0(core, *ra);
        break;
    case 31:
        if (HX_PPU_XO(word) == 0 || HX_PPU_XO(word) == 32)
            compare(core, word, *ra, core->gpr[HX_PPU_RB(word)], HX_PPU_XO(word) == 0);
        else if (!arithmetic(core, word))
            logical(core, word);
        break;
    default:
        break;
    }
}

// Assembler text of the plasticity processor's instructions.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/disassemble.h"

#include "sim/fast/ppu/decode.h"
#include "sim/fast/ppu/disassemble_short.h"
#include "sim/fast/ppu/scalar_table.h"
#include "sim/fast/ppu/vector_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 24, REGISTER_SIZE = 8, BIT_SIZE = HX_PPU_CR_BIT_SIZE };

#define RT (HX_PPU_RT(word))
#define RA (HX_PPU_RA(word))
#define RB (HX_PPU_RB(word))
#define SIMM ((int32_t)HX_PPU_SIMM(word))

static const char *base_text(uint32_t word, char text[REGISTER_SIZE])
{
    if (!RA)
        return "0";
    snprintf(text, REGISTER_SIZE, "r%" PRIu32, RA);
    return text;
}

void hx_ppu_cr_bit_text(uint32_t bit, char text[BIT_SIZE])
{
    static const char *const names[] = {"lt", "gt", "eq", "so"};
    if (bit < 4)
        snprintf(text, BIT_SIZE, "%s", names[bit]);
    else
        snprintf(text, BIT_SIZE, "4*cr%" PRIu32 "+%s", bit / 4 & 7, names[bit % 4]);
}

uint32_t hx_ppu_branch_target(uint32_t word, uint32_t address)
{
    uint32_t origin = word & 2 ? 0 : address;
    if (HX_PPU_PRIMARY(word) == 18)
        return origin + ((word & 0x03fffffc) ^ 0x02000000) - 0x02000000;
    return origin + (HX_PPU_SIMM(word) & ~3u);
}

static void name_text(const hx_ppu_scalar_info *info, uint32_t word, char name[NAME_SIZE])
{
    const char *overflow = info->flags & HX_PPU_OE && word >> 10 & 1 ? "o" : "";
    const char *record = info->flags & HX_PPU_RC && word & 1 ? "." : "";
    const char *link = info->flags & HX_PPU_LINK && word & 1 ? "l" : "";
    bool has_target = info->form == HX_PPU_FORM_BRANCH || info->form == HX_PPU_FORM_BRANCH_IF;
    const char *absolute = has_target && word & 2 ? "a" : "";
    const char *base = info->name;
    // Bit 20 of the moves between CR and GPR means one field only.
    if ((info->form == HX_PPU_FORM_CR_RS || info->form == HX_PPU_FORM_RT_CR) && word >> 20 & 1)
        base = info->form == HX_PPU_FORM_CR_RS ? "mtocrf" : "mfocrf";
    snprintf(name, NAME_SIZE, "%s%s%s%s%s", base, overflow, record, link, absolute);
}

static void branch_operands(const hx_ppu_scalar_info *info, uint32_t word, uint32_t address,
                            char *text, size_t size)
{
    char bit[BIT_SIZE];
    uint32_t target = hx_ppu_branch_target(word, address);
    hx_ppu_cr_bit_text(RA, bit);
    if (info->form == HX_PPU_FORM_BRANCH)
        snprintf(text, size, "0x%" PRIx32, target);
    else if (info->form == HX_PPU_FORM_BRANCH_IF)
        snprintf(text, size, "%" PRIu32 ",%s,0x%" PRIx32, RT, bit, target);
    else
        snprintf(text, size, "%" PRIu32 ",%s,%" PRIu32, RT, bit, RB & 3);
}

static void compare_operands(const hx_ppu_scalar_info *info, uint32_t word, char *text, size_t size)
{
    int length =
        snprintf(text, size, "cr%" PRIu32 ",%" PRIu32 ",r%" PRIu32 ",", RT >> 2, RT & 1, RA);
    if (info->form == HX_PPU_FORM_CMP_SI)
        snprintf(text + length, size - (size_t)length, "%" PRId32, SIMM);
    else if (info->form == HX_PPU_FORM_CMP_UI)
        snprintf(text + length, size - (size_t)length, "%" PRIu32, HX_PPU_UIMM(word));
    else
        snprintf(text + length, size - (size_t)length, "r%" PRIu32, RB);
}

static void cr_operands(const hx_ppu_scalar_info *info, uint32_t word, char *text, size_t size)
{
    char bits[3][BIT_SIZE];
    uint32_t mask = word >> 12 & 0xff;
    switch (info->form) {
    case HX_PPU_FORM_CR_BITS:
        hx_ppu_cr_bit_text(RT, bits[0]);
        hx_ppu_cr_bit_text(RA, bits[1]);
        hx_ppu_cr_bit_text(RB, bits[2]);
        snprintf(text, size, "%s,%s,%s", bits[0], bits[1], bits[2]);
        break;
    case HX_PPU_FORM_CR_FIELDS:
        snprintf(text, size, "cr%" PRIu32 ",cr%" PRIu32, RT >> 2, RA >> 2);
        break;
    case HX_PPU_FORM_CR_RS:
        snprintf(text, size, "%" PRIu32 ",r%" PRIu32, mask, RT);
        break;
    default:
        if (word >> 20 & 1)
            snprintf(text, size, "r%" PRIu32 ",%" PRIu32, RT, mask);
        else
            snprintf(text, size, "r%" PRIu32, RT);
        break;
    }
}

static void operands(const hx_ppu_scalar_info *info, uint32_t word, uint32_t address, char *text,
                     size_t size)
{
    char base[REGISTER_SIZE];
    uint32_t begin = word >> 6 & 31, end = word >> 1 & 31;
    switch (info->form) {
    case HX_PPU_FORM_RT_RA_SI:
        if (info->flags & HX_PPU_BASE)
            snprintf(text, size, "r%" PRIu32 ",%s,%" PRId32, RT, base_text(word, base), SIMM);
        else
            snprintf(text, size, "r%" PRIu32 ",r%" PRIu32 ",%" PRId32, RT, RA, SIMM);
        break;
    case HX_PPU_FORM_RA_RS_UI:
        snprintf(text, size, "r%" PRIu32 ",r%" PRIu32 ",%" PRIu32, RA, RT, HX_PPU_UIMM(word));
        break;
    case HX_PPU_FORM_RT_RA_RB:
        snprintf(text, size, "r%" PRIu32 ",r%" PRIu32 ",r%" PRIu32, RT, RA, RB);
        break;
    case HX_PPU_FORM_RA_RS_RB:
        snprintf(text, size, "r%" PRIu32 ",r%" PRIu32 ",r%" PRIu32, RA, RT, RB);
        break;
    case HX_PPU_FORM_RT_RA:
        snprintf(text, size, "r%" PRIu32 ",r%" PRIu32, RT, RA);
        break;
    case HX_PPU_FORM_RA_RS:
        snprintf(text, size, "r%" PRIu32 ",r%" PRIu32, RA, RT);
        break;
    case HX_PPU_FORM_RA_RS_SH:
        snprintf(text, size, "r%" PRIu32 ",r%" PRIu32 ",%" PRIu32, RA, RT, RB);
        break;
    case HX_PPU_FORM_ROTATE:
    case HX_PPU_FORM_ROTATE_RB:
        snprintf(text, size, "r%" PRIu32 ",r%" PRIu32 ",%s%" PRIu32 ",%" PRIu32 ",%" PRIu32, RA, RT,
                 info->form == HX_PPU_FORM_ROTATE ? "" : "r", RB, begin, end);
        break;
    case HX_PPU_FORM_MEMORY:
    case HX_PPU_FORM_MULTIPLE:
        snprintf(text, size, "r%" PRIu32 ",%" PRId32 "(%s)", RT, SIMM, base_text(word, base));
        break;
    case HX_PPU_FORM_INDEXED:
        snprintf(text, size, "r%" PRIu32 ",%s,r%" PRIu32, RT, base_text(word, base), RB);
        break;
    case HX_PPU_FORM_CMP_SI:
    case HX_PPU_FORM_CMP_UI:
    case HX_PPU_FORM_CMP_RB:
        compare_operands(info, word, text, size);
        break;
    case HX_PPU_FORM_BRANCH:
    case HX_PPU_FORM_BRANCH_IF:
    case HX_PPU_FORM_BRANCH_LR:
    case HX_PPU_FORM_BRANCH_CTR:
        branch_operands(info, word, address, text, size);
        break;
    case HX_PPU_FORM_CR_BITS:
    case HX_PPU_FORM_CR_FIELDS:
    case HX_PPU_FORM_CR_RS:
    case HX_PPU_FORM_RT_CR:
        cr_operands(info, word, text, size);
        break;
    case HX_PPU_FORM_RT:
    case HX_PPU_FORM_RS:
        snprintf(text, size, "r%" PRIu32, RT);
        break;
    case HX_PPU_FORM_RT_SPR:
        snprintf(text, size, "r%" PRIu32 ",%" PRIu32, RT, HX_PPU_SPR(word));
        break;
    case HX_PPU_FORM_SPR_RS:
        snprintf(text, size, "%" PRIu32 ",r%" PRIu32, HX_PPU_SPR(word), RT);
        break;
    case HX_PPU_FORM_TO_RA_RB:
        snprintf(text, size, "%" PRIu32 ",r%" PRIu32 ",r%" PRIu32, RT, RA, RB);
        break;
    case HX_PPU_FORM_TO_RA_SI:
        snprintf(text, size, "%" PRIu32 ",r%" PRIu32 ",%" PRId32, RT, RA, SIMM);
        break;
    default: // waits, returns and syncs, whose kinds act alike
        text[0] = 0;
        break;
    }
}

static void vector_text(const hx_ppu_vector_info *info, uint32_t word, char text[HX_PPU_TEXT_SIZE])
{
    static const char *const conditions[] = {"", ".gt", ".lt", ".eq"};
    char name[NAME_SIZE], base[REGISTER_SIZE], list[40];
    bool is_shift = info->operation == HX_PPU_OP_SHIFT;
    snprintf(name, NAME_SIZE, "%s%s", info->name, info->has_condition ? conditions[word & 3] : "");
    switch (info->operands) {
    case HX_PPU_OPERANDS_TAB:
        snprintf(list, sizeof list, "vr%" PRIu32 ",vr%" PRIu32 ",vr%" PRIu32, RT, RA, RB);
        if (!info->has_condition) // packing: number of unused bits
            snprintf(list + strlen(list), sizeof list - strlen(list), ",%" PRIu32, word & 3);
        break;
    case HX_PPU_OPERANDS_TA:
        snprintf(list, sizeof list, "vr%" PRIu32 ",vr%" PRIu32, RT, RA);
        if (is_shift)
            snprintf(list + strlen(list), sizeof list - strlen(list), ",%" PRId32,
                     (int32_t)(RB ^ 16) - 16);
        break;
    case HX_PPU_OPERANDS_AB:
        snprintf(list, sizeof list, "vr%" PRIu32 ",vr%" PRIu32, RA, RB);
        break;
    case HX_PPU_OPERANDS_A:
        snprintf(list, sizeof list, "vr%" PRIu32, RA);
        break;
    case HX_PPU_OPERANDS_SPLAT:
        snprintf(list, sizeof list, "vr%" PRIu32 ",r%" PRIu32, RT, RA);
        break;
    default: // loads and stores
        snprintf(list, sizeof list, "vr%" PRIu32 ",%s,r%" PRIu32, RT, base_text(word, base), RB);
        break;
    }
    snprintf(text, HX_PPU_TEXT_SIZE, "%-7s %s", name, list);
}

void hx_ppu_disassemble(uint32_t word, uint32_t address, bool plain, char text[HX_PPU_TEXT_SIZE])
{
    bool is_vector = HX_PPU_PRIMARY(word) == HX_PPU_VECTOR_PRIMARY;
    const hx_ppu_vector_info *vector = is_vector ? hx_ppu_vector_find(word) : NULL;
    const hx_ppu_scalar_info *scalar = hx_ppu_scalar_find(word);
    if (vector) {
        vector_text(vector, word, text);
    } else if (!scalar) {
        snprintf(text, HX_PPU_TEXT_SIZE, ".long   0x%" PRIx32, word);
    } else if (plain || !hx_ppu_disassemble_short(word, address, text)) {
        char name[NAME_SIZE], list[40];
        name_text(scalar, word, name);
        operands(scalar, word, address, list, sizeof list);
        snprintf(text, HX_PPU_TEXT_SIZE, "%-*s%s%s", list[0] ? 7 : 0, name, list[0] ? " " : "",
                 list);
    }
}

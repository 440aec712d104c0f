// The short forms of common instructions.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/disassemble_short.h"

#include "sim/fast/ppu/decode.h"
#include "sim/fast/ppu/scalar_table.h"

#include <hx_map.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

// Whole words and their short forms.
static const struct {
    uint32_t word;
    const char *text;
} words[] = {{0x60000000, "nop"},  {0x4e800020, "blr"},   {0x4e800021, "blrl"},
             {0x4e800420, "bctr"}, {0x4e800421, "bctrl"}, {0x7fe00008, "trap"}};

static bool conditional_branch(uint32_t word, uint32_t address, char text[HX_PPU_TEXT_SIZE])
{
    // Condition false, condition true, by CR bit.
    static const char *const names[2][4] = {{"bge", "ble", "bne", "bns"},
                                            {"blt", "bgt", "beq", "bso"}};
    uint32_t bo = HX_PPU_RT(word), bit = HX_PPU_RA(word);
    const char *link = word & 1 ? "l" : "", *absolute = word & 2 ? "a" : "";
    char name[16], field[8] = "";
    if (bo == 4 || bo == 12) {
        snprintf(name, sizeof name, "%s%s%s", names[bo == 12][bit % 4], link, absolute);
        if (bit >= 4)
            snprintf(field, sizeof field, "cr%" PRIu32 ",", bit / 4 & 7);
    } else if ((bo == 16 || bo == 18) && bit == 0) {
        snprintf(name, sizeof name, "%s%s%s", bo == 16 ? "bdnz" : "bdz", link, absolute);
    } else {
        return false;
    }
    snprintf(text, HX_PPU_TEXT_SIZE, "%-7s %s0x%" PRIx32, name, field,
             hx_ppu_branch_target(word, address));
    return true;
}

static bool compare(const hx_ppu_scalar_info *info, uint32_t word, char text[HX_PPU_TEXT_SIZE])
{
    char field[8] = "";
    if (HX_PPU_RT(word) & 3)
        return false;
    if (HX_PPU_RT(word) >> 2)
        snprintf(field, sizeof field, "cr%" PRIu32 ",", HX_PPU_RT(word) >> 2);
    if (info->form == HX_PPU_FORM_CMP_SI)
        snprintf(text, HX_PPU_TEXT_SIZE, "cmpwi   %sr%" PRIu32 ",%" PRId32, field, HX_PPU_RA(word),
                 (int32_t)HX_PPU_SIMM(word));
    else if (info->form == HX_PPU_FORM_CMP_UI)
        snprintf(text, HX_PPU_TEXT_SIZE, "cmplwi  %sr%" PRIu32 ",%" PRIu32, field, HX_PPU_RA(word),
                 HX_PPU_UIMM(word));
    else
        snprintf(text, HX_PPU_TEXT_SIZE, "%-7s %sr%" PRIu32 ",r%" PRIu32,
                 strcmp(info->name, "cmp") ? "cmplw" : "cmpw", field, HX_PPU_RA(word),
                 HX_PPU_RB(word));
    return true;
}

static bool special_move(const hx_ppu_scalar_info *info, uint32_t word, char text[HX_PPU_TEXT_SIZE])
{
    const char *name;
    switch (HX_PPU_SPR(word)) {
    case HX_MAP_PPU_SPR_LR:
        name = "lr";
        break;
    case HX_MAP_PPU_SPR_CTR:
        name = "ctr";
        break;
    case HX_MAP_PPU_SPR_XER:
        name = "xer";
        break;
    default:
        return false;
    }
    snprintf(text, HX_PPU_TEXT_SIZE, "%s%-5s r%" PRIu32,
             info->form == HX_PPU_FORM_RT_SPR ? "mf" : "mt", name, HX_PPU_RT(word));
    return true;
}

static bool immediate(const hx_ppu_scalar_info *info, uint32_t word, char text[HX_PPU_TEXT_SIZE])
{
    if (!(info->flags & HX_PPU_BASE) || HX_PPU_RA(word))
        return false;
    snprintf(text, HX_PPU_TEXT_SIZE, "%-7s r%" PRIu32 ",%" PRId32,
             strcmp(info->name, "addi") ? "lis" : "li", HX_PPU_RT(word),
             (int32_t)HX_PPU_SIMM(word));
    return true;
}

bool hx_ppu_disassemble_short(uint32_t word, uint32_t address, char text[HX_PPU_TEXT_SIZE])
{
    const hx_ppu_scalar_info *info = hx_ppu_scalar_find(word);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (word == words[i].word) {
            snprintf(text, HX_PPU_TEXT_SIZE, "%s", words[i].text);
            return true;
        }
    switch (info ? info->form : HX_PPU_FORM_NONE) {
    case HX_PPU_FORM_BRANCH_IF:
        return conditional_branch(word, address, text);
    case HX_PPU_FORM_CMP_SI:
    case HX_PPU_FORM_CMP_UI:
    case HX_PPU_FORM_CMP_RB:
        return compare(info, word, text);
    case HX_PPU_FORM_RT_SPR:
    case HX_PPU_FORM_SPR_RS:
        return special_move(info, word, text);
    case HX_PPU_FORM_RT_RA_SI:
        return immediate(info, word, text);
    case HX_PPU_FORM_RA_RS_RB:
        if (strcmp(info->name, "or") || HX_PPU_RT(word) != HX_PPU_RB(word))
            return false;
        snprintf(text, HX_PPU_TEXT_SIZE, "%-7s r%" PRIu32 ",r%" PRIu32, word & 1 ? "mr." : "mr",
                 HX_PPU_RA(word), HX_PPU_RT(word));
        return true;
    default:
        return false;
    }
}

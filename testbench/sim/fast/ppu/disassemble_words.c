// Writes sample words and their text, for comparison with objdump.
// SPDX-License-Identifier: Apache-2.0
//
//   disassemble_words IMAGE TEXT [plain]
//
// IMAGE takes the words in big-endian order from address 0, TEXT a line a word. Every scalar
// instruction comes with random operands, bits that are reserved in its form being 0.
#include "sim/fast/ppu/disassemble.h"
#include "sim/fast/ppu/scalar_table.h"

#include <stdio.h>
#include <string.h>

enum { REPEATS = 40 };

static const struct {
    const char *name;
    uint32_t primary, xo;
    hx_ppu_form form;
    uint32_t flags;
} table[] = {
#define HX_PPU_SCALAR(name, primary, xo, form, unit, flags)                                        \
    {name, primary, xo, HX_PPU_FORM_##form, flags},
#include "sim/fast/ppu/scalar_instructions.def"
#undef HX_PPU_SCALAR
};

// Operand bits of a form.
static uint32_t operand_mask(hx_ppu_form form)
{
    switch (form) {
    case HX_PPU_FORM_RT_RA_SI:
    case HX_PPU_FORM_RA_RS_UI:
    case HX_PPU_FORM_TO_RA_SI:
    case HX_PPU_FORM_MEMORY:
    case HX_PPU_FORM_MULTIPLE:
        return 0x03ffffff;
    case HX_PPU_FORM_CMP_SI:
    case HX_PPU_FORM_CMP_UI:
        return 0x039fffff;
    case HX_PPU_FORM_CMP_RB:
        return 0x039ff800;
    case HX_PPU_FORM_RT_RA:
    case HX_PPU_FORM_RA_RS:
        return 0x03ff0000;
    case HX_PPU_FORM_ROTATE:
    case HX_PPU_FORM_ROTATE_RB:
        return 0x03fffffe;
    case HX_PPU_FORM_BRANCH:
        return 0x03fffffe;
    case HX_PPU_FORM_BRANCH_IF:
        return 0x001ffffe;
    case HX_PPU_FORM_BRANCH_LR:
    case HX_PPU_FORM_BRANCH_CTR:
        return 0x001f0000;
    case HX_PPU_FORM_CR_FIELDS:
        return 0x039c0000;
    case HX_PPU_FORM_CR_RS:
        return 0x03eff000;
    case HX_PPU_FORM_RT_CR:
    case HX_PPU_FORM_RT:
    case HX_PPU_FORM_RS:
        return 0x03e00000;
    case HX_PPU_FORM_NONE:
    case HX_PPU_FORM_SYNC:
        return 0;
    default:
        return 0x03fff800;
    }
}

// Branch conditions in use: others are reserved or carry hints.
static uint32_t condition(uint32_t random)
{
    static const uint32_t known[] = {4, 12, 16, 18, 20};
    return known[random % 5] << 21;
}

static uint32_t sample(size_t row, uint32_t random)
{
    uint32_t flags = table[row].flags, mask = operand_mask(table[row].form);
    uint32_t word = table[row].primary << 26 | table[row].xo << 1 | (random & mask);
    uint32_t variant = random * 2654435761u >> 24;
    if (flags & (HX_PPU_RC | HX_PPU_LINK))
        word |= variant & 1;
    if (flags & HX_PPU_OE)
        word |= (variant >> 1 & 1) << 10;
    switch (table[row].form) {
    case HX_PPU_FORM_BRANCH_CTR:
        return word | 20u << 21; // counting makes no sense there
    case HX_PPU_FORM_BRANCH_IF:
    case HX_PPU_FORM_BRANCH_LR:
        return word | condition(variant);
    case HX_PPU_FORM_MEMORY:
    case HX_PPU_FORM_INDEXED:
        // Update forms with register 0 or the target as base are not valid.
        if (flags & HX_PPU_UPDATE)
            return (word & ~0x03ff0000u) | 5u << 21 | 6u << 16;
        return word;
    case HX_PPU_FORM_MULTIPLE:
        return (word & ~0x001f0000u) | 8u << 21;
    default:
        return word;
    }
}

static const uint32_t more[] = {0x60000000, 0x4e800020, 0x4e800421, 0x4e800420, 0x7fe00008,
                                0x7c7023a6, 0x7c7043a6, 0x00000000, 0x7d9003a6};

int main(int argc, char **argv)
{
    bool plain = argc == 4 && !strcmp(argv[3], "plain");
    if (argc < 3)
        return 2;
    FILE *image = fopen(argv[1], "wb"), *list = fopen(argv[2], "w");
    if (!image || !list)
        return 2;
    uint64_t state = 1;
    uint32_t address = 0;
    size_t rows = sizeof table / sizeof *table, words = rows * REPEATS;
    for (size_t i = 0; i < words + sizeof more / sizeof *more; i++, address += 4) {
        char text[HX_PPU_TEXT_SIZE];
        state = state * 6364136223846793005u + 1442695040888963407u;
        uint32_t word = i < words ? sample(i / REPEATS, (uint32_t)(state >> 32)) : more[i - words];
        hx_ppu_disassemble(word, address, plain, text);
        for (int shift = 24; shift >= 0; shift -= 8)
            fputc((int)(word >> shift & 255), image);
        fprintf(list, "%s\n", text);
    }
    return fclose(image) || fclose(list) ? 2 : 0;
}

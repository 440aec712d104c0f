// The scalar instructions of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/scalar_table.h"

#include "sim/fast/ppu/decode.h"

#include <stddef.h>

static const hx_ppu_scalar_info table[] = {
#define HX_PPU_SCALAR(name, primary, xo, form, unit, flags)                                        \
    {name, primary, xo, HX_PPU_FORM_##form, HX_PPU_UNIT_##unit, flags},
#include "sim/fast/ppu/scalar_instructions.def"
#undef HX_PPU_SCALAR
};

static bool has_xo(uint32_t primary)
{
    return primary == 19 || primary == 31;
}

const hx_ppu_scalar_info *hx_ppu_scalar_find(uint32_t word)
{
    uint32_t primary = HX_PPU_PRIMARY(word), xo = has_xo(primary) ? HX_PPU_XO(word) : 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].primary != primary)
            continue;
        uint32_t mask = table[i].flags & HX_PPU_OE ? 0x1ff : 0x3ff;
        if (table[i].xo == (xo & mask))
            return &table[i];
    }
    return NULL;
}

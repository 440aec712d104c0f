// A decoded instruction as the stages of the processor's core see it.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/instruction.h"

#include "sim/fast/ppu/values.h"

static hx_fixed_operation get_fixed(const hx_ppu_op *op)
{
    uint32_t primary = HX_PPU_PRIMARY(op->word);
    if (!op->is_known || op->unit != HX_PPU_UNIT_FIXED)
        return HX_FIXED_NOTHING;
    if (primary == 19)
        return HX_FIXED_CONDITION;
    if (primary != 31)
        return HX_FIXED_ALU;
    switch (HX_PPU_XO(op->word)) {
    case 144: // mtcrf
    case 19:  // mfcr
        return HX_FIXED_CONDITION;
    case 83: // mfmsr
        return HX_FIXED_READ_STATE;
    case 339: // mfspr
        return HX_FIXED_READ_SPECIAL;
    case 467: // mtspr
        return HX_FIXED_WRITE_SPECIAL;
    default:
        return HX_FIXED_ALU;
    }
}

void hx_instruction_decode(uint32_t word, hx_instruction *i)
{
    *i = (hx_instruction){.target = HX_PPU_RT(word), .base = HX_PPU_RA(word)};
    hx_ppu_op *op = &i->op;
    hx_ppu_decode(word, op);
    i->gpr = op->gpr_reads | op->gpr_writes;
    i->fixed = get_fixed(op);
    switch (op->unit) {
    case HX_PPU_UNIT_LOAD:
    case HX_PPU_UNIT_STORE:
        i->size = (uint8_t)hx_ppu_access_size(word, &i->sign_extend);
        i->is_multiple = HX_PPU_PRIMARY(word) >= 46;
        if (op->update)
            i->gpr |= UINT32_C(1) << i->base;
        if (i->is_multiple)
            i->last_step = 31 - i->target;
        else if (op->update && op->unit == HX_PPU_UNIT_LOAD)
            i->last_step = 1; // writes the address back
        break;
    case HX_PPU_UNIT_FIXED:
    case HX_PPU_UNIT_MULTIPLY:
    case HX_PPU_UNIT_DIVIDE:
        i->writes_gpr = op->gpr_writes;
        if (op->gpr_writes)
            i->target = (uint8_t)__builtin_ctz(op->gpr_writes);
        break;
    case HX_PPU_UNIT_VECTOR:
        i->vector = hx_ppu_vector_find(word);
        break;
    default:
        break;
    }
}

// Decoder of the plasticity processor: units, operands, results.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/decode.h"

#include "sim/fast/ppu/scalar_table.h"
#include "sim/fast/ppu/vector_table.h"

#include <hx_map.h>

#define GPR(n) (UINT32_C(1) << (n))
#define CR_FIELD(n) (uint8_t)(1u << (n))
#define CR_BIT_FIELD(bit) CR_FIELD((bit) >> 2)
#define SPR_LR (1u << HX_PPU_SPR_LR)
#define SPR_CTR (1u << HX_PPU_SPR_CTR)
#define SPR_OTHER (1u << HX_PPU_SPR_OTHER)

static uint32_t base(uint32_t word)
{
    return HX_PPU_RA(word) ? GPR(HX_PPU_RA(word)) : 0; // register 0 means the value 0
}

static void decode_memory(hx_ppu_op *op, uint32_t index, uint32_t data, bool update)
{
    op->gpr_reads = base(op->word) | index;
    *(op->unit == HX_PPU_UNIT_STORE ? &op->gpr_reads : &op->gpr_writes) |= data;
    if (update)
        op->update = (uint8_t)(1 + HX_PPU_RA(op->word));
}

static void decode_multiple(hx_ppu_op *op)
{
    unsigned first = HX_PPU_RT(op->word);
    decode_memory(op, 0, UINT32_MAX << first, false);
    op->count = (uint8_t)(32 - first);
}

static void decode_condition(hx_ppu_op *op)
{
    uint32_t bo = HX_PPU_RT(op->word);
    if (!(bo & 16))
        op->cr_reads = CR_BIT_FIELD(HX_PPU_RA(op->word));
    if (!(bo & 4)) {
        op->spr_reads |= SPR_CTR;
        op->spr_writes |= SPR_CTR;
    }
}

static void decode_cr_bits(hx_ppu_op *op)
{
    uint32_t word = op->word;
    // One bit of the target field changes, so the old field is read too.
    op->cr_writes = CR_BIT_FIELD(HX_PPU_RT(word));
    op->cr_reads =
        (uint8_t)(CR_BIT_FIELD(HX_PPU_RA(word)) | CR_BIT_FIELD(HX_PPU_RB(word)) | op->cr_writes);
}

static unsigned spr_mask(unsigned spr)
{
    return spr == HX_MAP_PPU_SPR_LR ? SPR_LR : spr == HX_MAP_PPU_SPR_CTR ? SPR_CTR : SPR_OTHER;
}

static void decode_spr_read(hx_ppu_op *op)
{
    unsigned spr = HX_PPU_SPR(op->word);
    op->gpr_writes = GPR(HX_PPU_RT(op->word));
    // Counters are read as they are.
    if (spr != HX_MAP_PPU_SPR_TBL && spr != HX_MAP_PPU_SPR_TBU && spr != HX_MAP_PPU_SPR_DEC)
        op->spr_reads = (uint8_t)spr_mask(spr);
}

static void decode_spr_write(hx_ppu_op *op)
{
    unsigned spr = HX_PPU_SPR(op->word);
    op->gpr_reads = GPR(HX_PPU_RT(op->word));
    op->spr_writes = (uint8_t)spr_mask(spr);
    op->writes_xer = spr == HX_MAP_PPU_SPR_XER;
}

static void decode_cr_mask(hx_ppu_op *op)
{
    uint32_t mask = op->word >> 12 & 0xff; // bit 7 is field 0
    op->gpr_reads = GPR(HX_PPU_RT(op->word));
    for (unsigned i = 0; i < 8; i++)
        if (mask >> (7 - i) & 1)
            op->cr_writes |= CR_FIELD(i);
}

// Registers of arithmetic, logic and compares.
static void decode_integer(hx_ppu_op *op, const hx_ppu_scalar_info *info)
{
    uint32_t word = op->word;
    uint32_t rt = GPR(HX_PPU_RT(word)), ra = GPR(HX_PPU_RA(word)), rb = GPR(HX_PPU_RB(word));
    switch (info->form) {
    case HX_PPU_FORM_RT_RA_SI:
        op->gpr_reads = info->flags & HX_PPU_BASE ? base(word) : ra;
        op->gpr_writes = rt;
        break;
    case HX_PPU_FORM_RT_RA_RB:
        op->gpr_reads = ra | rb;
        op->gpr_writes = rt;
        break;
    case HX_PPU_FORM_RT_RA:
        op->gpr_reads = ra;
        op->gpr_writes = rt;
        break;
    case HX_PPU_FORM_RA_RS_RB:
    case HX_PPU_FORM_ROTATE_RB:
        op->gpr_reads = rt | rb;
        op->gpr_writes = ra;
        break;
    case HX_PPU_FORM_RA_RS_UI:
    case HX_PPU_FORM_RA_RS:
    case HX_PPU_FORM_RA_RS_SH:
    case HX_PPU_FORM_ROTATE:
        op->gpr_reads = rt | (info->flags & HX_PPU_INSERT ? ra : 0);
        op->gpr_writes = ra;
        break;
    case HX_PPU_FORM_CMP_RB:
        op->gpr_reads = rb;
        // fall through
    case HX_PPU_FORM_CMP_SI:
    case HX_PPU_FORM_CMP_UI:
        op->gpr_reads |= ra;
        op->cr_writes = CR_FIELD(word >> 23 & 7);
        break;
    case HX_PPU_FORM_TO_RA_RB:
        op->gpr_reads = rb;
        // fall through
    case HX_PPU_FORM_TO_RA_SI:
        op->gpr_reads |= ra;
        break;
    default:
        break;
    }
    op->writes_xer = info->flags & HX_PPU_CARRY || (info->flags & HX_PPU_OE && word >> 10 & 1);
    if (info->flags & HX_PPU_RECORD || (info->flags & HX_PPU_RC && word & 1))
        op->cr_writes = CR_FIELD(0);
}

static void decode_scalar(hx_ppu_op *op, const hx_ppu_scalar_info *info)
{
    uint32_t word = op->word, rt = GPR(HX_PPU_RT(word));
    op->unit = info->unit;
    if (info->flags & HX_PPU_LINK && word & 1)
        op->spr_writes = SPR_LR;
    switch (info->form) {
    case HX_PPU_FORM_NONE: // returns from interrupts, wait
        if (op->unit == HX_PPU_UNIT_BRANCH)
            op->spr_reads = SPR_OTHER;
        else if (word >> 21 & 3)
            op->unit = HX_PPU_UNIT_NOP;
        break;
    case HX_PPU_FORM_MEMORY:
        decode_memory(op, 0, rt, info->flags & HX_PPU_UPDATE);
        break;
    case HX_PPU_FORM_INDEXED:
        decode_memory(op, GPR(HX_PPU_RB(word)), rt, info->flags & HX_PPU_UPDATE);
        break;
    case HX_PPU_FORM_MULTIPLE:
        decode_multiple(op);
        break;
    case HX_PPU_FORM_BRANCH_LR:
    case HX_PPU_FORM_BRANCH_CTR:
        op->spr_reads = info->form == HX_PPU_FORM_BRANCH_LR ? SPR_LR : SPR_CTR;
        // fall through
    case HX_PPU_FORM_BRANCH_IF:
        decode_condition(op);
        break;
    case HX_PPU_FORM_CR_BITS:
        decode_cr_bits(op);
        break;
    case HX_PPU_FORM_CR_FIELDS:
        op->cr_reads = CR_FIELD(word >> 18 & 7);
        op->cr_writes = CR_FIELD(word >> 23 & 7);
        break;
    case HX_PPU_FORM_CR_RS:
        decode_cr_mask(op);
        break;
    case HX_PPU_FORM_RT_CR:
        op->gpr_writes = rt;
        op->cr_reads = 0xff;
        break;
    case HX_PPU_FORM_RT:
        op->gpr_writes = rt;
        break;
    case HX_PPU_FORM_RS:
        op->gpr_reads = rt;
        break;
    case HX_PPU_FORM_RT_SPR:
        decode_spr_read(op);
        break;
    case HX_PPU_FORM_SPR_RS:
        decode_spr_write(op);
        break;
    default:
        decode_integer(op, info);
        break;
    }
    if (word == HX_PPU_NOP_WORD) {
        op->unit = HX_PPU_UNIT_NOP;
        op->gpr_reads = op->gpr_writes = 0;
    }
}

static void decode_vector(hx_ppu_op *op)
{
    const hx_ppu_vector_info *info = hx_ppu_vector_find(op->word);
    if (!info) {
        op->is_known = false;
        return;
    }
    op->unit = HX_PPU_UNIT_VECTOR;
    if (info->operands == HX_PPU_OPERANDS_SPLAT)
        op->gpr_reads = GPR(HX_PPU_RA(op->word));
    else if (info->unit == HX_PPU_LS || info->unit == HX_PPU_PLS)
        op->gpr_reads = base(op->word) | GPR(HX_PPU_RB(op->word));
}

void hx_ppu_decode(uint32_t word, hx_ppu_op *op)
{
    *op = (hx_ppu_op){.word = word, .count = 1, .is_known = true, .is_valid = true};
    if (HX_PPU_PRIMARY(word) == HX_PPU_VECTOR_PRIMARY) {
        decode_vector(op);
        return;
    }
    const hx_ppu_scalar_info *info = hx_ppu_scalar_find(word);
    if (info) {
        decode_scalar(op, info);
        return;
    }
    op->is_known = false;
    // An unknown word with the overflow bit still reserves the XER.
    op->writes_xer = HX_PPU_PRIMARY(word) == 31 && word >> 10 & 1;
}

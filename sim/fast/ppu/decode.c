// Decoder of the plasticity processor: units, operands, results.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/decode.h"

#include "sim/fast/ppu/vector_table.h"

#include <string.h>

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

static void writes_rc(hx_ppu_op *op)
{
    if (op->word & 1)
        op->cr_writes = CR_FIELD(0);
}

static void decode_memory(hx_ppu_op *op, bool store, bool update, uint32_t index)
{
    op->unit = store ? HX_PPU_UNIT_STORE : HX_PPU_UNIT_LOAD;
    op->gpr_reads = base(op->word) | index | (store ? GPR(HX_PPU_RT(op->word)) : 0);
    if (!store)
        op->gpr_writes = GPR(HX_PPU_RT(op->word));
    if (update)
        op->update = (uint8_t)(1 + HX_PPU_RA(op->word));
}

static void decode_multiple(hx_ppu_op *op, bool store)
{
    unsigned first = HX_PPU_RT(op->word);
    uint32_t data = UINT32_MAX << first;
    decode_memory(op, store, false, 0);
    op->count = (uint8_t)(32 - first);
    *(store ? &op->gpr_reads : &op->gpr_writes) |= data;
}

static void decode_branch(hx_ppu_op *op, bool conditional)
{
    uint32_t bo = HX_PPU_RT(op->word);
    op->unit = HX_PPU_UNIT_BRANCH;
    if (op->word & 1)
        op->spr_writes |= SPR_LR;
    if (!conditional)
        return;
    if (!(bo & 16))
        op->cr_reads = CR_BIT_FIELD(HX_PPU_RA(op->word));
    if (!(bo & 4)) {
        op->spr_reads |= SPR_CTR;
        op->spr_writes |= SPR_CTR;
    }
}

static void decode_19(hx_ppu_op *op)
{
    uint32_t word = op->word;
    switch (HX_PPU_XO(word)) {
    case 0: // mcrf
        op->cr_reads = CR_FIELD(word >> 18 & 7);
        op->cr_writes = CR_FIELD(word >> 23 & 7);
        break;
    case 16: // bclr
        decode_branch(op, true);
        op->spr_reads |= SPR_LR;
        break;
    case 528: // bcctr
        decode_branch(op, true);
        op->spr_reads |= SPR_CTR;
        break;
    case 50:
    case 51:
    case 38: // rfi, rfci, rfmci
        op->unit = HX_PPU_UNIT_BRANCH;
        op->spr_reads = SPR_OTHER;
        break;
    case 257:
    case 449:
    case 193:
    case 225:
    case 33:
    case 289:
    case 129:
    case 417:
        // One bit of the target field changes, so the old field is read too.
        op->cr_writes = CR_BIT_FIELD(HX_PPU_RT(word));
        op->cr_reads = (uint8_t)(CR_BIT_FIELD(HX_PPU_RA(word)) | CR_BIT_FIELD(HX_PPU_RB(word)) |
                                 op->cr_writes);
        break;
    default:
        op->is_known = false;
    }
}

static void decode_spr(hx_ppu_op *op, bool write)
{
    unsigned spr = HX_PPU_SPR(op->word);
    unsigned mask = spr == 8 ? SPR_LR : spr == 9 ? SPR_CTR : SPR_OTHER;
    if (write) {
        op->gpr_reads = GPR(HX_PPU_RT(op->word));
        op->spr_writes = (uint8_t)mask;
        op->writes_xer = spr == 1;
        return;
    }
    op->gpr_writes = GPR(HX_PPU_RT(op->word));
    // Counters and the MSR are read as they are.
    if (spr != 284 && spr != 285 && spr != 22)
        op->spr_reads = (uint8_t)mask;
}

// Two or one sources to RT.
static void decode_arithmetic(hx_ppu_op *op, bool second, bool carry)
{
    op->gpr_reads = GPR(HX_PPU_RA(op->word)) | (second ? GPR(HX_PPU_RB(op->word)) : 0);
    op->gpr_writes = GPR(HX_PPU_RT(op->word));
    op->writes_xer = carry || op->word >> 10 & 1;
    writes_rc(op);
}

// One or two sources to RA.
static void decode_logical(hx_ppu_op *op, bool second)
{
    op->gpr_reads = GPR(HX_PPU_RT(op->word)) | (second ? GPR(HX_PPU_RB(op->word)) : 0);
    op->gpr_writes = GPR(HX_PPU_RA(op->word));
    writes_rc(op);
}

static bool decode_31_arithmetic(hx_ppu_op *op)
{
    switch (HX_PPU_XO(op->word) & 0x1ff) {
    case 266:
    case 40:
        decode_arithmetic(op, true, false);
        return true;
    case 104:
        decode_arithmetic(op, false, false);
        return true;
    case 10:
    case 138:
    case 8:
    case 136:
        decode_arithmetic(op, true, true);
        return true;
    case 234:
    case 202:
    case 232:
    case 200:
        decode_arithmetic(op, false, true);
        return true;
    case 235:
    case 75:
    case 11:
        // The high product has no overflow form.
        if (HX_PPU_XO(op->word) >> 9 && (HX_PPU_XO(op->word) & 0x1ff) != 235)
            return false;
        decode_arithmetic(op, true, false);
        op->unit = HX_PPU_UNIT_MULTIPLY;
        return true;
    case 491:
    case 459:
        decode_arithmetic(op, true, false);
        op->unit = HX_PPU_UNIT_DIVIDE;
        return true;
    default:
        return false;
    }
}

static void decode_31(hx_ppu_op *op)
{
    uint32_t word = op->word, index = GPR(HX_PPU_RB(word)), mask = word >> 12 & 0xff;
    if (decode_31_arithmetic(op))
        return;
    switch (HX_PPU_XO(word)) {
    case 28:
    case 60:
    case 444:
    case 412:
    case 316:
    case 476:
    case 124:
    case 284:
    case 24:
    case 536:
        decode_logical(op, true);
        break;
    case 954:
    case 922:
    case 26:
        decode_logical(op, false);
        break;
    case 122:
    case 154:
        decode_logical(op, false);
        op->cr_writes = 0;
        break;
    case 792:
    case 824:
        decode_logical(op, HX_PPU_XO(word) == 792);
        op->writes_xer = true;
        break;
    case 0:
    case 32:
        op->gpr_reads = GPR(HX_PPU_RA(word)) | index;
        op->cr_writes = CR_FIELD(word >> 23 & 7);
        break;
    case 23:
    case 87:
    case 279:
    case 343:
        decode_memory(op, false, false, index);
        break;
    case 55:
    case 119:
    case 311:
    case 375:
        decode_memory(op, false, true, index);
        break;
    case 151:
    case 215:
    case 407:
        decode_memory(op, true, false, index);
        break;
    case 183:
    case 247:
    case 439:
        decode_memory(op, true, true, index);
        break;
    case 144: // mtcrf: bit 7 of the mask is field 0
        op->gpr_reads = GPR(HX_PPU_RT(word));
        for (unsigned i = 0; i < 8; i++)
            if (mask >> (7 - i) & 1)
                op->cr_writes |= CR_FIELD(i);
        break;
    case 19:
        op->gpr_writes = GPR(HX_PPU_RT(word));
        op->cr_reads = 0xff;
        break;
    case 339:
        decode_spr(op, false);
        break;
    case 467:
        decode_spr(op, true);
        break;
    case 83:
        op->gpr_writes = GPR(HX_PPU_RT(word));
        break;
    case 146:
        op->gpr_reads = GPR(HX_PPU_RT(word));
        op->unit = HX_PPU_UNIT_MSR;
        break;
    case 4:
        op->gpr_reads = GPR(HX_PPU_RA(word)) | index;
        op->unit = HX_PPU_UNIT_TRAP;
        break;
    case 598:
        op->unit = HX_PPU_UNIT_SYNC;
        break;
    case 62:
        if ((word >> 21 & 3) == 0)
            op->unit = HX_PPU_UNIT_WAIT;
        else
            op->unit = HX_PPU_UNIT_NOP;
        break;
    default:
        op->is_known = false;
        // An unknown word with the overflow bit still reserves the XER.
        op->writes_xer = word >> 10 & 1;
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
    uint32_t rt = GPR(HX_PPU_RT(word)), ra = GPR(HX_PPU_RA(word));
    *op = (hx_ppu_op){.word = word, .count = 1, .is_known = true, .is_valid = true};
    switch (HX_PPU_PRIMARY(word)) {
    case 3:
        op->unit = HX_PPU_UNIT_TRAP;
        op->gpr_reads = ra;
        break;
    case 4:
        decode_vector(op);
        break;
    case 7:
        op->unit = HX_PPU_UNIT_MULTIPLY;
        op->gpr_reads = ra;
        op->gpr_writes = rt;
        break;
    case 8:
    case 12:
    case 13:
        op->gpr_reads = ra;
        op->gpr_writes = rt;
        op->writes_xer = true;
        if (HX_PPU_PRIMARY(word) == 13)
            op->cr_writes = CR_FIELD(0);
        break;
    case 10:
    case 11:
        op->gpr_reads = ra;
        op->cr_writes = CR_FIELD(word >> 23 & 7);
        break;
    case 14:
    case 15:
        op->gpr_reads = base(word);
        op->gpr_writes = rt;
        break;
    case 16:
        decode_branch(op, true);
        break;
    case 18:
        decode_branch(op, false);
        break;
    case 19:
        decode_19(op);
        break;
    case 20: // the old target is a source
        op->gpr_reads = rt | ra;
        op->gpr_writes = ra;
        writes_rc(op);
        break;
    case 21:
        decode_logical(op, false);
        break;
    case 23:
        decode_logical(op, true);
        break;
    case 24:
    case 25:
    case 26:
    case 27:
    case 28:
    case 29:
        op->gpr_reads = rt;
        op->gpr_writes = ra;
        if (HX_PPU_PRIMARY(word) >= 28)
            op->cr_writes = CR_FIELD(0);
        if (word == HX_PPU_NOP_WORD) {
            op->unit = HX_PPU_UNIT_NOP;
            op->gpr_reads = op->gpr_writes = 0;
        }
        break;
    case 31:
        decode_31(op);
        break;
    case 32:
    case 34:
    case 40:
    case 42:
        decode_memory(op, false, false, 0);
        break;
    case 33:
    case 35:
    case 41:
    case 43:
        decode_memory(op, false, true, 0);
        break;
    case 36:
    case 38:
    case 44:
        decode_memory(op, true, false, 0);
        break;
    case 37:
    case 39:
    case 45:
        decode_memory(op, true, true, 0);
        break;
    case 46:
        decode_multiple(op, false);
        break;
    case 47:
        decode_multiple(op, true);
        break;
    default:
        op->is_known = false;
    }
}

// Loads, stores, branches, condition register and system instructions.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/core.h"

// mfspr and mtspr meet the timers one cycle after issue.
enum { SPR_DELAY = 1 };

uint32_t hx_ppu_effective_address(const hx_ppu_scalars *scalars, uint32_t word)
{
    uint32_t primary = HX_PPU_PRIMARY(word);
    uint32_t address = HX_PPU_RA(word) ? scalars->gpr[HX_PPU_RA(word)] : 0;
    if (primary == 31)
        return address + scalars->gpr[HX_PPU_RB(word)];
    // The published core does not extend the sign for lha and lhau.
    if ((primary == 42 || primary == 43) && !scalars->power_isa)
        return address + HX_PPU_UIMM(word);
    return address + HX_PPU_SIMM(word);
}

unsigned hx_ppu_access_size(uint32_t word, bool *is_signed)
{
    *is_signed = false;
    if (HX_PPU_PRIMARY(word) != 31) {
        switch (HX_PPU_PRIMARY(word)) {
        case 34:
        case 35:
        case 38:
        case 39:
            return 1;
        case 42:
        case 43:
            *is_signed = true;
            return 2;
        case 40:
        case 41:
        case 44:
        case 45:
            return 2;
        default:
            return 4;
        }
    }
    switch (HX_PPU_XO(word)) {
    case 87:
    case 119:
    case 215:
    case 247:
        return 1;
    case 343:
    case 375:
        *is_signed = true;
        return 2;
    case 279:
    case 311:
    case 407:
    case 439:
        return 2;
    default:
        return 4;
    }
}

static void execute_memory(hx_ppu *ppu, const hx_ppu_op *op)
{
    bool is_signed, store = op->unit == HX_PPU_UNIT_STORE;
    unsigned size = hx_ppu_access_size(op->word, &is_signed), rt = HX_PPU_RT(op->word);
    uint32_t address = hx_ppu_effective_address(&ppu->scalars, op->word);
    for (unsigned i = 0; i < op->count; i++) {
        uint32_t at = address + 4 * i, value;
        bool good;
        if (store) {
            good = hx_ppu_memory_store(ppu, at, size, ppu->scalars.gpr[rt + i]);
        } else {
            good = hx_ppu_memory_load(ppu, at, size, &value);
            if (good)
                ppu->scalars.gpr[rt + i] = is_signed ? (uint32_t)(int32_t)(int16_t)value : value;
        }
        if (!good) {
            ppu->is_misaligned = true;
            return;
        }
    }
    if (op->update)
        ppu->scalars.gpr[op->update - 1] = address;
}

static bool branch_condition(hx_ppu *ppu, uint32_t word, bool counts)
{
    uint32_t bo = HX_PPU_RT(word);
    bool good = true;
    if (counts && !(bo & 4)) {
        ppu->ctr--;
        good = (ppu->ctr != 0) != (bo >> 1 & 1);
    }
    if (!(bo & 16))
        good = good && (ppu->scalars.cr >> (31 - HX_PPU_RA(word)) & 1) == (bo >> 3 & 1);
    return good;
}

static void execute_branch(hx_ppu *ppu, uint32_t word, uint32_t address)
{
    uint32_t target, origin = word & 2 ? 0 : address;
    bool taken = true;
    if (HX_PPU_PRIMARY(word) == 18) {
        target = origin + ((word & 0x03fffffc) ^ 0x02000000) - 0x02000000;
    } else if (HX_PPU_PRIMARY(word) == 16) {
        target = origin + (HX_PPU_SIMM(word) & ~3u);
        taken = branch_condition(ppu, word, true);
    } else {
        switch (HX_PPU_XO(word)) {
        case 16:
            target = ppu->lr & ~3u;
            taken = branch_condition(ppu, word, true);
            break;
        case 528:
            target = ppu->ctr & ~3u;
            taken = branch_condition(ppu, word, false);
            break;
        default: // rfi, rfci, rfmci
            target = HX_PPU_XO(word) == 50   ? ppu->srr0
                     : HX_PPU_XO(word) == 51 ? ppu->csrr0
                                             : ppu->mcsrr0;
            ppu->msr = HX_PPU_XO(word) == 50   ? ppu->srr1
                       : HX_PPU_XO(word) == 51 ? ppu->csrr1
                                               : ppu->mcsrr1;
            ppu->next_address = target & ~3u;
            ppu->is_taken = true;
            return;
        }
    }
    if (word & 1)
        ppu->lr = address + 4;
    ppu->is_taken = taken;
    if (taken)
        ppu->next_address = target;
}

static void execute_cr_bit(hx_ppu_scalars *scalars, uint32_t word)
{
    uint32_t a = scalars->cr >> (31 - HX_PPU_RA(word)) & 1,
             b = scalars->cr >> (31 - HX_PPU_RB(word)) & 1;
    uint32_t result, shift = 31 - HX_PPU_RT(word);
    switch (HX_PPU_XO(word)) {
    case 257:
        result = a & b;
        break;
    case 449:
        result = a | b;
        break;
    case 193:
        result = a ^ b;
        break;
    case 225:
        result = ~(a & b);
        break;
    case 33:
        result = ~(a | b);
        break;
    case 289:
        result = ~(a ^ b);
        break;
    case 129:
        result = a & ~b;
        break;
    default:
        result = a | ~b;
        break;
    }
    scalars->cr = (scalars->cr & ~(1u << shift)) | (result & 1) << shift;
}

void hx_ppu_execute_condition(hx_ppu_scalars *scalars, const hx_ppu_op *op)
{
    uint32_t word = op->word, *rt = &scalars->gpr[HX_PPU_RT(word)];
    if (HX_PPU_PRIMARY(word) == 19 && HX_PPU_XO(word) != 0) {
        execute_cr_bit(scalars, word);
    } else if (HX_PPU_PRIMARY(word) == 19) {
        uint32_t to = 28 - 4 * (word >> 23 & 7), from = 28 - 4 * (word >> 18 & 7);
        scalars->cr = (scalars->cr & ~(15u << to)) | (scalars->cr >> from & 15) << to;
    } else if (HX_PPU_XO(word) == 144) {
        for (unsigned i = 0; i < 8; i++)
            if (op->cr_writes >> i & 1)
                scalars->cr =
                    (scalars->cr & ~(0xf0000000u >> 4 * i)) | (*rt & 0xf0000000u >> 4 * i);
    } else {
        *rt = scalars->cr;
    }
}

bool hx_ppu_traps(const hx_ppu_scalars *scalars, uint32_t word)
{
    uint32_t a = scalars->gpr[HX_PPU_RA(word)], b, to = HX_PPU_RT(word);
    if (HX_PPU_PRIMARY(word) == 3)
        b = scalars->power_isa ? HX_PPU_SIMM(word) : HX_PPU_UIMM(word);
    else
        b = scalars->gpr[HX_PPU_RB(word)];
    return (to & 16 && (int32_t)a < (int32_t)b) || (to & 8 && (int32_t)a > (int32_t)b) ||
           (to & 4 && a == b) || (to & 2 && a < b) || (to & 1 && a > b);
}

static void execute_system(hx_ppu *ppu, const hx_ppu_op *op, uint64_t cycle)
{
    uint32_t word = op->word, *rt = &ppu->scalars.gpr[HX_PPU_RT(word)];
    if (HX_PPU_PRIMARY(word) == 19) {
        hx_ppu_execute_condition(&ppu->scalars, op);
        return;
    }
    switch (HX_PPU_XO(word)) {
    case 144:
    case 19:
        hx_ppu_execute_condition(&ppu->scalars, op);
        break;
    case 83:
        *rt = ppu->msr;
        break;
    case 146:
        ppu->msr = *rt;
        break;
    case 339:
        *rt = hx_ppu_spr_read(ppu, HX_PPU_SPR(word), cycle + SPR_DELAY);
        break;
    case 467:
        hx_ppu_spr_write(ppu, HX_PPU_SPR(word), *rt, cycle + SPR_DELAY);
        break;
    default:
        hx_ppu_execute_alu(&ppu->scalars, op);
        break;
    }
}

void hx_ppu_execute_scalar(hx_ppu *ppu, const hx_ppu_op *op, uint32_t address, uint64_t cycle)
{
    if (!op->is_known)
        return;
    switch (op->unit) {
    case HX_PPU_UNIT_LOAD:
    case HX_PPU_UNIT_STORE:
        execute_memory(ppu, op);
        break;
    case HX_PPU_UNIT_BRANCH:
        execute_branch(ppu, op->word, address);
        break;
    case HX_PPU_UNIT_TRAP:
        ppu->is_trap = hx_ppu_traps(&ppu->scalars, op->word);
        break;
    case HX_PPU_UNIT_FIXED:
    case HX_PPU_UNIT_MSR:
        if (HX_PPU_PRIMARY(op->word) == 19 || HX_PPU_PRIMARY(op->word) == 31)
            execute_system(ppu, op, cycle);
        else
            hx_ppu_execute_alu(&ppu->scalars, op);
        break;
    case HX_PPU_UNIT_MULTIPLY:
    case HX_PPU_UNIT_DIVIDE:
        hx_ppu_execute_alu(&ppu->scalars, op);
        break;
    default:
        break;
    }
}

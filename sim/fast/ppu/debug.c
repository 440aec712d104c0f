// What a debugger sees of the plasticity processor model.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/debug.h"

#include "sim/fast/ppu/core.h"
#include "sim/fast/ppu/vector_table.h"

uint32_t hx_ppu_get_pc(const hx_ppu *ppu)
{
    return ppu->is_sleeping ? ppu->sleep_address : ppu->fetch[ppu->fetch_head].address;
}

void hx_ppu_set_pc(hx_ppu *ppu, uint32_t address)
{
    hx_ppu_jump(ppu, address);
}

uint32_t hx_ppu_get_msr(const hx_ppu *ppu)
{
    return ppu->msr;
}

void hx_ppu_set_msr(hx_ppu *ppu, uint32_t value)
{
    ppu->msr = value;
}

void hx_ppu_set_cr(hx_ppu *ppu, uint32_t value)
{
    ppu->scalars.cr = value;
}

uint32_t hx_ppu_get_special(hx_ppu *ppu, unsigned spr)
{
    return hx_ppu_spr_read(ppu, spr, ppu->now);
}

void hx_ppu_set_special(hx_ppu *ppu, unsigned spr, uint32_t value)
{
    hx_ppu_spr_write(ppu, spr, value, ppu->now);
}

uint8_t *hx_ppu_vector_register(hx_ppu *ppu, unsigned index)
{
    return ppu->vectors.vr[index & 31];
}

uint32_t *hx_ppu_accumulator(hx_ppu *ppu)
{
    return ppu->vectors.acc;
}

uint8_t *hx_ppu_condition(hx_ppu *ppu, unsigned condition)
{
    return condition == 1   ? ppu->vectors.vcr_gt
           : condition == 2 ? ppu->vectors.vcr_lt
                            : ppu->vectors.vcr_eq;
}

hx_ppu_span hx_ppu_next_access(hx_ppu *ppu)
{
    hx_ppu_op op;
    bool is_signed;
    if (ppu->is_sleeping)
        return (hx_ppu_span){0};
    hx_ppu_decode(hx_ppu_memory_fetch(ppu, hx_ppu_get_pc(ppu)), &op);
    uint32_t word = op.word;
    if (op.unit == HX_PPU_UNIT_LOAD || op.unit == HX_PPU_UNIT_STORE)
        return (hx_ppu_span){.address = hx_ppu_effective_address(&ppu->scalars, word),
                             .size = op.count * hx_ppu_access_size(word, &is_signed),
                             .is_write = op.unit == HX_PPU_UNIT_STORE};
    if (op.unit != HX_PPU_UNIT_VECTOR)
        return (hx_ppu_span){0};
    const hx_ppu_vector_info *info = hx_ppu_vector_find(word);
    if (info->unit != HX_PPU_LS && info->unit != HX_PPU_PLS)
        return (hx_ppu_span){0};
    uint32_t address = (HX_PPU_RA(word) ? ppu->scalars.gpr[HX_PPU_RA(word)] : 0) +
                       ppu->scalars.gpr[HX_PPU_RB(word)];
    return (hx_ppu_span){.address = info->unit == HX_PPU_LS ? address & ~3u : address,
                         .size = HX_PPU_VECTOR_BYTES,
                         .is_write = info->operands == HX_PPU_OPERANDS_STORE,
                         .is_vector_address = info->unit == HX_PPU_PLS};
}

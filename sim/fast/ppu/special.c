// Special registers and interrupt entry of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/core.h"

static uint32_t *plain_register(hx_ppu *ppu, unsigned spr)
{
    switch (spr) {
    case 8:
        return &ppu->lr;
    case 9:
        return &ppu->ctr;
    case 26:
        return &ppu->srr0;
    case 27:
        return &ppu->srr1;
    case 58:
        return &ppu->csrr0;
    case 59:
        return &ppu->csrr1;
    case 61:
        return &ppu->dear;
    case 62:
        return &ppu->esr;
    case 66:
        return &ppu->gout;
    case 67:
        return &ppu->goe;
    case 68:
        return &ppu->iccr;
    case 570:
        return &ppu->mcsrr0;
    case 571:
        return &ppu->mcsrr1;
    default:
        return NULL;
    }
}

uint32_t hx_ppu_spr_read(hx_ppu *ppu, unsigned spr, uint64_t cycle)
{
    hx_ppu_timers *timers = &ppu->timers;
    uint32_t *plain = plain_register(ppu, spr);
    if (plain)
        return *plain;
    hx_ppu_timers_update(timers, cycle);
    switch (spr) {
    case 1:
        return ppu->scalars.xer;
    case 22:
        return timers->decrementer_end == UINT64_MAX ? 0
                                                     : (uint32_t)(timers->decrementer_end - cycle);
    case 54:
        return timers->decrementer_reload;
    case 65:
        return ppu->gin;
    case 284:
        return (uint32_t)(cycle + timers->time_base_offset);
    case 285:
        return (uint32_t)((cycle + timers->time_base_offset) >> 32);
    case 336:
        return timers->tsr;
    case 340:
        return timers->tcr;
    default:
        return 0; // undefined in the facts
    }
}

void hx_ppu_spr_write(hx_ppu *ppu, unsigned spr, uint32_t value, uint64_t cycle)
{
    hx_ppu_timers *timers = &ppu->timers;
    uint32_t *plain = plain_register(ppu, spr);
    if (plain) {
        *plain = value;
        return;
    }
    hx_ppu_timers_update(timers, cycle);
    uint64_t time = cycle + timers->time_base_offset;
    switch (spr) {
    case 1:
        ppu->scalars.xer = value & 0xe0000000u;
        break;
    case 22:
        timers->decrementer_end = value ? cycle + value : UINT64_MAX;
        break;
    case 54:
        timers->decrementer_reload = value;
        break;
    case 284:
        timers->time_base_offset = ((time & ~UINT64_C(0xffffffff)) | value) - cycle;
        break;
    case 285:
        timers->time_base_offset = ((time & 0xffffffff) | (uint64_t)value << 32) - cycle;
        break;
    case 336:
        timers->tsr &= ~value;
        break;
    case 340:
        timers->tcr = value;
        break;
    default:
        break;
    }
}

void hx_ppu_enter_interrupt(hx_ppu *ppu, uint32_t vector, uint32_t return_address)
{
    ppu->srr0 = return_address;
    ppu->srr1 = ppu->msr;
    ppu->msr &= HX_PPU_MSR_KEPT;
    ppu->next_address = vector;
}

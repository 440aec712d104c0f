// Time base, decrementer and fixed-interval timer, derived from the cycle number.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/core.h"

#include <string.h>

void hx_ppu_timers_reset(hx_ppu_timers *timers)
{
    memset(timers, 0, sizeof *timers);
    timers->decrementer_end = UINT64_MAX;
}

// The next cycle after `cycle` in which the chosen bit of the time base rises.
static uint64_t next_rise(const hx_ppu_timers *timers, uint64_t cycle)
{
    unsigned bit = 8 + 4 * (timers->tcr >> 24 & 3);
    uint64_t period = UINT64_C(2) << bit;
    uint64_t phase = (cycle + timers->time_base_offset + (period >> 1)) % period;
    return cycle + period - phase;
}

void hx_ppu_timers_update(hx_ppu_timers *timers, uint64_t cycle)
{
    if (cycle <= timers->seen)
        return;
    if (timers->decrementer_end <= cycle) {
        timers->tsr |= HX_PPU_TSR_DIS;
        uint64_t reload = timers->tcr & HX_PPU_TCR_ARE ? timers->decrementer_reload : 0;
        if (reload)
            timers->decrementer_end += ((cycle - timers->decrementer_end) / reload + 1) * reload;
        else
            timers->decrementer_end = UINT64_MAX;
    }
    if (next_rise(timers, timers->seen) <= cycle)
        timers->tsr |= HX_PPU_TSR_FIS;
    timers->seen = cycle;
}

uint64_t hx_ppu_timers_next(const hx_ppu_timers *timers)
{
    uint64_t next = UINT64_MAX;
    if (timers->tcr & HX_PPU_TCR_DIE)
        next = timers->decrementer_end;
    if (timers->tcr & HX_PPU_TCR_FIE) {
        uint64_t rise = next_rise(timers, timers->seen);
        next = rise < next ? rise : next;
    }
    return next;
}

uint32_t hx_ppu_timers_pending(const hx_ppu_timers *timers)
{
    if (timers->tsr & HX_PPU_TSR_FIS && timers->tcr & HX_PPU_TCR_FIE)
        return HX_PPU_VECTOR_FIXED_INTERVAL;
    if (timers->tsr & HX_PPU_TSR_DIS && timers->tcr & HX_PPU_TCR_DIE)
        return HX_PPU_VECTOR_DECREMENTER;
    return 0;
}

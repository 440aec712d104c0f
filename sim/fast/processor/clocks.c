// Time base, decrementer and fixed-interval timer of a processor, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/clocks.h"

#include <hx_map.h>

#define LOW UINT32_MAX
// Status and control bits
#define DIS (1u << 27)
#define FIS (1u << 26)
#define DIE (1u << 26)
#define FIE (1u << 23)
#define ARE (1u << 22)

static uint64_t get_period(const hx_clocks *c)
{
    return UINT64_C(1) << (9 + 4 * (c->control >> 24 & 3));
}

// A status bit that is set already does not change any more.
static void find_next(hx_clocks *c, uint64_t cycle)
{
    c->next = c->running ? c->end - 1 : UINT64_MAX;
    if (c->interval)
        return;
    // The time base of the next cycle is half a period.
    uint64_t period = get_period(c), time = cycle + c->offset + 1;
    uint64_t wait = (period / 2 - time) & (period - 1);
    if (cycle + wait < c->next)
        c->next = cycle + wait;
}

void hx_clocks_reset(hx_clocks *c)
{
    *c = (hx_clocks){0};
    find_next(c, 1);
}

uint32_t hx_clocks_read(const hx_clocks *c, uint64_t cycle, unsigned number)
{
    uint64_t time = cycle + c->offset;
    switch (number) {
    case HX_MAP_PPU_SPR_DEC:
        return c->running ? (uint32_t)(c->end - cycle) : 0;
    case HX_MAP_PPU_SPR_DECAR:
        return c->reload;
    case HX_MAP_PPU_SPR_TBL:
        return (uint32_t)time;
    case HX_MAP_PPU_SPR_TBU:
        return (uint32_t)(time >> 32);
    case HX_MAP_PPU_SPR_TSR:
        return (c->decremented ? DIS : 0) | (c->interval ? FIS : 0);
    default:
        return c->control;
    }
}

hx_clocks_requests hx_clocks_look(const hx_clocks *c, const hx_clocks_write *w)
{
    uint32_t control = c->control, acknowledged = 0;
    if (w->valid && w->number == HX_MAP_PPU_SPR_TCR)
        control = w->data;
    if (w->valid && w->number == HX_MAP_PPU_SPR_TSR)
        acknowledged = w->data;
    return (hx_clocks_requests){.interval = c->interval && control & FIE && !(acknowledged & FIS),
                                .decremented =
                                    c->decremented && control & DIE && !(acknowledged & DIS)};
}

bool hx_clocks_enabled(const hx_clocks *c)
{
    return c->control & (FIE | DIE);
}

static void write_register(hx_clocks *c, uint64_t cycle, const hx_clocks_write *w)
{
    uint64_t time = cycle + c->offset;
    switch (w->number) {
    case HX_MAP_PPU_SPR_DEC:
        c->running = w->data;
        c->end = cycle + w->data;
        break;
    case HX_MAP_PPU_SPR_DECAR:
        c->reload = w->data;
        break;
    case HX_MAP_PPU_SPR_TBL:
        c->offset = ((time & ~(uint64_t)LOW) | w->data) - cycle;
        break;
    case HX_MAP_PPU_SPR_TBU:
        c->offset = ((uint64_t)w->data << 32 | (time & LOW)) - cycle;
        break;
    case HX_MAP_PPU_SPR_TSR:
        c->decremented &= !(w->data & DIS);
        c->interval &= !(w->data & FIS);
        break;
    default:
        c->control = w->data;
        break;
    }
}

void hx_clocks_step(hx_clocks *c, uint64_t cycle, const hx_clocks_write *w)
{
    if (w->valid)
        write_register(c, cycle, w);
    if (c->running && c->end == cycle + 1) {
        c->decremented = true;
        c->running = c->control & ARE && c->reload;
        c->end += c->reload;
    }
    uint64_t period = get_period(c);
    if (((cycle + c->offset + 1) & (period - 1)) == period / 2)
        c->interval = true;
    find_next(c, cycle + 1);
}

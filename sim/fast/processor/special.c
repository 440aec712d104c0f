// Special registers and machine state of a processor.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/special.h"

#include <hx_map.h>
#include <stddef.h>

#define KEPT_STATE 0x00021200u // CE, ME, DE survive an exception
#define TRAP_CAUSE 0x02000000u

enum { RFI = 50, RFCI = 51 };

static size_t get_place(unsigned number)
{
    switch (number) {
    case HX_MAP_PPU_SPR_LR:
        return offsetof(hx_special, link);
    case HX_MAP_PPU_SPR_CTR:
        return offsetof(hx_special, count);
    case HX_MAP_PPU_SPR_SRR0:
        return offsetof(hx_special, srr0);
    case HX_MAP_PPU_SPR_SRR1:
        return offsetof(hx_special, srr1);
    case HX_MAP_PPU_SPR_CSRR0:
        return offsetof(hx_special, csrr0);
    case HX_MAP_PPU_SPR_CSRR1:
        return offsetof(hx_special, csrr1);
    case HX_MAP_PPU_SPR_DEAR:
        return offsetof(hx_special, dear);
    case HX_MAP_PPU_SPR_ESR:
        return offsetof(hx_special, esr);
    case HX_MAP_PPU_SPR_GOUT:
        return offsetof(hx_special, gout);
    case HX_MAP_PPU_SPR_GOE:
        return offsetof(hx_special, goe);
    case HX_MAP_PPU_SPR_ICCR:
        return offsetof(hx_special, iccr);
    case HX_MAP_PPU_SPR_MCSRR0:
        return offsetof(hx_special, mcsrr0);
    case HX_MAP_PPU_SPR_MCSRR1:
        return offsetof(hx_special, mcsrr1);
    default:
        return SIZE_MAX;
    }
}

uint32_t hx_special_read(const hx_special *s, unsigned number)
{
    size_t place = get_place(number);
    return place == SIZE_MAX ? 0 : *(const uint32_t *)((const char *)s + place);
}

void hx_special_write(hx_special *s, unsigned number, uint32_t data)
{
    size_t place = get_place(number);
    if (place != SIZE_MAX)
        *(uint32_t *)((char *)s + place) = data;
}

uint32_t hx_special_get_saved_state(const hx_special *s, unsigned extended)
{
    return extended == RFI ? s->srr1 : extended == RFCI ? s->csrr1 : s->mcsrr1;
}

uint32_t hx_special_get_saved_address(const hx_special *s, unsigned extended)
{
    return extended == RFI ? s->srr0 : extended == RFCI ? s->csrr0 : s->mcsrr0;
}

void hx_special_enter(hx_special *s, bool trap, uint32_t address)
{
    s->srr0 = address;
    s->srr1 = s->state;
    s->state &= KEPT_STATE;
    if (trap)
        s->esr = TRAP_CAUSE;
}

bool hx_special_pins_ask(const hx_special *s)
{
    unsigned levels = ~(s->iccr >> 16), edge = s->iccr >> 12;
    return s->iccr >> 8 & ~edge & levels & 0xf;
}

// Interrupt requests from outside: pins and doorbell.
// SPDX-License-Identifier: Apache-2.0
//
// Requests are latched only while interrupts are enabled and are forgotten when their handler is
// entered. A level is a request for as long as it lasts. Control register (ICCR): doorbell enable
// bit 0; for each pin a bit of mask 11:8, trigger 15:12 (1 = edge, 0 = level) and sense 19:16
// (1 = high or rising).
#include "sim/fast/ppu/core.h"

enum { PINS = 15, MASK_SHIFT = 8, TRIGGER_SHIFT = 12, SENSE_SHIFT = 16, DOORBELL_ENABLE = 1 };

static uint32_t field(const hx_ppu *ppu, unsigned shift)
{
    return ppu->iccr >> shift & PINS;
}

// Pins in their active state.
static uint32_t active(const hx_ppu *ppu)
{
    return ~(ppu->gin ^ field(ppu, SENSE_SHIFT)) & PINS;
}

void hx_ppu_set_pins(hx_ppu *ppu, unsigned levels)
{
    uint32_t before = ppu->gin;
    ppu->gin = levels & PINS;
    uint32_t edges = (before ^ ppu->gin) & active(ppu);
    if (ppu->msr & HX_PPU_MSR_EE && edges & field(ppu, MASK_SHIFT) & field(ppu, TRIGGER_SHIFT))
        ppu->has_pin_request = true;
}

void hx_ppu_ring_doorbell(hx_ppu *ppu)
{
    if (ppu->msr & HX_PPU_MSR_EE && ppu->iccr & DOORBELL_ENABLE)
        ppu->has_doorbell_request = true;
}

uint32_t hx_ppu_requests_take(hx_ppu *ppu)
{
    if (active(ppu) & field(ppu, MASK_SHIFT) & ~field(ppu, TRIGGER_SHIFT))
        ppu->has_pin_request = true;
    if (ppu->has_pin_request) {
        ppu->has_pin_request = false;
        return HX_PPU_VECTOR_EXTERNAL;
    }
    // Timers go first.
    if (!ppu->has_doorbell_request || hx_ppu_timers_pending(&ppu->timers))
        return 0;
    ppu->has_doorbell_request = false;
    return HX_PPU_VECTOR_DOORBELL;
}

// Special registers and machine state of a processor.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/ppu/hx_ppu_special.sv, hx_ppu_interrupts.sv. Carry and overflow belong to the
// arithmetic registers, the timers to hx_clocks. Pins and doorbell have no source in the chip.
#ifndef HX_FAST_PROCESSOR_SPECIAL_H
#define HX_FAST_PROCESSOR_SPECIAL_H

#include <stdbool.h>
#include <stdint.h>

#define HX_SPECIAL_INTERRUPTS 0x8000u // of the machine state: enabled

typedef struct hx_special {
    uint32_t link, count, state;
    uint32_t srr0, srr1, csrr0, csrr1, mcsrr0, mcsrr1, dear, esr, gout, goe, iccr;
    bool pin; // an interrupt of the pins is pending
} hx_special;

// Unknown registers read 0.
uint32_t hx_special_read(const hx_special *special, unsigned number);
void hx_special_write(hx_special *special, unsigned number, uint32_t data);

// Machine state and return address (bytes) of rfi, rfci, rfmci by their extended opcode.
uint32_t hx_special_get_saved_state(const hx_special *special, unsigned extended);
uint32_t hx_special_get_saved_address(const hx_special *special, unsigned extended);

// An exception is entered; `address`: where to return to, bytes.
void hx_special_enter(hx_special *special, bool trap, uint32_t address);

// The pins, which rest at 0, ask for an interrupt.
bool hx_special_pins_ask(const hx_special *special);

#endif

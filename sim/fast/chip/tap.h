// Test access port of the chip, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// The pins are sampled with the chip clock: what IEEE 1149.1 does at an edge of TCK happens one
// cycle after the chip saw it. Instructions and data registers: docs/fidelity.md, "JTAG".
#ifndef HX_FAST_CHIP_TAP_H
#define HX_FAST_CHIP_TAP_H

#include "sim/fast/event/access.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_tap {
    // Reset at power-on only.
    uint8_t state, instruction, shift_instruction;
    uint64_t shift;
    bool tck, tms, tdi, rise, fall; // what the last cycle brought
    bool tdo;
    // Reset with the chip.
    uint8_t target;
    uint32_t address, data, answer; // data to write, answer of the last read
    bool read;
    bool asks; // a request waits to be taken
    hx_access request;
    bool busy; // an answer is due
    bool pll_write;
    uint8_t phy_usable; // not master, initialises itself
} hx_tap;

typedef struct hx_tap_in {
    bool tck, tms, tdi;
    bool taken;    // the request
    bool answered; // with the packed response
    uint64_t response;
} hx_tap_in;

void hx_tap_power_on(hx_tap *tap);

// The clock edge; `reset`: of the chip.
void hx_tap_step(hx_tap *tap, bool reset, const hx_tap_in *in);

// A write of a PLL register in this cycle.
static inline unsigned hx_tap_get_pll_register(const hx_tap *tap)
{
    return tap->target & 7;
}
static inline uint32_t hx_tap_get_pll_data(const hx_tap *tap)
{
    return (uint32_t)tap->shift;
}

// Nothing happens in this cycle with these pins and no answer.
static inline bool hx_tap_rests(const hx_tap *tap, bool tck)
{
    return !tap->rise && !tap->fall && !tap->pll_write && !tap->asks && tck == tap->tck;
}

#ifdef __cplusplus
}
#endif

#endif

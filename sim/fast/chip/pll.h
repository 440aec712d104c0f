// Registers of the PLLs with their self test, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// One store with two ways in, bus and test access port; in one cycle the bus comes last. The self
// test counts cycles of a clock output as they follow from the settings (docs/fidelity.md, "PLL").
#ifndef HX_FAST_CHIP_PLL_H
#define HX_FAST_CHIP_PLL_H

#include "sim/fast/event/access.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HX_PLL_REGISTERS 8

typedef struct hx_pll {
    uint32_t store[HX_PLL_REGISTERS];
    bool enabled, running, finished, success; // self test
    uint32_t counter;
    uint64_t deadline;
} hx_pll;

void hx_pll_reset(hx_pll *pll);

// The clock edge. Returns the read data of the access.
uint32_t hx_pll_step(hx_pll *pll, uint64_t now, const hx_access *access, bool jtag_write,
                     unsigned jtag_register, uint32_t jtag_data);

// First cycle, from `now` on, in which something happens without a write.
uint64_t hx_pll_next(const hx_pll *pll, uint64_t now);

#ifdef __cplusplus
}
#endif

#endif

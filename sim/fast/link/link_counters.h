// Counters of the link at the FPGA and the registers that show them.
// SPDX-License-Identifier: Apache-2.0
//
// What they count: rtl/tables/fpga.tab, docs/link-words.md. All have 32 bits, start at power-on
// and wrap.
#ifndef HX_FAST_LINK_LINK_COUNTERS_H
#define HX_FAST_LINK_LINK_COUNTERS_H

#include "sim/fast/link/fpga_link_rx.h"
#include "sim/fast/link/lane_word.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_link_counters {
    uint32_t tx[HX_LANES], right[HX_LANES], wrong[HX_LANES], unused[HX_LANES];
    uint32_t online[HX_LANES]; // down: cycles so far; up: now minus these
    uint8_t up;                // as far as `online` knows: one lane a cycle
    uint8_t late;              // cycles since a change of the lanes that it does not know yet
    uint32_t write, sent, rx, read;
} hx_link_counters;

void hx_link_counters_reset(hx_link_counters *counters);
void hx_link_counters_take(hx_link_counters *counters, const hx_fpga_link_arrived *arrived);
// One cycle of the time that lanes are up.
void hx_link_counters_step(hx_link_counters *counters, uint8_t up, uint32_t now);
// The register at an address, 0 if there is none. `lost`: events from the chip.
uint32_t hx_link_counters_get(const hx_link_counters *counters, uint32_t address, uint32_t now,
                              uint32_t lost);

#ifdef __cplusplus
}
#endif

#endif

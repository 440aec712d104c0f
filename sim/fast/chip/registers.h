// Registers of the chip outside of the event fabric: store, masks, defaults, system time.
// SPDX-License-Identifier: Apache-2.0
//
// PHY enables, synapse memory timing, correlation settings; system time. A function that reads
// gives 0 for addresses of other blocks.
#ifndef HX_FAST_CHIP_REGISTERS_H
#define HX_FAST_CHIP_REGISTERS_H

#include "sim/fast/event/access.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_chip_registers {
    uint32_t half[2][7]; // synapse memory timing, correlation
    uint32_t phy;
    uint8_t phy_enable;
    uint16_t sense_delay[2]; // chip cycles
    uint8_t cadc_crossed[2]; // of a half; bit: bank, 0 left: offset voltage of the other
} hx_chip_registers;

void hx_chip_registers_reset(hx_chip_registers *registers);
uint32_t hx_chip_registers_access(hx_chip_registers *registers, const hx_access *access);

// {43-bit time in FPGA cycles, second cycle of the pair}, derived from the cycle counter.
typedef struct hx_systime {
    uint64_t offset; // system time minus cycle, modulo 2^44
    uint64_t base;   // loaded by a synchronisation
    bool pending;    // one waits for the next pair
    bool synced;     // the time was loaded at the last edge
} hx_systime;

#define HX_SYSTIME_MASK ((UINT64_C(1) << 44) - 1)

void hx_systime_power_on(hx_systime *systime);
static inline uint64_t hx_systime_get(const hx_systime *systime, uint64_t now)
{
    return (now + systime->offset) & HX_SYSTIME_MASK;
}
void hx_systime_step(hx_systime *systime, uint64_t now, bool sync);
uint32_t hx_systime_access(hx_systime *systime, const hx_access *access);

#ifdef __cplusplus
}
#endif

#endif

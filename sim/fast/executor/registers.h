// Registers of the FPGA: executor, time synchronisation, PHYs.
// SPDX-License-Identifier: Apache-2.0
//
// Addresses without a register read 0 and ignore writes. Counters and states of other parts are
// in hx_fpga_state, taken in the cycle of the access.
#ifndef HX_FAST_EXECUTOR_REGISTERS_H
#define HX_FAST_EXECUTOR_REGISTERS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct hx_fpga_registers {
    bool response_filter, recording, correction;
    uint32_t polling[3]; // address, target, mask
    uint32_t timeout;
    uint8_t sync_tries;
    uint8_t phy_enable, phy_usable; // usable: master and automatic initialisation
    uint32_t phy_config[8];
} hx_fpga_registers;

typedef struct hx_fpga_state {
    uint32_t timer;
    uint64_t round_trip, chip_time;
    bool sync_busy;
    uint32_t dropped, link_dropped;
    uint32_t link_counter; // at the address
    uint8_t flags; // {synchronisation failed, answer unexpected, answer lost, illegal instruction}
} hx_fpga_state;

void hx_fpga_registers_reset(hx_fpga_registers *registers);
uint32_t hx_fpga_registers_read(const hx_fpga_registers *registers, uint32_t address,
                                const hx_fpga_state *state);
void hx_fpga_registers_write(hx_fpga_registers *registers, uint32_t address, unsigned byte_enables,
                             uint32_t data, const hx_fpga_state *state);

// Lanes that are enabled and can initialise themselves.
static inline uint8_t hx_fpga_registers_get_phy_ready(const hx_fpga_registers *registers)
{
    return registers->phy_enable & registers->phy_usable;
}

// Whether the barrier on the time correction is armed. The one right behind the write sees it
// already: `write` says whether there is one on the port.
bool hx_fpga_registers_is_armed(const hx_fpga_registers *registers, bool write, uint32_t address,
                                unsigned byte_enables, uint32_t data);

#endif

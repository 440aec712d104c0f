// Registers of the FPGA: executor, time synchronisation, PHYs.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/executor/registers.h"

#include <hx_map.h>
#include <string.h>

// Our own, without an entry in the tables.
#define DROPPED_EVENTS UINT32_C(0x8800000e)
#define FLAGS UINT32_C(0x8800000f)

// Serial number, high word first.
#define DNA_HIGH 0
#define DNA_LOW 1

#define LANES HX_MAP_PHY_CONFIG_FPGA_PHY_COUNT
#define PHY_CONFIG_BITS UINT32_C(0x3fffff)

static bool is_usable(uint32_t word)
{
    hx_map_phy_config_fpga config;
    hx_map_phy_config_fpga_decode(&word, &config);
    return config.enable_init_master && config.enable_auto_init;
}

void hx_fpga_registers_reset(hx_fpga_registers *r)
{
    memset(r, 0, sizeof *r);
    r->response_filter = hx_map_write_response_filter_default().enable;
    r->timeout = hx_map_instruction_timeout_config_default().value;
    r->sync_tries = (uint8_t)hx_map_fpga_systime_sync_num_retries_default().value;
    const hx_map_phy_config_fpga phy = hx_map_phy_config_fpga_default();
    for (unsigned lane = 0; lane < LANES; lane++)
        hx_map_phy_config_fpga_encode(&phy, &r->phy_config[lane]);
    r->phy_usable = 0xff;
}

uint32_t hx_fpga_registers_read(const hx_fpga_registers *r, uint32_t address,
                                const hx_fpga_state *state)
{
    if (address - HX_MAP_PHY_CONFIG_FPGA_BASE < LANES)
        return r->phy_config[address - HX_MAP_PHY_CONFIG_FPGA_BASE];
    switch (address) {
    case HX_MAP_WRITE_RESPONSE_FILTER_BASE:
        return r->response_filter;
    case HX_MAP_FPGA_DEVICE_DNA_BASE:
        return DNA_HIGH;
    case HX_MAP_FPGA_DEVICE_DNA_BASE + 1:
        return DNA_LOW;
    case HX_MAP_EVENT_RECORDING_CONFIG_BASE:
        return r->recording;
    case HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE:
    case HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE + 1:
    case HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE + 2:
        return r->polling[address - HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE];
    case HX_MAP_INSTRUCTION_TIMEOUT_CONFIG_BASE:
        return r->timeout;
    case HX_MAP_SYSTIME_CORRECTION_BARRIER_CONFIG_BASE:
        return r->correction;
    case HX_MAP_PLAYBACK_TIMER_BASE:
        return state->timer;
    case DROPPED_EVENTS:
        return state->dropped;
    case HX_MAP_LINK_EVENTS_DROPPED_BASE:
        return state->link_dropped;
    case FLAGS:
        return state->flags;
    case HX_MAP_FPGA_SYSTIME_SYNC_NUM_RETRIES_BASE:
        return r->sync_tries;
    case HX_MAP_FPGA_SYSTIME_SYNC_LAST_RTT_BASE:
        return (uint32_t)(state->round_trip >> 32);
    case HX_MAP_FPGA_SYSTIME_SYNC_LAST_RTT_BASE + 1:
        return (uint32_t)state->round_trip;
    case HX_MAP_FPGA_SYSTIME_SYNC_LAST_ASIC_SYSTIME_BASE:
        return (uint32_t)(state->chip_time >> 32);
    case HX_MAP_FPGA_SYSTIME_SYNC_LAST_ASIC_SYSTIME_BASE + 1:
        return (uint32_t)state->chip_time;
    case HX_MAP_FPGA_SYSTIME_SYNC_ACTIVE_STATE_BASE:
        return state->sync_busy;
    case HX_MAP_COMMON_PHY_CONFIG_FPGA_BASE:
        return r->phy_enable;
    default:
        return state->link_counter;
    }
}

static uint32_t merge(uint32_t now, unsigned byte_enables, uint32_t data)
{
    uint32_t enabled = 0;
    for (unsigned i = 0; i < 4; i++)
        if (byte_enables >> i & 1)
            enabled |= UINT32_C(0xff) << (8 * i);
    return (now & ~enabled) | (data & enabled);
}

void hx_fpga_registers_write(hx_fpga_registers *r, uint32_t address, unsigned byte_enables,
                             uint32_t data, const hx_fpga_state *state)
{
    const uint32_t value = merge(hx_fpga_registers_read(r, address, state), byte_enables, data);
    const uint32_t lane = address - HX_MAP_PHY_CONFIG_FPGA_BASE;
    if (lane < LANES) {
        r->phy_config[lane] = value & PHY_CONFIG_BITS;
        r->phy_usable =
            (uint8_t)((r->phy_usable & ~(1u << lane)) | (unsigned)is_usable(value) << lane);
        return;
    }
    switch (address) {
    case HX_MAP_WRITE_RESPONSE_FILTER_BASE:
        r->response_filter = value & 1;
        break;
    case HX_MAP_EVENT_RECORDING_CONFIG_BASE:
        r->recording = value & 1;
        break;
    case HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE:
    case HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE + 1:
    case HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE + 2:
        r->polling[address - HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE] = value;
        break;
    case HX_MAP_INSTRUCTION_TIMEOUT_CONFIG_BASE:
        r->timeout = value;
        break;
    case HX_MAP_SYSTIME_CORRECTION_BARRIER_CONFIG_BASE:
        r->correction = value & 1;
        break;
    case HX_MAP_FPGA_SYSTIME_SYNC_NUM_RETRIES_BASE:
        r->sync_tries = value & 0xf;
        break;
    case HX_MAP_COMMON_PHY_CONFIG_FPGA_BASE:
        r->phy_enable = (uint8_t)value;
        break;
    default:
        break;
    }
}

bool hx_fpga_registers_is_armed(const hx_fpga_registers *r, bool write, uint32_t address,
                                unsigned byte_enables, uint32_t data)
{
    if (!write || address != HX_MAP_SYSTIME_CORRECTION_BARRIER_CONFIG_BASE)
        return r->correction;
    return merge(r->correction, byte_enables, data) & 1;
}

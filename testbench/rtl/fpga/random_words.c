// Random host words for the FPGA.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/rtl/fpga/random_words.h"

#include "host/wire/ut_message.h"

#include <hx_map.h>
#include <string.h>

enum { PhaseMixed, PhaseBus, PhaseEvents, PhaseJtag, PhaseKinds };

// splitmix64
uint64_t random_draw(random_words *r)
{
    uint64_t x = r->state += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static uint32_t below(random_words *r, uint32_t limit)
{
    return (uint32_t)((random_draw(r) >> 32) * limit >> 32);
}

bool random_chance(random_words *r, unsigned of_256)
{
    return below(r, 256) < of_256;
}

void random_words_start(random_words *r, uint64_t seed)
{
    memset(r, 0, sizeof *r);
    r->state = seed;
    r->partner = 0xff;
    hx_lane_sender_reset(&r->sender, 276);
    hx_lane_reply_reset(&r->reply, 16, 128, 52);
}

static void push(random_words *r, unsigned code, uint64_t payload)
{
    r->queue[r->queued++] = (uint64_t)code << 56 | payload;
}

static void push_write(random_words *r, uint32_t address, uint32_t data)
{
    push(r, HX_UT_TO_OMNIBUS_DATA, data);
    push(r, HX_UT_TO_OMNIBUS_ADDRESS, (uint64_t)0xf << 32 | address);
}

static const uint32_t registers[] = {
    HX_MAP_WRITE_RESPONSE_FILTER_BASE,
    HX_MAP_FPGA_DEVICE_DNA_BASE,
    HX_MAP_EVENT_RECORDING_CONFIG_BASE,
    HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE,
    HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE + 1,
    HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE + 2,
    HX_MAP_PLAYBACK_TIMER_BASE,
    UINT32_C(0x8800000e),
    UINT32_C(0x8800000f),
    HX_MAP_LINK_EVENTS_DROPPED_BASE,
    HX_MAP_LINK_EVENTS_LOST_BASE,
    HX_MAP_FPGA_SYSTIME_SYNC_NUM_RETRIES_BASE,
    HX_MAP_FPGA_SYSTIME_SYNC_LAST_RTT_BASE,
    HX_MAP_FPGA_SYSTIME_SYNC_LAST_RTT_BASE + 1,
    HX_MAP_FPGA_SYSTIME_SYNC_LAST_ASIC_SYSTIME_BASE,
    HX_MAP_FPGA_SYSTIME_SYNC_LAST_ASIC_SYSTIME_BASE + 1,
    HX_MAP_FPGA_SYSTIME_SYNC_ACTIVE_STATE_BASE,
    HX_MAP_COMMON_PHY_CONFIG_FPGA_BASE,
    HX_MAP_EVENT_SWITCH_CONFIG_BASE,
    HX_MAP_PERF_TEST_BASE,
    HX_MAP_SYSTIME_CORRECTION_BARRIER_CONFIG_BASE,
};

// Somewhere in a block of the FPGA, its edges included.
static uint32_t draw_block(random_words *r)
{
    static const struct {
        uint32_t base, count;
    } blocks[] = {
        {HX_MAP_EXTERNAL_PPU_MEMORY_QUAD_BASE, 4},
        {HX_MAP_EXTERNAL_PPU_MEMORY_QUAD_BASE + HX_MAP_EXTERNAL_PPU_MEMORY_QUAD_WORD_COUNT - 2, 4},
        {HX_MAP_EXTERNAL_PPU_DRAM_QUAD_BASE, 4},
        {HX_MAP_EXTERNAL_PPU_DRAM_QUAD_BASE + HX_MAP_EXTERNAL_PPU_DRAM_QUAD_WORD_COUNT - 2, 4},
        {HX_MAP_SPIKE_IO_OUTPUT_ROUTE_BASE, 4},
        {HX_MAP_SPIKE_IO_INPUT_ROUTE_BASE + HX_MAP_SPIKE_IO_INPUT_ROUTE_SERIAL_COUNT - 2, 4},
        {HX_MAP_INPUT_ROUTING_TABLE_ENTRY_BASE, 4},
        {HX_MAP_OUTPUT_ROUTING_TABLE_ENTRY_BASE, 4},
        {HX_MAP_EVENT_SWITCH_SOURCE_BASE, 8},
        {HX_MAP_PHY_STATUS_CRC_ERROR_COUNT_BASE - 1, 26},
        {HX_MAP_PHY_STATUS_TX_COUNT_BASE, 22},
        {HX_MAP_PHY_CONFIG_FPGA_BASE, 9},
        {HX_MAP_WRITE_RESPONSE_FILTER_BASE, 32},
        {HX_MAP_FPGA_SYSTIME_SYNC_NUM_RETRIES_BASE, 8},
    };
    const unsigned block = below(r, sizeof blocks / sizeof *blocks);
    return blocks[block].base + below(r, blocks[block].count);
}

uint32_t random_words_draw_local(random_words *r)
{
    return random_chance(r, 128) ? registers[below(r, sizeof registers / sizeof *registers)]
                                 : draw_block(r);
}

static uint32_t draw_address(random_words *r)
{
    return random_chance(r, 128) ? below(r, 1 << 26) : random_words_draw_local(r);
}

// Writes that would end all traffic are rare.
uint32_t random_words_draw_data(random_words *r, uint32_t address)
{
    const uint32_t data = (uint32_t)random_draw(r);
    switch (address) {
    case HX_MAP_INSTRUCTION_TIMEOUT_CONFIG_BASE:
        return 20 + below(r, 3000);
    case HX_MAP_COMMON_PHY_CONFIG_FPGA_BASE:
        return random_chance(r, 252) ? 0xff : data;
    case HX_MAP_EVENT_RECORDING_CONFIG_BASE:
        return random_chance(r, 200);
    case HX_MAP_SYSTIME_CORRECTION_BARRIER_CONFIG_BASE:
    case HX_MAP_WRITE_RESPONSE_FILTER_BASE:
        return random_chance(r, 64);
    default:
        return address - HX_MAP_PHY_CONFIG_FPGA_BASE < 8 && random_chance(r, 252) ? 0x204040 : data;
    }
}

static void push_access(random_words *r)
{
    const uint32_t address = draw_address(r);
    const uint64_t enables = random_chance(r, 200) ? 0xf : below(r, 16);
    if (random_chance(r, 128)) {
        push(r, HX_UT_TO_OMNIBUS_ADDRESS, (uint64_t)1 << 36 | enables << 32 | address);
    } else {
        if (random_chance(r, 250))
            push(r, HX_UT_TO_OMNIBUS_DATA, random_words_draw_data(r, address));
        push(r, HX_UT_TO_OMNIBUS_ADDRESS, enables << 32 | address);
    }
}

static void push_poll(random_words *r)
{
    push(r, HX_UT_TO_POLLING_OMNIBUS_BLOCK, random_chance(r, 128));
    push(r, HX_UT_TO_OMNIBUS_DATA, random_chance(r, 128) ? 1 : 0);
    push(r, HX_UT_TO_OMNIBUS_ADDRESS,
         (uint64_t)0xf << 32 | (HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE + 2));
}

static void push_jtag(random_words *r)
{
    switch (below(r, 6)) {
    case 0:
        push(r, HX_UT_TO_JTAG_INIT, 0);
        break;
    case 1:
        push(r, HX_UT_TO_JTAG_SCALER, random_chance(r, 250) ? below(r, 4) : below(r, 64));
        break;
    case 2:
        push(r, HX_UT_TO_JTAG_INS, random_draw(r) & 0xffffffff);
        break;
    default:
        push(r, HX_UT_TO_JTAG_DATA, random_draw(r) & UINT64_C(0x13f01ffffffff));
    }
}

static void push_other(random_words *r)
{
    switch (below(r, 24)) {
    case 0:
        push(r, HX_UT_TO_SYSTIME_INIT, random_chance(r, 128));
        break;
    case 1:
        push_poll(r);
        break;
    case 2:
        if (random_chance(r, 240))
            push(r, HX_UT_TO_RESET, 0);
        push(r, HX_UT_TO_RESET, random_chance(r, 20));
        break;
    case 3:
        push(r, HX_UT_TO_LOOPBACK, 1);
        break;
    case 4:
        push(r, HX_UT_TO_LOOPBACK, random_chance(r, 128));
        break;
    case 5:
        if (random_chance(r, 64))
            push(r, 0x10 + below(r, 0x70), random_draw(r) >> 8); // unknown
        break;
    case 6:
        push(r, 0x80 | below(r, 0x80), random_draw(r) >> 8); // idle
        break;
    case 7:
        push(r, HX_UT_TO_TIMER_SETUP, 0);
        break;
    case 8:
    case 9:
        push(r, HX_UT_TO_BARRIER, below(r, 8));
        break;
    case 10:
        push(r, HX_UT_TO_BARRIER, below(r, 32));
        break;
    default:
        push(r, HX_UT_TO_WAIT_UNTIL, below(r, random_chance(r, 64) ? 2000 : 200));
        push(r, HX_UT_TO_TIMER_SETUP, 0);
    }
}

static void push_setup(random_words *r)
{
    push_write(r, HX_MAP_COMMON_PHY_CONFIG_FPGA_BASE, 0xff);
    push_write(r, HX_MAP_INSTRUCTION_TIMEOUT_CONFIG_BASE, 4000);
}

uint64_t random_words_next(random_words *r)
{
    static const unsigned other[PhaseKinds] = {128, 12, 40, 40};
    if (r->index++ == 0)
        push_setup(r);
    while (!r->queued) {
        if (r->left-- == 0) {
            r->left = 20 + below(r, 300);
            r->kind = below(r, PhaseKinds);
            if (r->kind == PhaseJtag) // takes long
                r->left /= 8;
        }
        if (random_chance(r, other[r->kind]))
            push_other(r);
        else if (r->kind == PhaseEvents || (r->kind == PhaseMixed && random_chance(r, 128)))
            push(r, HX_UT_TO_SPIKE_PACK_1 + below(r, 3), random_draw(r) >> 8);
        else if (r->kind == PhaseJtag)
            push_jtag(r);
        else
            push_access(r);
    }
    return r->queue[--r->queued];
}

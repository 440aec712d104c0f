// Counters of the link at the FPGA and the registers that show them.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/link/link_counters.h"

#include <hx_map.h>
#include <string.h>

void hx_link_counters_reset(hx_link_counters *c)
{
    memset(c, 0, sizeof *c);
}

void hx_link_counters_take(hx_link_counters *c, const hx_fpga_link_arrived *a)
{
    for (unsigned i = 0; i < HX_LINK_RX_WORDS; i++) {
        if (!(a->valid >> i & 1))
            continue;
        const unsigned lane = a->lane[i];
        ++*(a->wrong >> i & 1 ? &c->wrong[lane] : &c->right[lane]);
        c->unused[lane] += a->unused >> i & 1;
        c->rx += a->bus >> i & 1;
        c->read += a->read >> i & 1;
    }
}

void hx_link_counters_step(hx_link_counters *c, uint8_t up, uint32_t now)
{
    const unsigned changed = up ^ c->up;
    if (!changed)
        return;
    const unsigned first = (unsigned)__builtin_ctz(changed);
    c->online[first] = now - c->late - c->online[first];
    c->up ^= (uint8_t)(1u << first);
    c->late = (changed & (changed - 1)) == 0 ? 0 : (c->late + 1) & 7;
}

// Whether an address is one of eight places, `stride` apart; then which.
static bool find_lane(uint32_t address, uint32_t base, uint32_t stride, unsigned *lane)
{
    const uint32_t offset = address - base;
    *lane = offset / stride % HX_LANES;
    return offset < HX_LANES * stride && offset % stride == 0;
}

uint32_t hx_link_counters_get(const hx_link_counters *c, uint32_t address, uint32_t now,
                              uint32_t lost)
{
    unsigned lane;
    if (find_lane(address, HX_MAP_PHY_STATUS_CRC_ERROR_COUNT_BASE, 1, &lane))
        return c->wrong[lane];
    if (find_lane(address, HX_MAP_PHY_STATUS_ONLINE_TIME_BASE, 1, &lane))
        return c->up >> lane & 1 ? now - c->online[lane] : c->online[lane];
    if (find_lane(address, HX_MAP_PHY_STATUS_RX_DROPPED_COUNT_BASE, 1, &lane))
        return c->unused[lane];
    if (find_lane(address, HX_MAP_PHY_STATUS_TX_COUNT_BASE, 2, &lane))
        return c->tx[lane];
    if (find_lane(address, HX_MAP_PHY_STATUS_RX_COUNT_BASE, 2, &lane))
        return c->right[lane];
    switch (address) {
    case HX_MAP_HICANN_ARQ_STATUS_BASE:
        return c->write;
    case HX_MAP_HICANN_ARQ_STATUS_BASE + 1:
        return c->sent;
    case HX_MAP_HICANN_ARQ_STATUS_BASE + 2:
        return c->rx;
    case HX_MAP_HICANN_ARQ_STATUS_BASE + 3:
        return c->read;
    case HX_MAP_LINK_EVENTS_LOST_BASE:
        return lost;
    default:
        return 0;
    }
}

// Chip side of the link, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/link/chip_link.h"

#include <hx_map.h>
#include <string.h>

// Chip cycles there and back, and what words may wait for their lane.
#define ROUND_TRIP (4 * HX_LINK_LATENCY)
#define RESEND_CYCLES (ROUND_TRIP + 512)
#define QUIET_CYCLES (ROUND_TRIP + 64)
#define TRIPS 4 // cycles there and back for each FPGA cycle of latency
#define ACK_CYCLES 32
#define URGENT_CYCLES 256

void hx_chip_link_reset(hx_chip_link *link, unsigned latency)
{
    memset(&link->tx, 0, sizeof link->tx);
    hx_ring_clear(&link->rx.requests);
    link->rx.arrival = (hx_chip_link_arrival){0};
    link->rx.expected = 0;
    link->rx.has_address = false;
    link->rx.sent = link->rx.lost = 0;
    link->rx.memory.valid = false;
    hx_lane_reply_reset(&link->reply, ACK_CYCLES, URGENT_CYCLES, QUIET_CYCLES + TRIPS * latency);
    hx_lane_sender_reset(&link->sender, RESEND_CYCLES + TRIPS * latency);
    link->wrong = link->again = 0;
}

bool hx_chip_link_step(hx_chip_link *link, const hx_chip_link_news *news,
                       const hx_chip_link_waiting *w, const hx_chip_link_choice *choice,
                       bool request_taken, uint64_t *word)
{
    const hx_chip_link_arrival arrived = link->rx.arrival;
    bool bus = choice->again || choice->answer || choice->control;
    *word = hx_chip_link_tx_step(link, w, choice);
    link->wrong += arrived.wrong;
    link->again += choice->again;
    const hx_lane_reply_in reply = {.now = w->now,
                                    .in_turn = arrived.in_turn,
                                    .ahead = arrived.ahead,
                                    .behind = arrived.behind,
                                    .sent = bus};
    hx_lane_reply_step(&link->reply, &reply);
    const hx_lane_sender_in sender = {.now = w->now,
                                      .data = w->answer,
                                      .push = choice->answer,
                                      .resend = choice->again,
                                      .acknowledge_valid = arrived.acknowledge_valid,
                                      .acknowledge = arrived.acknowledge,
                                      .go_back = arrived.go_back};
    hx_lane_sender_step(&link->sender, &sender);
    if (news->valid || request_taken || arrived.any)
        hx_chip_link_rx_step(&link->rx, news, request_taken);
    return choice->systime || bus || choice->events;
}

uint64_t hx_chip_link_next(const hx_chip_link *link, uint64_t now)
{
    const hx_chip_link_tx *tx = &link->tx;
    if (link->rx.arrival.any || link->rx.requests.count || tx->systime_pending ||
        hx_lane_sender_offers(&link->sender))
        return now;
    uint64_t next = UINT64_MAX;
    if (link->reply.pending)
        next = link->reply.due;
    if (hx_lane_sender_waits(&link->sender) && link->sender.deadline < next)
        next = link->sender.deadline;
    return next < now ? now : next;
}

void hx_chip_link_skip(hx_chip_link *link)
{
    link->tx.bus_last = false;
    link->tx.served = 0;
}

uint32_t hx_chip_link_read(const hx_chip_link *link, uint32_t address)
{
    switch (address - HX_MAP_LINK_STATUS_CHIP_BASE) {
    case 0:
        return link->rx.lost;
    case 1:
        return link->tx.dropped;
    case 2:
        return link->wrong;
    case 3:
        return link->again;
    default:
        return 0;
    }
}

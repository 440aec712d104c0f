// FPGA end of the lanes, cycle by cycle: lane words of what the executor sends, what arrives.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/link/fpga_link.h"

#include <string.h>

enum {
    RoundTrip = 2 * HX_LINK_LATENCY,
    ResendCycles = RoundTrip + 256,
    QuietCycles = RoundTrip + 32, // for words that wait for their lane
    AckCycles = 16,
    UrgentCycles = 128,
    Trips = 2 // cycles there and back for each of the latency
};

// What both ends forget in a reset of the chip.
static void reset_ends(hx_fpga_link *link)
{
    hx_lane_sender_reset(&link->sender, ResendCycles + Trips * link->latency);
    hx_lane_reply_reset(&link->reply, AckCycles, UrgentCycles, QuietCycles + Trips * link->latency);
}

void hx_fpga_link_reset(hx_fpga_link *link, uint32_t latency)
{
    memset(link, 0, sizeof *link);
    link->latency = latency;
    reset_ends(link);
    hx_fpga_link_tx_reset(&link->tx);
    hx_fpga_link_rx_reset(&link->rx);
    hx_link_counters_reset(&link->counters);
}

bool hx_fpga_link_is_busy(const hx_fpga_link *link, uint8_t up)
{
    return link->reply.pending && up;
}

// Member by member: whole structures of small members are slow to read right after.
static void find_tx_inputs(const hx_fpga_link *link, const hx_fpga_link_in *in,
                           hx_fpga_link_tx_in *tx)
{
    const bool throw_away = in->given_up && hx_fpga_link_rx_owes_nothing(&link->rx);
    tx->now = link->now;
    tx->word = in->word;
    tx->word_valid = in->word_valid;
    tx->systime_valid = in->systime_valid;
    tx->memory_valid = in->memory_valid;
    tx->memory = in->memory;
    tx->clear = in->chip_reset || throw_away;
    tx->restart = in->chip_reset;
    tx->up = in->chip_reset ? 0 : in->up;
    tx->sender = &link->sender;
    tx->due = hx_lane_reply_is_due(&link->reply, link->now);
    tx->urgent = hx_lane_reply_is_urgent(&link->reply, link->now);
    tx->go_back = link->reply.go_back;
    tx->acknowledge = link->rx.expected;
}

void hx_fpga_link_look_at(const hx_fpga_link *link, const hx_fpga_link_in *in,
                          hx_fpga_link_look *look)
{
    find_tx_inputs(link, in, &look->tx);
    hx_fpga_link_tx_choose(&link->tx, &look->tx, &look->choice);
    look->systime_ready = look->choice.systime;
    look->memory_ready = look->choice.memory;
    look->busy = hx_fpga_link_is_busy(link, in->up);
}

static bool ends_access(uint64_t word)
{
    return hx_lane_get_kind(word) == HX_LANE_BUS_DATA || hx_lane_is_read(word);
}

static void step_ends(hx_fpga_link *link, const hx_fpga_link_in *in, const hx_fpga_link_choice *c)
{
    if (in->chip_reset) {
        reset_ends(link);
        return;
    }
    const hx_fpga_link_arrived *a = &link->rx.arrived;
    const bool acknowledged = c->bus || c->memory || c->again || c->control;
    hx_lane_sender_step(
        &link->sender,
        &(hx_lane_sender_in){.now = link->now,
                             .push = c->bus || c->memory,
                             .data = hx_fpga_link_make_copy(c->memory ? in->memory : c->word),
                             .resend = c->again,
                             .acknowledge_valid = a->acknowledge_valid,
                             .acknowledge = a->acknowledge,
                             .go_back = a->go_back});
    if (acknowledged || a->any)
        hx_lane_reply_step(&link->reply, &(hx_lane_reply_in){.now = link->now,
                                                             .in_turn = a->in_turn,
                                                             .ahead = a->ahead,
                                                             .behind = a->behind,
                                                             .sent = acknowledged});
}

static void step_counters(hx_fpga_link *link, const hx_fpga_link_in *in,
                          const hx_fpga_link_choice *c)
{
    hx_link_counters *counters = &link->counters;
    if (link->tx.valid)
        counters->tx[link->tx.pin_lane]++;
    if (link->rx.arrived.any)
        hx_link_counters_take(counters, &link->rx.arrived);
    hx_link_counters_step(counters, in->up, (uint32_t)link->now);
    counters->write += in->word_valid && !hx_lane_is_events(in->word);
    counters->sent += c->bus || c->memory || c->again;
}

void hx_fpga_link_step(hx_fpga_link *link, const hx_fpga_link_in *in, const hx_fpga_link_look *look)
{
    const hx_fpga_link_choice *c = &look->choice;
    // In this order, because each part looks at what the later ones hold before the edge.
    step_counters(link, in, c);
    link->tx.valid = false;
    if (c->active || look->tx.clear)
        hx_fpga_link_tx_step(&link->tx, &look->tx, c);
    step_ends(link, in, c);
    if (in->rx_valid || in->given_up || in->chip_reset || link->rx.arrived.any || c->bus) {
        hx_fpga_link_rx_in rx = {.valid = in->rx_valid,
                                 .restart = in->chip_reset,
                                 .deaf = in->chip_reset || link->now < link->deaf_until,
                                 .memory_full = in->memory_full,
                                 .ready = in->ready,
                                 .sent_access = c->bus && ends_access(c->word),
                                 .given_up = in->given_up};
        memcpy(rx.lane, in->rx_lane, sizeof rx.lane);
        memcpy(rx.word, in->rx_word, sizeof rx.word);
        hx_fpga_link_rx_step(&link->rx, &rx);
    }
    if (in->chip_reset)
        link->deaf_until = link->now + HX_LINK_LATENCY + 2 + link->latency;
    link->now++;
}

uint64_t hx_fpga_link_get_rest(const hx_fpga_link *link, uint8_t up, bool chip_reset)
{
    if (link->rx.arrived.any || link->tx.valid || up != link->counters.up)
        return 0;
    const hx_fpga_link_in in = {.chip_reset = chip_reset, .up = up};
    hx_fpga_link_tx_in tx;
    find_tx_inputs(link, &in, &tx);
    uint64_t rest = hx_fpga_link_tx_get_rest(&link->tx, &tx,
                                             link->reply.pending ? link->reply.due : UINT64_MAX);
    if (hx_lane_sender_waits(&link->sender)) {
        const uint64_t deadline = link->sender.deadline;
        const uint64_t left = deadline > link->now ? deadline - link->now : 0;
        if (left < rest)
            rest = left;
    }
    return rest;
}

void hx_fpga_link_skip(hx_fpga_link *link, bool chip_reset, uint64_t cycles)
{
    link->now += cycles;
    if (chip_reset && cycles)
        link->deaf_until = link->now - 1 + HX_LINK_LATENCY + 2 + link->latency;
}

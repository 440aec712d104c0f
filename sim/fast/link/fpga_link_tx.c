// FPGA end of the lanes, sending: words wait for a free lane that is up, in order.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/link/fpga_link_tx.h"

#include <string.h>

// Labels of a word with events.
static unsigned count_events(uint64_t word)
{
    return word >> 61 & 3;
}

void hx_fpga_link_tx_reset(hx_fpga_link_tx *tx)
{
    memset(tx, 0, sizeof *tx);
}

// The first lane that is up, from one on, in turn.
static unsigned find_up(uint8_t up, unsigned from)
{
    while (!(up >> from & 1))
        from = (from + 1) % HX_LANES;
    return from;
}

void hx_fpga_link_tx_choose(const hx_fpga_link_tx *tx, const hx_fpga_link_tx_in *in,
                            hx_fpga_link_choice *c)
{
    *c = (hx_fpga_link_choice){.active = false};
    const bool waiting = tx->read != tx->write;
    const bool offered = hx_lane_sender_offers(in->sender);
    if (!waiting && !in->word_valid && !in->systime_valid && !offered && !in->due &&
        !in->memory_valid)
        return;
    c->active = true;
    c->word = waiting ? tx->queue[tx->read % HX_FPGA_LINK_QUEUE] : in->word;
    c->drop = in->word_valid && hx_lane_is_events(in->word) &&
              (!in->up || tx->write - tx->read >= HX_FPGA_LINK_QUEUE / 2);
    if (in->up) {
        c->lane = (uint8_t)find_up(in->up, tx->lane);
        const bool valid = waiting || in->word_valid;
        if (tx->free_at[c->lane] <= in->now) {
            if (in->urgent)
                c->control = true;
            else if (offered)
                c->again = true;
            else if (in->memory_valid && hx_lane_sender_is_ready(in->sender) &&
                     !(tx->memory_last && valid))
                c->memory = true;
            else if (valid && hx_lane_is_events(c->word))
                c->events = true;
            else if (valid && hx_lane_sender_is_ready(in->sender))
                c->bus = true;
            else if (in->systime_valid && !valid)
                c->systime = true;
            else
                c->control = in->due;
        }
    }
    c->pop = (c->events || c->bus) && waiting;
    c->push = in->word_valid && !((c->events || c->bus) && !waiting) && !c->drop;
}

uint64_t hx_fpga_link_make_copy(uint64_t word)
{
    const uint64_t number = UINT64_C(0x7f) << 53;
    return word & ~number & ~UINT64_C(0xffff);
}

static uint64_t make_word(const hx_fpga_link_tx *tx, const hx_fpga_link_tx_in *in,
                          const hx_fpga_link_choice *c)
{
    if (c->events)
        return (c->word & ~(UINT64_C(0x1f) << 56)) | (uint64_t)(tx->events_sent & 0x1f) << 56;
    if (c->systime)
        return hx_lane_make_systime(0);
    const uint64_t reply = (uint64_t)in->acknowledge << 9 | (uint64_t)in->go_back << 8;
    if (c->bus || c->memory)
        return hx_fpga_link_make_copy(c->memory ? in->memory : c->word) |
               (uint64_t)in->sender->next << 53 | reply;
    if (c->again)
        return hx_lane_sender_get_offer(in->sender) | (uint64_t)in->sender->send << 53 | reply;
    return hx_lane_make_bus(HX_LANE_CONTROL, 0, 0, tx->events_sent, 0, false) | reply;
}

void hx_fpga_link_tx_step(hx_fpga_link_tx *tx, const hx_fpga_link_tx_in *in,
                          const hx_fpga_link_choice *c)
{
    tx->valid = false;
    if (c->events || c->bus || c->memory || c->again || c->systime || c->control) {
        tx->valid = true;
        tx->memory_last = c->memory;
        tx->pin_lane = c->lane;
        tx->pin_word = hx_lane_seal(make_word(tx, in, c));
        tx->lane = (c->lane + 1) % HX_LANES;
        tx->free_at[c->lane] = in->now + HX_LANE_CYCLES;
        if (c->events)
            tx->events_sent += count_events(c->word);
    }
    if (c->push) {
        tx->queue[tx->write++ % HX_FPGA_LINK_QUEUE] = in->word;
        if (hx_lane_is_events(in->word))
            tx->events_waiting += count_events(in->word);
    }
    if (c->pop) {
        tx->read++;
        if (c->events)
            tx->events_waiting -= count_events(c->word);
    }
    if (c->drop)
        tx->dropped += count_events(in->word);
    if (in->clear) {
        tx->dropped += tx->events_waiting;
        tx->events_waiting = 0;
        tx->read = tx->write = 0;
    }
    if (in->restart)
        tx->events_sent = 0;
}

uint64_t hx_fpga_link_tx_get_rest(const hx_fpga_link_tx *tx, const hx_fpga_link_tx_in *in,
                                  uint64_t due)
{
    if (tx->valid)
        return 0;
    if (!in->up)
        return UINT64_MAX;
    const uint64_t free_at = tx->free_at[find_up(in->up, tx->lane)];
    uint64_t start = UINT64_MAX;
    if (tx->read != tx->write || in->systime_valid || in->memory_valid ||
        hx_lane_sender_offers(in->sender))
        start = in->now;
    else if (due < UINT64_MAX)
        start = due;
    if (start == UINT64_MAX)
        return UINT64_MAX;
    if (start < free_at)
        start = free_at;
    return start > in->now ? start - in->now : 0;
}

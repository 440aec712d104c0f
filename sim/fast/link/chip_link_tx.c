// Chip side of the link, sending: bus answers, accesses to the FPGA's memory, events and the system
// time as lane words.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/link/chip_link.h"

#define BUSY_CYCLES (2 * HX_LANE_CYCLES) // chip cycles of a word

static unsigned lowest(unsigned bits)
{
    return bits & -bits;
}

// Up to two waiting events of one kind, in turn over the outputs. A round ends when all that
// waited had their turn; a word may hold the last of one round and the first of the next.
static void choose_events(const hx_chip_link_tx *tx, const hx_chip_link_waiting *w,
                          hx_chip_link_choice *choice)
{
    unsigned valid = w->event_valid, served = tx->served, samples = 0;
    if (!(valid & ~served))
        served = 0;
    unsigned fresh = valid & ~served, first = lowest(fresh);
    for (unsigned k = 0; k < HX_CHIP_LINK_OUTPUTS; k++)
        samples |= (unsigned)w->event[k].is_sample << k;
    unsigned alike = valid & ~first & (first & samples ? samples : ~samples);
    unsigned candidates = fresh & alike;
    served |= first;
    if (!candidates) {
        candidates = alike;
        if (candidates)
            served = 0;
    }
    choice->first = (uint8_t)first;
    choice->second = (uint8_t)lowest(candidates);
    choice->served = (uint8_t)(served | choice->second);
}

static bool has_answer(const hx_chip_link_waiting *w)
{
    return w->answer_valid || w->memory_valid;
}

static bool find_lane(const hx_chip_link_tx *tx, const hx_chip_link_waiting *w,
                      hx_chip_link_choice *choice)
{
    unsigned lane = tx->lane;
    for (unsigned i = 0; i < HX_LANES && !(w->up >> lane & 1); i++)
        lane = (lane + 1) % HX_LANES;
    choice->lane = (uint8_t)lane;
    return w->up && tx->free_at[lane] <= w->now;
}

void hx_chip_link_choose(const hx_chip_link *link, const hx_chip_link_waiting *w,
                         hx_chip_link_choice *choice)
{
    const hx_chip_link_tx *tx = &link->tx;
    *choice = (hx_chip_link_choice){0};
    bool due = hx_lane_reply_is_due(&link->reply, w->now);
    bool again = hx_lane_sender_offers(&link->sender);
    if (!tx->systime_pending && !has_answer(w) && !w->event_valid && !again && !due)
        return;
    // Without any lane events are lost and answers wait.
    if (!w->up)
        choice->taken = w->event_valid;
    if (!find_lane(tx, w, choice))
        return;
    if (tx->systime_pending) {
        // The others wait for a pending time word, so that it finds the lane free.
        choice->systime = w->systime & 1;
        return;
    }
    bool answer = has_answer(w) && hx_lane_sender_is_ready(&link->sender);
    bool bus = answer || again || hx_lane_reply_is_urgent(&link->reply, w->now);
    if (bus && (!w->event_valid || !tx->bus_last)) {
        choice->again = again;
        choice->answer = !again && answer;
        choice->control = !again && !answer;
    } else if (w->event_valid) {
        choice->events = true;
        choose_events(tx, w, choice);
        choice->taken = choice->first | choice->second;
    } else {
        choice->control = due;
    }
}

static uint64_t pack_events(const hx_chip_link_tx *tx, const hx_chip_link_waiting *w,
                            const hx_chip_link_choice *choice)
{
    const hx_chip_link_event *first = &w->event[__builtin_ctz(choice->first)];
    uint64_t word = UINT64_C(1) << 63 | (uint64_t)first->is_sample << 62 |
                    (uint64_t)(choice->second != 0) << 61 | (uint64_t)(tx->sent & 0x1f) << 56 |
                    (uint64_t)first->timestamp << 48 | (uint64_t)first->label << 32;
    if (choice->second) {
        const hx_chip_link_event *second = &w->event[__builtin_ctz(choice->second)];
        word |= (uint64_t)second->timestamp << 24 | (uint64_t)second->label << 8;
    }
    return word;
}

static uint64_t pack_bus(const hx_chip_link *link, const hx_chip_link_waiting *w,
                         const hx_chip_link_choice *choice)
{
    uint64_t answer = choice->again ? hx_lane_sender_get_offer(&link->sender) : w->answer;
    unsigned number = choice->again ? link->sender.send : link->sender.next;
    hx_lane_kind kind = (hx_lane_kind)(answer >> 32);
    if (choice->control) {
        kind = HX_LANE_CONTROL;
        number = 0;
    }
    bool counts = kind == HX_LANE_BUS_DONE || kind == HX_LANE_CONTROL;
    return hx_lane_make_bus(kind, number, link->tx.sent & 0x1f,
                            counts ? link->tx.sent : (uint32_t)answer, link->rx.expected,
                            link->reply.go_back);
}

uint64_t hx_chip_link_tx_step(hx_chip_link *link, const hx_chip_link_waiting *w,
                              const hx_chip_link_choice *choice)
{
    hx_chip_link_tx *tx = &link->tx;
    bool bus = choice->again || choice->answer || choice->control;
    uint64_t word = 0;
    if (choice->systime)
        // On the pins in the next cycle, the first of the next pair.
        word = hx_lane_seal(hx_lane_make_systime((w->systime >> 1) + 1));
    else if (bus)
        word = hx_lane_seal(pack_bus(link, w, choice));
    else if (choice->events)
        word = hx_lane_seal(pack_events(tx, w, choice));
    if (choice->systime || bus || choice->events) {
        tx->lane = (choice->lane + 1) % HX_LANES;
        tx->free_at[choice->lane] = w->now + BUSY_CYCLES;
    }
    if (w->synced)
        tx->systime_pending = true;
    else if (choice->systime)
        tx->systime_pending = false;
    if (choice->events)
        tx->sent += choice->second ? 2 : 1;
    if (!w->up)
        tx->dropped += (unsigned)__builtin_popcount(w->event_valid);
    if (!has_answer(w) && !hx_lane_sender_offers(&link->sender) && !w->event_valid)
        tx->bus_last = false;
    else if (bus || choice->events)
        tx->bus_last = bus;
    if (!w->event_valid)
        tx->served = 0;
    else if (choice->events)
        tx->served = choice->served;
    return word;
}

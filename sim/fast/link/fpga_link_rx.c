// FPGA end of the lanes, receiving: checks the words that arrive and takes them apart.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/link/fpga_link_rx.h"

#include "sim/fast/link/lane_word.h"

#include <string.h>

void hx_fpga_link_rx_reset(hx_fpga_link_rx *rx)
{
    memset(rx, 0, sizeof *rx);
}

static void set_sent(hx_fpga_link_rx *rx, uint32_t so_far)
{
    rx->lost += so_far - rx->sent;
    rx->sent = so_far;
}

static void take_events(hx_fpga_link_rx *rx, unsigned i, uint64_t word)
{
    hx_fpga_link_arrived *a = &rx->arrived;
    const bool is_sample = word >> 62 & 1, has_second = word >> 61 & 1;
    set_sent(rx, hx_lane_count_sent(rx->sent, hx_lane_get_events_sent(word)));
    rx->sent += 1 + has_second;
    a->event_valid |= (uint8_t)((has_second ? 3 : 1) << (2 * i));
    for (unsigned k = 0; k < 2; k++) {
        const uint64_t event = word >> (k ? 8 : 32);
        a->event[2 * i + k] = (hx_link_event){(uint16_t)event, (uint8_t)(event >> 16), is_sample};
    }
}

static void take_answer(hx_fpga_link_rx *rx, unsigned i, unsigned kind, uint64_t word)
{
    hx_fpga_link_arrived *a = &rx->arrived;
    if (rx->stale)
        rx->stale--;
    else
        a->answer_valid |= (uint8_t)(1 << i);
    a->answer[i] = kind == HX_LANE_BUS_DONE ? 0 : hx_lane_get_payload(word);
    rx->owed--;
}

static void take_memory_word(hx_fpga_link_rx *rx, unsigned i, unsigned kind, uint64_t word)
{
    rx->arrived.memory_valid |= (uint8_t)(1 << i);
    rx->arrived.memory[i].kind = (uint8_t)kind;
    rx->arrived.memory[i].payload = hx_lane_get_payload(word);
}

static void take_bus_word(hx_fpga_link_rx *rx, unsigned i, uint64_t word, bool memory_full)
{
    hx_fpga_link_arrived *a = &rx->arrived;
    const unsigned kind = hx_lane_get_kind(word);
    const bool is_bus = kind != HX_LANE_CONTROL;
    const bool is_total = kind == HX_LANE_BUS_DONE || kind == HX_LANE_CONTROL;
    const bool is_memory = kind != HX_LANE_BUS_DATA && kind != HX_LANE_BUS_DONE;
    // The later of two words holds all that the first one said.
    a->acknowledge_valid = true;
    a->acknowledge = (uint8_t)hx_lane_get_acknowledge(word);
    a->go_back |= hx_lane_get_go_back(word);
    set_sent(rx, is_total ? hx_lane_get_payload(word)
                          : hx_lane_count_sent(rx->sent, hx_lane_get_bus_sent(word)));
    if (!is_bus)
        return;
    const unsigned number = hx_lane_get_number(word);
    a->bus |= (uint8_t)(1 << i);
    if (number == rx->expected && !(is_memory && memory_full)) {
        rx->expected = (rx->expected + 1) % HX_ARQ_NUMBERS;
        a->in_turn = true;
        a->read |= (uint8_t)(1 << i);
        if (is_memory)
            take_memory_word(rx, i, kind, word);
        else
            take_answer(rx, i, kind, word);
    } else {
        // What finds no place is asked for again like what was lost.
        a->unused |= (uint8_t)(1 << i);
        if (number == rx->expected || hx_lane_is_ahead(number, rx->expected))
            a->ahead = true;
        else
            a->behind = true;
    }
}

static void take_word(hx_fpga_link_rx *rx, unsigned i, const hx_fpga_link_rx_in *in)
{
    const uint64_t word = in->word[i];
    hx_fpga_link_arrived *a = &rx->arrived;
    if (in->deaf || !(in->ready >> in->lane[i] & 1)) {
        a->unused |= (uint8_t)(1 << i);
        return;
    }
    if (!hx_lane_is_good(word)) {
        a->wrong |= (uint8_t)(1 << i);
        return;
    }
    if (hx_lane_is_events(word)) {
        take_events(rx, i, word);
        return;
    }
    switch (hx_lane_get_kind(word)) {
    case HX_LANE_MEMORY_READ:
    case HX_LANE_BUS_ADDRESS:
    case HX_LANE_MEMORY_DATA:
    case HX_LANE_BUS_DATA:
    case HX_LANE_BUS_DONE:
    case HX_LANE_CONTROL:
        take_bus_word(rx, i, word, in->memory_full);
        break;
    case HX_LANE_SYSTIME:
        a->systime_valid = true;
        a->systime = hx_lane_get_systime(word);
        break;
    default:
        a->unused |= (uint8_t)(1 << i);
    }
}

void hx_fpga_link_rx_step(hx_fpga_link_rx *rx, const hx_fpga_link_rx_in *in)
{
    hx_fpga_link_arrived *a = &rx->arrived;
    if (a->any)
        memset(a, 0, sizeof *a);
    if (in->restart) {
        rx->expected = rx->owed = rx->stale = 0;
        rx->sent = 0;
        return;
    }
    if (in->given_up && !hx_fpga_link_rx_owes_nothing(rx))
        rx->stale++;
    if (in->valid) {
        a->any = true;
        a->valid = in->valid;
        memcpy(a->lane, in->lane, sizeof a->lane);
        for (unsigned i = 0; i < HX_LINK_RX_WORDS; i++)
            if (in->valid >> i & 1)
                take_word(rx, i, in);
    }
    rx->owed = (uint8_t)(rx->owed + in->sent_access);
}

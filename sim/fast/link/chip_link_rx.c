// Chip side of the link, receiving: lane words to events, bus requests, data of the FPGA's memory
// and synchronisation.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/link/chip_link.h"
#include "sim/fast/omnibus/request.h"

hx_chip_link_news hx_chip_link_look(bool valid, uint64_t word)
{
    hx_chip_link_news news = {.valid = valid, .word = word};
    news.good = valid && hx_lane_is_good(word);
    if (!news.good)
        return news;
    news.sync = hx_lane_get_kind(word) == HX_LANE_SYSTIME;
    if (hx_lane_is_events(word)) {
        static const uint8_t valid_of[] = {0, 4, 6, 7};
        news.event_valid = valid_of[word >> 61 & 3];
        for (unsigned i = 0; i < 3; i++)
            news.event_label[i] = (uint16_t)(word >> (8 + 16 * i));
    }
    return news;
}

static void count_events(hx_chip_link_rx *rx, uint64_t word)
{
    uint32_t before = rx->sent;
    if (hx_lane_is_events(word)) {
        uint32_t sent = hx_lane_count_sent(before, hx_lane_get_events_sent(word));
        rx->lost += sent - before;
        rx->sent = sent + (word >> 61 & 3);
    } else if (hx_lane_get_kind(word) == HX_LANE_CONTROL) {
        rx->sent = hx_lane_get_payload(word);
        rx->lost += rx->sent - before;
    }
}

static void take_bus_word(hx_chip_link_rx *rx, uint64_t word)
{
    rx->expected = (rx->expected + 1) % HX_ARQ_NUMBERS;
    if (hx_lane_get_kind(word) == HX_LANE_MEMORY_DATA) {
        rx->memory = (hx_chip_link_memory){.valid = true,
                                           .half = hx_lane_get_byte_enables(word) & 1,
                                           .is_row = hx_lane_get_byte_enables(word) >> 1 & 1,
                                           .data = hx_lane_get_payload(word)};
        return;
    }
    hx_access request = {.valid = true};
    if (hx_lane_get_kind(word) == HX_LANE_BUS_DATA) {
        if (!rx->has_address)
            return;
        request.write = true;
        request.address = rx->address;
        request.byte_enables = rx->byte_enables;
        request.data = hx_lane_get_payload(word);
        rx->has_address = false;
    } else {
        request.address = hx_omnibus_narrow(hx_lane_get_payload(word));
        request.byte_enables = hx_lane_get_byte_enables(word);
        if (!hx_lane_is_read(word)) {
            rx->has_address = true;
            rx->address = request.address;
            rx->byte_enables = request.byte_enables;
            return;
        }
    }
    hx_ring_push(&rx->requests, hx_omnibus_pack(&request));
}

void hx_chip_link_rx_step(hx_chip_link_rx *rx, const hx_chip_link_news *news, bool request_taken)
{
    bool room = rx->requests.count < HX_RING_DEPTH;
    if (request_taken)
        hx_ring_pop(&rx->requests);
    rx->arrival = (hx_chip_link_arrival){0};
    rx->memory.valid = false;
    if (!news->valid)
        return;
    // Events and the time leave nothing to do in the next cycle.
    rx->arrival.any = rx->arrival.wrong = !news->good;
    if (!news->good)
        return;
    uint64_t word = news->word;
    unsigned kind = hx_lane_get_kind(word), number = hx_lane_get_number(word);
    count_events(rx, word);
    bool is_bus =
        kind == HX_LANE_BUS_ADDRESS || kind == HX_LANE_BUS_DATA || kind == HX_LANE_MEMORY_DATA;
    rx->arrival.any = rx->arrival.acknowledge_valid = is_bus || kind == HX_LANE_CONTROL;
    rx->arrival.acknowledge = (uint8_t)hx_lane_get_acknowledge(word);
    rx->arrival.go_back = hx_lane_get_go_back(word);
    if (!is_bus)
        return;
    bool ahead = hx_lane_is_ahead(number, rx->expected);
    rx->arrival.in_turn = number == rx->expected && room;
    rx->arrival.ahead = ahead || (number == rx->expected && !room);
    rx->arrival.behind = number != rx->expected && !ahead;
    if (rx->arrival.in_turn)
        take_bus_word(rx, word);
}

// A random chip at the lanes of the FPGA.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/rtl/fpga/random_words.h"

#include <string.h>

static void start_phase(random_words *r)
{
    static const unsigned faults[] = {0, 0, 0, 1, 4}, events[] = {0, 0, 2, 40, 200, 256},
                          speeds[] = {256, 128, 20, 2, 0};
    r->chip_left = 200 + (unsigned)(random_draw(r) % 2000);
    r->fault = faults[random_draw(r) % 5];
    r->events = events[random_draw(r) % 6];
    r->speed = speeds[random_draw(r) % 5];
    r->memory = random_draw(r) & 1 ? 0 : (unsigned)(random_draw(r) & 7);
    // Lanes go down now and then.
    r->partner = random_draw(r) % 40 ? 0xff : (uint8_t)random_draw(r);
}

static void forget(random_words *r)
{
    hx_lane_sender_reset(&r->sender, 276);
    hx_lane_reply_reset(&r->reply, 16, 128, 52);
    r->expected = 0;
    r->read = r->write = 0;
    r->sent = 0;
    r->write_open = r->systime_due = false;
}

// A request becomes the word of its answer.
static void take_request(random_words *r, uint64_t word)
{
    const bool is_data = hx_lane_get_kind(word) == HX_LANE_BUS_DATA;
    if (is_data || hx_lane_is_read(word)) {
        const uint64_t kind = is_data ? HX_LANE_BUS_DONE : HX_LANE_BUS_DATA;
        const uint32_t value = random_chance(r, 128) ? (uint32_t)random_draw(r) : 0;
        r->answer[r->write++ % RANDOM_CHIP_WAITING] = kind << 60 | (uint64_t)value << 16;
    }
}

// Some words of a processor's access to memory or registers of the FPGA. Writes to more than one
// word stay within the memories.
static void push_memory_words(random_words *r)
{
    static const uint32_t bases[] = {0, 0x7ffc, 0x4000000, 0x7fffff8};
    const bool is_register = random_chance(r, 100);
    const uint32_t address = is_register
                                 ? random_words_draw_local(r)
                                 : bases[random_draw(r) % 4] + (uint32_t)(random_draw(r) & 3);
    uint64_t kinds[8];
    uint32_t payloads[8];
    unsigned count = 1;
    if (random_chance(r, 100)) {
        kinds[0] = HX_LANE_MEMORY_READ;
        payloads[0] = (uint32_t)random_chance(r, 128) << 31 |
                      (uint32_t)random_chance(r, 100) << 30 | (address & 0xfffffff);
    } else {
        kinds[0] = HX_LANE_BUS_ADDRESS;
        payloads[0] = (uint32_t)(random_draw(r) & 0xf) << 28 | (address & 0xfffffff);
        for (unsigned more = is_register ? 1 : random_draw(r) & 3; more; more--) {
            kinds[count] = HX_LANE_MEMORY_DATA;
            payloads[count++] =
                is_register ? random_words_draw_data(r, address) : (uint32_t)random_draw(r);
        }
    }
    for (unsigned i = 0; i < count; i++)
        r->answer[r->write++ % RANDOM_CHIP_WAITING] = kinds[i] << 60 | (uint64_t)payloads[i] << 16;
}

static void take_word(random_words *r, uint64_t word, hx_lane_sender_in *sender,
                      hx_lane_reply_in *reply)
{
    if (hx_lane_is_events(word) || random_chance(r, r->fault))
        return;
    const unsigned kind = hx_lane_get_kind(word);
    if (kind == HX_LANE_SYSTIME) {
        r->systime_due = true;
        return;
    }
    sender->acknowledge_valid = true;
    sender->acknowledge = (uint8_t)hx_lane_get_acknowledge(word);
    sender->go_back = hx_lane_get_go_back(word);
    if (kind == HX_LANE_CONTROL)
        return;
    const unsigned number = hx_lane_get_number(word);
    if (number == r->expected) {
        r->expected = (r->expected + 1) & 0x7f;
        reply->in_turn = true;
        take_request(r, word);
    } else if (hx_lane_is_ahead(number, r->expected)) {
        reply->ahead = true;
    } else {
        reply->behind = true;
    }
}

static uint64_t add_reply(const random_words *r, uint64_t word)
{
    const bool is_total =
        hx_lane_get_kind(word) == HX_LANE_BUS_DONE || hx_lane_get_kind(word) == HX_LANE_CONTROL;
    word &= ~(UINT64_C(0x1f) << 48);
    if (is_total)
        word = (word & ~(UINT64_C(0xffffffff) << 16)) | (uint64_t)r->sent << 16;
    else
        word |= (uint64_t)(r->sent & 0x1f) << 48;
    return word | (uint64_t)r->expected << 9 | (uint64_t)r->reply.go_back << 8;
}

// The word of the bus or of control that starts now, 0: none.
static uint64_t make_bus_word(random_words *r, hx_lane_sender_in *sender, hx_lane_reply_in *reply)
{
    uint64_t word = 0;
    if (hx_lane_sender_offers(&r->sender)) {
        sender->resend = true;
        word = hx_lane_sender_get_offer(&r->sender) | (uint64_t)r->sender.send << 53;
    } else if (r->read != r->write && hx_lane_sender_is_ready(&r->sender) &&
               random_chance(r, r->speed)) {
        sender->push = true;
        sender->data = r->answer[r->read++ % RANDOM_CHIP_WAITING];
        word = sender->data | (uint64_t)r->sender.next << 53;
    } else if (hx_lane_reply_is_due(&r->reply, r->now)) {
        word = (uint64_t)HX_LANE_CONTROL << 60;
    }
    if (!word)
        return 0;
    reply->sent = true;
    return add_reply(r, word);
}

static uint64_t make_events(random_words *r)
{
    const uint64_t draw = random_draw(r);
    const bool has_second = draw & 1, is_sample = (draw >> 1 & 7) == 0;
    const uint64_t word = UINT64_C(1) << 63 | (uint64_t)is_sample << 62 |
                          (uint64_t)has_second << 61 | (uint64_t)(r->sent & 0x1f) << 56 |
                          (random_draw(r) >> 16 << 8);
    r->sent += 1 + has_second;
    return word;
}

static void put(random_words *r, hx_fpga_in *in, uint64_t word)
{
    const unsigned i = in->rx_valid & 1;
    if (random_chance(r, r->fault)) {
        if (random_chance(r, 128))
            return;
        word = hx_lane_seal(word) ^ UINT64_C(1) << (random_draw(r) % 64);
    } else {
        word = hx_lane_seal(word);
    }
    // The first place may be empty.
    const unsigned place = i || random_chance(r, 40);
    in->rx_valid |= (uint8_t)(1 << place);
    in->rx_lane[place] = random_draw(r) & 7;
    in->rx_word[place] = word;
}

void random_words_answer(random_words *r, const hx_fpga_out *out, hx_fpga_in *in)
{
    if (r->chip_left-- == 0)
        start_phase(r);
    r->now++;
    in->lane_partner = r->partner;
    in->jtag_tdo = random_draw(r) & 1;
    if (out->chip_reset) {
        forget(r);
        // The lanes of a chip in reset are not ready; here what the FPGA sees of them flickers.
        if (r->chip_left % 4)
            in->lane_partner = 0;
        return;
    }
    hx_lane_sender_in sender = {.now = r->now};
    hx_lane_reply_in reply = {.now = r->now};
    if (out->lane_valid)
        take_word(r, out->lane_word, &sender, &reply);
    if (r->write - r->read < RANDOM_CHIP_WAITING / 2 && random_chance(r, r->memory))
        push_memory_words(r);
    const uint64_t bus = make_bus_word(r, &sender, &reply);
    if (bus)
        put(r, in, bus);
    if (r->systime_due && random_chance(r, 20)) {
        r->systime_due = false;
        if (in->rx_valid < 2)
            put(r, in, hx_lane_make_systime(random_draw(r) >> (random_draw(r) & 1 ? 40 : 0)));
    } else if (in->rx_valid < 2 && random_chance(r, r->events)) {
        put(r, in, make_events(r));
        // More than the encoder can take for long.
        if (r->events == 256 && in->rx_valid == 1)
            put(r, in, make_events(r));
    }
    if (in->rx_valid < 2 && random_chance(r, r->fault)) // an unknown word, or any
        put(r, in, random_chance(r, 128) ? random_draw(r) : UINT64_C(7) << 60);
    hx_lane_sender_step(&r->sender, &sender);
    hx_lane_reply_step(&r->reply, &reply);
}

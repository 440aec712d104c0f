// The other end of the chip's link, with losses and damage on the way.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/rtl/chip/far_end.h"

#include "testbench/rtl/chip/draw.h"
#include "testbench/rtl/chip/ppu_program.h"

#define ACK_CYCLES 40
#define URGENT_CYCLES 200
#define SILENCE 150
#define TIMEOUT 700

void far_end_reset(far_end *end)
{
    hx_lane_sender_reset(&end->sender, TIMEOUT);
    hx_lane_reply_reset(&end->reply, ACK_CYCLES, URGENT_CYCLES, SILENCE);
    end->expected = 0;
    end->events = 0;
    end->data = 0;
    hx_ring_clear(&end->reads);
}

// Processors ask for a word or a row of the FPGA's memory; their writes are only answered for.
static void take_memory_word(far_end *end, uint64_t word)
{
    if (hx_lane_get_kind(word) != HX_LANE_MEMORY_READ)
        return;
    if (!end->reads.count)
        end->read_left = hx_lane_get_payload(word) >> 30 & 1 ? HX_LANE_ROW_WORDS : 1;
    hx_ring_push(&end->reads, hx_lane_get_payload(word));
}

static uint64_t make_memory_data(far_end *end, uint64_t *state)
{
    uint32_t read = (uint32_t)hx_ring_head(&end->reads);
    unsigned fields = (read >> 31 & 1) | (read >> 30 & 1) << 1;
    end->read_words++;
    if (--end->read_left == 0) {
        hx_ring_pop(&end->reads);
        if (end->reads.count)
            end->read_left = hx_ring_head(&end->reads) >> 30 & 1 ? HX_LANE_ROW_WORDS : 1;
    }
    const bool is_row = read >> 30 & 1;
    const uint32_t random = (uint32_t)draw_next(state);
    const uint32_t data = is_row ? random : end->memory[read % PPU_FUNCTION_WORDS];
    return hx_lane_make_bus(HX_LANE_MEMORY_DATA, 0, fields, data, 0, false);
}

void far_end_receive(far_end *end, uint64_t *state, uint64_t now, const chip_pins *pins)
{
    hx_lane_reply_in reply = {.now = now};
    hx_lane_sender_in sender = {.now = now};
    uint64_t word = pins->lane_word;
    bool arrives = pins->lane_valid && draw_below(state, 4096) >= end->faults;
    if (arrives && !hx_lane_is_events(word) && hx_lane_get_kind(word) != HX_LANE_SYSTIME) {
        unsigned number = hx_lane_get_number(word);
        if (hx_lane_get_kind(word) != HX_LANE_CONTROL) {
            reply.in_turn = number == end->expected;
            reply.ahead = hx_lane_is_ahead(number, end->expected);
            reply.behind = !reply.in_turn && !reply.ahead;
        }
        sender.acknowledge_valid = true;
        sender.acknowledge = (uint8_t)hx_lane_get_acknowledge(word);
        sender.go_back = hx_lane_get_go_back(word);
    }
    if (reply.in_turn) {
        end->expected = (end->expected + 1) % HX_ARQ_NUMBERS;
        end->answers++;
        take_memory_word(end, word);
    }
    hx_lane_reply_step(&end->reply, &reply);
    hx_lane_sender_step(&end->sender, &sender);
}

static uint64_t make_events(far_end *end, uint64_t *state)
{
    unsigned count = 1 + draw_below(state, 3);
    uint64_t word = UINT64_C(1) << 63 | (uint64_t)count << 61 |
                    (uint64_t)(end->events & 0x1f) << 56 | (draw_next(state) >> 16) << 8;
    end->events += count;
    return word;
}

// The next word of the bus, without number and acknowledgement; 0: none.
static uint64_t take_access(far_end *end, uint64_t *state, const hx_access *access, bool *taken)
{
    uint64_t word = end->data;
    end->data = 0;
    if (!word && end->reads.count)
        return make_memory_data(end, state);
    if (word || !access->valid)
        return word;
    *taken = true;
    unsigned fields = !access->write << 4 | access->byte_enables;
    if (access->write)
        end->data = hx_lane_make_bus(HX_LANE_BUS_DATA, 0, fields, access->data, 0, false);
    return hx_lane_make_bus(HX_LANE_BUS_ADDRESS, 0, fields, access->address, 0, false);
}

static uint64_t finish_bus(far_end *end, uint64_t now, uint64_t word, unsigned number)
{
    word |= hx_lane_make_bus(HX_LANE_IDLE, number, 0, 0, end->expected, end->reply.go_back);
    hx_lane_reply_step(&end->reply, &(hx_lane_reply_in){.now = now, .sent = true});
    return word;
}

static uint64_t make_word(far_end *end, uint64_t *state, uint64_t now, const hx_access *access,
                          bool *taken)
{
    if (draw_below(state, 256) < end->systime_of && draw_once_in(state, 64))
        return hx_lane_make_systime(0);
    if (draw_below(state, 256) < end->events_of)
        return make_events(end, state);
    if (hx_lane_sender_offers(&end->sender)) {
        uint64_t word = hx_lane_sender_get_offer(&end->sender);
        unsigned number = end->sender.send;
        hx_lane_sender_step(&end->sender, &(hx_lane_sender_in){.now = now, .resend = true});
        return finish_bus(end, now, word, number);
    }
    uint64_t word = 0;
    if (hx_lane_sender_is_ready(&end->sender))
        word = take_access(end, state, access, taken);
    if (word) {
        unsigned number = end->sender.next;
        hx_lane_sender_step(&end->sender,
                            &(hx_lane_sender_in){.now = now, .push = true, .data = word});
        return finish_bus(end, now, word, number);
    }
    if (!hx_lane_reply_is_due(&end->reply, now))
        return 0;
    return finish_bus(end, now, hx_lane_make_bus(HX_LANE_CONTROL, 0, 0, end->events, 0, false), 0);
}

bool far_end_send(far_end *end, uint64_t *state, uint64_t now, const hx_access *access,
                  hx_digital_in *in)
{
    bool taken = false;
    if (draw_below(state, 256) >= end->sends)
        return false;
    uint64_t word = make_word(end, state, now, access, &taken);
    if (!word || draw_below(state, 4096) < end->faults)
        return taken;
    in->lane_valid = true;
    in->lane = (uint8_t)draw_below(state, HX_LANES);
    in->lane_word = hx_lane_seal(word);
    if (draw_below(state, 4096) < end->faults)
        in->lane_word ^= UINT64_C(1) << draw_below(state, 64);
    return taken;
}

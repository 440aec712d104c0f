// Loads and stores of a processor: local memory, chip Omnibus, memory of the FPGA.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/data_bus.h"

#include "sim/fast/processor/memory.h"

#include <assert.h>

#define UNUSED_ADDRESS 0x1000000u // on the Omnibus

void hx_data_bus_reset(hx_data_bus *b)
{
    b->remote = 0;
    b->at_once = b->reply = false;
    b->chip_first = b->chip_count = b->external_first = b->external_count = 0;
    b->chip_replies = b->external_replies = (hx_replies){0};
}

static hx_data_target get_target(uint32_t address)
{
    return address >> 31 ? HX_DATA_CHIP : address >> 30 & 1 ? HX_DATA_FPGA : HX_DATA_LOCAL;
}

// A store to the FPGA counts as done when it has a place in the queue.
static bool is_posted(const hx_data_request *r)
{
    return get_target(r->address) == HX_DATA_FPGA && r->write;
}

bool hx_data_bus_accepts(const hx_data_bus *b, const hx_data_request *r, bool stop)
{
    hx_data_target target = get_target(r->address);
    if (stop || (target == HX_DATA_CHIP && b->chip_count == HX_DATA_BUS_DEPTH) ||
        (target == HX_DATA_FPGA && b->external_count == HX_DATA_BUS_QUEUE))
        return false;
    return !b->remote || (target == b->target && !is_posted(r) && b->remote < HX_DATA_BUS_DEPTH);
}

static void push_chip(hx_data_bus *b, const hx_data_request *r)
{
    assert(b->chip_count < HX_DATA_BUS_DEPTH);
    b->chip[(b->chip_first + b->chip_count++) % HX_DATA_BUS_DEPTH] =
        (hx_access){.valid = true,
                    .write = r->write,
                    .address = r->address >> 28 & 7 ? UNUSED_ADDRESS : r->address >> 2 & 0x3ffffff,
                    .byte_enables = r->enables,
                    .data = r->data};
}

static void push_external(hx_data_bus *b, const hx_data_request *r)
{
    b->external[(b->external_first + b->external_count++) % HX_DATA_BUS_QUEUE] =
        (hx_external_access){.write = r->write,
                             .enables = r->enables,
                             .address = r->address >> 2 & 0xfffffff,
                             .data = r->data};
}

static bool pop_requests(hx_data_bus *b, const hx_data_bus_in *in)
{
    if (in->chip_taken) {
        b->chip_first = (b->chip_first + 1) % HX_DATA_BUS_DEPTH;
        b->chip_count--;
    }
    if (in->external_pop) {
        b->external_first = (b->external_first + 1) % HX_DATA_BUS_QUEUE;
        b->external_count--;
    }
    return in->chip_taken || in->external_pop;
}

bool hx_data_bus_step(hx_data_bus *b, const hx_data_bus_in *in)
{
    const hx_data_request *r = in->request;
    const hx_data_target target = get_target(r->address);
    const bool taken = r->valid && !in->core_reset && hx_data_bus_accepts(b, r, in->stop);
    const bool posted = taken && is_posted(r);
    const bool chip_reply = in->chip_answered && hx_replies_is_wanted(&b->chip_replies);
    const bool external_reply = in->external_answered && hx_replies_is_wanted(&b->external_replies);
    bool moves = taken || b->at_once || b->reply || in->chip_answered || in->external_answered;
    moves |= pop_requests(b, in);
    if (taken && target == HX_DATA_LOCAL)
        b->local_data = in->memory[r->address >> 2 & (HX_PROCESSOR_WORDS - 1)];
    else if (taken && target == HX_DATA_CHIP)
        push_chip(b, r);
    else if (taken)
        push_external(b, r);
    if (in->core_reset) {
        moves |= b->remote || b->chip_replies.stale != b->chip_replies.owed ||
                 b->external_replies.stale != b->external_replies.owed;
        b->remote = 0;
        b->at_once = b->reply = false;
    } else {
        b->at_once = taken && (target == HX_DATA_LOCAL || posted);
        if (taken)
            b->target = target;
        b->reply = chip_reply || external_reply;
        if (external_reply)
            b->reply_data = in->external_answer;
        else if (chip_reply)
            b->reply_data = in->chip_answer;
        b->remote = (uint8_t)(b->remote + (taken && target != HX_DATA_LOCAL && !posted) - b->reply);
    }
    hx_replies_step(&b->chip_replies, in->core_reset, taken && target == HX_DATA_CHIP,
                    in->chip_answered);
    hx_replies_step(&b->external_replies, in->core_reset,
                    taken && target == HX_DATA_FPGA && !r->write, in->external_answered);
    return moves;
}

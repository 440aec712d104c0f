// Puts the answers of FPGA and chip accesses into the order of their requests, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/executor/answer_order.h"

#include <string.h>

enum { LostCycles = 16384 };

void hx_answer_order_reset(hx_answer_order *o)
{
    memset(o, 0, sizeof *o);
}

hx_answer_look hx_answer_order_look(const hx_answer_order *o, const hx_answer_in *in)
{
    hx_answer_look look = {.pop = false};
    if (!hx_answer_order_is_busy(o) || !in->room)
        return look;
    const hx_answer_access *head = &o->queue[o->read % HX_ANSWER_DEPTH];
    if (!head->chip) {
        look.pop = o->local_read != o->local_write;
        look.data = o->local[o->local_read % HX_ANSWER_DEPTH];
    } else if (o->chip_read != o->chip_write) {
        look.pop = true;
        look.data = o->chip[o->chip_read % HX_ANSWER_DEPTH];
    } else {
        look.given_up =
            (o->waiting >= LostCycles || (o->gone && !in->reachable)) && !in->chip_valid;
        look.pop = look.given_up;
    }
    look.message_valid = look.pop && !head->silent;
    return look;
}

// An answer that nobody waits for is not kept.
static unsigned take_chip_answers(hx_answer_order *o, const hx_answer_in *in)
{
    unsigned taken = 0;
    for (unsigned i = 0; i < 2; i++) {
        if (!(in->chip_valid >> i & 1))
            continue;
        if (o->owed > taken) {
            o->chip[o->chip_write++ % HX_ANSWER_DEPTH] = in->chip[i];
            taken++;
        } else {
            o->unexpected = true;
        }
    }
    return taken;
}

static void pop(hx_answer_order *o, const hx_answer_look *look)
{
    const hx_answer_access *head = &o->queue[o->read++ % HX_ANSWER_DEPTH];
    if (!head->chip)
        o->local_read++;
    else if (look->given_up)
        o->lost = true;
    else
        o->chip_read++;
    o->reads -= head->read;
    o->waiting = 0;
    o->value = look->data;
}

void hx_answer_order_step(hx_answer_order *o, const hx_answer_in *in, const hx_answer_look *look)
{
    if (in->reachable || in->chip_reset)
        o->gone = false;
    else if (look->given_up)
        o->gone = true;
    const unsigned taken = take_chip_answers(o, in);
    if (look->pop)
        pop(o, look);
    else if (hx_answer_order_is_busy(o))
        o->waiting++;
    if (in->local_valid)
        o->local[o->local_write++ % HX_ANSWER_DEPTH] = in->local;
    if (in->issue) {
        o->queue[o->write++ % HX_ANSWER_DEPTH] = in->access;
        o->reads += in->access.read;
    }
    o->owed = (uint8_t)(o->owed + (in->issue && in->access.chip) - taken - look->given_up);
}

uint64_t hx_answer_order_get_rest(const hx_answer_order *o, bool reachable)
{
    if (o->gone && reachable)
        return 0;
    if (!hx_answer_order_is_busy(o))
        return UINT64_MAX;
    const hx_answer_look look =
        hx_answer_order_look(o, &(hx_answer_in){.room = true, .reachable = reachable});
    if (look.pop)
        return 0;
    // Of the FPGA's own accesses the answer is on its way.
    if (!o->queue[o->read % HX_ANSWER_DEPTH].chip)
        return 0;
    return LostCycles - o->waiting;
}

void hx_answer_order_skip(hx_answer_order *o, uint64_t cycles)
{
    if (hx_answer_order_is_busy(o))
        o->waiting += (uint32_t)cycles;
}

// Playback executor, cycle by cycle: takes host words and carries out one instruction a cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/executor/executor.h"

#include <string.h>

void hx_executor_reset(hx_executor *e)
{
    memset(e, 0, sizeof *e);
}

// Barrier bits that hold now. What leaves in this cycle is not yet known to the others.
static unsigned find_busy(const hx_executor *e, const hx_executor_in *in)
{
    unsigned busy = 0;
    if (in->access_busy || e->out.access_valid)
        busy |= HX_UT_BARRIER_OMNIBUS;
    if (in->jtag_busy || e->out.jtag_valid)
        busy |= HX_UT_BARRIER_JTAG;
    if (in->sync_busy || e->out.sync_start)
        busy |= HX_UT_BARRIER_SYSTIME;
    if (in->correction_armed)
        busy |= HX_UT_BARRIER_SYSTIME_CORRECTION;
    return busy;
}

static bool is_drained(const hx_executor *e, const hx_executor_in *in)
{
    const unsigned waited = HX_UT_BARRIER_OMNIBUS | HX_UT_BARRIER_JTAG | HX_UT_BARRIER_SYSTIME;
    return !(find_busy(e, in) & waited) && !in->link_busy;
}

static bool is_holding(const hx_executor *e)
{
    return e->state >= HX_EXECUTOR_WAIT && e->state <= HX_EXECUTOR_POLL;
}

static bool poll_agrees(const hx_executor_in *in)
{
    return !((in->access_value ^ in->polling_target) & in->polling_mask);
}

static void send_jtag(hx_executor_out *out, hx_ut_kind kind, uint64_t word)
{
    out->jtag_valid = true;
    out->jtag = (hx_jtag_command){.kind = kind,
                                  .keep = word >> 48 & 1,
                                  .bits = word >> 40 & 0x3f,
                                  .data = word & ((UINT64_C(1) << 33) - 1)};
}

static void send_address(hx_executor *e, hx_executor_out *out, uint64_t word)
{
    const bool write = !(word >> 36 & 1);
    out->address_valid = true;
    out->access_valid = !write;
    e->access.write = write;
    e->access.byte_enables = word >> 32 & 0xf;
    e->access.address = (uint32_t)word;
    e->write_valid = write;
    e->write_byte_enables = e->access.byte_enables;
    e->write_address = e->access.address;
}

static void send_data(hx_executor *e, hx_executor_out *out, uint64_t word)
{
    out->access_valid = e->write_valid;
    e->illegal |= !e->write_valid;
    e->write_valid = false;
    e->access = (hx_fast_access){.write = true,
                                 .byte_enables = e->write_byte_enables,
                                 .address = e->write_address,
                                 .data = (uint32_t)word};
}

static void send_events(hx_executor_out *out, unsigned count, uint64_t word)
{
    const uint64_t labels = (UINT64_C(1) << 48) - 1;
    out->events_valid = true;
    out->events_count = (uint8_t)count;
    out->events = word << 16 * (HX_UT_EVENTS_MAXIMUM - count) & labels;
}

// `timer`: of this cycle.
static void execute(hx_executor *e, hx_executor_out *out, const hx_executor_in *in, uint32_t timer)
{
    const uint64_t word = in->word;
    const unsigned code = word >> 56 & 0x7f;
    const bool flag = word & 1;
    const unsigned busy = find_busy(e, in);
    e->index = e->state == HX_EXECUTOR_IDLE ? 0 : e->index + 1;
    e->state = HX_EXECUTOR_RUN;
    e->held = 0;
    switch (code) {
    case HX_UT_TO_JTAG_INIT:
    case HX_UT_TO_JTAG_SCALER:
    case HX_UT_TO_JTAG_INS:
    case HX_UT_TO_JTAG_DATA:
        send_jtag(out, (hx_ut_kind)code, word);
        break;
    case HX_UT_TO_TIMER_SETUP:
        e->timer = 0;
        break;
    case HX_UT_TO_WAIT_UNTIL:
        e->target = (uint32_t)word;
        if (timer < e->target)
            e->state = HX_EXECUTOR_WAIT;
        break;
    case HX_UT_TO_SYSTIME_INIT:
        out->sync_start = flag;
        out->report_time = !flag;
        break;
    case HX_UT_TO_BARRIER:
        e->mask = word & 0x1f;
        if (e->mask & busy)
            e->state = HX_EXECUTOR_BARRIER;
        break;
    case HX_UT_TO_POLLING_OMNIBUS_BLOCK:
        e->state = HX_EXECUTOR_POLL;
        e->poll = false;
        e->poll_equal = flag;
        break;
    case HX_UT_TO_RESET:
        e->reset = flag;
        break;
    case HX_UT_TO_LOOPBACK:
        out->loopback_valid = true;
        out->loopback_tick = flag;
        if (!flag) {
            e->state = HX_EXECUTOR_DRAIN;
            e->write_valid = false;
        }
        break;
    case HX_UT_TO_OMNIBUS_ADDRESS:
        send_address(e, out, word);
        break;
    case HX_UT_TO_OMNIBUS_DATA:
        send_data(e, out, word);
        break;
    case HX_UT_TO_SPIKE_PACK_1:
    case HX_UT_TO_SPIKE_PACK_2:
    case HX_UT_TO_SPIKE_PACK_3:
        send_events(out, code - HX_UT_TO_SPIKE_PACK_1 + 1, word);
        break;
    default:
        e->illegal = true;
    }
}

static void poll(hx_executor *e, hx_executor_out *out, const hx_executor_in *in)
{
    if (!e->poll && !in->access_full) {
        e->poll = true;
        out->address_valid = out->access_valid = out->access_silent = true;
        e->access.write = false;
        e->access.byte_enables = 0xf;
        e->access.address = in->polling_address;
    } else if (e->poll && !in->access_busy && !e->out.access_valid) {
        // It was the latest access, so the value is its answer.
        e->poll = false;
        if (poll_agrees(in) == e->poll_equal)
            e->state = HX_EXECUTOR_RUN;
    }
}

static void hold(hx_executor *e, hx_executor_out *out, const hx_executor_in *in, uint32_t timer)
{
    const bool holding = is_holding(e), late = e->held >= in->timeout;
    if (holding)
        e->held++;
    switch (e->state) {
    case HX_EXECUTOR_WAIT:
        if (timer >= e->target)
            e->state = HX_EXECUTOR_RUN;
        break;
    case HX_EXECUTOR_BARRIER:
        if (!(e->mask & find_busy(e, in)))
            e->state = HX_EXECUTOR_RUN;
        break;
    case HX_EXECUTOR_POLL:
        poll(e, out, in);
        break;
    case HX_EXECUTOR_DRAIN:
        if (is_drained(e, in) && in->room) {
            out->marker_valid = true;
            e->state = HX_EXECUTOR_MARKER;
        }
        break;
    case HX_EXECUTOR_MARKER:
        if (in->marker_done)
            e->state = HX_EXECUTOR_IDLE;
        break;
    default:
        break;
    }
    // Reported once, since the rest of the program is thrown away.
    if (holding && late && in->room) {
        out->timeout_valid = true;
        e->state = HX_EXECUTOR_DROP;
    }
}

static bool is_halt(uint64_t word)
{
    return (word >> 56 & 0x7f) == HX_UT_TO_LOOPBACK && !(word & 1);
}

void hx_executor_step(hx_executor *e, const hx_executor_in *in)
{
    hx_executor_out out;
    memset(&out, 0, sizeof out);
    const uint32_t timer = e->timer++;
    e->timer_out = timer;
    e->chip_reset = e->reset;
    const bool idle = in->word >> 63;
    if (in->word_valid && !idle && (e->state != HX_EXECUTOR_DROP || is_halt(in->word)))
        execute(e, &out, in, timer);
    else
        hold(e, &out, in, timer);
    out.any = out.address_valid || out.access_valid || out.events_valid || out.jtag_valid ||
              out.sync_start || out.report_time || out.loopback_valid || out.marker_valid ||
              out.timeout_valid;
    e->out = out;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t hx_executor_get_rest(const hx_executor *e, const hx_executor_in *in)
{
    if (e->out.any || e->reset != e->chip_reset)
        return 0;
    uint64_t rest = UINT64_MAX;
    if (is_holding(e))
        rest = e->held >= in->timeout ? 0 : in->timeout - e->held;
    switch (e->state) {
    case HX_EXECUTOR_WAIT:
        return e->timer >= e->target ? 0 : smaller(rest, e->target - e->timer);
    case HX_EXECUTOR_BARRIER:
        return e->mask & find_busy(e, in) ? rest : 0;
    case HX_EXECUTOR_POLL:
        return e->poll && in->access_busy ? rest : 0;
    case HX_EXECUTOR_DRAIN:
        return is_drained(e, in) && in->room ? 0 : rest;
    case HX_EXECUTOR_MARKER:
        return in->marker_done ? 0 : rest;
    default:
        return rest;
    }
}

void hx_executor_skip(hx_executor *e, uint64_t cycles)
{
    if (!cycles)
        return;
    e->timer += (uint32_t)cycles;
    e->timer_out = e->timer - 1;
    if (is_holding(e))
        e->held += (uint32_t)cycles;
}

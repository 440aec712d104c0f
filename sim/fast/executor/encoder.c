// Messages for the host, cycle by cycle: time messages added where needed, then packed.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/executor/encoder.h"

#include <string.h>

enum { FlushCycles = 256 };

#define TIME_MASK ((UINT64_C(1) << 43) - 1)

// A host ahead of a message by less than this is ahead because messages queued up.
#define LARGEST_LEAD (4 * HX_ENCODER_DEPTH)

void hx_encoder_reset(hx_encoder *e)
{
    memset(e, 0, sizeof *e);
}

static bool is_code(const hx_fast_message *m, hx_ut_kind kind)
{
    return m->code == kind - HX_UT_FROM_JTAG_DATA;
}

static void set_short(hx_bit_packer_in *in, hx_ut_kind kind, uint64_t payload)
{
    in->high = (uint64_t)(kind - HX_UT_FROM_JTAG_DATA) << 56 | payload;
}

static void set_message(hx_bit_packer_in *in, const hx_fast_message *m)
{
    in->is_long = is_code(m, HX_UT_FROM_SPIKE_PACK_3) || is_code(m, HX_UT_FROM_MADC_SAMPLE_PACK_3);
    if (in->is_long) {
        in->high = (uint64_t)m->code << 56 | (uint64_t)m->high << 48 | m->low >> 16;
        in->low = (uint16_t)m->low;
    } else {
        in->high = (uint64_t)m->code << 56 | (m->low & (UINT64_MAX >> 8));
    }
}

// The message at the head, or a time message in front of it.
static void send_head(hx_encoder *e, hx_bit_packer_in *in)
{
    const unsigned place = e->read % HX_ENCODER_DEPTH;
    const hx_fast_message *m = &e->queue[place].message;
    const uint64_t when = e->queue[place].when;
    const uint64_t gap = (when - e->host) & TIME_MASK;
    const bool late = ((e->host - when) & TIME_MASK) < LARGEST_LEAD;
    in->valid = true;
    if (!e->queue[place].timed || is_code(m, HX_UT_FROM_SYSTIME) || late || gap == 1) {
        set_message(in, m);
        e->host = (e->host + 1) & TIME_MASK;
        if (is_code(m, HX_UT_FROM_SYSTIME))
            e->host = m->low & TIME_MASK;
        if (is_code(m, HX_UT_FROM_LOOPBACK) && !(m->low & 1)) {
            e->host = 0;
            in->flush = true;
        }
        e->read++;
        return;
    }
    e->host = (when - 1) & TIME_MASK;
    if (gap <= 257)
        set_short(in, HX_UT_FROM_SYSDELTA, (gap - 2) & 0xff);
    else
        set_short(in, HX_UT_FROM_SYSTIME, e->host);
}

void hx_encoder_step(hx_encoder *e, uint64_t time, bool timed, const hx_fast_message *messages,
                     unsigned count)
{
    const bool flushing = e->packer.flushing, remainder = e->packer.units != 0;
    hx_bit_packer_in in = {.valid = false};
    bool marker = false;
    if (hx_bit_packer_is_ready(&e->packer)) {
        if (e->read != e->write) {
            if (e->queue[e->read % HX_ENCODER_DEPTH].message.code == HX_MESSAGE_FLUSH_MARKER) {
                e->read++;
                marker = in.flush = true;
            } else {
                send_head(e, &in);
            }
        } else if (e->quiet >= FlushCycles) {
            in.flush = true;
        }
    }
    e->marker_done = false;
    if (in.valid || in.flush)
        e->quiet = 0;
    else if (remainder)
        e->quiet++;
    if (marker) {
        e->marker = true;
    } else if (e->marker && !flushing) {
        e->marker = false;
        e->marker_done = true;
    }
    hx_bit_packer_step(&e->packer, &in);
    for (unsigned i = 0; i < count; i++) {
        const unsigned place = e->write++ % HX_ENCODER_DEPTH;
        e->queue[place].message = messages[i];
        e->queue[place].when = time;
        e->queue[place].timed = timed;
    }
}

uint64_t hx_encoder_get_rest(const hx_encoder *e)
{
    if (hx_encoder_is_active(e))
        return 0;
    if (e->packer.units == 0 && e->quiet < FlushCycles)
        return UINT64_MAX;
    return e->quiet < FlushCycles ? FlushCycles - e->quiet : 0;
}

void hx_encoder_skip(hx_encoder *e, uint64_t cycles)
{
    if (e->packer.units)
        e->quiet += (uint32_t)cycles;
}

// Sending end of the retransmission of bus words, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/link/lane_sender.h"

void hx_lane_sender_reset(hx_lane_sender *s, uint32_t timeout)
{
    s->oldest = s->next = s->send = 0;
    s->deadline = 0;
    s->timeout = timeout;
}

static unsigned distance(unsigned to, unsigned from)
{
    return (to - from) & 0x7f;
}

void hx_lane_sender_step(hx_lane_sender *s, const hx_lane_sender_in *in)
{
    if (!hx_lane_sender_waits(s) && !in->push)
        return;
    unsigned send = in->push || in->resend ? (s->send + 1) & 0x7f : s->send;
    bool accept = in->acknowledge_valid &&
                  distance(in->acknowledge, s->oldest) <= distance(s->next, s->oldest);
    // Words that have arrived need not be sent again.
    if (accept && (in->go_back || distance(send, s->oldest) < distance(in->acknowledge, s->oldest)))
        send = in->acknowledge;
    bool progress = in->push || in->resend || (accept && in->acknowledge != s->oldest);
    bool late = !progress && in->now >= s->deadline;
    if (late)
        send = accept ? in->acknowledge : s->oldest;
    if (accept)
        s->oldest = in->acknowledge;
    s->send = (uint8_t)send;
    if (in->push) {
        s->copy[s->next % HX_ARQ_WINDOW] = in->data;
        s->next = (s->next + 1) & 0x7f;
    }
    if (progress || late)
        s->deadline = in->now + s->timeout;
}

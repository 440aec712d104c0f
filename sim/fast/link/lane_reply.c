// Receiving end of the retransmission of bus words: when to answer what.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/link/lane_reply.h"

void hx_lane_reply_reset(hx_lane_reply *r, uint32_t ack_cycles, uint32_t urgent_cycles,
                         uint32_t silence)
{
    *r = (hx_lane_reply){
        .ack_cycles = ack_cycles, .urgent_cycles = urgent_cycles, .silence = silence};
}

void hx_lane_reply_step(hx_lane_reply *r, const hx_lane_reply_in *in)
{
    const bool anew = !r->pending || in->sent;
    // What is due stays due since then, else it might never become urgent.
    const bool moves = anew || in->now < r->due;
    if (in->sent)
        r->pending = r->go_back = false;
    if (in->in_turn || in->behind) {
        r->pending = true;
        if (anew)
            r->due = in->now + r->ack_cycles;
    }
    if (in->behind && moves)
        r->due = in->now;
    if (in->ahead && in->now >= r->quiet) {
        r->pending = r->go_back = true;
        r->quiet = in->now + r->silence;
        if (moves)
            r->due = in->now;
    }
}

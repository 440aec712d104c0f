// Receiving end of the retransmission of bus words: when to answer what.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: docs/link-words.md. Cycles are those of the user's own clock.
#ifndef HX_FAST_LINK_ARQ_REPLY_H
#define HX_FAST_LINK_ARQ_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_lane_reply {
    uint64_t due;   // cycle in which an acknowledgement is due, if it is pending
    uint64_t quiet; // until then the other end is not asked again
    uint32_t ack_cycles, urgent_cycles, silence;
    bool pending, go_back;
} hx_lane_reply;

typedef struct hx_lane_reply_in {
    uint64_t now;
    bool in_turn, ahead, behind;
    bool sent; // a word with the acknowledgement
} hx_lane_reply_in;

// `silence`: cycles in which the other end is not asked again.
void hx_lane_reply_reset(hx_lane_reply *reply, uint32_t ack_cycles, uint32_t urgent_cycles,
                         uint32_t silence);
void hx_lane_reply_step(hx_lane_reply *reply, const hx_lane_reply_in *in);

static inline bool hx_lane_reply_is_due(const hx_lane_reply *reply, uint64_t now)
{
    return reply->pending && now >= reply->due;
}
static inline bool hx_lane_reply_is_urgent(const hx_lane_reply *reply, uint64_t now)
{
    return reply->pending && now >= reply->due + reply->urgent_cycles;
}

#ifdef __cplusplus
}
#endif

#endif

// Sending end of the retransmission of bus words, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Go-back-N (docs/link-words.md). Inline readers show a cycle's state; hx_lane_sender_step is its
// clock edge. Cycles are those of the user's own clock.
#ifndef HX_FAST_LINK_ARQ_SENDER_H
#define HX_FAST_LINK_ARQ_SENDER_H

#include "sim/fast/link/lane_word.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_lane_sender {
    uint64_t copy[HX_ARQ_WINDOW];
    uint64_t deadline; // then everything not acknowledged is sent again
    uint32_t timeout;
    uint8_t oldest; // not acknowledged
    uint8_t next;   // number of the next new word
    uint8_t send;   // of the next word to send
} hx_lane_sender;

typedef struct hx_lane_sender_in {
    uint64_t now;
    uint64_t data; // of the pushed word
    bool push;     // a new word was sent, only when ready
    bool resend;   // the offered word was sent again
    bool acknowledge_valid;
    uint8_t acknowledge;
    bool go_back;
} hx_lane_sender_in;

void hx_lane_sender_reset(hx_lane_sender *sender, uint32_t timeout);
void hx_lane_sender_step(hx_lane_sender *sender, const hx_lane_sender_in *in);

// Some words are not acknowledged.
static inline bool hx_lane_sender_waits(const hx_lane_sender *sender)
{
    return sender->oldest != sender->next;
}
// A word is offered to be sent again: number `send`, copy of it.
static inline bool hx_lane_sender_offers(const hx_lane_sender *sender)
{
    return sender->send != sender->next;
}
static inline uint64_t hx_lane_sender_get_offer(const hx_lane_sender *sender)
{
    return sender->copy[sender->send % HX_ARQ_WINDOW];
}
// A new word may be sent; it gets number `next`.
static inline bool hx_lane_sender_is_ready(const hx_lane_sender *sender)
{
    return sender->send == sender->next && ((sender->next - sender->oldest) & 0x7f) < HX_ARQ_WINDOW;
}

#ifdef __cplusplus
}
#endif

#endif

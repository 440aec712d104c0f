// Windows of the host link's retransmission protocol, congestion control off.
// SPDX-License-Identifier: Apache-2.0
//
// Frames are known by their sequence numbers 0..sequence_count-1; payloads stay with the
// caller. Numbers outside this range are never accepted and never acknowledge anything.
#ifndef HX_WIRE_ARQ_WINDOW_H
#define HX_WIRE_ARQ_WINDOW_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The parameter set of this system; both ends must agree.
enum { HX_ARQ_SEQUENCE_COUNT = 256, HX_ARQ_WINDOW = 128 };

// Largest number of sequence numbers a window can be made for.
#define HX_ARQ_SEQUENCE_COUNT_MAXIMUM 65536u

typedef struct hx_arq_receiver hx_arq_receiver;
typedef struct hx_arq_sender hx_arq_sender;

// 1 <= window <= sequence_count <= HX_ARQ_SEQUENCE_COUNT_MAXIMUM, else HX_ERROR_ARGUMENT.
hx_status hx_arq_receiver_create(hx_arq_receiver **receiver, uint32_t sequence_count,
                                 uint32_t window);
void hx_arq_receiver_destroy(hx_arq_receiver *receiver); // accepts NULL
void hx_arq_receiver_reset(hx_arq_receiver *receiver);

// Offers a frame that has arrived. True: its payload must be kept until it is delivered.
bool hx_arq_receiver_accept(hx_arq_receiver *receiver, uint32_t sequence);

// Takes the next frame in order, if it is there; to be called until it is false.
bool hx_arq_receiver_deliver(hx_arq_receiver *receiver, uint32_t *sequence);

// Acknowledgement to send: the number delivered last, cumulative.
uint32_t hx_arq_receiver_get_ack(const hx_arq_receiver *receiver);

hx_status hx_arq_sender_create(hx_arq_sender **sender, uint32_t sequence_count, uint32_t window);
void hx_arq_sender_destroy(hx_arq_sender *sender); // accepts NULL
void hx_arq_sender_reset(hx_arq_sender *sender);

// Takes a number for a new frame; false while the window is full.
bool hx_arq_sender_send(hx_arq_sender *sender, uint32_t *sequence);

// Returns how many frames are done, from the oldest on; 0 for an ACK that is ignored.
uint32_t hx_arq_sender_acknowledge(hx_arq_sender *sender, uint32_t ack);

uint32_t hx_arq_sender_get_next(const hx_arq_sender *sender);
uint32_t hx_arq_sender_get_oldest(const hx_arq_sender *sender); // next if none is in flight
uint32_t hx_arq_sender_get_in_flight(const hx_arq_sender *sender);

#ifdef __cplusplus
}
#endif

#endif

// The state of one end of the host link, shared by what sends and what takes frames.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_WIRE_ARQ_ENDPOINT_PRIVATE_H
#define HX_WIRE_ARQ_ENDPOINT_PRIVATE_H

#include "host/wire/arq_configuration.h"
#include "host/wire/arq_endpoint.h"
#include "host/wire/arq_queue.h"
#include "host/wire/arq_window.h"

// Half of what the other end would take: with 128 of 256 numbers in flight an acknowledgement
// that was overtaken by later ones could look like a new one.
#define HX_ARQ_IN_FLIGHT_MAXIMUM (HX_ARQ_WINDOW / 2)

typedef struct hx_arq_slot {
    uint64_t resend_us;
    uint32_t sends;
    uint16_t pid, length;
    uint64_t words[HX_ARQ_FRAME_WORDS_MAXIMUM];
} hx_arq_slot;

typedef enum hx_arq_start_step {
    HX_ARQ_WAIT_CONFIGURATION,
    HX_ARQ_WAIT_LOOPBACK
} hx_arq_start_step;

struct hx_arq_endpoint {
    hx_arq_role role;
    hx_arq_state state;
    hx_error error;
    hx_arq_sender *sender;
    hx_arq_receiver *receiver;
    // Numbers in a window differ modulo its size, so they find their place by it.
    hx_arq_slot sent[HX_ARQ_WINDOW], held[HX_ARQ_WINDOW];
    hx_arq_queue waiting, received;
    uint64_t resend_us; // no frame in flight is to be sent again before
    bool ack_wanted;
    unsigned frames_to_ack;
    uint64_t ack_us, next_ack_us;
    hx_arq_endpoint_counters counters;
    // FPGA
    uint64_t *answer; // to a reset
    size_t answer_words;
    // Host
    hx_arq_configuration configuration;
    hx_arq_start_step step;
    bool reset_wanted;
    uint64_t limit_us, heard_us, token;
};

// The link is lost until the next reset or start.
void hx_arq_endpoint_fail(hx_arq_endpoint *endpoint, const char *reason);
// As after a reset, but for the state.
void hx_arq_endpoint_clear(hx_arq_endpoint *endpoint);
// A frame of its own, behind what waits.
void hx_arq_endpoint_queue(hx_arq_endpoint *endpoint, uint16_t pid, const uint64_t *words,
                           size_t count);

#endif

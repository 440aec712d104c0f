// A host end that does what the public host library is known to do, without windows of our own.
// SPDX-License-Identifier: Apache-2.0
//
// Written from the published rules: one reset frame; everything dropped until the configuration;
// one loopback word; linear resends every 756 us of a clock that runs slow; slow start and a
// window that drains after each resend; ack-only frames at least 500 us apart; payload dropped,
// its ack not, while the user's queue is nearly full. Time in us.
#ifndef HX_TEST_REFERENCE_HOST_H
#define HX_TEST_REFERENCE_HOST_H

#include "host/wire/arq_frame.h"

#include <stdbool.h>

#define REFERENCE_WINDOW 128
#define REFERENCE_NUMBERS 256
#define REFERENCE_QUEUE 400 // frames between the link and the user

typedef struct reference_host {
    bool reset_due, configured, looped, failed;
    uint64_t started, loopback;
    // sender
    hx_arq_frame sent[REFERENCE_NUMBERS];
    uint64_t first_sent[REFERENCE_NUMBERS], checked;
    unsigned sends[REFERENCE_NUMBERS];
    uint32_t oldest, next; // unacknowledged: oldest .. next - 1
    uint32_t window;       // of the slow start
    bool draining;
    // receiver
    hx_arq_frame held[REFERENCE_NUMBERS];
    bool is_held[REFERENCE_NUMBERS];
    uint32_t expected;
    uint64_t last_ack;
    bool ack_due;
    // to the user
    hx_arq_frame queue[REFERENCE_QUEUE];
    unsigned queued;
    unsigned resent, refused, acks; // counters
} reference_host;

void reference_host_start(reference_host *host, uint64_t now, uint64_t loopback);

// 1..180 words as one frame; false: the window is full.
bool reference_host_send(reference_host *host, uint64_t now, uint16_t pid, const uint64_t *words,
                         size_t count);
// The oldest frame for the user, false: none.
bool reference_host_receive(reference_host *host, hx_arq_frame *frame);

// The next datagram to send now, false: none.
bool reference_host_output(reference_host *host, uint64_t now, hx_arq_port *port,
                           hx_arq_frame *frame);
void reference_host_input(reference_host *host, uint64_t now, const hx_arq_frame *frame);

#endif

// One end of the host link: what arriving frames do.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/arq_endpoint_private.h"

#include <string.h>

#define FRAMES_PER_ACK (HX_ARQ_IN_FLIGHT_MAXIMUM / 4) // a busy sender shall not run into its window

// Host: collects the configuration; when it is whole, the loopback follows.
static void take_configuration(hx_arq_endpoint *e, uint64_t now_us, const hx_arq_slot *frame)
{
    bool complete;
    if (hx_arq_configuration_feed(&e->configuration, frame->words, frame->length, &complete))
        hx_arq_endpoint_fail(
            e, "the other end has other link parameters than 256 numbers, window 128, "
               "180 words a frame");
    if (e->state == HX_ARQ_FAILED || !complete)
        return;
    e->step = HX_ARQ_WAIT_LOOPBACK;
    e->limit_us = now_us + HX_ARQ_LOOPBACK_US;
    hx_arq_endpoint_queue(e, HX_ARQ_PID_LOOPBACK, &e->token, 1);
}

// Host: a frame that has its turn.
static void deliver_to_host(hx_arq_endpoint *e, uint64_t now_us, const hx_arq_slot *frame)
{
    bool loopback = frame->pid == HX_ARQ_PID_LOOPBACK;
    e->counters.loopbacks += loopback;
    if (e->state == HX_ARQ_STARTING) {
        if (e->step == HX_ARQ_WAIT_CONFIGURATION && frame->pid == HX_ARQ_PID_CONFIGURATION)
            take_configuration(e, now_us, frame);
        else if (e->step == HX_ARQ_WAIT_LOOPBACK && loopback && frame->words[0] == e->token)
            e->state = HX_ARQ_READY;
        else
            e->counters.stray++;
        return;
    }
    if (frame->pid == HX_ARQ_PID_WORDS) {
        e->counters.words_received += frame->length;
        if (hx_arq_queue_push(&e->received, frame->pid, frame->words, frame->length, false))
            hx_arq_endpoint_fail(e, "memory ran out");
    } else if (!loopback) {
        e->counters.unknown_pids++;
    }
}

static void deliver_to_fpga(hx_arq_endpoint *e, const hx_arq_slot *frame)
{
    switch (frame->pid) {
    case HX_ARQ_PID_WORDS:
    case HX_ARQ_PID_TRIALS:
        if (frame->pid == HX_ARQ_PID_WORDS)
            e->counters.words_received += frame->length;
        if (hx_arq_queue_push(&e->received, frame->pid, frame->words, frame->length, false))
            hx_arq_endpoint_fail(e, "memory ran out");
        break;
    case HX_ARQ_PID_LOOPBACK:
        e->counters.loopbacks++;
        hx_arq_endpoint_queue(e, HX_ARQ_PID_LOOPBACK, frame->words, frame->length);
        break;
    case HX_ARQ_PID_FLUSH:
        e->counters.flushes++;
        break;
    default:
        e->counters.unknown_pids++;
    }
}

static void want_ack(hx_arq_endpoint *e, uint64_t now_us)
{
    if (!e->ack_wanted) {
        e->ack_wanted = true;
        e->ack_us = now_us > e->next_ack_us ? now_us : e->next_ack_us;
    }
    if (++e->frames_to_ack >= FRAMES_PER_ACK)
        e->ack_us = now_us;
}

static void take_data(hx_arq_endpoint *e, uint64_t now_us, const hx_arq_frame *frame)
{
    // Frames of the time before the reset may still be on their way to a host.
    if (e->state == HX_ARQ_STARTING && e->step == HX_ARQ_WAIT_CONFIGURATION &&
        frame->pid != HX_ARQ_PID_CONFIGURATION) {
        e->counters.stray++;
        return;
    }
    e->counters.data_received++;
    hx_arq_sender_acknowledge(e->sender, frame->ack);
    want_ack(e, now_us);
    if (e->received.count + frame->length > HX_ARQ_HELD_WORDS_MAXIMUM ||
        !hx_arq_receiver_accept(e->receiver, frame->sequence)) {
        e->counters.data_refused++;
        return;
    }
    hx_arq_slot *place = &e->held[frame->sequence % HX_ARQ_WINDOW];
    place->pid = frame->pid;
    place->length = frame->length;
    memcpy(place->words, frame->words, frame->length * sizeof *frame->words);
    uint32_t sequence;
    while (hx_arq_receiver_deliver(e->receiver, &sequence)) {
        const hx_arq_slot *next = &e->held[sequence % HX_ARQ_WINDOW];
        if (e->role == HX_ARQ_ROLE_HOST)
            deliver_to_host(e, now_us, next);
        else
            deliver_to_fpga(e, next);
    }
}

bool hx_arq_endpoint_input(hx_arq_endpoint *endpoint, uint64_t now_us, hx_arq_port port,
                           const uint8_t *bytes, size_t length)
{
    hx_arq_endpoint *e = endpoint;
    hx_arq_frame frame;
    if (hx_arq_frame_decode(&frame, port, bytes, length, NULL)) {
        e->counters.bad++;
        return false;
    }
    if (frame.type == HX_ARQ_FRAME_RESET) {
        if (e->role != HX_ARQ_ROLE_FPGA) {
            e->counters.stray++;
            return false;
        }
        hx_arq_endpoint_clear(e);
        e->state = HX_ARQ_READY;
        hx_arq_endpoint_queue(e, HX_ARQ_PID_CONFIGURATION, e->answer, e->answer_words);
        return true;
    }
    if (e->state == HX_ARQ_SILENT || e->state == HX_ARQ_FAILED) {
        e->counters.stray++;
        return false;
    }
    e->heard_us = now_us;
    if (frame.type == HX_ARQ_FRAME_ACK)
        hx_arq_sender_acknowledge(e->sender, frame.ack);
    else
        take_data(e, now_us, &frame);
    return false;
}

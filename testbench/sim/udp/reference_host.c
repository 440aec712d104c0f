// A host end that does what the public host library is known to do.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/udp/reference_host.h"

#include <string.h>

#define RESEND_US 756
#define CLOCK_SLOWNESS 2 // its clock counts sleeps, which last longer
#define ACK_US 500
#define START_US 2000000
#define QUEUE_RESERVE 128

static uint32_t distance(uint32_t from, uint32_t to)
{
    return (to - from) % REFERENCE_NUMBERS;
}

void reference_host_start(reference_host *host, uint64_t now, uint64_t loopback)
{
    memset(host, 0, sizeof *host);
    host->started = now;
    host->loopback = loopback;
    host->reset_due = true;
    host->window = 1;
    host->last_ack = now;
}

bool reference_host_send(reference_host *host, uint64_t now, uint16_t pid, const uint64_t *words,
                         size_t count)
{
    if (!host->configured || host->draining || distance(host->oldest, host->next) >= host->window)
        return false;
    uint32_t number = host->next;
    hx_arq_frame *frame = &host->sent[number];
    *frame = (hx_arq_frame){
        .type = HX_ARQ_FRAME_DATA, .sequence = number, .pid = pid, .length = (uint16_t)count};
    memcpy(frame->words, words, count * sizeof *words);
    host->first_sent[number] = now;
    host->sends[number] = 0;
    host->next = (number + 1) % REFERENCE_NUMBERS;
    return true;
}

bool reference_host_receive(reference_host *host, hx_arq_frame *frame)
{
    if (!host->queued)
        return false;
    *frame = host->queue[0];
    memmove(host->queue, host->queue + 1, --host->queued * sizeof *host->queue);
    return true;
}

static uint32_t current_ack(const reference_host *host)
{
    return (host->expected + REFERENCE_NUMBERS - 1) % REFERENCE_NUMBERS;
}

bool reference_host_output(reference_host *host, uint64_t now, hx_arq_port *port,
                           hx_arq_frame *frame)
{
    *port = HX_ARQ_PORT_DATA;
    if (host->reset_due) {
        host->reset_due = false;
        *port = HX_ARQ_PORT_RESET;
        *frame = (hx_arq_frame){.type = HX_ARQ_FRAME_RESET};
        return true;
    }
    host->failed |= !host->configured && now - host->started > START_US;
    for (uint32_t n = host->oldest; n != host->next; n = (n + 1) % REFERENCE_NUMBERS) {
        uint64_t waited = (now - host->first_sent[n]) / (RESEND_US * CLOCK_SLOWNESS);
        if (host->sends[n] && waited < host->sends[n])
            continue;
        if (host->sends[n]++) {
            host->resent++;
            host->draining = true;
            host->window = 1;
        }
        *frame = host->sent[n];
        frame->ack = current_ack(host);
        return true;
    }
    if (host->ack_due) {
        host->ack_due = false;
        host->acks++;
        *frame = (hx_arq_frame){.type = HX_ARQ_FRAME_ACK, .ack = current_ack(host)};
        return true;
    }
    return false;
}

static void take_ack(reference_host *host, uint32_t ack)
{
    uint32_t freed = distance(host->oldest, ack) + 1;
    if (ack >= REFERENCE_NUMBERS || freed > distance(host->oldest, host->next))
        return;
    host->oldest = (ack + 1) % REFERENCE_NUMBERS;
    if (host->oldest == host->next)
        host->draining = false;
    if (!host->draining && host->window < REFERENCE_WINDOW)
        host->window++;
}

// Frames of the start are not for the user.
static void deliver(reference_host *host, const hx_arq_frame *frame)
{
    if (frame->pid == HX_ARQ_PID_CONFIGURATION)
        return;
    if (!host->looped && frame->pid == HX_ARQ_PID_LOOPBACK) {
        host->looped = true;
        host->failed |= frame->length != 1 || frame->words[0] != host->loopback;
        return;
    }
    host->queue[host->queued++] = *frame;
}

void reference_host_input(reference_host *host, uint64_t now, const hx_arq_frame *frame)
{
    if (!host->configured) {
        if (frame->type != HX_ARQ_FRAME_DATA || frame->pid != HX_ARQ_PID_CONFIGURATION)
            return;
        host->configured = true;
        host->failed |= frame->sequence != 0 || frame->ack != 255 || frame->words[0] != 256 ||
                        frame->words[1] != 128 || frame->words[2] != 180;
        reference_host_send(host, now, HX_ARQ_PID_LOOPBACK, &host->loopback, 1);
    }
    take_ack(host, frame->ack);
    if (frame->type != HX_ARQ_FRAME_DATA)
        return;
    if (now - host->last_ack >= ACK_US) {
        host->last_ack = now;
        host->ack_due = true;
    }
    uint32_t number = frame->sequence;
    if (REFERENCE_QUEUE - host->queued < QUEUE_RESERVE || number >= REFERENCE_NUMBERS ||
        distance(host->expected, number) >= REFERENCE_WINDOW || host->is_held[number]) {
        host->refused++;
        return;
    }
    host->is_held[number] = true;
    host->held[number] = *frame;
    for (; host->is_held[host->expected];
         host->expected = (host->expected + 1) % REFERENCE_NUMBERS) {
        host->is_held[host->expected] = false;
        deliver(host, &host->held[host->expected]);
    }
}

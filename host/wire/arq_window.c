// Windows of the host link's retransmission protocol, congestion control off.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/arq_window.h"

#include <stdlib.h>
#include <string.h>

struct hx_arq_receiver {
    uint32_t sequence_count, window;
    uint32_t next;
    bool held[]; // by sequence number
};

struct hx_arq_sender {
    uint32_t sequence_count, window;
    uint32_t oldest, in_flight;
};

static bool is_valid_size(uint32_t sequence_count, uint32_t window)
{
    return window >= 1 && window <= sequence_count &&
           sequence_count <= HX_ARQ_SEQUENCE_COUNT_MAXIMUM;
}

// (to - from) mod count, both below count.
static uint32_t distance(uint32_t from, uint32_t to, uint32_t count)
{
    return to >= from ? to - from : to + count - from;
}

static uint32_t advance(uint32_t from, uint32_t steps, uint32_t count)
{
    return (from + steps) % count;
}

hx_status hx_arq_receiver_create(hx_arq_receiver **receiver, uint32_t sequence_count,
                                 uint32_t window)
{
    if (!is_valid_size(sequence_count, window))
        return HX_ERROR_ARGUMENT;
    hx_arq_receiver *created = calloc(1, sizeof *created + sequence_count * sizeof(bool));
    if (!created)
        return HX_ERROR_MEMORY;
    created->sequence_count = sequence_count;
    created->window = window;
    *receiver = created;
    return HX_OK;
}

void hx_arq_receiver_destroy(hx_arq_receiver *receiver)
{
    free(receiver);
}

void hx_arq_receiver_reset(hx_arq_receiver *receiver)
{
    receiver->next = 0;
    memset(receiver->held, 0, receiver->sequence_count * sizeof(bool));
}

bool hx_arq_receiver_accept(hx_arq_receiver *receiver, uint32_t sequence)
{
    if (sequence >= receiver->sequence_count || receiver->held[sequence] ||
        distance(receiver->next, sequence, receiver->sequence_count) >= receiver->window)
        return false;
    receiver->held[sequence] = true;
    return true;
}

bool hx_arq_receiver_deliver(hx_arq_receiver *receiver, uint32_t *sequence)
{
    if (!receiver->held[receiver->next])
        return false;
    *sequence = receiver->next;
    receiver->held[receiver->next] = false;
    receiver->next = advance(receiver->next, 1, receiver->sequence_count);
    return true;
}

uint32_t hx_arq_receiver_get_ack(const hx_arq_receiver *receiver)
{
    return advance(receiver->next, receiver->sequence_count - 1, receiver->sequence_count);
}

hx_status hx_arq_sender_create(hx_arq_sender **sender, uint32_t sequence_count, uint32_t window)
{
    if (!is_valid_size(sequence_count, window))
        return HX_ERROR_ARGUMENT;
    hx_arq_sender *created = calloc(1, sizeof *created);
    if (!created)
        return HX_ERROR_MEMORY;
    created->sequence_count = sequence_count;
    created->window = window;
    *sender = created;
    return HX_OK;
}

void hx_arq_sender_destroy(hx_arq_sender *sender)
{
    free(sender);
}

void hx_arq_sender_reset(hx_arq_sender *sender)
{
    sender->oldest = 0;
    sender->in_flight = 0;
}

bool hx_arq_sender_send(hx_arq_sender *sender, uint32_t *sequence)
{
    if (sender->in_flight == sender->window)
        return false;
    *sequence = hx_arq_sender_get_next(sender);
    sender->in_flight++;
    return true;
}

uint32_t hx_arq_sender_acknowledge(hx_arq_sender *sender, uint32_t ack)
{
    if (ack >= sender->sequence_count)
        return 0;
    uint32_t place = distance(sender->oldest, ack, sender->sequence_count);
    if (place >= sender->in_flight)
        return 0;
    sender->oldest = advance(ack, 1, sender->sequence_count);
    sender->in_flight -= place + 1;
    return place + 1;
}

uint32_t hx_arq_sender_get_next(const hx_arq_sender *sender)
{
    return advance(sender->oldest, sender->in_flight, sender->sequence_count);
}

uint32_t hx_arq_sender_get_oldest(const hx_arq_sender *sender)
{
    return sender->oldest;
}

uint32_t hx_arq_sender_get_in_flight(const hx_arq_sender *sender)
{
    return sender->in_flight;
}

// A channel for datagrams that loses, doubles, reorders and delays them.
// SPDX-License-Identifier: Apache-2.0
#include "sim/udp/faults.h"

#include <stdlib.h>
#include <string.h>

#define OVERTAKEN_MAXIMUM 3

typedef struct datagram {
    struct datagram *next;
    uint64_t due_us;
    unsigned behind; // held back until so many more have passed
    size_t length;
    uint8_t bytes[];
} datagram;

typedef struct datagram_list {
    datagram *first, **end;
} datagram_list;

struct hx_fault_channel {
    hx_udp_faults faults;
    uint64_t random;
    datagram_list under_way, held;
    hx_fault_counters counters;
};

// splitmix64: every state gives a good word, so streams need no warming up.
static uint64_t draw_word(hx_fault_channel *channel)
{
    uint64_t z = channel->random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static bool draw(hx_fault_channel *channel, double probability)
{
    return (double)(draw_word(channel) >> 11) * 0x1p-53 < probability;
}

static void append(datagram_list *list, datagram *entry)
{
    entry->next = NULL;
    *list->end = entry;
    list->end = &entry->next;
}

static datagram *take(datagram_list *list, datagram **place)
{
    datagram *entry = *place;
    *place = entry->next;
    if (!*place)
        list->end = place;
    return entry;
}

static void empty(datagram_list *list)
{
    while (list->first)
        free(take(list, &list->first));
}

hx_status hx_fault_channel_create(hx_fault_channel **channel, const hx_udp_faults *faults,
                                  uint64_t stream)
{
    hx_fault_channel *made = calloc(1, sizeof *made);
    *channel = made;
    if (!made)
        return HX_ERROR_MEMORY;
    made->faults = *faults;
    made->random = faults->seed * UINT64_C(0xd1342543de82ef95) + stream;
    made->random = draw_word(made);
    made->under_way.end = &made->under_way.first;
    made->held.end = &made->held.first;
    return HX_OK;
}

void hx_fault_channel_destroy(hx_fault_channel *channel)
{
    if (!channel)
        return;
    hx_fault_channel_clear(channel);
    free(channel);
}

void hx_fault_channel_clear(hx_fault_channel *channel)
{
    empty(&channel->under_way);
    empty(&channel->held);
}

// Lets held datagrams go: one more was sent after them, or their time is over.
static void release(hx_fault_channel *channel, uint64_t now_us, bool sent)
{
    for (datagram **place = &channel->held.first; *place;) {
        datagram *entry = *place;
        if (sent && entry->behind)
            entry->behind--;
        if (!entry->behind || now_us >= entry->due_us + HX_FAULT_REORDER_US)
            append(&channel->under_way, take(&channel->held, place));
        else
            place = &entry->next;
    }
}

static hx_status push_one(hx_fault_channel *channel, uint64_t now_us, const uint8_t *bytes,
                          size_t length, unsigned behind)
{
    datagram *entry = malloc(sizeof *entry + length);
    if (!entry)
        return HX_ERROR_MEMORY;
    entry->due_us = now_us + (uint64_t)channel->faults.delay_us;
    entry->behind = behind;
    entry->length = length;
    memcpy(entry->bytes, bytes, length);
    append(behind ? &channel->held : &channel->under_way, entry);
    return HX_OK;
}

hx_status hx_fault_channel_push(hx_fault_channel *channel, uint64_t now_us, const uint8_t *bytes,
                                size_t length)
{
    if (length > HX_FAULT_DATAGRAM_BYTES)
        return HX_ERROR_ARGUMENT;
    const hx_udp_faults *faults = &channel->faults;
    // Always the same number of draws, so that one fault does not move the others.
    bool drop = draw(channel, faults->drop), corrupt = draw(channel, faults->corrupt);
    bool duplicate = draw(channel, faults->duplicate), reorder = draw(channel, faults->reorder);
    unsigned behind = 1 + (unsigned)(draw_word(channel) % OVERTAKEN_MAXIMUM);
    channel->counters.datagrams++;
    hx_status status = HX_OK;
    if (drop || corrupt) {
        channel->counters.dropped += drop;
        channel->counters.corrupted += !drop;
        reorder = false;
    } else {
        channel->counters.duplicated += duplicate;
        channel->counters.reordered += reorder;
        for (int copy = reorder; !status && copy < 1 + duplicate; copy++)
            status = push_one(channel, now_us, bytes, length, 0);
    }
    release(channel, now_us, true);
    return !status && reorder ? push_one(channel, now_us, bytes, length, behind) : status;
}

bool hx_fault_channel_pop(hx_fault_channel *channel, uint64_t now_us,
                          uint8_t bytes[HX_FAULT_DATAGRAM_BYTES], size_t *length)
{
    release(channel, now_us, false);
    datagram *entry = channel->under_way.first;
    if (!entry || entry->due_us > now_us)
        return false;
    take(&channel->under_way, &channel->under_way.first);
    *length = entry->length;
    memcpy(bytes, entry->bytes, entry->length);
    free(entry);
    return true;
}

uint64_t hx_fault_channel_get_deadline(const hx_fault_channel *channel)
{
    uint64_t deadline = channel->under_way.first ? channel->under_way.first->due_us : UINT64_MAX;
    for (const datagram *entry = channel->held.first; entry; entry = entry->next)
        if (entry->due_us + HX_FAULT_REORDER_US < deadline)
            deadline = entry->due_us + HX_FAULT_REORDER_US;
    return deadline;
}

hx_fault_counters hx_fault_channel_get_counters(const hx_fault_channel *channel)
{
    return channel->counters;
}

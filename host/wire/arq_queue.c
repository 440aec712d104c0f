// Words with their packet types, first in first out.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/arq_queue.h"

#include <stdlib.h>

static hx_status grow(hx_arq_queue *queue, size_t wanted)
{
    size_t capacity = queue->capacity ? queue->capacity : 1024;
    while (capacity < wanted)
        capacity *= 2;
    hx_arq_queue_entry *entries = malloc(capacity * sizeof *entries);
    if (!entries)
        return HX_ERROR_MEMORY;
    for (size_t i = 0; i < queue->count; i++)
        entries[i] = queue->entries[(queue->first + i) & (queue->capacity - 1)];
    free(queue->entries);
    queue->entries = entries;
    queue->capacity = capacity; // a power of two
    queue->first = 0;
    return HX_OK;
}

hx_status hx_arq_queue_push(hx_arq_queue *queue, uint16_t pid, const uint64_t *words, size_t count,
                            bool border)
{
    if (queue->count + count > queue->capacity) {
        hx_status status = grow(queue, queue->count + count);
        if (status)
            return status;
    }
    for (size_t i = 0; i < count; i++)
        queue->entries[(queue->first + queue->count++) & (queue->capacity - 1)] =
            (hx_arq_queue_entry){words[i], pid, border && i + 1 == count};
    return HX_OK;
}

size_t hx_arq_queue_pop(hx_arq_queue *queue, uint16_t *pid, uint64_t *words, size_t capacity)
{
    size_t count = 0;
    while (count < capacity && queue->count) {
        const hx_arq_queue_entry *entry = &queue->entries[queue->first];
        if (count && entry->pid != *pid)
            break;
        *pid = entry->pid;
        words[count++] = entry->word;
        queue->first = (queue->first + 1) & (queue->capacity - 1);
        queue->count--;
        if (entry->border)
            break;
    }
    return count;
}

void hx_arq_queue_clear(hx_arq_queue *queue)
{
    queue->first = queue->count = 0;
}

void hx_arq_queue_release(hx_arq_queue *queue)
{
    free(queue->entries);
    *queue = (hx_arq_queue){0};
}

// Words with their packet types, first in first out.
// SPDX-License-Identifier: Apache-2.0
//
// A run is what may share one frame: neighbouring words of one packet type, up to a border.
#ifndef HX_WIRE_ARQ_QUEUE_H
#define HX_WIRE_ARQ_QUEUE_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hx_arq_queue_entry {
    uint64_t word;
    uint16_t pid;
    bool border; // the frame ends behind this word
} hx_arq_queue_entry;

// All zero is an empty queue.
typedef struct hx_arq_queue {
    hx_arq_queue_entry *entries;
    size_t capacity, first, count;
} hx_arq_queue;

// Takes all words or, with HX_ERROR_MEMORY, none. `border` sets one behind the last.
hx_status hx_arq_queue_push(hx_arq_queue *queue, uint16_t pid, const uint64_t *words, size_t count,
                            bool border);
// Takes the beginning of the first run, at most `capacity` words; their number, 0 if empty.
size_t hx_arq_queue_pop(hx_arq_queue *queue, uint16_t *pid, uint64_t *words, size_t capacity);
void hx_arq_queue_clear(hx_arq_queue *queue);
void hx_arq_queue_release(hx_arq_queue *queue);

#endif

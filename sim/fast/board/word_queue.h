// Words without bound on their number, in order.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_BOARD_WORD_QUEUE_H
#define HX_FAST_BOARD_WORD_QUEUE_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hx_queued_word {
    uint64_t value;
    bool is_trial; // a trial mark, not a word
} hx_queued_word;

typedef struct hx_word_queue {
    hx_queued_word *items;
    size_t first, last, capacity;
} hx_word_queue;

void hx_word_queue_release(hx_word_queue *queue);
// Room for `count` more; without it a push is an error of the user.
hx_status hx_word_queue_reserve(hx_word_queue *queue, size_t count);

static inline size_t hx_word_queue_count(const hx_word_queue *queue)
{
    return queue->last - queue->first;
}
static inline void hx_word_queue_push(hx_word_queue *queue, uint64_t value, bool is_trial)
{
    queue->items[queue->last++] = (hx_queued_word){value, is_trial};
}
static inline const hx_queued_word *hx_word_queue_get_first(const hx_word_queue *queue)
{
    return &queue->items[queue->first];
}
static inline void hx_word_queue_pop(hx_word_queue *queue)
{
    if (++queue->first == queue->last)
        queue->first = queue->last = 0;
}

#endif

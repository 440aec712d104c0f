// Words without bound on their number, in order.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/board/word_queue.h"

#include <stdlib.h>
#include <string.h>

void hx_word_queue_release(hx_word_queue *q)
{
    free(q->items);
    *q = (hx_word_queue){NULL, 0, 0, 0};
}

hx_status hx_word_queue_reserve(hx_word_queue *q, size_t count)
{
    if (q->last + count <= q->capacity)
        return HX_OK;
    const size_t waiting = hx_word_queue_count(q);
    // Moving only when it frees half keeps the cost of a word constant.
    if (waiting + count > q->capacity / 2) {
        const size_t capacity = 2 * (waiting + count) + 1024;
        hx_queued_word *items = malloc(capacity * sizeof *items);
        if (!items)
            return HX_ERROR_MEMORY;
        if (waiting)
            memcpy(items, q->items + q->first, waiting * sizeof *items);
        free(q->items);
        q->items = items;
        q->capacity = capacity;
    } else if (waiting) {
        memmove(q->items, q->items + q->first, waiting * sizeof *q->items);
    }
    q->first = 0;
    q->last = waiting;
    return HX_OK;
}

// Load and store queue of the processor's core.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/load_store.h"

#include <assert.h>

void hx_load_store_reset(hx_load_store *q)
{
    q->waiting_first = q->waiting_count = q->expected_first = q->expected_count = 0;
    q->request.valid = false;
}

// From the low end of a word to the place of the access.
static unsigned get_shift(const hx_transfer *t)
{
    return 8 * (4 - t->size - (t->address & 3)) & 31;
}

bool hx_load_store_look(const hx_load_store *q, uint32_t response, uint8_t *target, uint32_t *value)
{
    const hx_transfer *t = &q->expected[q->expected_first];
    assert(q->expected_count);
    if (t->write)
        return false;
    uint32_t moved = response >> get_shift(t);
    *target = t->target;
    if (t->size == 1)
        *value = moved & 0xff;
    else if (t->size == 2)
        *value = t->sign_extend ? (uint32_t)(int32_t)(int16_t)(moved & 0xffff) : moved & 0xffff;
    else
        *value = response;
    return true;
}

static void send(hx_load_store *q)
{
    const hx_transfer *t = &q->waiting[q->waiting_first];
    unsigned shift = get_shift(t), bytes = (1u << t->size) - 1;
    q->request = (hx_data_request){.valid = true,
                                   .write = t->write,
                                   .enables = (uint8_t)(bytes << shift / 8),
                                   .address = t->address & ~3u,
                                   .data = t->data << shift};
    q->expected[(q->expected_first + q->expected_count++) % HX_LOAD_STORE_DEPTH] = *t;
    q->waiting_first = (q->waiting_first + 1) % HX_LOAD_STORE_DEPTH;
    q->waiting_count--;
}

bool hx_load_store_step(hx_load_store *q, const hx_transfer *access, bool accept, bool response)
{
    bool accepted = q->request.valid && accept;
    bool take = q->waiting_count && (!q->request.valid || accepted) &&
                q->expected_count < HX_LOAD_STORE_DEPTH;
    if (response) {
        q->expected_first = (q->expected_first + 1) % HX_LOAD_STORE_DEPTH;
        q->expected_count--;
    }
    if (accepted)
        q->request.valid = false;
    if (take)
        send(q);
    if (access) {
        assert(q->waiting_count < HX_LOAD_STORE_DEPTH);
        q->waiting[(q->waiting_first + q->waiting_count++) % HX_LOAD_STORE_DEPTH] = *access;
    }
    return access || accepted || take || response;
}

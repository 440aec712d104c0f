// Omnibus port of a register block: one access a cycle, answers that wait.
// SPDX-License-Identifier: Apache-2.0
//
// A request taken in cycle t is an access in cycle t; its answer can be taken from cycle t + 2 on.
// Functions that read show a cycle's state, hx_omnibus_slave_step is the clock edge.
#ifndef HX_FAST_OMNIBUS_SLAVE_H
#define HX_FAST_OMNIBUS_SLAVE_H

#include "sim/fast/omnibus/request.h"
#include "sim/fast/omnibus/ring.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_omnibus_slave {
    hx_ring answers;
    bool accessed, write; // the access of one cycle ago
} hx_omnibus_slave;

static inline void hx_omnibus_slave_reset(hx_omnibus_slave *slave)
{
    hx_ring_clear(&slave->answers);
    slave->accessed = slave->write = false;
}

// One answer may be on its way to the queue.
static inline bool hx_omnibus_slave_is_ready(const hx_omnibus_slave *slave)
{
    return slave->answers.count < HX_RING_DEPTH - 1;
}

// The clock edge: `access` is taken, `answered` removes the oldest answer, `data` are the read
// data of the access one cycle ago.
static inline void hx_omnibus_slave_step(hx_omnibus_slave *slave, const hx_access *access,
                                         bool answered, uint32_t data)
{
    if (answered)
        hx_ring_pop(&slave->answers);
    if (slave->accessed)
        hx_ring_push(&slave->answers, hx_omnibus_answer(slave->write, data));
    slave->accessed = access->valid;
    slave->write = access->write;
}

#ifdef __cplusplus
}
#endif

#endif

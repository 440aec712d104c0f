// Load and store queue of the processor's core.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/ppu/hx_ppu_load_store.sv.
#ifndef HX_FAST_PROCESSOR_LOAD_STORE_H
#define HX_FAST_PROCESSOR_LOAD_STORE_H

#include <stdbool.h>
#include <stdint.h>

enum { HX_LOAD_STORE_DEPTH = 16, HX_LOAD_STORE_LIMIT = 13 };

typedef struct hx_transfer {
    uint32_t address, data; // data of a store, at the low end
    uint8_t size, target;
    bool write, sign_extend;
} hx_transfer;

// On the data bus, until accepted.
typedef struct hx_data_request {
    bool valid, write;
    uint8_t enables;
    uint32_t address, data;
} hx_data_request;

typedef struct hx_load_store {
    hx_transfer waiting[HX_LOAD_STORE_DEPTH], expected[HX_LOAD_STORE_DEPTH];
    uint8_t waiting_first, waiting_count, expected_first, expected_count;
    hx_data_request request;
} hx_load_store;

void hx_load_store_reset(hx_load_store *queue);

static inline bool hx_load_store_is_ready(const hx_load_store *q)
{
    return q->waiting_count < HX_LOAD_STORE_LIMIT;
}

static inline bool hx_load_store_is_idle(const hx_load_store *q)
{
    return !q->waiting_count && !q->expected_count;
}

// The response of this cycle: returns true if it is that of a load, whose register and value are
// given out.
bool hx_load_store_look(const hx_load_store *queue, uint32_t response, uint8_t *target,
                        uint32_t *value);

// The edge. `access`: handed over in this cycle, NULL: none. Returns true if anything changed.
bool hx_load_store_step(hx_load_store *queue, const hx_transfer *access, bool accept,
                        bool response);

#endif

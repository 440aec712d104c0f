// An access of the chip's Omnibus to a register block of the event fabric.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_EVENT_ACCESS_H
#define HX_FAST_EVENT_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct hx_access {
    bool valid, write;
    uint32_t address;      // chip Omnibus word address
    unsigned byte_enables; // bit i enables data[8i + 7 : 8i]
    uint32_t data;
} hx_access;

static inline uint32_t hx_access_merge(const hx_access *access, uint32_t old, uint32_t mask)
{
    uint32_t enabled = 0;
    for (unsigned byte = 0; byte < 4; byte++)
        if (access->byte_enables >> byte & 1)
            enabled |= UINT32_C(0xff) << (8 * byte);
    return ((old & ~enabled) | (access->data & enabled)) & mask;
}

#endif

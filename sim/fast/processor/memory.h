// Local memory of a processor.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_PROCESSOR_MEMORY_H
#define HX_FAST_PROCESSOR_MEMORY_H

#include <stdint.h>

enum { HX_PROCESSOR_WORDS = 4096 };

// `old` with the bytes that are enabled; bit 3 is the byte at the lowest address.
static inline uint32_t hx_merge_bytes(uint32_t old, uint32_t data, unsigned enables)
{
    uint32_t mask = 0;
    for (unsigned byte = 0; byte < 4; byte++)
        if (enables >> byte & 1)
            mask |= UINT32_C(0xff) << (8 * byte);
    return (old & ~mask) | (data & mask);
}

#endif

// Packs messages of 64 or 80 bits back to back into 64-bit words, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Takes one message and gives at most one word a cycle; a flush pushes out the remainder: its
// bits at the top, one comma bit, zeros.
#ifndef HX_FAST_EXECUTOR_BIT_PACKER_H
#define HX_FAST_EXECUTOR_BIT_PACKER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct hx_bit_packer {
    uint64_t high, low; // contents, left-aligned, zeros behind
    uint8_t units;      // contents in units of 16 bits, 0..8
    bool flushing;
    bool valid; // on the pins
    uint64_t word;
} hx_bit_packer;

typedef struct hx_bit_packer_in {
    bool valid, is_long, flush; // only when ready
    uint64_t high;              // left-aligned: a short message is in `high` alone
    uint16_t low;
} hx_bit_packer_in;

static inline bool hx_bit_packer_is_ready(const hx_bit_packer *packer)
{
    return !packer->flushing && packer->units != 8;
}

void hx_bit_packer_step(hx_bit_packer *packer, const hx_bit_packer_in *in);

#endif

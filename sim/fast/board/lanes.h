// Words from the chip on their way to the FPGA.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_BOARD_LANES_H
#define HX_FAST_BOARD_LANES_H

#include "sim/fast/executor/fpga.h"

#include <hxcosim/device.h>

#define HX_FAST_LANES_ON_WAY 512 // more than the largest latency; a power of two

_Static_assert(HX_FAST_LANES_ON_WAY > HX_LINK_LATENCY_MAXIMUM + 16, "every step on the way");

// Steps in which the chip sent something; at most one entry a step.
typedef struct hx_fast_lanes {
    struct {
        uint64_t arrival; // step
        uint8_t valid;
        uint8_t lane[HX_LINK_RX_WORDS];
        uint64_t word[HX_LINK_RX_WORDS];
    } entry[HX_FAST_LANES_ON_WAY];
    uint32_t read, write; // free running
} hx_fast_lanes;

// Step of the next arrival, UINT64_MAX if there is none.
static inline uint64_t hx_fast_lanes_get_next(const hx_fast_lanes *lanes)
{
    return lanes->read == lanes->write ? UINT64_MAX
                                       : lanes->entry[lanes->read % HX_FAST_LANES_ON_WAY].arrival;
}

#endif

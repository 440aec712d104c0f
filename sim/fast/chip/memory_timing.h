// How long the chip's small memories take, as hx_memory_timing.
// SPDX-License-Identifier: Apache-2.0
//
// Memories with timing registers: parameter cells, neuron configuration, synapse drivers, neuron
// backends, CADC offsets. A request to one waits on the Omnibus, and everything behind it.
#ifndef HX_FAST_CHIP_MEMORY_TIMING_H
#define HX_FAST_CHIP_MEMORY_TIMING_H

#include "sim/fast/event/access.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum hx_memory_kind {
    HX_MEMORY_CAPMEM,
    HX_MEMORY_NEURON,
    HX_MEMORY_DRIVER,
    HX_MEMORY_BACKEND,
    HX_MEMORY_CADC,
    HX_MEMORY_KINDS
} hx_memory_kind;

#define HX_MEMORY_COPIES 4 // of a kind, at most

// Zeroed: as after power-on, all memories without delay.
typedef struct hx_memory_timing {
    uint8_t word[HX_MEMORY_KINDS][HX_MEMORY_COPIES][2]; // as written
    uint16_t waited;                                    // cycles of the request that waits
} hx_memory_timing;

// The chip reset.
void hx_memory_timing_reset(hx_memory_timing *timing);

// Whether the memory of a request has had its time.
bool hx_memory_timing_is_over(const hx_memory_timing *timing, const hx_access *request);

// The clock edge of a cycle in which a request is offered; `taken`: by its slave.
void hx_memory_timing_step(hx_memory_timing *timing, const hx_access *request, bool taken);

#ifdef __cplusplus
}
#endif

#endif

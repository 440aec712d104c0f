// Fetch stages of the processor's core.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/ppu/hx_ppu_fetch.sv. The memory answers in the next cycle. Addresses are those of
// words.
#ifndef HX_FAST_PROCESSOR_FETCH_H
#define HX_FAST_PROCESSOR_FETCH_H

#include "sim/fast/processor/prediction.h"

#define HX_FETCH_ADDRESS_MASK 0x3fffffffu // of words

// An instruction on its way to the issue stage.
typedef struct hx_fetched {
    uint32_t word, address, target;
    bool predicted; // taken, to the target
} hx_fetched;

typedef struct hx_fetch {
    uint32_t address, target; // at the port
    bool predicted;
    bool waits, decodes; // valid, for the two below
    hx_fetched waiting;  // its word comes in this cycle
    hx_fetched decoding;
    hx_prediction prediction;
} hx_fetch;

void hx_fetch_reset(hx_fetch *fetch);
// The edge of a cycle in which the issue stage takes an instruction. `taken`: the address at the
// port was, and `word` comes next. Returns true if anything changed.
bool hx_fetch_advance(hx_fetch *fetch, bool taken, uint32_t word);
// The edge of a cycle that goes on at `target`.
void hx_fetch_redirect(hx_fetch *fetch, uint32_t target);

#endif

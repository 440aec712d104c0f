// Instructions of a processor: local memory, or memory of the FPGA behind a cache.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/chip/hx_ppu_code.sv.
#ifndef HX_FAST_PROCESSOR_CODE_H
#define HX_FAST_PROCESSOR_CODE_H

#include "sim/fast/processor/replies.h"

enum { HX_CODE_LINES = 64, HX_CODE_LINE_WORDS = 16 };

typedef struct hx_code {
    uint32_t memory[HX_CODE_LINES * HX_CODE_LINE_WORDS], tag[HX_CODE_LINES];
    uint64_t valid; // bit n: line n
    // The line, or the word without a cache, that was asked for last
    bool filling;        // not all of it has come
    bool keeps, single;  // single: it has come, to be used once
    uint32_t first;      // address of the word that was missed
    uint8_t asked, came; // words
    uint16_t here;       // bit n: word n of the line
    hx_replies replies;
} hx_code;

// The fetch of a cycle.
typedef struct hx_code_fetch {
    bool valid;
    uint32_t address; // words
} hx_code_fetch;

typedef struct hx_code_in {
    bool core_reset, stop, cache;
    hx_code_fetch fetch;
    bool taken; // the request
    bool answered;
    uint32_t answer;
} hx_code_in;

void hx_code_reset(hx_code *code);

static inline bool hx_code_is_busy(const hx_code *code)
{
    return code->filling || code->replies.owed;
}

// Whether an address can be fetched in this cycle; then its word. `memory`: local.
bool hx_code_look(const hx_code *code, const uint32_t *memory, uint32_t address, uint32_t *word);

// A word of the FPGA's memory is asked for; its address.
bool hx_code_requests(const hx_code *code, uint32_t *address);

// The edge. Returns true if anything changed.
bool hx_code_step(hx_code *code, const hx_code_in *in);

#endif

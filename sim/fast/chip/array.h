// Synapse array access unit and CADC control of one half, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Requests go to the word port in order, one a cycle; an answer comes 4 cycles after its request
// left the queue. A read of a triggering CADC address samples at the end of the sense delay and is
// carried out, with everything behind it, after the conversion (docs/fidelity.md, "CADC"). Rows of
// the processor's vector unit go before the queue and trigger in the same way; behind the
// conversion that a row or a word triggered it goes first.
#ifndef HX_FAST_CHIP_ARRAY_H
#define HX_FAST_CHIP_ARRAY_H

#include "sim/fast/processor/row_port.h"
#include "sim/fast/chip/word_port.h"
#include "sim/fast/event/access.h"
#include "sim/fast/omnibus/ring.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum hx_array_state { HX_ARRAY_RUN, HX_ARRAY_SENSE, HX_ARRAY_CONVERT } hx_array_state;

typedef struct hx_array {
    hx_ring requests;
    hx_ring answers, due; // and the cycle from which on an answer can be taken
    hx_array_state state;
    uint64_t deadline;
    bool converted;    // the trigger in turn has had its conversion
    bool for_row;      // which is that of a row
    bool row_gone;     // that is not wanted any more
    bool row_waits;    // a row is to be served
    bool row_accessed; // a row was accessed in the last cycle
    bool row_done;     // level
    uint32_t config;   // CADCConfig
    bool accessed;     // a request left the queue in the last cycle
    bool own;          // its answer is not that of the word port
    uint32_t own_data;
    uint64_t own_due;
    hx_word_access access; // valid if the word port is used in this cycle
    bool convert;          // the inputs are sampled in this cycle
    uint16_t row;
    bool reset_valid; // of neurons, in this cycle
    uint8_t reset_quad, reset_entries;
    bool row_valid; // the row port is used in this cycle
    uint32_t row_offset;
    bool row_reset_valid; // of neurons, in this cycle
    bool row_reset_parity;
    uint32_t row_reset[HX_ROW_ENABLE_WORDS];
} hx_array;

typedef struct hx_array_in {
    uint64_t now;
    unsigned half; // 0 top, 1 bottom
    unsigned sense_delay;
    hx_access request; // taken, if valid
    bool answered;     // the oldest answer was taken
    uint32_t data;     // read by this cycle's access
    const hx_row_request *row;
} hx_array_in;

void hx_array_reset(hx_array *array);

static inline bool hx_array_is_ready(const hx_array *array)
{
    return array->requests.count < HX_RING_DEPTH;
}
static inline bool hx_array_has_answer(const hx_array *array, uint64_t now)
{
    return array->answers.count && hx_ring_head(&array->due) <= now;
}

void hx_array_step(hx_array *array, const hx_array_in *in);

// First cycle, from `now` on, in which something happens without a request; answers that can be
// taken are not meant.
uint64_t hx_array_next(const hx_array *array, const hx_row_request *row, uint64_t now);

#ifdef __cplusplus
}
#endif

#endif

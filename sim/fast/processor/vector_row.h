// fxvinx, fxvoutx: one vector in one access of the parallel bus.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/ppu/hx_ppu_vector_row.sv.
#ifndef HX_FAST_PROCESSOR_VECTOR_ROW_H
#define HX_FAST_PROCESSOR_VECTOR_ROW_H

#include "sim/fast/processor/row_port.h"
#include "sim/fast/processor/vector_op.h"

enum { HX_VECTOR_ROW_DEPTH = 16 };

typedef struct hx_vector_row {
    struct {
        bool has_target;
        uint8_t target;
        hx_row response;
    } access[HX_VECTOR_ROW_DEPTH]; // oldest at first; the first `answered` ones have responses
    uint8_t first, outstanding, answered;
    bool second; // second cycle of the oldest
    bool lingers;
    // On the bus, until accepted
    bool valid, write;
    uint32_t address;
    uint32_t enable[HX_ROW_ENABLE_WORDS];
    hx_row data;
} hx_vector_row;

static inline void hx_vector_row_reset(hx_vector_row *row)
{
    row->first = row->outstanding = row->answered = 0;
    row->second = row->lingers = row->valid = false;
}

static inline bool hx_vector_row_is_busy(const hx_vector_row *row)
{
    return row->outstanding || row->lingers;
}
// The oldest asks for its register.
static inline bool hx_vector_row_requests(const hx_vector_row *row)
{
    return row->second && row->access[row->first].has_target;
}
// The oldest leaves in this cycle.
static inline bool hx_vector_row_leaves(const hx_vector_row *row, bool granted)
{
    return row->second && (granted || !row->access[row->first].has_target);
}
static inline bool hx_vector_row_is_ready(const hx_vector_row *row, bool granted, bool accept)
{
    return (row->outstanding < HX_VECTOR_ROW_DEPTH || hx_vector_row_leaves(row, granted)) &&
           (!row->valid || accept);
}

// An operation that starts, with its data and enabled bytes.
typedef struct hx_vector_row_start {
    const hx_vector_op *op;
    const uint8_t *vector;
    uint32_t enable[HX_ROW_ENABLE_WORDS];
} hx_vector_row_start;

// The edge. `response`: NULL: none; that of a write has no data. Returns true if anything changed.
bool hx_vector_row_step(hx_vector_row *row, const hx_vector_row_start *start, bool granted,
                        bool accept, const hx_row *response);
// The answer of the oldest.
void hx_vector_row_get(const hx_vector_row *row, uint8_t *vector);

#endif

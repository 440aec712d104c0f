// Rows of the vector unit: synapse array, random generator, memory of the FPGA.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/chip/hx_ppu_rows.sv, hx_ppu_random.sv.
#ifndef HX_FAST_PROCESSOR_ROWS_H
#define HX_FAST_PROCESSOR_ROWS_H

#include "sim/fast/processor/row_port.h"
#include "sim/fast/processor/vector_row.h"

typedef enum hx_rows_target {
    HX_ROWS_NOTHING,
    HX_ROWS_ARRAY,
    HX_ROWS_RANDOM,
    HX_ROWS_FPGA
} hx_rows_target;

typedef struct hx_rows {
    bool busy, responds;
    bool is_weight;
    hx_rows_target target;
    uint64_t ready_at; // cycle from which on it may be done
    // What is asked for: of the array by row.valid, of the FPGA by external. The address of the
    // FPGA is that of a word. row.data: what was read, too
    hx_row_request row;
    bool external;
    hx_row random; // state of the generator
} hx_rows;

typedef struct hx_rows_in {
    uint64_t cycle; // of the core
    bool stop;
    const hx_vector_row *request;
    bool array_done, external_done;
    const hx_row *array, *from_external;
} hx_rows_in;

void hx_rows_reset(hx_rows *rows);

static inline bool hx_rows_accept(const hx_rows *rows, bool stop)
{
    return !rows->busy && !stop;
}

// Only time passes up to ready_at.
static inline bool hx_rows_counts(const hx_rows *rows, uint64_t cycle)
{
    return rows->busy && rows->ready_at >= cycle;
}

// The edge. Returns true if anything but time changed.
bool hx_rows_step(hx_rows *rows, const hx_rows_in *in);

#endif

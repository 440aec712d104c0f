// State of a processor of the chip, and the edge of its own clock.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_PROCESSOR_PROCESSOR_PRIVATE_H
#define HX_FAST_PROCESSOR_PROCESSOR_PRIVATE_H

#include "sim/fast/processor/core.h"
#include "sim/fast/processor/data_bus.h"
#include "sim/fast/processor/external.h"
#include "sim/fast/processor/processor.h"
#include "sim/fast/processor/rows.h"
#include "sim/fast/processor/vector_unit.h"

#include <stddef.h>

// Bits of the control register
enum {
    HX_PROCESSOR_RUN = 1,
    HX_PROCESSOR_CLOCK_ON = 2,
    HX_PROCESSOR_CLOCK_OFF = 4,
    HX_PROCESSOR_CACHE = 8
};

struct hx_processor {
    unsigned half;
    hx_ppu_port *port;
    uint64_t now;   // first cycle without a step
    uint64_t cycle; // of the core, 1 behind its reset
    // Clock and reset
    uint32_t control;
    bool runs;     // not in reset
    bool on;       // the core's clock has the coming edge
    bool rested;   // in reset and has had an edge in it
    bool stops;    // accesses may only end
    bool looks;    // the control register may have changed
    bool is_reset; // the core was, by the last edge
    bool waits;    // the last edge changed nothing in core and vector unit
    // Vectors in the local memory: requests under way and what was read
    uint8_t serial_valid, serial_first, serial_last;
    bool serial_write;
    uint32_t serial_data[HX_VECTOR_WORDS];
    hx_core core;
    hx_vector_unit vector;
    hx_data_bus data;
    hx_rows rows;
    hx_external external;
    hx_code code;
    uint32_t memory[HX_PROCESSOR_WORDS];
};

// The access to the memory of the FPGA that is in turn, NULL: none.
static inline const hx_external_access *hx_processor_get_external(const hx_processor *p)
{
    return p->data.external_count ? &p->data.external[p->data.external_first] : NULL;
}

// Accesses to Omnibus or FPGA are under way.
static inline bool hx_processor_is_busy(const hx_processor *p)
{
    return hx_data_bus_is_busy(&p->data) || hx_external_sends(&p->external) ||
           p->external.reading || (p->rows.external && !p->external.done) ||
           hx_code_is_busy(&p->code);
}

// The edge of the core's clock. Returns true if anything changed.
bool hx_processor_step_core(hx_processor *processor, const hx_ppu_port_in *in);

#endif

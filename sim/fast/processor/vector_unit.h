// Vector unit of a processor, cycle by cycle: queue, stations of five units, one register port.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/ppu/hx_ppu_vector.sv and its parts. Values are made at the start of an operation,
// whose registers nobody changes before, and written when the port is granted.
#ifndef HX_FAST_PROCESSOR_VECTOR_UNIT_H
#define HX_FAST_PROCESSOR_VECTOR_UNIT_H

#include "sim/fast/ppu/values.h"
#include "sim/fast/processor/vector_pipe.h"
#include "sim/fast/processor/vector_row.h"
#include "sim/fast/processor/vector_serial.h"

enum { HX_VECTOR_UNITS = HX_PPU_VECTOR_UNIT_COUNT, HX_VECTOR_QUEUE = 4, HX_VECTOR_STATION = 16 };

typedef struct hx_vector_entry {
    hx_vector_op op;
    uint8_t waits; // bit 0: first source, 1: second, 2: condition register
} hx_vector_entry;

typedef enum hx_station_state {
    HX_STATION_IDLE,
    HX_STATION_READ_A,
    HX_STATION_READ_B,
    HX_STATION_EXECUTE
} hx_station_state;

typedef struct hx_vector_station {
    hx_vector_entry entry[HX_VECTOR_STATION];
    uint8_t first, count, depth;
    hx_station_state state;
} hx_vector_station;

typedef struct hx_vector_unit {
    hx_vector_op queue[HX_VECTOR_QUEUE];
    uint8_t queue_first, queue_count;
    hx_vector_station station[HX_VECTOR_UNITS];
    uint8_t open;     // units that may be granted the port
    uint32_t pending; // registers with an outstanding write
    bool condition_pending;
    uint8_t compares;    // bit n: the compare started n + 1 cycles ago
    int8_t woken;        // register that was written in the last cycle, -1: none
    uint8_t in_stations; // entries
    bool rests;          // the last edge changed nothing
    hx_vector_pipe madd, permute;
    hx_vector_serial serial;
    hx_vector_row row;
    hx_ppu_vectors registers; // those of vectors survive a reset
} hx_vector_unit;

typedef struct hx_vector_unit_in {
    const hx_vector_op *op; // handed over by the core, NULL: none
    bool serial_response;
    uint32_t serial_data;
    bool row_accept, row_response;
    const hx_row *row;
} hx_vector_unit_in;

void hx_vector_unit_reset(hx_vector_unit *unit);
// In the first cycle of a reset a register may still be written.
void hx_vector_unit_end(hx_vector_unit *unit);

// A vector instruction may issue in this cycle.
static inline bool hx_vector_unit_is_ready(const hx_vector_unit *unit)
{
    return unit->queue_count < 2;
}
// Nothing queued or running.
bool hx_vector_unit_is_idle(const hx_vector_unit *unit);

// The edge. Returns true if anything changed.
bool hx_vector_unit_step(hx_vector_unit *unit, const hx_vector_unit_in *in);

#endif

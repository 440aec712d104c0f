// Timing of the vector unit: queue, stations, register file port.
// SPDX-License-Identifier: Apache-2.0
//
// Steps cycle by cycle while anything is in flight and rests otherwise; its only state at rest
// is the arbitration mask. Values are not computed here.
#ifndef HX_FAST_PPU_VECTOR_TIMING_H
#define HX_FAST_PPU_VECTOR_TIMING_H

#include "sim/fast/ppu/vector_table.h"

#include <stdbool.h>
#include <stdint.h>

enum { HX_PPU_VECTOR_QUEUE = 8, HX_PPU_STATION = 16, HX_PPU_PIPE = 32 };

typedef enum hx_ppu_station_state {
    HX_PPU_STATE_IDLE,
    HX_PPU_STATE_REQUEST_A,
    HX_PPU_STATE_REQUEST_B,
    HX_PPU_STATE_EXECUTE
} hx_ppu_station_state;

typedef struct hx_ppu_vector_op {
    uint64_t enter;       // cycle in which it is in the queue
    uint32_t number;      // counts from 1
    uint32_t producer[3]; // numbers of writers waited for: first, second source, VCR; 0: none
    int8_t source[2], target;
    uint8_t unit;
    bool reads_vcr, writes_vcr;
} hx_ppu_vector_op;

typedef struct hx_ppu_station {
    hx_ppu_vector_op entries[HX_PPU_STATION];
    unsigned count;
    hx_ppu_station_state state;
    uint64_t ready; // first cycle in which an entry may leave IDLE
    struct {
        uint64_t cycle; // of the write request
        uint32_t number;
        int8_t target;
    } writes[HX_PPU_PIPE];
    unsigned write_count;
} hx_ppu_station;

typedef struct hx_ppu_vector_timing {
    uint64_t now; // next cycle to step
    hx_ppu_vector_op queue[HX_PPU_VECTOR_QUEUE];
    unsigned queue_count, in_flight;
    hx_ppu_station stations[HX_PPU_VECTOR_UNIT_COUNT];
    uint32_t next_number, register_writer[32], vcr_writer;
    uint8_t register_readers[32], vcr_readers;
    uint64_t vcr_written; // cycle of the pending VCR write, UINT64_MAX: not started
    uint32_t written;     // number of the operation written in the last cycle
    int written_target;
    unsigned mask_phase; // units already masked
    uint64_t done;       // cycle in which the last operation so far is over
} hx_ppu_vector_timing;

void hx_ppu_vector_timing_reset(hx_ppu_vector_timing *timing);
// First cycle from `cycle` on in which a vector instruction may issue.
uint64_t hx_ppu_vector_timing_wait(hx_ppu_vector_timing *timing, uint64_t cycle);
void hx_ppu_vector_timing_issue(hx_ppu_vector_timing *timing, uint64_t cycle, uint32_t word);
// Cycle in which everything is over; 0: was so from the start.
uint64_t hx_ppu_vector_timing_drain(hx_ppu_vector_timing *timing);

#endif

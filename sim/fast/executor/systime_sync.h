// FPGA time and its synchronisation with the chip, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/fpga/hx_systime_sync.sv.
#ifndef HX_FAST_EXECUTOR_SYSTIME_SYNC_H
#define HX_FAST_EXECUTOR_SYSTIME_SYNC_H

#include <stdbool.h>
#include <stdint.h>

typedef struct hx_systime_sync {
    uint64_t time; // FPGA cycles, 43 bits
    uint64_t round_trip, chip_time;
    uint32_t latency; // of the lanes, beyond the smallest
    uint32_t age;     // cycles since the last word was sent
    uint8_t tries;    // left after this one
    uint8_t repeats;  // words left of this one
    bool synchronised, busy, failed;
    bool send;    // a word waits for its turn
    bool message; // the time message is due
} hx_systime_sync;

typedef struct hx_systime_sync_in {
    bool start, send_ready, room;
    uint8_t tries;
    bool answer_valid;
    uint64_t answer;
} hx_systime_sync_in;

void hx_systime_sync_reset(hx_systime_sync *sync, uint32_t latency);

static inline bool hx_systime_sync_sends(const hx_systime_sync *sync, bool start)
{
    return (start && !sync->busy) || sync->send;
}

void hx_systime_sync_step(hx_systime_sync *sync, const hx_systime_sync_in *in);

// Cycles from now in which only time passes; UINT64_MAX: for ever. A word that waits for its turn
// is the link's affair until a try is over.
uint64_t hx_systime_sync_get_rest(const hx_systime_sync *sync);
void hx_systime_sync_skip(hx_systime_sync *sync, uint64_t cycles);

#endif

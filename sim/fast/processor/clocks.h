// Time base, decrementer and fixed-interval timer of a processor, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/ppu/hx_ppu_timers.sv. Nothing happens before `next`, so cycles up to it need no
// step. A write in cycle t counts from t on.
#ifndef HX_FAST_PROCESSOR_CLOCKS_H
#define HX_FAST_PROCESSOR_CLOCKS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct hx_clocks {
    uint64_t offset; // of the time base to the cycle
    bool running;    // the decrementer
    uint64_t end;    // cycle in which it steps from 1
    uint32_t reload, control;
    bool decremented, interval; // status bits
    uint64_t next;              // first cycle whose edge sets a status bit
} hx_clocks;

typedef struct hx_clocks_write {
    bool valid;
    unsigned number; // special register
    uint32_t data;
} hx_clocks_write;

void hx_clocks_reset(hx_clocks *clocks);

static inline bool hx_clocks_have(unsigned number)
{
    return number == 22 || number == 54 || number == 284 || number == 285 || number == 336 ||
           number == 340;
}

uint32_t hx_clocks_read(const hx_clocks *clocks, uint64_t cycle, unsigned number);

// Requests in this cycle, with what is written in it: pending and enabled.
typedef struct hx_clocks_requests {
    bool interval, decremented;
} hx_clocks_requests;
hx_clocks_requests hx_clocks_look(const hx_clocks *clocks, const hx_clocks_write *write);

// One of them can become pending.
bool hx_clocks_enabled(const hx_clocks *clocks);

// The edge of a cycle with a write, or not before `next`.
void hx_clocks_step(hx_clocks *clocks, uint64_t cycle, const hx_clocks_write *write);

#endif

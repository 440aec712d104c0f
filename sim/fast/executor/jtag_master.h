// JTAG master, cycle by cycle: turns the JTAG instructions of a program into TCK, TMS and TDI.
// SPDX-License-Identifier: Apache-2.0
//
// The walks through the TAP states, clock proportion and answers: rtl/fpga/hx_jtag_master.sv.
#ifndef HX_FAST_EXECUTOR_JTAG_MASTER_H
#define HX_FAST_EXECUTOR_JTAG_MASTER_H

#include "sim/fast/executor/message.h"

#define HX_JTAG_DEPTH 64 // instructions

typedef struct hx_jtag_command {
    hx_ut_kind kind; // one of the four of JTAG
    bool keep;
    uint8_t bits;
    uint64_t data; // scaler and instruction register too
} hx_jtag_command;

typedef struct hx_jtag_master {
    hx_jtag_command queue[HX_JTAG_DEPTH];
    uint32_t read, write;
    bool run, answer, keep, high;
    uint16_t phase; // cycles left of this half of the period, less one
    uint8_t scaler;
    uint8_t left;        // steps left, this one included
    uint8_t step;        // steps done
    uint8_t first, last; // steps of the first and the last bit
    uint64_t tms_bits, tdi_bits, captured;
    bool tck, tms, tdi; // pins
} hx_jtag_master;

void hx_jtag_master_reset(hx_jtag_master *jtag);

static inline bool hx_jtag_master_is_busy(const hx_jtag_master *jtag)
{
    return jtag->read != jtag->write || jtag->run || jtag->answer;
}

// No more may be executed; `coming`: one comes in this cycle.
static inline bool hx_jtag_master_is_full(const hx_jtag_master *jtag, bool coming)
{
    return jtag->write - jtag->read + coming >= HX_JTAG_DEPTH - 1;
}

// One cycle; command: the one that comes, or NULL; answered: the answer leaves.
void hx_jtag_master_step(hx_jtag_master *jtag, const hx_jtag_command *command, bool answered,
                         bool tdo);

// Cycles from now in which only time passes; UINT64_MAX: for ever.
uint64_t hx_jtag_master_get_rest(const hx_jtag_master *jtag);
void hx_jtag_master_skip(hx_jtag_master *jtag, uint64_t cycles);

#endif

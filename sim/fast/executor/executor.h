// Playback executor, cycle by cycle: takes host words and carries out one instruction a cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Meaning and timing of the instructions: rtl/fpga/hx_executor.sv. What an instruction sends, does
// or reports is in `out` in the cycle after.
#ifndef HX_FAST_EXECUTOR_EXECUTOR_H
#define HX_FAST_EXECUTOR_EXECUTOR_H

#include "sim/fast/executor/jtag_master.h"

typedef enum hx_executor_state {
    HX_EXECUTOR_IDLE, // between programs
    HX_EXECUTOR_RUN,
    HX_EXECUTOR_DROP, // after a timeout: words up to the halt are thrown away
    HX_EXECUTOR_WAIT,
    HX_EXECUTOR_BARRIER,
    HX_EXECUTOR_POLL,
    HX_EXECUTOR_DRAIN, // after a halt: accesses and synchronisation
    HX_EXECUTOR_MARKER // after that: the flush marker is on its way
} hx_executor_state;

// Bus access; address bit 31 chooses the FPGA.
typedef struct hx_fast_access {
    uint32_t address, data;
    uint8_t byte_enables;
    bool write;
} hx_fast_access;

typedef struct hx_executor_out {
    bool any; // one of the valid flags is set
    bool address_valid, access_valid, access_silent;
    bool events_valid;
    bool jtag_valid;
    bool sync_start, report_time, loopback_valid, loopback_tick, marker_valid, timeout_valid;
    uint64_t events; // labels of a word, the first at the top, 16 bits each from bit 47
    uint8_t events_count;
    hx_jtag_command jtag;
} hx_executor_out;

typedef struct hx_executor {
    hx_executor_state state;
    hx_executor_out out;
    hx_fast_access access; // holds from address to data
    uint32_t timer, timer_out, target;
    uint32_t held;  // cycles the instruction has held
    uint32_t index; // of the instruction executed last, counted in the program
    uint8_t mask;   // of a barrier
    bool write_valid;
    uint8_t write_byte_enables;
    uint32_t write_address;
    bool poll, poll_equal;
    bool reset, chip_reset;
    bool illegal;
} hx_executor;

typedef struct hx_executor_in {
    bool word_valid; // only when ready
    uint64_t word;
    bool room, access_full, access_busy, link_busy, jtag_full, jtag_busy, sync_busy, marker_done;
    uint32_t access_value; // answer of the latest access
    uint32_t timeout;
    uint32_t polling_address, polling_target, polling_mask;
    bool correction_armed;
} hx_executor_in;

void hx_executor_reset(hx_executor *executor);

static inline bool hx_executor_is_ready(const hx_executor *executor, bool room, bool access_full,
                                        bool jtag_full)
{
    return executor->state <= HX_EXECUTOR_DROP && room && !access_full && !jtag_full;
}

// Inside a program.
static inline bool hx_executor_is_starved(const hx_executor *executor)
{
    return executor->state >= HX_EXECUTOR_RUN && executor->state <= HX_EXECUTOR_POLL;
}

void hx_executor_step(hx_executor *executor, const hx_executor_in *in);

// Cycles from now in which only time passes while no word comes and the other inputs stay.
uint64_t hx_executor_get_rest(const hx_executor *executor, const hx_executor_in *in);
void hx_executor_skip(hx_executor *executor, uint64_t cycles);

#endif

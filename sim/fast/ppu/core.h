// State of the plasticity processor model, shared by its parts.
// SPDX-License-Identifier: Apache-2.0
//
// Every time is an absolute cycle, so a resting core or vector unit costs nothing.
#ifndef HX_FAST_PPU_CORE_H
#define HX_FAST_PPU_CORE_H

#include "sim/fast/ppu/decode.h"
#include "sim/fast/ppu/ppu.h"
#include "sim/fast/ppu/predictor.h"
#include "sim/fast/ppu/values.h"
#include "sim/fast/ppu/vector_timing.h"

enum { HX_PPU_LOADS = 64 }; // a load waits at most for the port

typedef enum hx_ppu_vector {
    HX_PPU_VECTOR_EXTERNAL = 0x14,
    HX_PPU_VECTOR_ALIGNMENT = 0x18,
    HX_PPU_VECTOR_PROGRAM = 0x1c,
    HX_PPU_VECTOR_DOORBELL = 0x24,
    HX_PPU_VECTOR_FIXED_INTERVAL = 0x2c,
    HX_PPU_VECTOR_DECREMENTER = 0x30
} hx_ppu_vector;

// Loads and stores leave the core from the first address on, fetches from the second.
#define HX_PPU_DATA_PORT 0x40000000u
#define HX_PPU_FETCH_PORT 0x80000000u

#define HX_PPU_MSR_EE 0x00008000u
#define HX_PPU_MSR_KEPT 0x00021200u // CE, ME, DE survive an interrupt entry
#define HX_PPU_TSR_DIS 0x08000000u
#define HX_PPU_TSR_FIS 0x04000000u
#define HX_PPU_TCR_DIE 0x04000000u
#define HX_PPU_TCR_FIE 0x00800000u
#define HX_PPU_TCR_ARE 0x00400000u
#define HX_PPU_ESR_PTR 0x02000000u

typedef struct hx_ppu_timers {
    uint64_t time_base_offset; // time base = cycle + offset
    uint64_t seen;             // cycle up to which events are in tsr
    uint64_t decrementer_end;  // cycle of the 1 to next step, UINT64_MAX: stands at 0
    uint32_t decrementer_reload, tsr, tcr;
} hx_ppu_timers;

typedef struct hx_ppu_fetched {
    uint32_t address, predicted_target; // bytes
    bool predicted;
} hx_ppu_fetched;

struct hx_ppu {
    hx_ppu_config config;
    hx_ppu_ports ports;
    uint32_t memory[HX_PPU_MEMORY_WORDS];
    uint32_t rows[HX_PPU_ROW_COUNT][HX_PPU_ROW_WORDS];
    // Architecture
    hx_ppu_scalars scalars;
    hx_ppu_vectors vectors;
    uint32_t lr, ctr, msr;
    uint32_t srr0, srr1, csrr0, csrr1, mcsrr0, mcsrr1, dear, esr, decar;
    uint32_t gin, gout, goe, iccr;
    bool has_pin_request, has_doorbell_request;
    hx_ppu_timers timers;
    // Outcome of the instruction in hand
    uint32_t next_address;
    bool is_taken, is_misaligned, is_trap;
    // Timing
    uint64_t now; // first cycle in which the next instruction may issue
    uint64_t gpr_ready[32], cr_ready[8], spr_ready[HX_PPU_SPR_COUNT];
    uint64_t drained; // cycle in which everything issued so far has left the scalar pipes
    uint64_t divider_ready;
    uint64_t product_cr; // a newer CR0 may be written from here on
    uint64_t slots;      // bit n: the GPR write port is taken n cycles after slots_at
    uint64_t slots_at;
    struct {
        uint64_t slot;     // cycle in which it takes the write port
        uint64_t readable; // first cycle in which a reader may issue
        uint8_t target;
    } loads[HX_PPU_LOADS]; // in flight, oldest first
    unsigned load_count;
    hx_ppu_fetched fetch[4];
    unsigned fetch_head;
    hx_ppu_predictor predictor;
    hx_ppu_vector_timing vector;
    bool is_sleeping, is_asleep_before;
    uint32_t sleep_address;
    bool is_stopped; // at an unknown word
    uint32_t unknown_address, unknown_word;
    hx_ppu_counters counters;
    bool stops_at_unknown;
    hx_ppu_trace_fn trace;
    void *trace_context;
    hx_ppu_op decoded[HX_PPU_MEMORY_WORDS]; // by word address; stale if the word differs
};

// The instruction at a byte address.
uint32_t hx_ppu_memory_fetch(hx_ppu *ppu, uint32_t address);
// Memory access; false: misaligned. Halfwords may start at byte 1 of a word.
bool hx_ppu_memory_load(hx_ppu *ppu, uint32_t address, unsigned size, uint32_t *value);
bool hx_ppu_memory_store(hx_ppu *ppu, uint32_t address, unsigned size, uint32_t value);

// The 32 words behind the address of fxvinx and fxvoutx.
uint32_t *hx_ppu_memory_row(hx_ppu *ppu, hx_ppu_access kind, uint32_t address);

// The next instruction is the one at `address`; a sleeping core wakes up.
void hx_ppu_jump(hx_ppu *ppu, uint32_t address);
void hx_ppu_execute_scalar(hx_ppu *ppu, const hx_ppu_op *op, uint32_t address, uint64_t cycle);
// Vector instructions, loads and stores too.
void hx_ppu_execute_vectors(hx_ppu *ppu, const hx_ppu_op *op);

uint32_t hx_ppu_spr_read(hx_ppu *ppu, unsigned spr, uint64_t cycle);
void hx_ppu_spr_write(hx_ppu *ppu, unsigned spr, uint32_t value, uint64_t cycle);
void hx_ppu_timers_reset(hx_ppu_timers *timers);
// Brings tsr up to `cycle`.
void hx_ppu_timers_update(hx_ppu_timers *timers, uint64_t cycle);
// First cycle after `timers->seen` in which tsr gains a bit; UINT64_MAX: never.
uint64_t hx_ppu_timers_next(const hx_ppu_timers *timers);
// Enabled and pending: the vector, or 0.
uint32_t hx_ppu_timers_pending(const hx_ppu_timers *timers);
// The vector of a pending request from outside, which is forgotten; 0: none. Interrupts are
// enabled.
uint32_t hx_ppu_requests_take(hx_ppu *ppu);
void hx_ppu_enter_interrupt(hx_ppu *ppu, uint32_t vector, uint32_t return_address);

#endif

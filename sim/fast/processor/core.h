// Scalar core of a processor, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/ppu/hx_ppu_core.sv and its parts. Results are made in the execute stage, one cycle
// behind the issue; only the scoreboard knows how long they take.
#ifndef HX_FAST_PROCESSOR_CORE_H
#define HX_FAST_PROCESSOR_CORE_H

#include "sim/fast/processor/clocks.h"
#include "sim/fast/processor/code.h"
#include "sim/fast/processor/fetch.h"
#include "sim/fast/processor/load_store.h"
#include "sim/fast/processor/memory.h"
#include "sim/fast/processor/scoreboard.h"
#include "sim/fast/processor/special.h"
#include "sim/fast/ppu/values.h"

// An instruction in the issue or execute stage.
typedef struct hx_stage {
    bool valid, predicted;
    uint32_t address, target; // words; where it was predicted to go
    hx_instruction instruction;
} hx_stage;

enum { HX_CORE_PRODUCTS = 3 };

typedef struct hx_late_result {
    bool valid;
    uint8_t target;
    uint32_t data;
} hx_late_result;

typedef struct hx_core {
    hx_fetch fetch;
    hx_stage issue, execute;
    bool is_address; // the operation that executes writes an address back
    uint8_t step;    // and is the n-th of its instruction
    hx_scoreboard scoreboard;
    hx_load_store load_store;
    uint32_t last_address;  // of a load or store
    hx_late_result address; // of an update form
    // Products and the quotient on their way to their registers
    hx_late_result product[HX_CORE_PRODUCTS], quotient; // product[n]: n cycles before its write
    uint8_t division;                                   // cycles that the one that runs needs
    hx_ppu_scalars scalars;
    hx_special special;
    hx_clocks clocks;
    bool sleeps, wakes;
    uint8_t entry; // cycles to the first instruction of a handler
    uint32_t vector, sleep_address;
    hx_instruction decoded[HX_PROCESSOR_WORDS]; // by place in the memory, if it still stands there
} hx_core;

typedef struct hx_core_in {
    uint64_t cycle;         // number of this cycle, 1 behind reset
    const uint32_t *memory; // local, before the edge
    const hx_code *code;    // likewise
    bool accept, response;  // of the data bus
    uint32_t data;
    bool vector_ready, vector_idle; // apart from an instruction in the execute stage
} hx_core_in;

// An instruction for the vector unit.
typedef struct hx_core_vector {
    const hx_ppu_vector_info *info; // NULL: none
    uint32_t word, scalar;          // scalar: address, or value to splat
} hx_core_vector;

// What leaves it in a cycle.
typedef struct hx_core_out {
    hx_code_fetch fetch;
    hx_core_vector vector;
} hx_core_out;

void hx_core_reset(hx_core *core);

// A timer may end the sleep.
static inline bool hx_core_can_wake(const hx_core *core)
{
    return hx_clocks_enabled(&core->clocks);
}

// The edge. Returns true if anything changed that does so by itself.
bool hx_core_step(hx_core *core, const hx_core_in *in, hx_core_out *out);

#endif

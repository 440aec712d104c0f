// Execute stage of the processor's core.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_PROCESSOR_EXECUTE_H
#define HX_FAST_PROCESSOR_EXECUTE_H

#include "sim/fast/processor/core.h"

// What the operation in the stage does to the others in this cycle.
typedef struct hx_executed {
    bool branch, taken, wrong; // wrong: predicted otherwise
    uint32_t target;           // words, of a taken branch
    bool misaligned, trap, wait, divides;
    bool has_transfer;
    hx_transfer transfer;
    bool interrupts; // enabled, with the return of this cycle
    hx_clocks_write clocks;
    hx_core_vector vector;
} hx_executed;

// Carries it out; registers change at once, timers do not.
void hx_execute(hx_core *core, uint64_t cycle, hx_executed *executed);

#endif

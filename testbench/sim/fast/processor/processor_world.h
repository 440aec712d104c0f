// A random chip around a processor: when requests are taken and answers come.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_PROCESSOR_WORLD_H
#define HX_TEST_PROCESSOR_WORLD_H

#include "sim/fast/processor/port.h"

typedef struct processor_world {
    uint64_t state, stray_state;
    // One in so many cycles: a request is taken, an answer comes, a row is done
    uint32_t takes, answers, done;
    uint32_t disturbs;     // one in so many: an access of the bus
    unsigned owed_answers; // of the Omnibus
    unsigned owed_words;   // of the FPGA's memory
    unsigned owed_row_words;
    bool row_done;
    hx_row row;
    unsigned reset_cycles; // left
    const uint32_t *code;  // what the FPGA's memory mostly answers
    unsigned code_words;
    uint64_t taken, answered, rows, row_words, words, accesses, resets, stops;
    uint64_t strays; // answers that nobody asked for
} processor_world;

// Behind a reset: draws how busy it is. Counters go on.
void processor_world_start(processor_world *world, uint64_t seed);
// What comes in in a cycle in which the processor shows `port`.
void processor_world_next(processor_world *world, const hx_ppu_port *port, hx_ppu_port_in *in);

#endif

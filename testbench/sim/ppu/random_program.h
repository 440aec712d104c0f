// Random programs for the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
//
// A program fills the registers with random values, runs random blocks (arithmetic, memory
// accesses, hazards, branches, bounded loops, calls, traps, misaligned addresses, unknown words)
// and stores its registers before it sleeps. It always ends, never writes its own code, and
// depends on nothing but the seed. Code lies below byte address 0x2000, data from there on.
#ifndef HX_TEST_RANDOM_PROGRAM_H
#define HX_TEST_RANDOM_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

enum { HX_RANDOM_WORDS = 4096 };

typedef struct hx_random_kind {
    bool timers; // timer interrupts come in between
    bool vector; // vector instructions too
} hx_random_kind;

// Next value of the generator behind a seed.
uint32_t hx_random_next(uint64_t *state);
// Fills the whole memory.
void hx_random_program(uint64_t *state, const hx_random_kind *kind,
                       uint32_t memory[HX_RANDOM_WORDS]);

#endif

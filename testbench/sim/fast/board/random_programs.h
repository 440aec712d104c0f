// Random programs for the whole set-up: spikes, bus traffic, barriers, timeouts, overflow.
// SPDX-License-Identifier: Apache-2.0
//
// The first program brings the set-up up and makes a small network; the others are phases of
// random instructions on it. Every program ends with a halt.
#ifndef HX_TEST_RANDOM_PROGRAMS_H
#define HX_TEST_RANDOM_PROGRAMS_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct random_programs {
    uint64_t state;
    uint64_t *words; // of the present program
    size_t count, capacity;
    unsigned kind;   // what the present phase is rich in
    bool is_damaged; // the link or the chip was reset: needs to be brought up again
} random_programs;

void random_programs_start(random_programs *random, uint64_t seed);
void random_programs_release(random_programs *random);

// The program that configures, then the next ones.
void random_programs_set_up(random_programs *random);
void random_programs_next(random_programs *random);

#endif

// Random host words and a random chip for the FPGA.
// SPDX-License-Identifier: Apache-2.0
//
// The words are programs with all instructions, known and unknown registers, short timeouts and
// now and then a chip reset. The chip answers accesses after random times, sends events and
// times, loses and damages words and asks for repetitions.
#ifndef HX_TEST_RANDOM_WORDS_H
#define HX_TEST_RANDOM_WORDS_H

#include "sim/fast/executor/fpga.h"
#include "sim/fast/link/lane_reply.h"
#include "sim/fast/link/lane_sender.h"

#include <stddef.h>

#define RANDOM_CHIP_WAITING 256

typedef struct random_words {
    uint64_t state;
    // Words
    uint64_t queue[4];
    unsigned queued;
    unsigned left; // instructions of the phase
    unsigned kind; // of the phase: what it is rich in
    unsigned index;
    // Chip
    uint64_t now;
    hx_lane_sender sender;
    hx_lane_reply reply;
    uint8_t expected;
    uint64_t answer[RANDOM_CHIP_WAITING]; // words without number
    uint32_t read, write;
    uint32_t sent; // events
    bool write_open;
    bool systime_due;
    unsigned fault, events, speed, memory; // chances in 256 a cycle, of the chip's phase
    unsigned chip_left;
    uint8_t partner;
} random_words;

void random_words_start(random_words *random, uint64_t seed);

uint64_t random_draw(random_words *random);
bool random_chance(random_words *random, unsigned of_256);

// The next word of the program.
uint64_t random_words_next(random_words *random);

// What the chip's pins show the FPGA in a cycle; `out`: what the FPGA's pins showed.
void random_words_answer(random_words *random, const hx_fpga_out *out, hx_fpga_in *in);

// An address of the FPGA, and a word for it that does not end all traffic, at most now and then.
uint32_t random_words_draw_local(random_words *random);
uint32_t random_words_draw_data(random_words *random, uint32_t address);

#endif

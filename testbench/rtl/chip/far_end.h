// The other end of the chip's link, with losses and damage on the way.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_CHIP_FAR_END_H
#define HX_TEST_CHIP_FAR_END_H

#include "sim/fast/link/lane_reply.h"
#include "sim/fast/link/lane_sender.h"
#include "sim/fast/omnibus/ring.h"
#include "testbench/rtl/chip/chip_pins.h"

typedef struct far_end {
    hx_lane_sender sender;
    hx_lane_reply reply;
    uint8_t expected;
    uint32_t events;        // sent
    uint64_t data;          // second word of a write, 0 if none
    hx_ring reads;          // of the FPGA's memory, payloads
    unsigned read_left;     // words due for the first
    const uint32_t *memory; // what single words give, PPU_FUNCTION_WORDS again and again
    uint64_t read_words;    // sent so far
    unsigned sends, events_of, systime_of, faults; // chance in 256 a cycle, of 256, in 4096
    uint64_t answers;                              // bus answers received
} far_end;

void far_end_reset(far_end *end);

// What the chip sent in the last cycle arrives.
void far_end_receive(far_end *end, uint64_t *state, uint64_t now, const chip_pins *pins);

// What arrives at the chip in this cycle; `access` may be turned into bus words.
// Returns true if it was taken.
bool far_end_send(far_end *end, uint64_t *state, uint64_t now, const hx_access *access,
                  hx_digital_in *in);

#endif

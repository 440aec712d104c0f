// Random operations on the test access port, as levels of its pins.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_CHIP_JTAG_BITS_H
#define HX_TEST_CHIP_JTAG_BITS_H

#include "sim/fast/chip/digital_pins.h"

#define JTAG_BITS_DEPTH 512

typedef struct jtag_bits {
    uint8_t bit[JTAG_BITS_DEPTH]; // tms << 1 | tdi
    unsigned at, count;
    unsigned wait; // cycles until the pins change
} jtag_bits;

// Adds a write of an Omnibus register; everything that was to come is forgotten.
void jtag_bits_write(jtag_bits *bits, uint32_t address, uint32_t data);

// One cycle: moves the pins; begins something random when nothing is left.
void jtag_bits_next(jtag_bits *bits, uint64_t *state, hx_digital_levels *levels);

#endif

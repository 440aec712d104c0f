// Input pins of the digital part of the chip.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_CHIP_DIGITAL_PINS_H
#define HX_FAST_CHIP_DIGITAL_PINS_H

#include "sim/fast/processor/row_port.h"
#include "sim/fast/chip/word_port.h"
#include "sim/fast/event/backend.h"

#define HX_DIGITAL_WORD_PORTS 3 // top half, bottom half, all other memories

typedef struct hx_digital hx_digital;

// Levels that the board holds.
typedef struct hx_digital_levels {
    bool reset; // chip_reset_i
    uint8_t lane_partner;
    bool jtag_tck, jtag_tms, jtag_tdi;
} hx_digital_levels;

typedef struct hx_digital_in {
    hx_digital_levels levels;
    bool lane_valid;
    uint8_t lane;
    uint64_t lane_word;
    bool fire_valid;
    uint64_t fire[HX_BACKEND_WORDS];           // if valid
    uint16_t madc_value;                       // of the sample of the last cycle
    uint32_t word_data[HX_DIGITAL_WORD_PORTS]; // read in the last cycle
    hx_row row_data[2];                        // by half
} hx_digital_in;

#endif

// Output pins of the chip in one cycle, of the RTL or of its C model.
// SPDX-License-Identifier: Apache-2.0
//
// What is not valid is 0.
#ifndef HX_TEST_CHIP_PINS_H
#define HX_TEST_CHIP_PINS_H

#include "sim/fast/chip/digital_pins.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct chip_pins {
    uint64_t lane_word;
    uint8_t lane_valid, lane, lane_ready, tdo;
    uint8_t padi_changed; // bit h: settings of half h
    uint32_t padi_config[2], padi_stp[2];
    uint8_t padi_valid;
    uint16_t padi_label[8]; // {row select 5, synapse label 6}
    uint8_t reset_changed;
    uint64_t reset[HX_BACKEND_WORDS];
    uint8_t post_valid, side_post;
    uint64_t post[HX_BACKEND_WORDS];
    uint8_t adapt_valid, adapt_scale[2];
    uint64_t adapt[HX_BACKEND_WORDS];
    uint8_t sample;
    uint16_t source;
    uint8_t convert;
    uint16_t row[2];
    uint8_t crossed[2]; // level
    hx_word_access word[HX_DIGITAL_WORD_PORTS];
    uint8_t row_valid, row_write;
    uint32_t row_offset[2];
    uint32_t row_enable[2][HX_ROW_ENABLE_WORDS]; // of writes
    hx_row row_data[2];
} chip_pins;

void chip_pins_of_model(const hx_digital *digital, chip_pins *pins);

// The first pin that differs, or NULL.
const char *chip_pins_compare(const chip_pins *rtl, const chip_pins *c, char text[200]);

#ifdef __cplusplus
}
#endif

#endif

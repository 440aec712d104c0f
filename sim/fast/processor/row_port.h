// Rows of the synapse array: half a row of 256 columns at once, for the processors' vector units.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_PROCESSOR_ROW_PORT_H
#define HX_FAST_PROCESSOR_ROW_PORT_H

#include <stdbool.h>
#include <stdint.h>

#define HX_ROW_WORDS 32
#define HX_ROW_ENABLE_WORDS 4

// The first byte is at the top of the last word.
typedef struct hx_row {
    uint32_t word[HX_ROW_WORDS];
} hx_row;

// What a processor asks of the array of its half; a level until done.
typedef struct hx_row_request {
    bool valid, write;
    uint32_t address;                     // of the vector, 22 bits
    uint32_t enable[HX_ROW_ENABLE_WORDS]; // a bit for each byte
    hx_row data;
} hx_row_request;

#endif

// A word port of the analog core: one access in a cycle.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_CHIP_WORD_PORT_H
#define HX_FAST_CHIP_WORD_PORT_H

#include <stdbool.h>
#include <stdint.h>

// `block`: hx_anncore_block, `offset`: words in it (models/anncore.h).
typedef struct hx_word_access {
    bool valid, write;
    uint8_t block, byte_enables;
    uint32_t offset, data;
} hx_word_access;

#endif

// The FPGA's answer to a reset: link parameters and a text about itself.
// SPDX-License-Identifier: Apache-2.0
//
// Payload words: sequence numbers, window, words a frame, length of the text in words, the
// text in wire order with at least one zero byte at its end.
#ifndef HX_WIRE_ARQ_CONFIGURATION_H
#define HX_WIRE_ARQ_CONFIGURATION_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HX_ARQ_TEXT_MAXIMUM = 65536 }; // bytes

// Makes the payload; the caller frees it. HX_ERROR_ARGUMENT: the text is too long.
hx_status hx_arq_configuration_make(const char *text, uint64_t **words, size_t *count);

// A payload as it comes, in one frame or several. All zero is nothing yet.
typedef struct hx_arq_configuration {
    size_t words, text_words; // so far; wanted, known from word 3 on
    char text[HX_ARQ_TEXT_MAXIMUM + 1];
} hx_arq_configuration;

void hx_arq_configuration_clear(hx_arq_configuration *configuration);
// Takes words; more than wanted are ignored. HX_ERROR_FORMAT: not the parameters of this link.
hx_status hx_arq_configuration_feed(hx_arq_configuration *configuration, const uint64_t *words,
                                    size_t count, bool *complete);

#endif

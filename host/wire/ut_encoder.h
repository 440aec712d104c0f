// UT encoder: messages into 64-bit words.
// SPDX-License-Identifier: Apache-2.0
//
// Messages are appended to one bit stream, most significant bit first; every full 64 bits
// leave as a word. A flush closes the last word with a comma bit and zeros. Words towards
// the FPGA never leave a remainder, so a flush has no effect there.
//
// The words gather in a buffer that grows and is kept, so nothing is allocated per message
// once it has its size.
#ifndef HX_WIRE_UT_ENCODER_H
#define HX_WIRE_UT_ENCODER_H

#include "host/wire/ut_message.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_ut_encoder hx_ut_encoder;

hx_status hx_ut_encoder_create(hx_ut_encoder **encoder, hx_ut_direction direction);
void hx_ut_encoder_destroy(hx_ut_encoder *encoder); // accepts NULL

// HX_ERROR_ARGUMENT: a field does not fit, or the kind belongs to the other direction.
hx_status hx_ut_encoder_push(hx_ut_encoder *encoder, const hx_ut_message *message);
hx_status hx_ut_encoder_flush(hx_ut_encoder *encoder);

// Bits that wait for a full word, 0..63.
unsigned hx_ut_encoder_get_pending_bits(const hx_ut_encoder *encoder);

// The words so far; valid until the next call that changes the encoder.
void hx_ut_encoder_get_words(const hx_ut_encoder *encoder, const uint64_t **words, size_t *count);

// Drops the words taken, keeps the waiting bits.
void hx_ut_encoder_clear_words(hx_ut_encoder *encoder);

// Back to the empty stream.
void hx_ut_encoder_reset(hx_ut_encoder *encoder);

#ifdef __cplusplus
}
#endif

#endif

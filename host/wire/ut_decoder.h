// UT decoder: 64-bit words into messages.
// SPDX-License-Identifier: Apache-2.0
//
// An idle word (bit 63 set) is dropped while nothing is buffered. After a whole message a
// set bit ends the word: the rest of it is dropped. There is no recovery from a wrong
// header, because the length of what follows is unknown.
//
// One word completes at most one message: what is left after a message is shorter than the
// shortest message, and 80 + 64 bits are never in the buffer.
#ifndef HX_WIRE_UT_DECODER_H
#define HX_WIRE_UT_DECODER_H

#include "host/wire/ut_message.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_ut_decoder hx_ut_decoder;

hx_status hx_ut_decoder_create(hx_ut_decoder **decoder, hx_ut_direction direction);
void hx_ut_decoder_destroy(hx_ut_decoder *decoder); // accepts NULL

// Takes one word. `*complete` tells whether `*message` was filled. HX_ERROR_FORMAT (the
// error names the word, counted from 0) stays until a reset. An unknown header that
// follows a message in the same word is reported by the next call.
hx_status hx_ut_decoder_push(hx_ut_decoder *decoder, uint64_t word, hx_ut_message *message,
                             bool *complete, hx_error *error);

// At the end of a stream: HX_ERROR_FORMAT if a message is unfinished or an error waits.
hx_status hx_ut_decoder_finish(const hx_ut_decoder *decoder, hx_error *error);

// Empty buffer, word count 0.
void hx_ut_decoder_reset(hx_ut_decoder *decoder);

#ifdef __cplusplus
}
#endif

#endif

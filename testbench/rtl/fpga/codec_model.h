// The RTL codec as seen from C: words to instructions, messages to words.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_CODEC_MODEL_H
#define HX_TEST_CODEC_MODEL_H

#include "host/wire/ut_message.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct codec_model codec_model;

codec_model *codec_model_create(void);
void codec_model_destroy(codec_model *model);

// One host word; false: an idle word or an unknown code.
bool codec_model_decode(codec_model *model, uint64_t word, hx_ut_message *message);

// One cycle of the encoder, with a message, a flush (message NULL, flush true) or nothing. `when`
// is the FPGA time of the cycle if `timed`, else messages carry none. False: no room, nothing was
// taken. What leaves in the cycle is added to words[0..*count), which has room for one more.
bool codec_model_step(codec_model *model, const hx_ut_message *message, bool flush, bool timed,
                      uint64_t when, uint64_t *words, size_t *count);

#ifdef __cplusplus
}
#endif

#endif

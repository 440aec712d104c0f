// Fuzz target: any words through the UT decoder; what it accepts must encode again.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/ut_decoder.h"
#include "host/wire/ut_encoder.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void decode(hx_ut_direction direction, const uint8_t *data, size_t size)
{
    hx_ut_decoder *decoder, *again;
    hx_ut_encoder *encoder;
    hx_ut_message message, back;
    hx_error error;
    bool complete;
    check(!hx_ut_decoder_create(&decoder, direction));
    check(!hx_ut_decoder_create(&again, direction));
    check(!hx_ut_encoder_create(&encoder, direction));
    for (size_t at = 0; at + 8 <= size; at += 8) {
        uint64_t word;
        memcpy(&word, data + at, 8);
        if (hx_ut_decoder_push(decoder, word, &message, &complete, &error)) {
            check(hx_ut_decoder_finish(decoder, NULL) == HX_ERROR_FORMAT);
            break;
        }
        if (!complete)
            continue;
        const uint64_t *words;
        size_t count, received = 0;
        check(!hx_ut_encoder_push(encoder, &message));
        check(!hx_ut_encoder_flush(encoder));
        hx_ut_encoder_get_words(encoder, &words, &count);
        for (size_t i = 0; i < count; i++) {
            check(!hx_ut_decoder_push(again, words[i], &back, &complete, NULL));
            if (complete) {
                received++;
                check(hx_ut_message_is_equal(&message, &back));
            }
        }
        check(received == 1 && !hx_ut_decoder_finish(again, NULL));
        hx_ut_encoder_clear_words(encoder);
    }
    hx_ut_decoder_destroy(decoder);
    hx_ut_decoder_destroy(again);
    hx_ut_encoder_destroy(encoder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    decode(HX_UT_TO_FPGA, data, size);
    decode(HX_UT_FROM_FPGA, data, size);
    return 0;
}

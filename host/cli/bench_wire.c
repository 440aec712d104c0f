// Bench row wire_words: speed of the word codec.
// SPDX-License-Identifier: Apache-2.0
//
// One counted word was encoded and decoded again. The stream is a response as it comes from
// an experiment: packs of 1..3 spikes with time steps between them, and bus answers.
#include "host/cli/bench_rows.h"
#include "host/wire/ut_decoder.h"
#include "host/wire/ut_encoder.h"

#define MESSAGE_COUNT 4096
#define ROUNDS 64 // between two looks at the clock

static void fill(hx_ut_message *messages)
{
    static const hx_ut_kind kinds[] = {HX_UT_FROM_SYSDELTA,     HX_UT_FROM_SPIKE_PACK_1,
                                       HX_UT_FROM_SYSDELTA,     HX_UT_FROM_SPIKE_PACK_2,
                                       HX_UT_FROM_OMNIBUS_DATA, HX_UT_FROM_SPIKE_PACK_3};
    for (unsigned i = 0; i < MESSAGE_COUNT; i++) {
        hx_ut_message *message = &messages[i];
        *message = (hx_ut_message){.kind = kinds[i % (sizeof kinds / sizeof *kinds)]};
        if (hx_ut_kind_get_info(message->kind)->event_count == 0)
            message->value = i & 0xff;
        else
            for (unsigned e = 0; e < HX_UT_EVENTS_MAXIMUM; e++)
                message->events[e] =
                    (hx_ut_event){.value = (uint16_t)(i * 7 + e), .timestamp = (uint8_t)i};
    }
}

static hx_status round_trip(hx_ut_encoder *encoder, hx_ut_decoder *decoder,
                            const hx_ut_message *messages, size_t *word_count)
{
    hx_ut_message message;
    bool complete;
    const uint64_t *words;
    size_t received = 0;
    hx_ut_encoder_clear_words(encoder);
    for (unsigned i = 0; i < MESSAGE_COUNT; i++) {
        hx_status status = hx_ut_encoder_push(encoder, &messages[i]);
        if (status)
            return status;
    }
    hx_status status = hx_ut_encoder_flush(encoder);
    hx_ut_encoder_get_words(encoder, &words, word_count);
    for (size_t i = 0; !status && i < *word_count; i++) {
        status = hx_ut_decoder_push(decoder, words[i], &message, &complete, NULL);
        received += complete;
    }
    return status ? status : received == MESSAGE_COUNT ? HX_OK : HX_ERROR_CHECK;
}

hx_status hx_bench_wire_words(double seconds, double *value, hx_error *error)
{
    hx_ut_message messages[MESSAGE_COUNT];
    hx_ut_encoder *encoder = NULL;
    hx_ut_decoder *decoder = NULL;
    double total = 0, start = 0, now = 0;
    fill(messages);
    hx_status status = hx_ut_encoder_create(&encoder, HX_UT_FROM_FPGA);
    if (!status)
        status = hx_ut_decoder_create(&decoder, HX_UT_FROM_FPGA);
    for (start = now = hx_bench_now(); !status && now - start < seconds; now = hx_bench_now())
        for (int i = 0; !status && i < ROUNDS; i++) {
            size_t count = 0;
            status = round_trip(encoder, decoder, messages, &count);
            total += (double)count;
        }
    hx_ut_encoder_destroy(encoder);
    hx_ut_decoder_destroy(decoder);
    *value = now > start ? total / (now - start) : 0;
    return status ? hx_error_set(error, status, "wire_words: the codec failed: %s",
                                 hx_status_text(status))
                  : HX_OK;
}

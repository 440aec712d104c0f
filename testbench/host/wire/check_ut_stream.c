// UT encoder and decoder: packing, flush, resynchronisation, errors.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/ut_decoder.h"
#include "host/wire/ut_encoder.h"
#include "testbench/host/wire/random_message.h"

#include <check.h>

#define STREAM_LENGTH 500

static hx_ut_encoder *encoder;
static hx_ut_decoder *decoder;

static void make(hx_ut_direction direction)
{
    ck_assert_int_eq(hx_ut_encoder_create(&encoder, direction), HX_OK);
    ck_assert_int_eq(hx_ut_decoder_create(&decoder, direction), HX_OK);
}

static void make_from_fpga(void)
{
    make(HX_UT_FROM_FPGA);
}

static void drop(void)
{
    hx_ut_encoder_destroy(encoder);
    hx_ut_decoder_destroy(decoder);
}

static hx_status push_word(uint64_t word, hx_ut_message *message, bool *complete)
{
    return hx_ut_decoder_push(decoder, word, message, complete, NULL);
}

static void expect_nothing(uint64_t word)
{
    hx_ut_message message;
    bool complete;
    ck_assert_int_eq(push_word(word, &message, &complete), HX_OK);
    ck_assert(!complete);
}

static hx_ut_message expect_message(uint64_t word, hx_ut_kind kind)
{
    hx_ut_message message;
    bool complete;
    ck_assert_int_eq(push_word(word, &message, &complete), HX_OK);
    ck_assert(complete);
    ck_assert_uint_eq(message.kind, kind);
    return message;
}

START_TEST(worked_example)
{
    const hx_ut_message messages[] = {{.kind = HX_UT_FROM_SPIKE_PACK_3,
                                       .events = {{0xb201, 0xa3}, {0x0002, 0xe1}, {0x60ec, 0xb0}}},
                                      {.kind = HX_UT_FROM_LOOPBACK, .value = HX_UT_HALT}};
    const uint64_t wanted[] = {UINT64_C(0x0ca3b201e10002b0), UINT64_C(0x60ec020000000000),
                               UINT64_C(0x0000800000000000)};
    const uint64_t *words;
    size_t count;
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(hx_ut_encoder_push(encoder, &messages[i]), HX_OK);
    ck_assert_uint_eq(hx_ut_encoder_get_pending_bits(encoder), 16);
    ck_assert_int_eq(hx_ut_encoder_flush(encoder), HX_OK);
    ck_assert_int_eq(hx_ut_encoder_flush(encoder), HX_OK); // nothing is left
    hx_ut_encoder_get_words(encoder, &words, &count);
    ck_assert_uint_eq(count, 3);
    ck_assert_mem_eq(words, wanted, sizeof wanted);

    expect_nothing(words[0]);
    hx_ut_message spikes = expect_message(words[1], HX_UT_FROM_SPIKE_PACK_3);
    ck_assert(hx_ut_message_is_equal(&spikes, &messages[0]));
    ck_assert_uint_eq(expect_message(words[2], HX_UT_FROM_LOOPBACK).value, HX_UT_HALT);
    ck_assert_int_eq(hx_ut_decoder_finish(decoder, NULL), HX_OK);
}
END_TEST

START_TEST(idle_words_pass_between_messages_only)
{
    expect_nothing(UINT64_C(0x8000000000000000));
    expect_nothing(UINT64_C(0xffffffffffffffff));
    expect_nothing(UINT64_C(0x0c00000100000200)); // 16 bits are missing
    // Payload whatever its bit 63; then the comma drops the rest of this word.
    hx_ut_message message = expect_message(UINT64_C(0xabcdffff12345678), HX_UT_FROM_SPIKE_PACK_3);
    ck_assert_uint_eq(message.events[2].value, 0xabcd);
    expect_nothing(UINT64_C(0x8123456789abcdef));
    expect_message(UINT64_C(0x0200000000000001), HX_UT_FROM_LOOPBACK);
    ck_assert_int_eq(hx_ut_decoder_finish(decoder, NULL), HX_OK);
}
END_TEST

START_TEST(unknown_header_stays_an_error)
{
    hx_ut_message message;
    hx_error error;
    bool complete;
    expect_nothing(UINT64_C(0x8000000000000000));
    ck_assert_int_eq(
        hx_ut_decoder_push(decoder, UINT64_C(0x0d00000000000000), &message, &complete, &error),
        HX_ERROR_FORMAT);
    ck_assert_str_eq(error.text, "word 1: header 0x0d is no instruction from the FPGA");
    ck_assert_int_eq(push_word(UINT64_C(0x0200000000000000), &message, &complete), HX_ERROR_FORMAT);
    ck_assert_int_eq(hx_ut_decoder_finish(decoder, NULL), HX_ERROR_FORMAT);
    hx_ut_decoder_reset(decoder);
    expect_message(UINT64_C(0x0200000000000000), HX_UT_FROM_LOOPBACK);
}
END_TEST

START_TEST(unknown_header_behind_a_message)
{
    hx_ut_message message;
    bool complete;
    expect_nothing(UINT64_C(0x0c00000100000200));
    expect_message(UINT64_C(0xabcd7f0000000000), HX_UT_FROM_SPIKE_PACK_3);
    ck_assert_int_eq(hx_ut_decoder_finish(decoder, NULL), HX_ERROR_FORMAT);
    ck_assert_int_eq(push_word(0, &message, &complete), HX_ERROR_FORMAT);
}
END_TEST

START_TEST(unfinished_tail)
{
    hx_error error;
    expect_nothing(UINT64_C(0x0900000000000000));
    ck_assert_int_eq(hx_ut_decoder_finish(decoder, &error), HX_ERROR_FORMAT);
    ck_assert_str_eq(error.text, "word 0: the stream ends inside a message");
    expect_message(0, HX_UT_FROM_MADC_SAMPLE_PACK_3);
    // 48 zero bits look like the head of JTAG data.
    ck_assert_int_eq(hx_ut_decoder_finish(decoder, NULL), HX_ERROR_FORMAT);
    expect_message(UINT64_C(0x0000800000000000), HX_UT_FROM_JTAG_DATA);
    ck_assert_int_eq(hx_ut_decoder_finish(decoder, NULL), HX_OK);
}
END_TEST

START_TEST(the_other_direction_is_refused)
{
    const hx_ut_message message = {.kind = HX_UT_TO_RESET, .value = 1};
    const uint64_t *words;
    size_t count;
    ck_assert_int_eq(hx_ut_encoder_push(encoder, &message), HX_ERROR_ARGUMENT);
    hx_ut_encoder_get_words(encoder, &words, &count);
    ck_assert_uint_eq(count, 0);
}
END_TEST

// Random streams with flushes, and idle words wherever the stream is aligned.
START_TEST(random_streams_survive)
{
    uint64_t state = hx_test_seed("ut_stream", 2);
    for (int round = 0; round < 60; round++) {
        hx_ut_direction direction = round % 4 ? HX_UT_FROM_FPGA : HX_UT_TO_FPGA;
        hx_ut_message sent[STREAM_LENGTH];
        size_t received = 0;
        drop();
        make(direction);
        for (int i = 0; i < STREAM_LENGTH; i++) {
            sent[i] = hx_test_random_message(direction, &state);
            ck_assert_int_eq(hx_ut_encoder_push(encoder, &sent[i]), HX_OK);
            ck_assert_uint_eq(hx_ut_encoder_get_pending_bits(encoder) % 16, 0);
            if (direction == HX_UT_TO_FPGA)
                ck_assert_uint_eq(hx_ut_encoder_get_pending_bits(encoder), 0);
            bool flush = hx_test_random(&state) % 8 == 0 || i == STREAM_LENGTH - 1;
            if (flush)
                ck_assert_int_eq(hx_ut_encoder_flush(encoder), HX_OK);
            const uint64_t *words;
            size_t count;
            hx_ut_encoder_get_words(encoder, &words, &count);
            for (size_t w = 0; w < count; w++) {
                hx_ut_message message;
                bool complete;
                ck_assert_int_eq(push_word(words[w], &message, &complete), HX_OK);
                if (complete)
                    ck_assert(hx_ut_message_is_equal(&message, &sent[received++]));
            }
            hx_ut_encoder_clear_words(encoder);
            if (flush) {
                ck_assert_uint_eq(received, i + 1);
                expect_nothing(hx_test_random(&state) | UINT64_C(1) << 63);
            }
        }
        ck_assert_int_eq(hx_ut_decoder_finish(decoder, NULL), HX_OK);
    }
}
END_TEST

Suite *ut_stream_suite(void);
Suite *ut_stream_suite(void)
{
    Suite *suite = suite_create("ut_stream");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 60);
    tcase_add_checked_fixture(core, make_from_fpga, drop);
    tcase_add_test(core, worked_example);
    tcase_add_test(core, idle_words_pass_between_messages_only);
    tcase_add_test(core, unknown_header_stays_an_error);
    tcase_add_test(core, unknown_header_behind_a_message);
    tcase_add_test(core, unfinished_tail);
    tcase_add_test(core, the_other_direction_is_refused);
    tcase_add_test(core, random_streams_survive);
    suite_add_tcase(suite, core);
    return suite;
}

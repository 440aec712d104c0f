// The word codec in C against the one in RTL: random streams, equal words and messages.
// SPDX-License-Identifier: Apache-2.0
//
// A million messages each way. The seed is printed; HXCOSIM_TEST_SEED gives another one.
#include "host/wire/time_annotation.h"
#include "host/wire/ut_decoder.h"
#include "host/wire/ut_encoder.h"
#include "testbench/host/wire/random_message.h"
#include "testbench/rtl/fpga/codec_model.h"

#include <check.h>
#include <string.h>

#define MESSAGES 1000000
#define TIMED_MESSAGES 300000
#define BATCH 1000
#define DRAIN_CYCLES 500 // enough for a full queue, each message with a time message and a flush

static codec_model *model;
static hx_ut_encoder *encoder;
static hx_ut_decoder *decoder;
static uint64_t state;
static uint64_t words[4 * BATCH];
static size_t word_count;
static unsigned kinds_seen[32];

// Check's own assertions write to a pipe, a million times.
static void must(bool holds)
{
    if (!holds)
        ck_abort_msg("the codec refuses what it must take");
}

static void start(const char *name, hx_ut_direction direction)
{
    state = hx_test_seed(name, 1);
    model = codec_model_create();
    ck_assert_int_eq(hx_ut_encoder_create(&encoder, direction), HX_OK);
    ck_assert_int_eq(hx_ut_decoder_create(&decoder, direction), HX_OK);
    word_count = 0;
    memset(kinds_seen, 0, sizeof kinds_seen);
}

static void finish(hx_ut_direction direction)
{
    unsigned first = direction == HX_UT_TO_FPGA ? 0 : 16;
    for (unsigned code = 0; code < hx_ut_code_count(direction); code++)
        ck_assert_uint_gt(kinds_seen[first + code], 1000);
    hx_ut_encoder_destroy(encoder);
    hx_ut_decoder_destroy(decoder);
    codec_model_destroy(model);
}

// Bits of a host word that carry neither code nor payload.
static uint64_t padding_mask(hx_ut_kind kind)
{
    unsigned bits = hx_ut_kind_get_info(kind)->payload_bits;
    uint64_t mask = ((UINT64_C(1) << 56) - 1) & ~((UINT64_C(1) << bits) - 1);
    if (kind == HX_UT_TO_JTAG_DATA) // gaps between its fields
        mask = ((UINT64_C(1) << 56) - 1) & ~UINT64_C(0x1ffffffff) & ~(UINT64_C(0x3f) << 40) &
               ~(UINT64_C(1) << 48);
    return mask;
}

START_TEST(host_words_to_instructions)
{
    start("host_words_to_instructions", HX_UT_TO_FPGA);
    for (unsigned i = 0; i < MESSAGES; i++) {
        hx_ut_message sent = hx_test_random_message(HX_UT_TO_FPGA, &state), got;
        const uint64_t *made;
        size_t count;
        kinds_seen[sent.kind]++;
        must(!hx_ut_encoder_push(encoder, &sent));
        hx_ut_encoder_get_words(encoder, &made, &count);
        must(count == 1);
        uint64_t word = made[0];
        hx_ut_encoder_clear_words(encoder);
        if (i % 2) // whatever the padding holds
            word |= hx_test_random(&state) & padding_mask(sent.kind);
        if (!codec_model_decode(model, word, &got) || !hx_ut_message_is_equal(&sent, &got))
            ck_abort_msg("message %u: word %jx", i, (uintmax_t)word);
    }
    finish(HX_UT_TO_FPGA);
}
END_TEST

// Any 64 bits: idle, unknown or the same message on both sides.
START_TEST(any_word)
{
    unsigned accepted = 0;
    start("any_word", HX_UT_TO_FPGA);
    for (unsigned i = 0; i < MESSAGES; i++) {
        uint64_t word = hx_test_random(&state);
        if (i % 4)
            word &= ~(UINT64_C(0x70) << 56); // known codes, idle or not
        if (i % 2 && word >> 56 == HX_UT_TO_JTAG_DATA)
            word &= ~padding_mask(HX_UT_TO_JTAG_DATA);
        hx_ut_message rtl = {0}, c = {0};
        bool complete = false, known = codec_model_decode(model, word, &rtl);
        if (hx_ut_decoder_push(decoder, word, &c, &complete, NULL)) {
            hx_ut_decoder_reset(decoder);
            complete = false;
            // The host's end is stricter: it sends no such shifts.
            if (known && rtl.kind == HX_UT_TO_JTAG_DATA &&
                (word & padding_mask(rtl.kind) || hx_ut_message_check(&rtl, NULL)))
                continue;
        }
        if (complete != known || (known && !hx_ut_message_is_equal(&rtl, &c)))
            ck_abort_msg("word %jx: C %d, RTL %d", (uintmax_t)word, complete, known);
        accepted += known;
        kinds_seen[rtl.kind]++;
    }
    ck_assert_uint_gt(accepted, MESSAGES / 4);
    finish(HX_UT_TO_FPGA);
}
END_TEST

static void step(const hx_ut_message *message, bool flush)
{
    while (!codec_model_step(model, message, flush, false, 0, words, &word_count))
        must(word_count < 4 * BATCH - 1);
}

// All of the encoder's words, once the queue is empty.
static void drain(bool timed, uint64_t when)
{
    bool taken = false;
    for (unsigned i = 0; i < DRAIN_CYCLES; i++)
        taken |= codec_model_step(model, NULL, !taken, timed, when, words, &word_count);
}

START_TEST(messages_to_response_words)
{
    start("messages_to_response_words", HX_UT_FROM_FPGA);
    for (unsigned done = 0; done < MESSAGES; done += BATCH) {
        for (unsigned i = 0; i < BATCH; i++) {
            hx_ut_message message = hx_test_random_message(HX_UT_FROM_FPGA, &state);
            kinds_seen[message.kind]++;
            must(!hx_ut_encoder_push(encoder, &message));
            step(&message, false);
            // A halt is flushed without being asked.
            bool halt = message.kind == HX_UT_FROM_LOOPBACK && message.value == HX_UT_HALT;
            bool flush = hx_test_random(&state) % 64 == 0;
            if (flush)
                step(NULL, true);
            if (halt || flush)
                must(!hx_ut_encoder_flush(encoder));
        }
        must(!hx_ut_encoder_flush(encoder));
        drain(false, 0);
        const uint64_t *wanted;
        size_t count;
        hx_ut_encoder_get_words(encoder, &wanted, &count);
        ck_assert_uint_eq(word_count, count);
        for (size_t i = 0; i < count; i++)
            if (words[i] != wanted[i])
                ck_abort_msg("after %u messages, word %zu: %jx, not %jx", done, i,
                             (uintmax_t)words[i], (uintmax_t)wanted[i]);
        hx_ut_encoder_clear_words(encoder);
        word_count = 0;
    }
    finish(HX_UT_FROM_FPGA);
}
END_TEST

static bool is_time(hx_ut_kind kind)
{
    return kind == HX_UT_FROM_SYSTIME || kind == HX_UT_FROM_SYSDELTA;
}

// With time messages: the host gives every message the time at which it happened.
START_TEST(times_of_messages)
{
    static hx_ut_message sent[BATCH];
    static uint64_t when[BATCH];
    unsigned expected = 0, deltas = 0, settings = 0;
    start("times_of_messages", HX_UT_FROM_FPGA);
    uint64_t now = hx_test_random(&state) & (HX_TIME_MASK >> 1);
    hx_time_annotation host;
    hx_time_annotation_init(&host);
    for (unsigned done = 0; done < TIMED_MESSAGES; done += BATCH) {
        for (unsigned i = 0; i < BATCH; i++) {
            do
                sent[i] = hx_test_random_message(HX_UT_FROM_FPGA, &state);
            while (is_time(sent[i].kind));
            // Bursts, gaps for a sysdelta, gaps for a systime and those at the border.
            static const unsigned GAPS[] = {1, 2, 20, 256, 257, 258, 259, 1000};
            unsigned gap = hx_test_random(&state) % 4 ? 1 : GAPS[hx_test_random(&state) % 8];
            while (--gap) {
                must(word_count < 4 * BATCH - 1);
                codec_model_step(model, NULL, false, true, now, words, &word_count);
                now = (now + 1) & HX_TIME_MASK;
            }
            bool taken = false;
            while (!taken) {
                must(word_count < 4 * BATCH - 1);
                when[i] = now;
                taken = codec_model_step(model, &sent[i], false, true, now, words, &word_count);
                now = (now + 1) & HX_TIME_MASK;
            }
        }
        drain(true, now);
        expected = 0;
        for (size_t i = 0; i < word_count; i++) {
            hx_ut_message got;
            bool complete;
            must(!hx_ut_decoder_push(decoder, words[i], &got, &complete, NULL));
            if (!complete)
                continue;
            hx_time_annotation_step(&host, &got);
            deltas += got.kind == HX_UT_FROM_SYSDELTA;
            settings += got.kind == HX_UT_FROM_SYSTIME;
            if (is_time(got.kind))
                continue;
            must(expected < BATCH);
            kinds_seen[got.kind]++;
            if (!hx_ut_message_is_equal(&got, &sent[expected]) || host.fpga_time != when[expected])
                ck_abort_msg("message %u of %u: time %jx, not %jx", expected, done,
                             (uintmax_t)host.fpga_time, (uintmax_t)when[expected]);
            expected++;
            if (got.kind == HX_UT_FROM_LOOPBACK && got.value == HX_UT_HALT)
                hx_time_annotation_init(&host);
        }
        ck_assert_uint_eq(expected, BATCH);
        word_count = 0;
    }
    ck_assert_uint_gt(deltas, 1000);
    ck_assert_uint_gt(settings, 1000);
    kinds_seen[HX_UT_FROM_SYSTIME] = settings;
    kinds_seen[HX_UT_FROM_SYSDELTA] = deltas;
    finish(HX_UT_FROM_FPGA);
}
END_TEST

Suite *codec_suite(void);
Suite *codec_suite(void)
{
    Suite *suite = suite_create("codec");
    TCase *streams = tcase_create("streams");
    tcase_set_timeout(streams, 120);
    tcase_add_test(streams, host_words_to_instructions);
    tcase_add_test(streams, any_word);
    tcase_add_test(streams, messages_to_response_words);
    tcase_add_test(streams, times_of_messages);
    suite_add_tcase(suite, streams);
    return suite;
}

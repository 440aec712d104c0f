// Frames of the host link: lengths, padding, refusals.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/arq_frame.h"
#include "testbench/host/wire/random_message.h"

#include <check.h>
#include <string.h>

START_TEST(fields_are_big_endian)
{
    const uint8_t bytes[] = {0, 0, 0, 255, 0, 0, 1, 2, 0x80, 0x02, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8};
    hx_arq_frame frame;
    ck_assert_int_eq(hx_arq_frame_decode(&frame, HX_ARQ_PORT_DATA, bytes, sizeof bytes, NULL),
                     HX_OK);
    ck_assert_int_eq(frame.type, HX_ARQ_FRAME_DATA);
    ck_assert_uint_eq(frame.ack, 255);
    ck_assert_uint_eq(frame.sequence, 0x102);
    ck_assert_uint_eq(frame.pid, HX_ARQ_PID_CONFIGURATION);
    ck_assert_uint_eq(frame.length, 1);
    ck_assert_uint_eq(frame.words[0], UINT64_C(0x0102030405060708));
}
END_TEST

START_TEST(random_frames_survive_and_padding_is_tolerated)
{
    uint64_t state = hx_test_seed("arq_frame", 5);
    for (unsigned words = 1; words <= HX_ARQ_FRAME_WORDS_MAXIMUM; words++) {
        hx_arq_frame frame = {.type = HX_ARQ_FRAME_DATA,
                              .ack = (uint32_t)hx_test_random(&state),
                              .sequence = (uint32_t)hx_test_random(&state),
                              .pid = (uint16_t)hx_test_random(&state),
                              .length = (uint16_t)words};
        hx_arq_frame back;
        uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM + 100];
        size_t length;
        for (unsigned i = 0; i < words; i++)
            frame.words[i] = hx_test_random(&state);
        memset(bytes, 0xee, sizeof bytes);
        ck_assert_int_eq(hx_arq_frame_encode(&frame, bytes, &length), HX_OK);
        ck_assert_uint_eq(length, 12 + 8 * words);
        ck_assert_uint_eq(bytes[length], 0xee);
        for (size_t padding = 0; padding <= 100; padding += 50) {
            memset(&back, 0xaa, sizeof back);
            ck_assert_int_eq(
                hx_arq_frame_decode(&back, HX_ARQ_PORT_DATA, bytes, length + padding, NULL), HX_OK);
            ck_assert_uint_eq(back.ack, frame.ack);
            ck_assert_uint_eq(back.sequence, frame.sequence);
            ck_assert_uint_eq(back.pid, frame.pid);
            ck_assert_uint_eq(back.length, words);
            ck_assert_mem_eq(back.words, frame.words, words * sizeof *back.words);
        }
        ck_assert_int_eq(hx_arq_frame_decode(&back, HX_ARQ_PORT_DATA, bytes, length - 1, NULL),
                         HX_ERROR_FORMAT);
    }
}
END_TEST

START_TEST(short_frames)
{
    const uint8_t reset[] = {0xab, 0xab, 0xab, 0xab};
    hx_arq_frame frame;
    ck_assert_int_eq(hx_arq_frame_decode(&frame, HX_ARQ_PORT_RESET, reset, 4, NULL), HX_OK);
    ck_assert_int_eq(frame.type, HX_ARQ_FRAME_RESET);
    ck_assert_int_eq(hx_arq_frame_decode(&frame, HX_ARQ_PORT_DATA, reset, 4, NULL), HX_OK);
    ck_assert_int_eq(frame.type, HX_ARQ_FRAME_ACK);
    ck_assert_uint_eq(frame.ack, 0xabababab);
    const uint8_t ack[] = {0, 0, 0, 9};
    ck_assert_int_eq(hx_arq_frame_decode(&frame, HX_ARQ_PORT_RESET, ack, 4, NULL), HX_ERROR_FORMAT);
    uint8_t made[HX_ARQ_FRAME_BYTES_MAXIMUM];
    size_t length;
    frame = (hx_arq_frame){.type = HX_ARQ_FRAME_ACK, .ack = 9};
    ck_assert_int_eq(hx_arq_frame_encode(&frame, made, &length), HX_OK);
    ck_assert_uint_eq(length, 4);
    ck_assert_mem_eq(made, ack, 4);
    frame.type = HX_ARQ_FRAME_RESET;
    ck_assert_int_eq(hx_arq_frame_encode(&frame, made, &length), HX_OK);
    ck_assert_uint_eq(length, 4);
    ck_assert_mem_eq(made, reset, 4);
}
END_TEST

START_TEST(wrong_lengths_are_refused)
{
    uint8_t bytes[2000] = {0};
    hx_arq_frame frame;
    for (size_t length = 0; length < 20; length++) {
        bytes[11] = 1;
        if (length != 4)
            ck_assert_int_eq(hx_arq_frame_decode(&frame, HX_ARQ_PORT_DATA, bytes, length, NULL),
                             HX_ERROR_FORMAT);
    }
    bytes[11] = 0;
    ck_assert_int_eq(hx_arq_frame_decode(&frame, HX_ARQ_PORT_DATA, bytes, 20, NULL),
                     HX_ERROR_FORMAT);
    bytes[11] = 181;
    ck_assert_int_eq(hx_arq_frame_decode(&frame, HX_ARQ_PORT_DATA, bytes, sizeof bytes, NULL),
                     HX_ERROR_FORMAT);
    bytes[11] = 180;
    ck_assert_int_eq(hx_arq_frame_decode(&frame, HX_ARQ_PORT_DATA, bytes, 1452, NULL), HX_OK);
    frame.length = 0;
    size_t length;
    ck_assert_int_eq(hx_arq_frame_encode(&frame, bytes, &length), HX_ERROR_ARGUMENT);
    frame.length = 181;
    ck_assert_int_eq(hx_arq_frame_encode(&frame, bytes, &length), HX_ERROR_ARGUMENT);
}
END_TEST

Suite *arq_frame_suite(void);
Suite *arq_frame_suite(void)
{
    Suite *suite = suite_create("arq_frame");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 30);
    tcase_add_test(core, fields_are_big_endian);
    tcase_add_test(core, random_frames_survive_and_padding_is_tolerated);
    tcase_add_test(core, short_frames);
    tcase_add_test(core, wrong_lengths_are_refused);
    suite_add_tcase(suite, core);
    return suite;
}

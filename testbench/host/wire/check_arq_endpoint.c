// One end of the host link, frame by frame and with exact times.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/arq_endpoint.h"

#include <check.h>
#include <string.h>

static const uint8_t reset_bytes[] = {0xab, 0xab, 0xab, 0xab};
static hx_arq_endpoint *link_end;

static void set_up(void)
{
    ck_assert_int_eq(
        hx_arq_endpoint_create(&link_end, HX_ARQ_ROLE_FPGA, "version: 1\ncompatible_until: 1\n"),
        HX_OK);
}

static void tear_down(void)
{
    hx_arq_endpoint_destroy(link_end);
}

static bool output(uint64_t now, hx_arq_frame *frame)
{
    uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM];
    size_t length;
    hx_arq_port port;
    if (!hx_arq_endpoint_output(link_end, now, &port, bytes, &length))
        return false;
    ck_assert_int_eq(hx_arq_frame_decode(frame, port, bytes, length, NULL), HX_OK);
    return true;
}

static void expect_nothing(uint64_t now)
{
    hx_arq_frame frame;
    ck_assert(!output(now, &frame));
}

static void expect_ack(uint64_t now, uint32_t ack)
{
    hx_arq_frame frame;
    ck_assert(output(now, &frame));
    ck_assert_int_eq(frame.type, HX_ARQ_FRAME_ACK);
    ck_assert_uint_eq(frame.ack, ack);
}

static void expect_data(uint64_t now, uint32_t ack, uint32_t sequence, uint16_t pid, uint64_t word)
{
    hx_arq_frame frame;
    ck_assert(output(now, &frame));
    ck_assert_int_eq(frame.type, HX_ARQ_FRAME_DATA);
    ck_assert_uint_eq(frame.ack, ack);
    ck_assert_uint_eq(frame.sequence, sequence);
    ck_assert_uint_eq(frame.pid, pid);
    ck_assert_uint_eq(frame.words[0], word);
}

static void input(uint64_t now, const hx_arq_frame *frame)
{
    uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM];
    size_t length;
    ck_assert_int_eq(hx_arq_frame_encode(frame, bytes, &length), HX_OK);
    ck_assert(!hx_arq_endpoint_input(link_end, now, HX_ARQ_PORT_DATA, bytes, length));
}

static void input_word(uint64_t now, uint32_t ack, uint32_t sequence, uint16_t pid, uint64_t word)
{
    const hx_arq_frame frame = {.type = HX_ARQ_FRAME_DATA,
                                .ack = ack,
                                .sequence = sequence,
                                .pid = pid,
                                .length = 1,
                                .words = {word}};
    input(now, &frame);
}

static void input_ack(uint64_t now, uint32_t ack)
{
    const hx_arq_frame frame = {.type = HX_ARQ_FRAME_ACK, .ack = ack};
    input(now, &frame);
}

static void reset(uint64_t now)
{
    ck_assert(hx_arq_endpoint_input(link_end, now, HX_ARQ_PORT_RESET, reset_bytes, 4));
}

// The answer recorded between the reference host library and its test endpoint.
START_TEST(the_answer_to_a_reset)
{
    static const uint8_t expected[] = {
        0,   0,   0,   0xff, 0,   0,   0,    0,   0x80, 0x02, 0,    8,    0,   0,   0,   0,
        0,   0,   1,   0,    0,   0,   0,    0,   0,    0,    0,    0x80, 0,   0,   0,   0,
        0,   0,   0,   0xb4, 0,   0,   0,    0,   0,    0,    0,    4,    'v', 'e', 'r', 's',
        'i', 'o', 'n', ':',  ' ', '1', '\n', 'c', 'o',  'm',  'p',  'a',  't', 'i', 'b', 'l',
        'e', '_', 'u', 'n',  't', 'i', 'l',  ':', ' ',  '1',  '\n', 0};
    uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM];
    size_t length;
    hx_arq_port port;
    reset(50);
    ck_assert(hx_arq_endpoint_output(link_end, 50, &port, bytes, &length));
    ck_assert_int_eq(port, HX_ARQ_PORT_DATA);
    ck_assert_uint_eq(length, sizeof expected);
    ck_assert_mem_eq(bytes, expected, sizeof expected);
}
END_TEST

START_TEST(silent_before_the_first_reset)
{
    input_word(0, 255, 0, HX_ARQ_PID_LOOPBACK, 1);
    input_ack(1, 255);
    expect_nothing(10000000);
    ck_assert_uint_eq(hx_arq_endpoint_get_deadline(link_end), HX_ARQ_NO_DEADLINE);
    ck_assert_uint_eq(hx_arq_endpoint_get_counters(link_end).stray, 2);
    ck_assert_int_eq(hx_arq_endpoint_get_state(link_end, NULL), HX_ARQ_SILENT);
}
END_TEST

START_TEST(unacknowledged_frames_come_again)
{
    reset(0);
    expect_data(0, 255, 0, HX_ARQ_PID_CONFIGURATION, 256);
    ck_assert_uint_eq(hx_arq_endpoint_get_deadline(link_end), 1000);
    expect_nothing(999);
    expect_data(1000, 255, 0, HX_ARQ_PID_CONFIGURATION, 256);
    expect_nothing(1999);
    // The acknowledgement in a repeated frame is the newest.
    input_word(1999, 255, 0, HX_ARQ_PID_LOOPBACK, 77);
    expect_data(2000, 0, 0, HX_ARQ_PID_CONFIGURATION, 256);
    expect_data(2000, 0, 1, HX_ARQ_PID_LOOPBACK, 77);
    input_ack(2100, 5); // of nothing in flight
    expect_data(3000, 0, 0, HX_ARQ_PID_CONFIGURATION, 256);
    expect_data(3000, 0, 1, HX_ARQ_PID_LOOPBACK, 77);
    input_ack(3100, 1);
    expect_nothing(10000000);
    ck_assert(hx_arq_endpoint_is_drained(link_end));
    ck_assert_uint_eq(hx_arq_endpoint_get_counters(link_end).data_resent, 4);
}
END_TEST

START_TEST(acknowledgements_have_a_pace)
{
    reset(0);
    expect_data(0, 255, 0, HX_ARQ_PID_CONFIGURATION, 256);
    input_ack(10, 0);
    input_word(100, 0, 0, HX_ARQ_PID_WORDS, 1);
    expect_ack(100, 0); // at once after a rest
    input_word(150, 0, 1, HX_ARQ_PID_WORDS, 2);
    expect_nothing(599);
    ck_assert_uint_eq(hx_arq_endpoint_get_deadline(link_end), 600);
    expect_ack(600, 1);
    input_word(2000, 0, 1, HX_ARQ_PID_WORDS, 2); // doubled: acknowledged, not received
    expect_ack(2000, 1);
    // A data frame carries the acknowledgement, so none follows.
    input_word(2100, 0, 2, HX_ARQ_PID_LOOPBACK, 9);
    expect_data(2100, 2, 1, HX_ARQ_PID_LOOPBACK, 9);
    input_ack(2200, 1);
    expect_nothing(10000000);
    uint64_t words[8];
    uint16_t pid;
    ck_assert_uint_eq(hx_arq_endpoint_receive(link_end, &pid, words, 8), 2);
    ck_assert_uint_eq(words[0], 1);
    ck_assert_uint_eq(words[1], 2);
}
END_TEST

START_TEST(other_packets_are_counted)
{
    reset(0);
    expect_data(0, 255, 0, HX_ARQ_PID_CONFIGURATION, 256);
    input_word(1, 0, 0, 0x8003, 1);
    input_word(1, 0, 1, 0x5000, 1);
    input_word(1, 0, 2, HX_ARQ_PID_FLUSH, 0);
    input_word(1, 0, 300, HX_ARQ_PID_WORDS, 0); // no such number
    input_word(1, 0, 131, HX_ARQ_PID_WORDS, 0); // outside the window
    const uint8_t bad[1500] = {0};
    ck_assert(!hx_arq_endpoint_input(link_end, 1, HX_ARQ_PORT_DATA, bad, 3));
    ck_assert(!hx_arq_endpoint_input(link_end, 1, HX_ARQ_PORT_DATA, bad, 1500));
    ck_assert(!hx_arq_endpoint_input(link_end, 1, HX_ARQ_PORT_RESET, bad, 4));
    expect_ack(1, 2);
    expect_nothing(10000000);
    hx_arq_endpoint_counters counters = hx_arq_endpoint_get_counters(link_end);
    ck_assert_uint_eq(counters.unknown_pids, 2);
    ck_assert_uint_eq(counters.flushes, 1);
    ck_assert_uint_eq(counters.data_refused, 2);
    ck_assert_uint_eq(counters.bad, 3);
    ck_assert_uint_eq(hx_arq_endpoint_count_received(link_end), 0);
}
END_TEST

START_TEST(gives_up_after_the_limit)
{
    hx_arq_frame frame;
    hx_error error = {""};
    uint64_t now = 0, sends = 0;
    reset(0);
    while (hx_arq_endpoint_get_state(link_end, &error) == HX_ARQ_READY && sends < 20000) {
        sends += output(now, &frame);
        now += 1000;
    }
    ck_assert_uint_eq(sends, 10000);
    ck_assert_int_eq(hx_arq_endpoint_get_state(link_end, &error), HX_ARQ_FAILED);
    ck_assert_uint_gt(strlen(error.text), 10);
    reset(now);
    expect_data(now, 255, 0, HX_ARQ_PID_CONFIGURATION, 256);
}
END_TEST

Suite *arq_endpoint_suite(void);
Suite *arq_endpoint_suite(void)
{
    Suite *suite = suite_create("arq_endpoint");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 30);
    tcase_add_checked_fixture(core, set_up, tear_down);
    tcase_add_test(core, the_answer_to_a_reset);
    tcase_add_test(core, silent_before_the_first_reset);
    tcase_add_test(core, unacknowledged_frames_come_again);
    tcase_add_test(core, acknowledgements_have_a_pace);
    tcase_add_test(core, other_packets_are_counted);
    tcase_add_test(core, gives_up_after_the_limit);
    suite_add_tcase(suite, core);
    return suite;
}

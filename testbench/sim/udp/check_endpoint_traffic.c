// Two link ends against each other over a faulty channel, in simulated time.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/arq_endpoint.h"
#include "sim/udp/faults.h"
#include "testbench/host/wire/random_message.h"

#include <check.h>
#include <string.h>

#define TEXT "version: 1\ncompatible_until: 1\n" HX_ARQ_TRIALS_KEY "\n"

// One end, what it has to send and what it must receive: both count up.
typedef struct end {
    hx_arq_endpoint *link;
    hx_fault_channel *out;
    uint64_t sent, received;
} end;

static end host, fpga;
static uint64_t now;

static void set_up(const hx_udp_faults *faults)
{
    now = 1000;
    ck_assert_int_eq(hx_arq_endpoint_create(&host.link, HX_ARQ_ROLE_HOST, NULL), HX_OK);
    ck_assert_int_eq(hx_arq_endpoint_create(&fpga.link, HX_ARQ_ROLE_FPGA, TEXT), HX_OK);
    ck_assert_int_eq(hx_fault_channel_create(&host.out, faults, 0), HX_OK);
    ck_assert_int_eq(hx_fault_channel_create(&fpga.out, faults, 1), HX_OK);
}

static void tear_down(void)
{
    hx_arq_endpoint_destroy(host.link);
    hx_arq_endpoint_destroy(fpga.link);
    hx_fault_channel_destroy(host.out);
    hx_fault_channel_destroy(fpga.out);
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static void send_datagrams(end *from, end *to)
{
    uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM];
    size_t length;
    hx_arq_port port;
    while (hx_arq_endpoint_output(from->link, now, &port, bytes, &length))
        if (port == HX_ARQ_PORT_RESET)
            ck_assert(hx_arq_endpoint_input(to->link, now, port, bytes, length));
        else
            ck_assert_int_eq(hx_fault_channel_push(from->out, now, bytes, length), HX_OK);
}

static bool take_datagrams(end *from, end *to)
{
    bool any = false;
    uint8_t bytes[HX_FAULT_DATAGRAM_BYTES];
    size_t length;
    while (hx_fault_channel_pop(from->out, now, bytes, &length))
        any = !hx_arq_endpoint_input(to->link, now, HX_ARQ_PORT_DATA, bytes, length);
    return any;
}

// Moves everything that can move now, then the time: by 1 us if something has arrived, which
// the owner may want to look at, else to the next thing that happens.
static void step(void)
{
    send_datagrams(&host, &fpga);
    send_datagrams(&fpga, &host);
    bool moved = take_datagrams(&host, &fpga);
    moved |= take_datagrams(&fpga, &host);
    uint64_t next =
        sooner(hx_arq_endpoint_get_deadline(host.link), hx_arq_endpoint_get_deadline(fpga.link));
    next = sooner(next, sooner(hx_fault_channel_get_deadline(host.out),
                               hx_fault_channel_get_deadline(fpga.out)));
    hx_error error = {"the time stands still"};
    hx_arq_endpoint_get_state(host.link, &error);
    hx_arq_endpoint_get_state(fpga.link, &error);
    ck_assert_msg(next != UINT64_MAX, "%s", error.text);
    now = !moved && next > now ? next : now + 1;
}

static void start(void)
{
    hx_error error = {""};
    hx_arq_endpoint_start(host.link, now, 0x123456789abcdef0u);
    while (hx_arq_endpoint_get_state(host.link, &error) == HX_ARQ_STARTING)
        step();
    ck_assert_msg(hx_arq_endpoint_get_state(host.link, NULL) == HX_ARQ_READY, "%s", error.text);
    ck_assert_str_eq(hx_arq_endpoint_get_text(host.link), TEXT);
    host.sent = host.received = fpga.sent = fpga.received = 0;
}

// Sends a random number of words, checks those that have come.
static void exchange(end *e, uint64_t total, uint64_t *random)
{
    uint64_t words[1000];
    uint16_t pid;
    size_t count = 1 + hx_test_random(random) % 999;
    if (count > total - e->sent)
        count = (size_t)(total - e->sent);
    if (hx_arq_endpoint_count_waiting(e->link) < 50000) {
        for (size_t i = 0; i < count; i++)
            words[i] = e->sent++;
        ck_assert_int_eq(hx_arq_endpoint_send(e->link, HX_ARQ_PID_WORDS, words, count), HX_OK);
    }
    while ((count = hx_arq_endpoint_receive(e->link, &pid, words, 1000))) {
        ck_assert_uint_eq(pid, HX_ARQ_PID_WORDS);
        for (size_t i = 0; i < count; i++, e->received++)
            if (words[i] != e->received) // Check's own assertions are slow
                ck_abort_msg("word %ju came at place %ju", (uintmax_t)words[i],
                             (uintmax_t)e->received);
    }
}

static void carry(uint64_t total, uint64_t seed)
{
    uint64_t random = seed;
    while (host.received < total || fpga.received < total) {
        exchange(&host, total, &random);
        exchange(&fpga, total, &random);
        step();
    }
    ck_assert_int_eq(hx_arq_endpoint_flush(host.link), HX_OK);
    while (!hx_arq_endpoint_is_drained(host.link) || !hx_arq_endpoint_is_drained(fpga.link))
        step();
    ck_assert_uint_eq(hx_arq_endpoint_get_counters(fpga.link).flushes, 1);
    ck_assert_uint_eq(hx_arq_endpoint_count_received(host.link), 0);
    ck_assert_uint_eq(hx_arq_endpoint_count_received(fpga.link), 0);
}

// Nothing lost, doubled or swapped in a million words each way.
START_TEST(a_million_words_over_a_bad_channel)
{
    const uint64_t seed = hx_test_seed("endpoint_traffic", 1);
    const hx_udp_faults faults = {.drop = 0.1,
                                  .duplicate = 0.05,
                                  .reorder = 0.1,
                                  .corrupt = 0.02,
                                  .delay_us = 120,
                                  .seed = seed};
    set_up(&faults);
    start();
    carry(1000000, seed);
    hx_fault_counters lost = hx_fault_channel_get_counters(host.out);
    ck_assert_uint_gt(lost.dropped, 400);
    ck_assert_uint_gt(lost.corrupted, 80);
    ck_assert_uint_gt(lost.duplicated, 250);
    ck_assert_uint_gt(lost.reordered, 400);
    ck_assert_uint_gt(hx_arq_endpoint_get_counters(host.link).data_resent, 500);
    ck_assert_uint_gt(hx_arq_endpoint_get_counters(fpga.link).data_refused, 250);
    tear_down();
}
END_TEST

START_TEST(a_clean_channel_repeats_nothing)
{
    const hx_udp_faults faults = {.delay_us = 100};
    set_up(&faults);
    start();
    uint64_t begin = now;
    carry(200000, 7);
    hx_arq_endpoint_counters a = hx_arq_endpoint_get_counters(host.link);
    hx_arq_endpoint_counters b = hx_arq_endpoint_get_counters(fpga.link);
    ck_assert_uint_eq(a.data_resent + b.data_resent, 0);
    ck_assert_uint_eq(a.data_refused + b.data_refused, 0);
    ck_assert_uint_eq(a.bad + b.bad + a.stray + b.stray + a.unknown_pids + b.unknown_pids, 0);
    ck_assert_uint_eq(a.words_sent, 200000);
    ck_assert_uint_eq(a.words_received, 200000);
    // Full windows: 64 frames of 180 words in a round trip of 200 us.
    ck_assert_uint_lt(now - begin, 100000);
    tear_down();
}
END_TEST

// A reset at any moment gives a fresh connection, whatever was under way.
START_TEST(resets_in_the_middle)
{
    uint64_t random = hx_test_seed("endpoint_resets", 2);
    const hx_udp_faults faults = {.drop = 0.05, .reorder = 0.1, .delay_us = 50, .seed = random};
    set_up(&faults);
    for (int i = 0; i < 50; i++) {
        // The owner of the FPGA's sockets drops what was under way before the reset.
        hx_fault_channel_clear(host.out);
        hx_fault_channel_clear(fpga.out);
        start();
        for (uint64_t steps = hx_test_random(&random) % 300; steps; steps--) {
            exchange(&host, 1000000, &random);
            exchange(&fpga, 1000000, &random);
            step();
        }
    }
    ck_assert_uint_eq(hx_arq_endpoint_get_counters(fpga.link).resets, 50);
    tear_down();
}
END_TEST

// Trial marks stay at their place among the words.
START_TEST(trial_marks_keep_their_place)
{
    const hx_udp_faults faults = {.drop = 0.1, .reorder = 0.1, .seed = 3};
    set_up(&faults);
    start();
    uint64_t words[400], next_word = 0, next_trial = 0;
    uint16_t pid;
    for (uint64_t trial = 0; trial < 100; trial++) {
        ck_assert_int_eq(hx_arq_endpoint_send(host.link, HX_ARQ_PID_TRIALS, &trial, 1), HX_OK);
        for (size_t i = 0; i < 10; i++)
            words[i] = 10 * trial + i;
        ck_assert_int_eq(hx_arq_endpoint_send(host.link, HX_ARQ_PID_WORDS, words, 10), HX_OK);
    }
    while (next_word < 1000) {
        step();
        size_t count = hx_arq_endpoint_receive(fpga.link, &pid, words, 400);
        for (size_t i = 0; i < count; i++)
            if (pid == HX_ARQ_PID_TRIALS) {
                ck_assert_uint_eq(words[i], next_trial++);
                ck_assert_uint_eq(next_word, 10 * words[i]);
            } else {
                ck_assert_uint_eq(words[i], next_word++);
            }
    }
    ck_assert_uint_eq(next_trial, 100);
    tear_down();
}
END_TEST

// A text that needs several frames arrives whole; one that is too long is refused.
START_TEST(long_texts)
{
    static char text[65537];
    const hx_udp_faults faults = {.drop = 0.1, .reorder = 0.2, .seed = 5};
    memset(text, 'x', sizeof text - 1);
    set_up(&faults);
    hx_arq_endpoint_destroy(fpga.link);
    ck_assert_int_eq(hx_arq_endpoint_create(&fpga.link, HX_ARQ_ROLE_FPGA, text), HX_ERROR_ARGUMENT);
    ck_assert_ptr_null(fpga.link);
    text[65535] = 0;
    for (size_t length = 65535; length > 0; length = length / 3) {
        text[length] = 0;
        hx_arq_endpoint_destroy(fpga.link);
        ck_assert_int_eq(hx_arq_endpoint_create(&fpga.link, HX_ARQ_ROLE_FPGA, text), HX_OK);
        hx_fault_channel_clear(host.out);
        hx_fault_channel_clear(fpga.out);
        hx_arq_endpoint_start(host.link, now, length);
        while (hx_arq_endpoint_get_state(host.link, NULL) == HX_ARQ_STARTING)
            step();
        ck_assert_int_eq(hx_arq_endpoint_get_state(host.link, NULL), HX_ARQ_READY);
        ck_assert_str_eq(hx_arq_endpoint_get_text(host.link), text);
    }
    tear_down();
}
END_TEST

// A machine with other windows is refused before a word flows.
START_TEST(foreign_parameters)
{
    const hx_udp_faults none = {0};
    set_up(&none);
    for (uint16_t wrong = 0; wrong < 4; wrong++) {
        hx_arq_frame frame = {.type = HX_ARQ_FRAME_DATA,
                              .ack = 255,
                              .pid = HX_ARQ_PID_CONFIGURATION,
                              .length = 5,
                              .words = {256, 128, 180, 1, 0}};
        uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM];
        size_t length;
        hx_error error = {""};
        frame.words[wrong] = wrong < 3 ? 64 : 8193;
        hx_arq_endpoint_start(host.link, now, 1);
        ck_assert_int_eq(hx_arq_frame_encode(&frame, bytes, &length), HX_OK);
        hx_arq_endpoint_input(host.link, now, HX_ARQ_PORT_DATA, bytes, length);
        ck_assert_int_eq(hx_arq_endpoint_get_state(host.link, &error), HX_ARQ_FAILED);
        ck_assert_ptr_nonnull(strstr(error.text, "parameters"));
    }
    tear_down();
}
END_TEST

START_TEST(a_dead_end_is_noticed)
{
    const hx_udp_faults none = {0}, all = {.drop = 1};
    const uint64_t word = 1;
    set_up(&none);
    start();
    hx_fault_channel_destroy(fpga.out);
    ck_assert_int_eq(hx_fault_channel_create(&fpga.out, &all, 0), HX_OK);
    // Nobody sends words: the host asks by itself.
    uint64_t begin = now;
    hx_error error = {""};
    while (hx_arq_endpoint_get_state(host.link, &error) == HX_ARQ_READY)
        step();
    ck_assert_ptr_nonnull(strstr(error.text, "acknowledge"));
    ck_assert_uint_gt(now - begin, 10000000);
    ck_assert_uint_lt(now - begin, 20000000);
    ck_assert_int_eq(hx_arq_endpoint_send(host.link, HX_ARQ_PID_WORDS, &word, 1), HX_ERROR_STATE);
    // The reset has no second try.
    hx_arq_endpoint_start(host.link, now, 1);
    begin = now;
    while (hx_arq_endpoint_get_state(host.link, &error) == HX_ARQ_STARTING)
        step();
    ck_assert_int_eq(hx_arq_endpoint_get_state(host.link, NULL), HX_ARQ_FAILED);
    ck_assert_ptr_nonnull(strstr(error.text, "2 s"));
    ck_assert_uint_ge(now - begin, 2000000);
    ck_assert_uint_lt(now - begin, 2100000);
    tear_down();
}
END_TEST

Suite *endpoint_traffic_suite(void);
Suite *endpoint_traffic_suite(void)
{
    Suite *suite = suite_create("endpoint_traffic");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 60);
    tcase_add_test(core, a_million_words_over_a_bad_channel);
    tcase_add_test(core, a_clean_channel_repeats_nothing);
    tcase_add_test(core, resets_in_the_middle);
    tcase_add_test(core, trial_marks_keep_their_place);
    tcase_add_test(core, long_texts);
    tcase_add_test(core, foreign_parameters);
    tcase_add_test(core, a_dead_end_is_noticed);
    suite_add_tcase(suite, core);
    return suite;
}

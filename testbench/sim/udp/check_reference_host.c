// The FPGA's end against a host that behaves as the public library, over a faulty channel.
// SPDX-License-Identifier: Apache-2.0
//
// Simulated time. The FPGA's end sends every word back.
#include "host/wire/arq_endpoint.h"
#include "sim/udp/faults.h"
#include "testbench/host/wire/random_message.h"
#include "testbench/sim/udp/reference_host.h"

#include <check.h>

#define TEXT "version: 1\ncompatible_until: 1\n"
#define STEP_US 20
#define HOUR_US UINT64_C(3600000000)

static reference_host host;
static hx_arq_endpoint *fpga;
static hx_fault_channel *to_fpga, *to_host;
static uint64_t now;

static void set_up(const hx_udp_faults *faults)
{
    now = 1000;
    ck_assert_int_eq(hx_arq_endpoint_create(&fpga, HX_ARQ_ROLE_FPGA, TEXT), HX_OK);
    ck_assert_int_eq(hx_fault_channel_create(&to_fpga, faults, 0), HX_OK);
    ck_assert_int_eq(hx_fault_channel_create(&to_host, faults, 1), HX_OK);
}

static void tear_down(void)
{
    hx_arq_endpoint_destroy(fpga);
    hx_fault_channel_destroy(to_fpga);
    hx_fault_channel_destroy(to_host);
}

static void must(bool holds, const char *what)
{
    if (!holds)
        ck_abort_msg("%s at %ju us", what, (uintmax_t)now);
}

static void move(void)
{
    uint8_t bytes[HX_FAULT_DATAGRAM_BYTES];
    size_t length;
    hx_arq_frame frame;
    hx_arq_port port;
    while (reference_host_output(&host, now, &port, &frame)) {
        must(!hx_arq_frame_encode(&frame, bytes, &length), "a frame of the host");
        if (port == HX_ARQ_PORT_RESET)
            hx_arq_endpoint_input(fpga, now, port, bytes, length);
        else
            hx_fault_channel_push(to_fpga, now, bytes, length);
    }
    while (hx_fault_channel_pop(to_fpga, now, bytes, &length))
        hx_arq_endpoint_input(fpga, now, HX_ARQ_PORT_DATA, bytes, length);
    while (hx_arq_endpoint_output(fpga, now, &port, bytes, &length))
        hx_fault_channel_push(to_host, now, bytes, length);
    while (hx_fault_channel_pop(to_host, now, bytes, &length)) {
        must(!hx_arq_frame_decode(&frame, HX_ARQ_PORT_DATA, bytes, length, NULL),
             "a frame of the FPGA");
        // The library drops what is neither an ack nor exactly as long as it says.
        must(frame.type == HX_ARQ_FRAME_ACK ? length == 4 : length == 12 + 8u * frame.length,
             "the length of a frame");
        reference_host_input(&host, now, &frame);
    }
    must(!host.failed, "the host gives up");
    now += STEP_US;
}

static void echo(void)
{
    uint64_t words[4096];
    uint16_t pid;
    size_t count;
    while ((count = hx_arq_endpoint_receive(fpga, &pid, words, 4096)))
        must(!hx_arq_endpoint_send(fpga, pid, words, count), "an echo");
}

static void start(void)
{
    reference_host_start(&host, now, 0x1234567800000000u | now);
    while (!host.looped)
        move();
}

// `lazy`: the user looks at its queue now and then only, so that the host drops payload.
static void carry(uint64_t total, bool lazy, uint64_t *random)
{
    uint64_t sent = 0, received = 0;
    hx_arq_frame frame;
    while (received < total) {
        uint64_t words[HX_ARQ_FRAME_WORDS_MAXIMUM];
        size_t count = hx_test_random(random) % 4 ? 180 : 1 + hx_test_random(random) % 180;
        if (count > total - sent)
            count = (size_t)(total - sent);
        for (size_t i = 0; i < count; i++)
            words[i] = sent + i;
        if (count && reference_host_send(&host, now, HX_ARQ_PID_WORDS, words, count))
            sent += count;
        echo();
        move();
        if (lazy && hx_test_random(random) % 400)
            continue;
        while (reference_host_receive(&host, &frame)) {
            must(frame.pid == HX_ARQ_PID_WORDS, "the type of a frame");
            for (unsigned i = 0; i < frame.length; i++)
                must(frame.words[i] == received++, "the order of words");
        }
        must(now < HOUR_US, "no end");
    }
    // Teardown: one frame with one word 0, then nothing more comes.
    const uint64_t zero = 0;
    while (!reference_host_send(&host, now, HX_ARQ_PID_FLUSH, &zero, 1))
        move();
    while (host.oldest != host.next || !hx_arq_endpoint_is_drained(fpga))
        move();
    must(!reference_host_receive(&host, &frame), "a frame too many");
    must(hx_arq_endpoint_get_counters(fpga).flushes > 0, "no flush");
}

static const struct {
    const char *name;
    hx_udp_faults faults;
    uint64_t words;
    bool lazy;
} CASES[] = {
    {"clean", {.delay_us = 50}, 1000000, false},
    {"lazy user", {.delay_us = 50}, 300000, true},
    {"loss", {.drop = 0.1, .delay_us = 50}, 300000, false},
    {"doubled", {.duplicate = 0.2, .delay_us = 50}, 300000, false},
    {"swapped", {.reorder = 0.2, .delay_us = 50}, 300000, false},
    {"everything",
     {.drop = 0.1, .duplicate = 0.05, .reorder = 0.1, .corrupt = 0.02, .delay_us = 120},
     1000000,
     false},
    {"everything, lazy user",
     {.drop = 0.1, .duplicate = 0.05, .reorder = 0.1, .corrupt = 0.02, .delay_us = 120},
     100000,
     true},
};

START_TEST(words_arrive_once_and_in_order)
{
    uint64_t random = hx_test_seed("reference_host", 8);
    hx_udp_faults faults = CASES[_i].faults;
    faults.seed = random;
    set_up(&faults);
    for (int connection = 0; connection < 2; connection++) {
        // What was under way is dropped with the reset, as the server does.
        hx_fault_channel_clear(to_fpga);
        hx_fault_channel_clear(to_host);
        start();
        carry(CASES[_i].words / 2, CASES[_i].lazy, &random);
        if (faults.drop > 0) {
            ck_assert_uint_gt(host.resent, 50);
            ck_assert_uint_gt(hx_arq_endpoint_get_counters(fpga).data_resent, 50);
        }
        if (CASES[_i].lazy)
            ck_assert_uint_gt(host.refused, 50);
    }
    tear_down();
}
END_TEST

Suite *reference_host_suite(void);
Suite *reference_host_suite(void)
{
    Suite *suite = suite_create("reference_host");
    TCase *link = tcase_create("link");
    tcase_set_timeout(link, 120);
    tcase_add_loop_test(link, words_arrive_once_and_in_order, 0, sizeof CASES / sizeof *CASES);
    suite_add_tcase(suite, link);
    return suite;
}

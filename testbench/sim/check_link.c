// The link between FPGA and chip with faults: nothing of the bus is lost, events are counted.
// SPDX-License-Identifier: Apache-2.0
#include "hx_map.h"
#include "testbench/sim/link_traffic.h"

#include <check.h>
#include <string.h>

#define NODE_L2_0 (0x00130019u + 32) // from link input 0 to link output 0
#define LANES HX_LANE_COUNT

Suite *link_suite(void);

static word_list list, answers, other;

// What stays when nothing goes wrong: every word is counted once.
START_TEST(counters_without_faults)
{
    enum { WRITES = 50, READS = 30 };
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    word_list_add_link_up(&list); // with one write over the lanes
    for (uint32_t i = 0; i < WRITES; i++)
        word_list_add_write(&list, LINK_CELLS + i, i);
    link_add_reads(&list, LINK_CELLS, READS, 1);
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    link_add_counters(&list);
    link_add_end(&list);
    play(device, &list, &answers);
    const link_counters c = link_get_last_counters(&answers);
    ck_assert_uint_eq(link_sum(c.wrong) + link_sum(c.unused) + c.dropped + c.lost, 0);
    ck_assert_uint_eq(c.chip_lost + c.chip_dropped + c.chip_wrong + c.chip_repeated + c.flags, 0);
    ck_assert_uint_eq(c.bus_write, 2 * (WRITES + 1) + READS);
    ck_assert_uint_eq(c.bus_tx, c.bus_write);
    ck_assert_uint_eq(c.bus_rx, WRITES + 1 + READS);
    ck_assert_uint_eq(c.bus_read, c.bus_rx);
    // Words that only acknowledge come on top.
    ck_assert_uint_ge(link_sum(c.tx), c.bus_tx);
    ck_assert_uint_le(link_sum(c.tx), c.bus_tx + 20);
    ck_assert_uint_ge(link_sum(c.rx), c.bus_rx);
    ck_assert_uint_le(link_sum(c.rx), c.bus_rx + 20);
    for (unsigned i = 0; i < LANES; i++) {
        ck_assert_uint_gt(c.online[i], WRITES);
        // Read one after the other, one access a cycle.
        ck_assert_uint_eq(c.online[i], c.online[0] + i);
        ck_assert_uint_gt(c.tx[i], WRITES / LANES);
    }
    hx_connection_close(device);
}
END_TEST

static const struct {
    double rate;
    uint32_t latency;
    uint8_t lanes_off;
} FAULTS[] = {
    {1e-4, 0, 0}, {1e-3, 0, 0}, {1e-4, 100, 0}, {1e-4, 0, 0xfe}, {1e-3, 400, 0x55}, {0, 400, 0},
};

START_TEST(bus_survives)
{
    enum { ACCESSES = 4000 };
    static uint32_t expected[ACCESSES], data[2 * ACCESSES];
    hx_device_config config = quiet_config();
    config.link = (hx_link_config){.bit_error_rate = FAULTS[_i].rate,
                                   .latency = FAULTS[_i].latency,
                                   .lanes_off = FAULTS[_i].lanes_off};
    hx_connection *device = open_local(&config);
    word_list_add_write(&list, 0x88000009u, 0xffffffffu); // no instruction takes too long
    word_list_add_link_up(&list);
    const size_t reads = link_add_traffic(&list, ACCESSES, 12345 + (uint32_t)_i, expected);
    link_add_counters(&list);
    link_add_end(&list);
    play(device, &list, &answers);
    ck_assert_uint_eq(link_get_data(&answers, data, sizeof data / sizeof *data),
                      reads + LINK_COUNTERS);
    for (size_t i = 0; i < reads; i++)
        ck_assert_msg(data[i] == expected[i], "read %zu: %u, not %u", i, data[i], expected[i]);
    const link_counters c = link_get_last_counters(&answers);
    ck_assert_uint_eq(c.flags, 0);
    ck_assert_uint_eq(c.dropped + c.lost + c.chip_lost + c.chip_dropped, 0);
    if (FAULTS[_i].rate > 0) {
        ck_assert_uint_gt(link_sum(c.wrong), 0);
        ck_assert_uint_gt(c.chip_wrong, 0);
        ck_assert_uint_gt(c.bus_tx, c.bus_write);
        ck_assert_uint_gt(c.chip_repeated, 0);
    } else {
        ck_assert_uint_eq(link_sum(c.wrong) + link_sum(c.unused) + c.chip_wrong + c.chip_repeated,
                          0);
        ck_assert_uint_eq(c.bus_tx, c.bus_write);
    }
    // Every access has one answer, the counters' own reads of the chip come after.
    ck_assert_uint_eq(c.bus_read, 1 + LINK_CELL_COUNT + ACCESSES);
    for (unsigned i = 0; i < LANES; i++)
        if (FAULTS[_i].lanes_off >> i & 1)
            ck_assert_uint_eq(c.tx[i] + c.rx[i] + c.online[i], 0);
        else
            ck_assert_uint_gt(c.rx[i], 0);
    hx_connection_close(device);
}
END_TEST

// Link input 0 back to link output 0: what the chip receives comes back. Recording on.
static void add_event_mirror(word_list *words)
{
    word_list_add_link_up(words);
    word_list_add_write(words, 0x88000005u, 1);
    for (uint32_t node = 0; node < 76; node++)
        word_list_add_write(words, 0x00130019u + node, 0x00010000u); // drops all
    word_list_add_write(words, NODE_L2_0, 0);                        // passes all
    word_list_add(words, WORD_BARRIER_OMNIBUS);
    word_list_add(words, WORD_TIMER_SETUP);
}

// `count` labels from 1 on, every 20 cycles up to two of them. Ends with the counters, after
// some accesses that tell both ends what was sent.
static void add_events(word_list *words, uint16_t count)
{
    uint32_t time = 0;
    for (uint16_t label = 1; label <= count; label++) {
        word_list_add(words, WORD_WAIT_UNTIL(time += 20));
        if (label % 3 == 0 && label < count) {
            word_list_add(words, 0x0e00000000000000u | (uint32_t)label << 16 | (label + 1u));
            label++;
        } else {
            word_list_add(words, WORD_SPIKE(label));
        }
    }
    for (int i = 0; i < 10; i++) {
        word_list_add(words, WORD_WAIT_UNTIL(time += 1000));
        word_list_add_write(words, LINK_CELLS, 0);
    }
    word_list_add(words, WORD_WAIT_UNTIL(time += 1000));
    link_add_counters(words);
    link_add_end(words);
}

START_TEST(events_are_counted)
{
    enum { EVENTS = 3000 };
    static const double RATE[] = {0, 1e-4, 1e-3, 3e-3};
    static uint16_t labels[EVENTS + 2];
    hx_device_config config = quiet_config();
    config.link.bit_error_rate = RATE[_i];
    hx_connection *device = open_local(&config);
    add_event_mirror(&list);
    add_events(&list, EVENTS);
    play(device, &list, &answers);
    const link_counters c = link_get_last_counters(&answers);
    const size_t got = link_get_labels(&answers, labels, EVENTS + 2);
    ck_assert_uint_eq(got + c.lost + c.chip_lost, EVENTS);
    ck_assert_uint_eq(c.dropped + c.chip_dropped + c.flags, 0);
    if (RATE[_i] > 0) {
        ck_assert_uint_gt(c.lost, 0);
        ck_assert_uint_gt(c.chip_lost, 0);
        ck_assert_uint_gt(got, EVENTS / 2);
    } else {
        ck_assert_uint_eq(got, EVENTS);
    }
    // What came is right and in order.
    for (size_t i = 1; i < got; i++)
        ck_assert_uint_lt(labels[i - 1], labels[i]);
    ck_assert_uint_le(labels[got - 1], EVENTS);
    hx_connection_close(device);
}
END_TEST

// Without a lane: the bus answers 0 when it is given up, events to the chip are counted.
START_TEST(all_lanes_off)
{
    hx_device_config config = quiet_config();
    config.link.lanes_off = 0xff;
    hx_connection *device = open_local(&config);
    word_list_add_link_up(&list);
    word_list_add(&list, WORD_SPIKE(1));
    word_list_add(&list, 0x0f00000100020003u);
    link_add_reads(&list, LINK_CELLS, 3, 1);
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    link_add_counters(&list);
    link_add_end(&list);
    play(device, &list, &answers);
    const link_counters c = link_get_last_counters(&answers);
    ck_assert_uint_eq(c.dropped, 4);
    ck_assert_uint_eq(link_sum(c.tx) + link_sum(c.rx) + link_sum(c.online) + c.bus_tx + c.bus_read,
                      0);
    ck_assert_uint_gt(c.bus_write, 0);
    ck_assert_uint_ne(c.flags, 0);
    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_eq(answers.words[i], ANSWER_DATA(0));
    hx_connection_close(device);
}
END_TEST

// The chip's events while its lanes are disabled are counted there; the bus goes on afterwards.
START_TEST(lanes_go_down_and_up)
{
    enum { EVENTS = 20 };
    uint32_t data[LINK_COUNTERS + 8];
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    add_event_mirror(&list);
    // A background source of its own would do too; here events are on their way to the chip
    // while the FPGA's side goes down, so that they come back to lanes that are down.
    for (uint32_t i = 0; i < EVENTS; i++)
        word_list_add(&list, WORD_SPIKE(i + 1));
    word_list_add_write(&list, 0x88004000u, 0);
    word_list_add(&list, WORD_READ(LINK_CELLS)); // waits for the lanes
    word_list_add(&list, WORD_WAIT_UNTIL(1000));
    word_list_add_write(&list, 0x88004000u, 0xff);
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add_write(&list, LINK_CELLS, 7);
    word_list_add(&list, WORD_READ(LINK_CELLS));
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add(&list, WORD_WAIT_UNTIL(5000));
    link_add_counters(&list);
    link_add_end(&list);
    play(device, &list, &answers);
    const link_counters c = link_get_last_counters(&answers);
    const size_t count = link_get_data(&answers, data, sizeof data / sizeof *data);
    ck_assert_uint_eq(count, LINK_COUNTERS + 2);
    ck_assert_uint_eq(data[0], 0);
    ck_assert_uint_eq(data[1], 7);
    static uint16_t labels[EVENTS + 2];
    const size_t got = link_get_labels(&answers, labels, EVENTS + 2);
    ck_assert_uint_gt(c.chip_dropped, 0);
    ck_assert_uint_eq(got + c.lost + c.dropped + c.chip_lost + c.chip_dropped, EVENTS);
    ck_assert_uint_eq(c.flags, 0);
    hx_connection_close(device);
}
END_TEST

START_TEST(latency_shifts)
{
    static const uint32_t MORE[] = {0, 1, 100, HX_LINK_LATENCY_MAXIMUM};
    uint32_t round_trip[4];
    for (int i = 0; i < 4; i++) {
        hx_device_config config = quiet_config();
        config.link.latency = MORE[i];
        hx_connection *device = open_worker(&config);
        list.count = 0;
        word_list_add_link_up(&list);
        word_list_add(&list, WORD_SYNCHRONISE);
        word_list_add(&list, WORD_BARRIER_SYSTIME);
        word_list_add(&list, WORD_READ(hx_map_fpga_systime_sync_last_rtt_address() + 1));
        link_add_end(&list);
        play(device, &list, &answers);
        ck_assert_uint_eq(link_get_data(&answers, &round_trip[i], 1 + 1), 1);
        ck_assert_uint_eq(round_trip[i], round_trip[0] + 2 * MORE[i]);
        hx_connection_close(device);
    }
}
END_TEST

static void play_trial(hx_connection *device, uint64_t trial, const word_list *words,
                       word_list *got)
{
    ck_assert_int_eq(hx_connection_start_trial(device, trial), HX_OK);
    play(device, words, got);
}

// The absolute time (0x05) may differ.
static bool are_equal(const word_list *a, const word_list *b)
{
    bool equal = a->count == b->count;
    for (size_t i = 0; equal && i < a->count; i++)
        equal = a->words[i] == b->words[i] || (a->words[i] >> 56 == 5 && b->words[i] >> 56 == 5);
    return equal;
}

// The same trial has the same errors, whatever ran before it; another one has others.
START_TEST(errors_belong_to_the_trial)
{
    static word_list setup, third;
    hx_device_config config = quiet_config();
    config.link.bit_error_rate = 2e-3;
    hx_connection *one = open_worker(&config), *two = open_worker(&config);
    add_event_mirror(&setup);
    link_add_end(&setup);
    word_list_add(&list, WORD_SYNCHRONISE);
    word_list_add(&list, WORD_BARRIER_SYSTIME);
    word_list_add(&list, WORD_TIMER_SETUP);
    add_events(&list, 300);
    list.count -= LINK_COUNTERS + 2; // they hold what ran before
    link_add_end(&list);
    play_trial(one, 1, &setup, &answers);
    play_trial(two, 1, &setup, &answers);
    play_trial(one, 2, &list, &answers);
    play_trial(two, 3, &list, &third);
    play_trial(two, 4, &list, &other);
    play_trial(two, 2, &list, &other);
    hx_connection_close(one);
    hx_connection_close(two);
    ck_assert_uint_gt(answers.count, 100);
    ck_assert(are_equal(&answers, &other));
    ck_assert(!are_equal(&answers, &third));
}
END_TEST

START_TEST(errors_belong_to_the_seed)
{
    static word_list third;
    word_list *const got[] = {&answers, &other, &third};
    hx_device_config config = quiet_config();
    config.link.bit_error_rate = 1e-3;
    add_event_mirror(&list);
    add_events(&list, 500);
    for (int i = 0; i < 3; i++) {
        config.seed = i < 2 ? 1 : 2;
        hx_connection *device = open_worker(&config);
        play(device, &list, got[i]);
        hx_connection_close(device);
    }
    ck_assert(are_equal(&answers, &other));
    ck_assert(!are_equal(&answers, &third));
}
END_TEST

START_TEST(bad_values)
{
    static const hx_link_config BAD[] = {
        {.bit_error_rate = -1e-9}, {.bit_error_rate = 0.6}, {.latency = 401}};
    hx_device_config config = quiet_config();
    hx_connection *device;
    hx_error error = {""};
    config.link = BAD[_i];
    ck_assert_int_eq(hx_connection_open_local(&device, &config, &error), HX_ERROR_ARGUMENT);
    ck_assert_ptr_null(device);
    ck_assert_uint_gt(strlen(error.text), 10);
}
END_TEST

Suite *link_suite(void)
{
    Suite *suite = suite_create("link");
    TCase *faults = tcase_create("faults");
    tcase_set_timeout(faults, 240);
    tcase_add_test(faults, counters_without_faults);
    tcase_add_loop_test(faults, bus_survives, 0, sizeof FAULTS / sizeof *FAULTS);
    tcase_add_loop_test(faults, events_are_counted, 0, 4);
    tcase_add_test(faults, all_lanes_off);
    tcase_add_test(faults, lanes_go_down_and_up);
    tcase_add_test(faults, latency_shifts);
    suite_add_tcase(suite, faults);
    TCase *same = tcase_create("same bits");
    tcase_set_timeout(same, 120);
    tcase_add_test(same, errors_belong_to_the_trial);
    tcase_add_test(same, errors_belong_to_the_seed);
    tcase_add_loop_test(same, bad_values, 0, 3);
    suite_add_tcase(suite, same);
    return suite;
}

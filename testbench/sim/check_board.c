// The device in process: words, time, the worked example.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/device_words.h"

#include <check.h>
#include <string.h>

#define COUNTER_PADI_1 0x0013007Au // events on top PADI bus 1
#define COUNTER_L2_0 0x00130081u   // events on the first output to the FPGA
#define SPIKE_COUNTER_5 0x00122814u
#define ROUND_TRIP 0x88002002u // low word
#define NEURON_CONFIG_5 0x0016002Eu
#define MEMORY 0x80000000u

Suite *board_suite(void);

static word_list list, answers, other;

static hx_device_statistics get_statistics(hx_connection *device)
{
    hx_device_statistics statistics;
    ck_assert_int_eq(hx_connection_get_statistics(device, &statistics), HX_OK);
    return statistics;
}

START_TEST(power_on_is_idle)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    uint64_t word;
    size_t count = 7;
    hx_device_state state = HX_DEVICE_RUNNING;
    ck_assert_int_eq(hx_connection_receive(device, &word, 1, &count, &state), HX_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(state, HX_DEVICE_IDLE);
    hx_device_statistics before = get_statistics(device);
    ck_assert_uint_lt(before.chip_cycles, 1000);
    ck_assert_uint_eq(before.words_sent, 0);
    // Asking again lets no time pass.
    ck_assert_int_eq(hx_connection_receive(device, &word, 1, &count, NULL), HX_OK);
    ck_assert_uint_eq(get_statistics(device).chip_cycles, before.chip_cycles);
    ck_assert_int_eq(hx_connection_receive(device, &word, 0, &count, &state), HX_ERROR_ARGUMENT);
    hx_connection_close(device);
    hx_connection_close(NULL);
}
END_TEST

START_TEST(loopback_and_states)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    hx_device_state state;
    word_list_add(&list, WORD_TICK);
    ck_assert_int_eq(exchange(device, &list, 1, 8, &answers, &state), HX_OK);
    // Half a program: time stands still, and the encoder still owes nothing.
    ck_assert_int_eq(state, HX_DEVICE_STARVED);
    uint64_t cycles = get_statistics(device).chip_cycles;
    uint64_t word;
    size_t count;
    ck_assert_int_eq(hx_connection_receive(device, &word, 1, &count, &state), HX_OK);
    ck_assert_uint_eq(get_statistics(device).chip_cycles, cycles);
    list.count = 0;
    word_list_add(&list, WORD_TICK);
    word_list_add(&list, WORD_HALT);
    ck_assert_int_eq(exchange(device, &list, 2, 8, &answers, &state), HX_OK);
    ck_assert_int_eq(state, HX_DEVICE_IDLE);
    ck_assert_uint_eq(answers.count, 3);
    ck_assert_uint_eq(answers.words[0], ANSWER_TICK);
    ck_assert_uint_eq(answers.words[1], ANSWER_TICK);
    ck_assert_uint_eq(answers.words[2], ANSWER_HALT);
    hx_device_statistics statistics = get_statistics(device);
    ck_assert_uint_eq(statistics.words_sent, 3);
    ck_assert_uint_eq(statistics.words_received, 3);
    hx_connection_close(device);
}
END_TEST

START_TEST(wait_takes_its_time)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    word_list_add(&list, WORD_TIMER_SETUP);
    word_list_add(&list, WORD_HALT);
    play(device, &list, &answers);
    uint64_t start = get_statistics(device).chip_cycles;
    play(device, &list, &answers);
    uint64_t without = get_statistics(device).chip_cycles - start;
    list.words[1] = WORD_WAIT_UNTIL(5000);
    word_list_add(&list, WORD_HALT);
    start += without;
    play(device, &list, &answers);
    uint64_t with = get_statistics(device).chip_cycles - start;
    // Two chip cycles for each of 5000 cycles, and the instruction itself.
    ck_assert_uint_ge(with - without, 10000);
    ck_assert_uint_le(with - without, 10008);
    hx_connection_close(device);
}
END_TEST

// A receive that has what it asked for lets no more time pass.
START_TEST(receive_stops_early)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    word_list_add(&list, WORD_TICK);
    word_list_add(&list, WORD_TIMER_SETUP);
    word_list_add(&list, WORD_WAIT_UNTIL(100000));
    word_list_add(&list, WORD_HALT);
    ck_assert_int_eq(hx_connection_send(device, list.words, list.count), HX_OK);
    uint64_t word;
    size_t count;
    hx_device_state state;
    ck_assert_int_eq(hx_connection_receive(device, &word, 1, &count, &state), HX_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(state, HX_DEVICE_RUNNING);
    ck_assert_uint_lt(get_statistics(device).chip_cycles, 1000);
    ck_assert_int_eq(hx_connection_receive(device, &word, 1, &count, &state), HX_OK);
    ck_assert_uint_eq(word, ANSWER_HALT);
    ck_assert_uint_gt(get_statistics(device).chip_cycles, 200000);
    hx_connection_close(device);
}
END_TEST

START_TEST(memory_through_both_ways)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    word_list_add_link_up(&list);
    // FPGA memory, a register of the chip, a memory of the analog core.
    const uint32_t address[] = {MEMORY + 3, 0x00130020u, 0x02C026A0u};
    const uint32_t value[] = {0x12345678u, 0x12340abcu, 0x3f001702u};
    for (int i = 0; i < 3; i++)
        word_list_add_write(&list, address[i], value[i]);
    for (int i = 0; i < 3; i++)
        word_list_add(&list, WORD_READ(address[i]));
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add(&list, WORD_HALT);
    play(device, &list, &answers);
    ck_assert_uint_eq(answers.count, 4);
    for (int i = 0; i < 3; i++)
        ck_assert_uint_eq(answers.words[i], ANSWER_DATA(value[i]));
    ck_assert_uint_eq(answers.words[3], ANSWER_HALT);
    hx_connection_close(device);
}
END_TEST

// Both ways over the lanes take the documented ten cycles, and the ends a few.
START_TEST(round_trip)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    word_list_add_link_up(&list);
    word_list_add(&list, WORD_SYNCHRONISE);
    word_list_add(&list, WORD_BARRIER_SYSTIME);
    word_list_add(&list, WORD_READ(ROUND_TRIP));
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add(&list, WORD_HALT);
    play(device, &list, &answers);
    unsigned found = 0;
    for (size_t i = 0; i < answers.count; i++)
        if (answers.words[i] >> 56 == 0x01) {
            uint32_t cycles = (uint32_t)answers.words[i];
            ck_assert_uint_ge(cycles, 21);
            ck_assert_uint_le(cycles, 25);
            found++;
        }
    ck_assert_uint_eq(found, 1);
    hx_connection_close(device);
}
END_TEST

// Spikes in the answers whose label is that of neuron 5; others end the test.
static unsigned count_spikes(const word_list *words)
{
    unsigned spikes = 0;
    for (size_t i = 0; i < words->count; i++)
        if (words->words[i] >> 56 == 0x0a) {
            ck_assert_uint_eq(words->words[i] & 0xffff, 0x002a);
            spikes++;
        }
    return spikes;
}

static const struct {
    uint16_t label;
    unsigned on_bus, spikes;
    bool bypass;
} CASES[] = {
    {0xa4ec, 1, 1, true},  // the one that is routed
    {0xa4ec, 1, 0, false}, // without the bypass one input is not enough
    {0x84ec, 0, 0, true},  // the node's mask looks at bit 13
    {0xe4ec, 0, 0, true},  // another input of the crossbar
    {0x64ec, 0, 0, true},  //
    {0xa4ac, 1, 0, true},  // another driver of the same bus
    {0xa4ed, 1, 0, true},  // another label than the synapse's
    {0xacec, 1, 1, true},  // bits 13:11 but for the routed one are ignored
};

START_TEST(worked_example)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    word_list_add_example(&list);
    if (!CASES[_i].bypass)
        word_list_add_write(&list, NEURON_CONFIG_5, 0x3c);
    word_list_add(&list, WORD_TIMER_SETUP);
    word_list_add(&list, WORD_WAIT_UNTIL(1000));
    word_list_add(&list, WORD_SPIKE(CASES[_i].label));
    word_list_add(&list, WORD_WAIT_UNTIL(3000));
    word_list_add(&list, WORD_READ(COUNTER_PADI_1));
    word_list_add(&list, WORD_READ(COUNTER_L2_0));
    word_list_add(&list, WORD_READ(SPIKE_COUNTER_5));
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add(&list, WORD_HALT);
    play(device, &list, &answers);
    unsigned spikes = CASES[_i].spikes;
    ck_assert_uint_eq(count_spikes(&answers), spikes);
    ck_assert_uint_eq(answers.count, spikes + 4);
    ck_assert_uint_eq(answers.words[spikes], ANSWER_DATA(CASES[_i].on_bus));
    ck_assert_uint_eq(answers.words[spikes + 1], ANSWER_DATA(spikes));
    ck_assert_uint_eq(answers.words[spikes + 2], ANSWER_DATA(spikes));
    ck_assert_uint_eq(answers.words[spikes + 3], ANSWER_HALT);
    hx_connection_close(device);
}
END_TEST

// The stored program: a spike, near misses, the counters.
START_TEST(stored_program)
{
    hx_device_config config = hx_device_config_default();
    hx_connection *device = open_local(&config);
    word_list_add_one_spike(&list);
    play(device, &list, &answers);
    ck_assert_uint_eq(answers.count, 5);
    ck_assert_uint_eq(count_spikes(&answers), 1);
    ck_assert_uint_eq(answers.words[1], ANSWER_DATA(3));
    ck_assert_uint_eq(answers.words[2], ANSWER_DATA(1));
    ck_assert_uint_eq(answers.words[3], ANSWER_DATA(1));
    ck_assert_uint_eq(answers.words[4], ANSWER_HALT);
    hx_connection_close(device);
}
END_TEST

// A program with everything in it: time, reads, spikes, events back, waits.
static void add_busy_program(word_list *words)
{
    word_list_add(words, WORD_SYNCHRONISE);
    word_list_add(words, WORD_BARRIER_SYSTIME);
    word_list_add(words, WORD_TIMER_SETUP);
    for (uint32_t i = 1; i <= 20; i++) {
        word_list_add(words, WORD_WAIT_UNTIL(1000 * i));
        word_list_add(words, WORD_SPIKE(0xa4ec));
        word_list_add(words, WORD_READ(SPIKE_COUNTER_5));
        if (i % 3 == 0)
            word_list_add(words, WORD_TICK);
        word_list_add(words, WORD_READ(MEMORY));
    }
    word_list_add(words, WORD_BARRIER_OMNIBUS);
    word_list_add(words, WORD_HALT);
}

START_TEST(chunks_do_not_matter)
{
    // Check runs each test in a process of its own, so workers stand in for fresh devices.
    static const size_t CHUNK[][2] = {{65536, 1024}, {1, 1}, {3, 2}, {17, 1}, {100, 65536}};
    hx_device_config config = hx_device_config_default();
    word_list_add_example(&list);
    add_busy_program(&list);
    add_busy_program(&list);
    for (size_t i = 0; i < sizeof CHUNK / sizeof *CHUNK; i++) {
        hx_connection *device = open_worker(&config);
        hx_device_state state;
        word_list *got = i ? &other : &answers;
        got->count = 0;
        ck_assert_int_eq(exchange(device, &list, CHUNK[i][0], CHUNK[i][1], got, &state), HX_OK);
        ck_assert_int_eq(state, HX_DEVICE_IDLE);
        ck_assert_uint_gt(got->count, 100);
        ck_assert_uint_eq(got->count, answers.count);
        ck_assert_mem_eq(got->words, answers.words, got->count * sizeof *got->words);
        hx_connection_close(device);
    }
}
END_TEST

START_TEST(time_limit)
{
    hx_device_config config = quiet_config();
    config.max_time_us = 20;
    hx_connection *device = open_local(&config);
    word_list_add(&list, WORD_TICK);
    word_list_add(&list, WORD_TIMER_SETUP);
    word_list_add(&list, WORD_WAIT_UNTIL(1000)); // 8 us
    word_list_add(&list, WORD_TICK);
    word_list_add(&list, WORD_WAIT_UNTIL(4000)); // 32 us
    word_list_add(&list, WORD_TICK);
    word_list_add(&list, WORD_HALT);
    hx_device_state state;
    ck_assert_int_eq(exchange(device, &list, list.count, 1024, &answers, &state), HX_ERROR_LIMIT);
    // What came before it is not lost.
    ck_assert_uint_eq(answers.count, 2);
    hx_device_statistics statistics = get_statistics(device);
    ck_assert_uint_eq(statistics.chip_cycles, 5000);
    uint64_t word;
    size_t count;
    ck_assert_int_eq(hx_connection_receive(device, &word, 1, &count, &state), HX_ERROR_LIMIT);
    ck_assert_uint_eq(count, 0);
    ck_assert_uint_eq(get_statistics(device).chip_cycles, 5000);
    hx_connection_close(device);
}
END_TEST

START_TEST(one_local_device_in_a_process)
{
    hx_device_config config = quiet_config();
    hx_connection *first = open_local(&config), *second = first;
    hx_error error = {""};
    ck_assert_int_eq(hx_connection_open_local(&second, &config, &error), HX_ERROR_STATE);
    ck_assert_ptr_null(second);
    ck_assert_uint_gt(strlen(error.text), 10);
    ck_assert_int_eq(hx_connection_open_worker(&second, &config, &error), HX_ERROR_STATE);
    ck_assert_ptr_null(second);
    // The first is as well as before, and its end makes no room for another.
    word_list_add(&list, WORD_HALT);
    play(first, &list, &answers);
    ck_assert_uint_eq(answers.count, 1);
    hx_connection_close(first);
    ck_assert_int_eq(hx_connection_open_local(&second, &config, &error), HX_ERROR_STATE);
}
END_TEST

START_TEST(bad_configurations)
{
    const uint16_t neuron = HX_NEURON_COUNT;
    hx_device_config config = quiet_config();
    hx_connection *device;
    hx_error error;
    config.tier = HX_TIER_FAST;
    config.trace.path = "waves.fst";
    ck_assert_int_eq(hx_connection_open_local(&device, &config, &error), HX_ERROR_UNSUPPORTED);
    config = quiet_config();
    config.noise = -1;
    ck_assert_int_eq(hx_connection_open_local(&device, &config, &error), HX_ERROR_ARGUMENT);
    config = quiet_config();
    config.trace.neurons = &neuron;
    config.trace.neuron_count = 1;
    ck_assert_int_eq(hx_connection_open_local(&device, &config, &error), HX_ERROR_ARGUMENT);
    config = quiet_config();
    config.trace.path = HX_TESTBENCH_DIR "/there/is/no/such/folder.fst";
    ck_assert_int_eq(hx_connection_open_local(&device, &config, &error), HX_ERROR_IO);
    ck_assert_ptr_null(device);
}
END_TEST

Suite *board_suite(void)
{
    Suite *suite = suite_create("board");
    TCase *words = tcase_create("words and time");
    tcase_set_timeout(words, 120);
    tcase_add_test(words, power_on_is_idle);
    tcase_add_test(words, loopback_and_states);
    tcase_add_test(words, wait_takes_its_time);
    tcase_add_test(words, receive_stops_early);
    tcase_add_test(words, memory_through_both_ways);
    tcase_add_test(words, round_trip);
    tcase_add_test(words, chunks_do_not_matter);
    tcase_add_test(words, time_limit);
    suite_add_tcase(suite, words);
    TCase *example = tcase_create("worked example");
    tcase_set_timeout(example, 60);
    tcase_add_loop_test(example, worked_example, 0, sizeof CASES / sizeof *CASES);
    tcase_add_test(example, stored_program);
    suite_add_tcase(suite, example);
    TCase *refused = tcase_create("what is refused");
    tcase_set_timeout(refused, 60);
    tcase_add_test(refused, one_local_device_in_a_process);
    tcase_add_test(refused, bad_configurations);
    suite_add_tcase(suite, refused);
    return suite;
}

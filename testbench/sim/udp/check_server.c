// The server on loopback sockets: recorded hosts, bad datagrams, faults, the whole device.
// SPDX-License-Identifier: Apache-2.0
//
// The server runs in a process of its own, as it does for its users.
#include "testbench/host/wire/random_message.h"
#include "testbench/sim/device_words.h"
#include "testbench/sim/udp/raw_host.h"

#include <hxcosim/server.h>

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t stop;
static pid_t server;
static uint16_t data_port, reset_port;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

static void start_server(const hx_server_config *wanted)
{
    int ends[2];
    uint16_t ports[2];
    ck_assert_int_eq(pipe(ends), 0);
    server = fork();
    ck_assert_int_ge(server, 0);
    if (server == 0) {
        hx_server_config config = *wanted;
        hx_server *made;
        config.data_port = config.reset_port = 0;
        signal(SIGTERM, on_signal);
        if (hx_server_create(&made, &config, NULL))
            _exit(1);
        hx_server_get_ports(made, &ports[0], &ports[1]);
        if (write(ends[1], ports, sizeof ports) != sizeof ports)
            _exit(2);
        hx_status status = hx_server_run(made, &stop, NULL);
        hx_server_destroy(made);
        _exit(status ? 3 : 0);
    }
    ck_assert_int_eq(read(ends[0], ports, sizeof ports), sizeof ports);
    close(ends[0]);
    close(ends[1]);
    data_port = ports[0];
    reset_port = ports[1];
}

static hx_server_config null_server(void)
{
    hx_server_config config = hx_server_config_default();
    config.null_device = true;
    return config;
}

static hx_server_config chip_server(void)
{
    hx_server_config config = hx_server_config_default();
    config.device = quiet_config();
    return config;
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// A server that has served still hears the signal and ends well.
static void end_server(void)
{
    int result = -1;
    double start = seconds_now();
    ck_assert_int_eq(kill(server, SIGTERM), 0);
    ck_assert_int_eq(waitpid(server, &result, 0), server);
    ck_assert(WIFEXITED(result));
    ck_assert_int_eq(WEXITSTATUS(result), 0);
    ck_assert_double_lt(seconds_now() - start, 10);
}

static hx_connection *open_udp(void)
{
    hx_connection *device = NULL;
    hx_error error = {""};
    hx_status status = hx_connection_open_udp(&device, "127.0.0.1", data_port, reset_port, &error);
    ck_assert_msg(status == HX_OK, "%s", error.text);
    return device;
}

// Sends counting words to an echo and wants them back in order.
static void echo_words(hx_connection *device, uint64_t total)
{
    uint64_t words[5000], sent = 0, received = 0;
    size_t count;
    while (received < total) {
        // A part of the words is always under way.
        while (sent < total && sent < received + 50000) {
            for (count = 0; count < 5000 && sent < total; count++)
                words[count] = sent++;
            ck_assert_int_eq(hx_connection_send(device, words, count), HX_OK);
        }
        ck_assert_int_eq(hx_connection_receive(device, words, 5000, &count, NULL), HX_OK);
        for (size_t i = 0; i < count; i++)
            if (words[i] != received++)
                ck_abort_msg("word %ju came at place %ju", (uintmax_t)words[i],
                             (uintmax_t)received - 1);
    }
}

// Plays the list until its halt comes back.
static void play_udp(hx_connection *device, const word_list *list, word_list *answers)
{
    answers->count = 0;
    ck_assert_int_eq(hx_connection_send(device, list->words, list->count), HX_OK);
    while (!answers->count || answers->words[answers->count - 1] != ANSWER_HALT) {
        uint64_t words[1024];
        size_t count;
        ck_assert_int_eq(hx_connection_receive(device, words, 1024, &count, NULL), HX_OK);
        for (size_t i = 0; i < count; i++)
            word_list_add(answers, words[i]);
    }
}

START_TEST(recorded_hosts_get_valid_answers)
{
    static const char *traces[] = {"d-clean", "d-loss"};
    hx_server_config config = null_server();
    start_server(&config);
    // Any number of connections in a row, each with a reset of its own.
    for (int i = 0; i < 4; i++)
        raw_host_replay(traces[i % 2], RAW_HOST_ECHO, data_port, reset_port);
    end_server();
}
END_TEST

// The same frames at the whole set-up: as recorded, and with a program in them. Repeated and
// overtaking frames give each answer once and in order.
START_TEST(recorded_hosts_reach_the_chip)
{
    static const char *traces[] = {"d-clean", "d-loss"};
    hx_server_config config = chip_server();
    start_server(&config);
    for (int i = 0; i < 6; i++)
        raw_host_replay(traces[i % 2], i < 2 ? RAW_HOST_CHIP : RAW_HOST_PROGRAM, data_port,
                        reset_port);
    end_server();
}
END_TEST

START_TEST(bad_datagrams_do_no_harm)
{
    uint64_t random = hx_test_seed("bad_datagrams", 9);
    hx_server_config config = null_server();
    start_server(&config);
    // Before the first reset, then from a host that has reset, and from a stranger.
    raw_host_send_bad(&random, 1000, false, data_port, reset_port);
    hx_connection *device = open_udp();
    raw_host_send_bad(&random, 2000, false, data_port, reset_port);
    echo_words(device, 1000);
    raw_host_send_bad(&random, 3000, true, data_port, reset_port);
    hx_connection_close(device);
    device = open_udp();
    echo_words(device, 1000);
    hx_connection_close(device);
    end_server();
}
END_TEST

START_TEST(faults_cost_time_but_no_word)
{
    hx_server_config config = null_server();
    config.faults = (hx_udp_faults){.drop = 0.05,
                                    .duplicate = 0.05,
                                    .reorder = 0.1,
                                    .corrupt = 0.05,
                                    .delay_us = 50,
                                    .seed = hx_test_seed("server_faults", 4)};
    start_server(&config);
    for (int i = 0; i < 3; i++) {
        hx_connection *device = open_udp();
        echo_words(device, 100000);
        hx_connection_close(device);
    }
    end_server();
}
END_TEST

START_TEST(the_last_reset_wins)
{
    hx_server_config config = null_server();
    start_server(&config);
    hx_connection *first = open_udp(), *second = open_udp();
    echo_words(second, 1000);
    uint64_t word = 5;
    size_t count;
    ck_assert_int_eq(hx_connection_send(first, &word, 1), HX_OK);
    echo_words(second, 1000);
    // Nobody listens to the first one any more, which it finds out after some time.
    ck_assert_int_eq(hx_connection_receive(first, &word, 1, &count, NULL), HX_ERROR_CLOSED);
    ck_assert_int_eq(hx_connection_send(first, &word, 1), HX_ERROR_CLOSED);
    echo_words(second, 1000);
    hx_connection_close(first);
    hx_connection_close(second);
    end_server();
}
END_TEST

START_TEST(nobody_there)
{
    hx_connection *device = NULL;
    hx_error error = {""};
    hx_server_config config = null_server();
    start_server(&config);
    end_server();
    ck_assert_int_eq(hx_connection_open_udp(&device, "127.0.0.1", data_port, reset_port, &error),
                     HX_ERROR_CLOSED);
    ck_assert_ptr_null(device);
    ck_assert_ptr_nonnull(strstr(error.text, "no answer to the reset"));
    ck_assert_int_eq(hx_connection_open_udp(&device, "no such host!", 1, 2, &error),
                     HX_ERROR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.text, "no such host!"));
}
END_TEST

static word_list list, answers, other;

// The chip behind UDP gives the words of the chip in a worker, trial marks included; a reset
// brings back the state of power-on.
START_TEST(the_chip_answers_as_ever)
{
    hx_server_config config = chip_server();
    config.device.noise = 1;
    start_server(&config);
    word_list_add_one_spike(&list);
    for (int i = 0; i < 2; i++) {
        hx_connection *worker = open_worker(&config.device), *served = open_udp();
        size_t received = 0;
        for (uint64_t trial = 7; trial < 10; trial++) {
            ck_assert_int_eq(hx_connection_start_trial(served, trial), HX_OK);
            ck_assert_int_eq(hx_connection_start_trial(worker, trial), HX_OK);
            play_udp(served, &list, &answers);
            play(worker, &list, &other);
            received += answers.count;
            ck_assert_uint_gt(answers.count, 1);
            ck_assert_uint_eq(answers.count, other.count);
            ck_assert_mem_eq(answers.words, other.words, other.count * sizeof *other.words);
        }
        hx_device_statistics statistics;
        ck_assert_int_eq(hx_connection_get_statistics(served, &statistics), HX_OK);
        ck_assert_uint_eq(statistics.words_sent, 3 * list.count);
        ck_assert_uint_eq(statistics.words_received, received);
        hx_connection_close(served);
        hx_connection_close(worker);
    }
    end_server();
}
END_TEST

// More words than all buffers hold, in both directions, while the chip is slow.
START_TEST(many_words_through_the_chip)
{
    enum { TICKS = 200000 };
    hx_server_config config = chip_server();
    start_server(&config);
    hx_connection *device = open_udp();
    uint64_t *words = malloc((TICKS + 1) * sizeof *words);
    ck_assert_ptr_nonnull(words);
    for (size_t i = 0; i < TICKS; i++)
        words[i] = WORD_TICK;
    words[TICKS] = WORD_HALT;
    ck_assert_int_eq(hx_connection_send(device, words, TICKS + 1), HX_OK);
    size_t ticks = 0, halts = 0, count;
    while (!halts) {
        ck_assert_int_eq(hx_connection_receive(device, words, TICKS, &count, NULL), HX_OK);
        for (size_t i = 0; i < count; i++) {
            ticks += words[i] == ANSWER_TICK;
            halts += words[i] == ANSWER_HALT;
        }
    }
    ck_assert_uint_eq(ticks, TICKS);
    free(words);
    hx_connection_close(device);
    end_server();
}
END_TEST

// Neither a reset nor the end waits for a program with hours of simulation.
START_TEST(a_busy_chip_is_given_up)
{
    hx_server_config config = chip_server();
    start_server(&config);
    hx_connection *device = open_udp();
    word_list_add(&list, WORD_TICK);
    word_list_add(&list, WORD_TIMER_SETUP);
    word_list_add(&list, WORD_WAIT_UNTIL(0xffffffffu));
    word_list_add(&list, WORD_HALT);
    ck_assert_int_eq(hx_connection_send(device, list.words, list.count), HX_OK);
    hx_connection_close(device);
    device = open_udp();
    word_list short_list = {.words = {WORD_TICK, WORD_HALT}, .count = 2};
    play_udp(device, &short_list, &answers);
    ck_assert_uint_eq(answers.count, 2);
    ck_assert_int_eq(hx_connection_send(device, list.words, list.count), HX_OK);
    end_server();
    hx_connection_close(device);
}
END_TEST

// What a device refuses ends it, not the server.
START_TEST(a_failed_device_is_replaced)
{
    hx_server_config config = chip_server();
    config.device.max_time_us = 20;
    start_server(&config);
    hx_connection *device = open_udp();
    word_list too_long = {
        .words = {WORD_TICK, WORD_TIMER_SETUP, WORD_WAIT_UNTIL(100000), WORD_HALT}, .count = 4};
    word_list short_list = {.words = {WORD_TICK, WORD_HALT}, .count = 2};
    ck_assert_int_eq(hx_connection_send(device, too_long.words, too_long.count), HX_OK);
    hx_connection_close(device);
    device = open_udp();
    play_udp(device, &short_list, &answers);
    ck_assert_uint_eq(answers.count, 2);
    hx_connection_close(device);
    end_server();
}
END_TEST

Suite *server_suite(void);
Suite *server_suite(void)
{
    Suite *suite = suite_create("server");
    TCase *echo = tcase_create("echo");
    tcase_set_timeout(echo, 90);
    tcase_add_test(echo, recorded_hosts_get_valid_answers);
    tcase_add_test(echo, bad_datagrams_do_no_harm);
    tcase_add_test(echo, faults_cost_time_but_no_word);
    tcase_add_test(echo, the_last_reset_wins);
    tcase_add_test(echo, nobody_there);
    suite_add_tcase(suite, echo);
    TCase *chip = tcase_create("chip");
    tcase_set_timeout(chip, 90);
    tcase_add_test(chip, recorded_hosts_reach_the_chip);
    tcase_add_test(chip, the_chip_answers_as_ever);
    tcase_add_test(chip, many_words_through_the_chip);
    tcase_add_test(chip, a_busy_chip_is_given_up);
    tcase_add_test(chip, a_failed_device_is_replaced);
    suite_add_tcase(suite, chip);
    return suite;
}

// The device in a process of its own: the same words, no deadlock, clean ends.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/device_words.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

Suite *worker_suite(void);

static word_list list, answers, other;

START_TEST(equals_local)
{
    hx_device_config config = hx_device_config_default();
    hx_connection *worker = open_worker(&config);
    hx_connection *local = open_local(&config);
    word_list_add_example(&list);
    for (uint32_t i = 1; i < 10; i++) {
        word_list_add(&list, WORD_SYNCHRONISE);
        word_list_add(&list, WORD_BARRIER_SYSTIME);
        word_list_add(&list, WORD_TIMER_SETUP);
        word_list_add(&list, WORD_WAIT_UNTIL(1000));
        word_list_add(&list, WORD_SPIKE(0xa4ec));
        word_list_add(&list, WORD_READ(0x02C80020u));
        word_list_add(&list, WORD_WAIT_UNTIL(2000));
        word_list_add(&list, WORD_HALT);
    }
    for (uint64_t trial = 1; trial < 4; trial++) {
        ck_assert_int_eq(hx_connection_start_trial(worker, trial), HX_OK);
        ck_assert_int_eq(hx_connection_start_trial(local, trial), HX_OK);
        play(worker, &list, &answers);
        play(local, &list, &other);
        ck_assert_uint_gt(answers.count, 20);
        ck_assert_uint_eq(answers.count, other.count);
        ck_assert_mem_eq(answers.words, other.words, other.count * sizeof *other.words);
    }
    hx_device_statistics a, b;
    ck_assert_int_eq(hx_connection_get_statistics(worker, &a), HX_OK);
    ck_assert_int_eq(hx_connection_get_statistics(local, &b), HX_OK);
    ck_assert_uint_eq(a.chip_cycles, b.chip_cycles);
    ck_assert_uint_eq(a.words_sent, b.words_sent);
    ck_assert_uint_eq(a.words_received, b.words_received);
    hx_connection_close(worker);
    hx_connection_close(local);
}
END_TEST

// More than all buffers between the processes hold, in both directions, in one send.
START_TEST(large_sends)
{
    enum { TICKS = 400000 };
    hx_device_config config = quiet_config();
    hx_connection *device = open_worker(&config);
    uint64_t *words = malloc((TICKS + 1) * sizeof *words);
    ck_assert_ptr_nonnull(words);
    for (size_t i = 0; i < TICKS; i++)
        words[i] = WORD_TICK;
    words[TICKS] = WORD_HALT;
    ck_assert_int_eq(hx_connection_send(device, words, TICKS + 1), HX_OK);
    size_t ticks = 0, halts = 0, count;
    hx_device_state state = HX_DEVICE_RUNNING;
    while (state == HX_DEVICE_RUNNING) {
        ck_assert_int_eq(hx_connection_receive(device, words, TICKS, &count, &state), HX_OK);
        for (size_t i = 0; i < count; i++) {
            ticks += words[i] == ANSWER_TICK;
            halts += words[i] == ANSWER_HALT;
        }
    }
    ck_assert_int_eq(state, HX_DEVICE_IDLE);
    ck_assert_uint_eq(ticks, TICKS);
    ck_assert_uint_eq(halts, 1);
    free(words);
    hx_connection_close(device);
}
END_TEST

// In whatever order workers are opened and closed, none waits for another.
START_TEST(many_workers)
{
    enum { WORKERS = 3 };
    hx_device_config config = quiet_config();
    hx_connection *device[WORKERS];
    for (int i = 0; i < WORKERS; i++)
        device[i] = open_worker(&config);
    word_list_add(&list, WORD_TICK);
    word_list_add(&list, WORD_HALT);
    for (int i = 0; i < WORKERS; i++)
        ck_assert_int_eq(hx_connection_send(device[i], list.words, list.count), HX_OK);
    list.count = 0;
    for (int i = WORKERS; i-- > 0;) {
        uint64_t words[8];
        size_t count;
        ck_assert_int_eq(hx_connection_receive(device[i], words, 1, &count, NULL), HX_OK);
        ck_assert_uint_eq(count, 1);
        ck_assert_uint_eq(words[0], ANSWER_TICK);
        ck_assert_int_eq(hx_connection_receive(device[i], words, 8, &count, NULL), HX_OK);
        ck_assert_uint_eq(count, 1);
        ck_assert_uint_eq(words[0], ANSWER_HALT);
    }
    // The first worker's end must not wait for the later ones, which hold copies of its socket.
    for (int i = 0; i < WORKERS; i++)
        hx_connection_close(device[i]);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
}
END_TEST

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// A worker with half an hour of work before it hears the end at once.
START_TEST(close_while_it_runs)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_worker(&config);
    word_list_add_write(&list, 0x88000009u, 0xffffffffu); // no instruction takes too long
    word_list_add(&list, WORD_TIMER_SETUP);
    word_list_add(&list, WORD_WAIT_UNTIL(0xffffffffu));
    word_list_add(&list, WORD_HALT);
    ck_assert_int_eq(hx_connection_send(device, list.words, list.count), HX_OK);
    double start = seconds_now();
    hx_connection_close(device);
    ck_assert_double_lt(seconds_now() - start, 10);
}
END_TEST

// The process id of this process's only child.
static pid_t only_child(void)
{
    char path[64];
    int child = 0;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "r");
    if (file) {
        if (fscanf(file, "%d", &child) != 1)
            child = 0;
        fclose(file);
    }
    return child;
}

START_TEST(a_lost_worker_is_told)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_worker(&config);
    pid_t child = only_child();
    if (!child) {
        printf("a_lost_worker_is_told: this kernel does not list children, skipped\n");
        hx_connection_close(device);
        return;
    }
    // An interrupt goes to the whole terminal group: the host decides.
    ck_assert_int_eq(kill(child, SIGINT), 0);
    word_list_add(&list, WORD_HALT);
    play(device, &list, &answers);
    ck_assert_uint_eq(answers.count, 1);
    ck_assert_int_eq(kill(child, SIGKILL), 0);
    uint64_t word;
    size_t count;
    hx_status status = hx_connection_send(device, list.words, 1);
    if (!status)
        status = hx_connection_receive(device, &word, 1, &count, NULL);
    ck_assert_int_eq(status, HX_ERROR_CLOSED);
    hx_connection_close(device);
}
END_TEST

// A host that dies without a word takes its workers along.
START_TEST(a_lost_host_ends_the_worker)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t host = fork();
    ck_assert_int_ge(host, 0);
    if (host == 0) {
        hx_device_config config = quiet_config();
        close(ends[0]);
        open_worker(&config);
        open_worker(&config);
        _exit(0);
    }
    close(ends[1]);
    ck_assert_int_eq(waitpid(host, NULL, 0), host);
    // The workers hold the other end as long as they live.
    char byte;
    ck_assert_int_eq(read(ends[0], &byte, 1), 0);
    close(ends[0]);
}
END_TEST

START_TEST(limits_and_errors_come_back)
{
    hx_device_config config = quiet_config();
    config.max_time_us = 10;
    hx_connection *device = open_worker(&config);
    hx_device_state state;
    word_list_add(&list, WORD_TICK);
    word_list_add(&list, WORD_TIMER_SETUP);
    word_list_add(&list, WORD_WAIT_UNTIL(4000));
    word_list_add(&list, WORD_HALT);
    ck_assert_int_eq(exchange(device, &list, 8, 8, &answers, &state), HX_ERROR_LIMIT);
    ck_assert_uint_eq(answers.count, 1);
    hx_connection_close(device);

    config.max_time_us = 0;
    config.trace.path = HX_TESTBENCH_DIR "/there/is/no/such/folder.fst";
    hx_error error = {""};
    const bool has_waves = config.tier == HX_TIER_RTL;
    ck_assert_int_eq(hx_connection_open_worker(&device, &config, &error),
                     has_waves ? HX_ERROR_IO : HX_ERROR_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(error.text, has_waves ? "folder.fst" : "RTL"));
}
END_TEST

Suite *worker_suite(void)
{
    Suite *suite = suite_create("worker");
    TCase *words = tcase_create("words");
    tcase_set_timeout(words, 120);
    tcase_add_test(words, equals_local);
    tcase_add_test(words, large_sends);
    tcase_add_test(words, limits_and_errors_come_back);
    suite_add_tcase(suite, words);
    TCase *ends = tcase_create("beginning and end");
    tcase_set_timeout(ends, 60);
    tcase_add_test(ends, many_workers);
    tcase_add_test(ends, close_while_it_runs);
    tcase_add_test(ends, a_lost_worker_is_told);
    tcase_add_test(ends, a_lost_host_ends_the_worker);
    suite_add_tcase(suite, ends);
    return suite;
}

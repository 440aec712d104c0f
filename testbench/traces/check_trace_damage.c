// Cut, foreign and damaged wave files.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/traces/small_wave.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *trace_damage_suite(void);

static unsigned char whole[65536], bytes[65536];
static size_t size;
static const char *path;

static void start(void)
{
    const small_wave plain = {.moments = 10};
    path = small_wave_path("whole.fst");
    small_wave_write(path, &plain);
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    size = fread(whole, 1, sizeof whole, file);
    fclose(file);
    path = small_wave_path("damaged.fst");
}

static void put(const unsigned char *from, size_t count)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(from, 1, count, file), count);
    ck_assert_int_eq(fclose(file), 0);
}

START_TEST(cut)
{
    ck_assert_uint_gt(size, 400);
    for (size_t length = 0; length < size; length++) {
        hx_trace *trace = NULL;
        hx_error error = {""};
        put(whole, length);
        ck_assert_msg(hx_trace_open(&trace, path, &error) == HX_ERROR_FORMAT,
                      "%zu of %zu bytes are taken", length, size);
        ck_assert_ptr_nonnull(strstr(error.text, "damaged.fst: "));
    }
}
END_TEST

START_TEST(foreign)
{
    const char *text = getenv("HXCOSIM_TEST_SEED");
    unsigned long long state = text ? strtoull(text, NULL, 10) : 1;
    printf("check_trace_damage: HXCOSIM_TEST_SEED=%llu\n", state);
    for (unsigned round = 0; round < 200; round++) {
        hx_trace *trace = NULL;
        hx_error error = {""};
        for (size_t i = 0; i < 2000; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            bytes[i] = (unsigned char)(state >> 56);
        }
        if (round % 2) // behind a true header
            memcpy(bytes, whole, 330);
        put(bytes, 2000);
        ck_assert_int_eq(hx_trace_open(&trace, path, &error), HX_ERROR_FORMAT);
    }
    hx_trace *trace = NULL;
    ck_assert_int_eq(hx_trace_open(&trace, "none.fst", NULL), HX_ERROR_IO);
    ck_assert_int_eq(hx_trace_open(&trace, "/", NULL), HX_ERROR_FORMAT);
}
END_TEST

static void ignore_value(void *user, uint64_t time, uint32_t handle, const char *value)
{
    (void)time;
    (void)handle;
    *(size_t *)user += strlen(value);
}

static hx_status read_all(void *user, int *exit_code, hx_error *error)
{
    hx_trace *trace = NULL;
    size_t total = 0;
    (void)user;
    hx_status status = hx_trace_open(&trace, path, error);
    if (!status) {
        hx_trace_select_all(trace);
        status = hx_trace_read(trace, 0, UINT64_MAX, ignore_value, &total);
    }
    hx_trace_close(trace);
    *exit_code = total > 0;
    return status;
}

// Whatever a changed byte does inside the library, this process lives and gets an answer.
START_TEST(flipped)
{
    const hx_trace_limits limits = {2, 1 << 28};
    unsigned refused = 0;
    for (size_t i = 330; i < size; i += 5) {
        memcpy(bytes, whole, size);
        bytes[i] ^= 0xff;
        put(bytes, size);
        int exit_code = 0;
        hx_error error = {""};
        hx_status status = hx_trace_guard(read_all, NULL, path, limits, &exit_code, &error);
        refused += status == HX_ERROR_FORMAT;
        ck_assert(status == HX_OK || status == HX_ERROR_FORMAT || status == HX_ERROR_MEMORY);
    }
    ck_assert_uint_gt(refused, 10);
}
END_TEST

static hx_status crash(void *user, int *exit_code, hx_error *error)
{
    (void)exit_code;
    (void)error;
    raise(*(int *)user);
    return HX_OK;
}

static hx_status answer(void *user, int *exit_code, hx_error *error)
{
    *exit_code = 7;
    return *(int *)user ? hx_error_set(error, HX_ERROR_LIMIT, "told") : HX_OK;
}

START_TEST(guard)
{
    const hx_trace_limits none = {0, 0};
    int exit_code = 0, number = SIGKILL;
    hx_error error = {""};
    ck_assert_int_eq(hx_trace_guard(crash, &number, "w.fst", none, &exit_code, &error),
                     HX_ERROR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.text, "w.fst"));
    number = SIGPIPE;
    ck_assert_int_eq(hx_trace_guard(crash, &number, "w.fst", none, &exit_code, &error),
                     HX_INTERRUPTED);
    ck_assert_int_eq(hx_trace_guard(answer, &number, "w.fst", none, &exit_code, &error),
                     HX_ERROR_LIMIT);
    ck_assert_str_eq(error.text, "told");
    number = 0;
    ck_assert_int_eq(hx_trace_guard(answer, &number, "w.fst", none, &exit_code, &error), HX_OK);
    ck_assert_int_eq(exit_code, 7);
}
END_TEST

Suite *trace_damage_suite(void)
{
    Suite *suite = suite_create("trace_damage");
    TCase *files = tcase_create("files");
    tcase_set_timeout(files, 120);
    tcase_add_checked_fixture(files, start, small_wave_clear);
    tcase_add_test(files, cut);
    tcase_add_test(files, foreign);
    tcase_add_test(files, flipped);
    tcase_add_test(files, guard);
    suite_add_tcase(suite, files);
    return suite;
}

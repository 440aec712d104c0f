// Comparison of waves.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/traces/small_wave.h"
#include "traces/diff.h"
#include "traces/join.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *trace_diff_suite(void);

static hx_trace *traces[2];

static hx_status compare(const small_wave *a, const small_wave *b,
                         const hx_trace_diff_options *options, hx_trace_diff *diff)
{
    const small_wave *settings[2] = {a, b};
    static const char *const names[2] = {"a.fst", "b.fst"};
    hx_error error = {""};
    for (unsigned i = 0; i < 2; i++) {
        hx_trace_close(traces[i]);
        small_wave_write(small_wave_path(names[i]), settings[i]);
        ck_assert_int_eq(hx_trace_open(&traces[i], small_wave_path(names[i]), &error), HX_OK);
    }
    return hx_trace_compare(traces, options, diff, &error);
}

static void finish(void)
{
    hx_trace_close(traces[0]);
    hx_trace_close(traces[1]);
    traces[0] = traces[1] = NULL;
    small_wave_clear();
}

static const small_wave plain = {.moments = 10};
static const hx_trace_diff_options whole = {.to_ns = -1};

START_TEST(equal)
{
    hx_trace_diff diff;
    ck_assert_int_eq(compare(&plain, &plain, &whole, &diff), HX_OK);
    ck_assert(!diff.differs);
    ck_assert_uint_eq(diff.compared, 8);
}
END_TEST

START_TEST(first_difference)
{
    // Each moment of both blocks can be the first.
    for (unsigned time = 10; time <= 100; time += 10) {
        const small_wave odd = {.moments = 10, .odd_time = time};
        hx_trace_diff diff;
        ck_assert_int_eq(compare(&plain, &odd, &whole, &diff), HX_OK);
        ck_assert(diff.differs && diff.value_differs);
        ck_assert_double_eq(diff.time_ns, time);
        ck_assert_str_eq(diff.signal->name, "top.sub.word");
        char expected[2][16];
        snprintf(expected[0], 16, "0x%x", time);
        snprintf(expected[1], 16, "0x%x", time + 1);
        ck_assert_str_eq(diff.values[0], expected[0]);
        ck_assert_str_eq(diff.values[1], expected[1]);
    }
}
END_TEST

START_TEST(choices)
{
    const small_wave odd = {.moments = 10, .odd_time = 70},
                     shifted = {.moments = 10, .level_shift = 0.5};
    static const char *const ignore[] = {"top.sub.word", "same"};
    hx_trace_diff diff;
    hx_trace_diff_options options = {.ignore = ignore, .ignore_count = 2, .to_ns = -1};
    ck_assert_int_eq(compare(&plain, &odd, &options, &diff), HX_OK);
    ck_assert(!diff.differs);
    ck_assert_uint_eq(diff.compared, 6);
    options.ignore_count = 1; // the alias is still compared
    ck_assert_int_eq(compare(&plain, &odd, &options, &diff), HX_OK);
    ck_assert_str_eq(diff.signal->name, "top.sub.same");

    options = (hx_trace_diff_options){.to_ns = 69};
    ck_assert_int_eq(compare(&plain, &odd, &options, &diff), HX_OK);
    ck_assert(!diff.differs);
    options = (hx_trace_diff_options){.from_ns = 85, .to_ns = -1};
    ck_assert_int_eq(compare(&plain, &odd, &options, &diff), HX_OK);
    ck_assert_double_eq(diff.time_ns, 85);
    ck_assert_str_eq(diff.values[1], "0x51");

    options = (hx_trace_diff_options){.tolerance = 0.5, .to_ns = -1};
    ck_assert_int_eq(compare(&plain, &shifted, &options, &diff), HX_OK);
    ck_assert(!diff.differs);
    options.tolerance = 0.49;
    ck_assert_int_eq(compare(&plain, &shifted, &options, &diff), HX_OK);
    ck_assert_str_eq(diff.signal->name, "analog.level");
    ck_assert_str_eq(diff.values[0], "1.25");
    ck_assert_str_eq(diff.values[1], "1.75");
}
END_TEST

START_TEST(shapes)
{
    const small_wave more = {.moments = 10, .extra = true}, shorter = {.moments = 7};
    static const char *const ignore[] = {"extra"}, *const all[] = {"*"};
    hx_trace_diff diff;
    ck_assert_int_eq(compare(&plain, &more, &whole, &diff), HX_OK);
    ck_assert(diff.differs && !diff.value_differs);
    ck_assert_uint_eq(diff.only_count[0], 0);
    ck_assert_uint_eq(diff.only_count[1], 1);
    ck_assert_str_eq(diff.only[1][0], "top.extra");
    hx_trace_diff_options options = {.ignore = ignore, .ignore_count = 1, .to_ns = -1};
    ck_assert_int_eq(compare(&plain, &more, &options, &diff), HX_OK);
    ck_assert(!diff.differs);
    ck_assert_int_eq(compare(&plain, &shorter, &whole, &diff), HX_OK);
    ck_assert(diff.differs && diff.span_differs && !diff.value_differs);
    options = (hx_trace_diff_options){.to_ns = 70};
    ck_assert_int_eq(compare(&plain, &shorter, &options, &diff), HX_OK);
    ck_assert(!diff.differs);
    options = (hx_trace_diff_options){.from_ns = 300, .to_ns = 400};
    ck_assert_int_eq(compare(&plain, &plain, &options, &diff), HX_ERROR_ARGUMENT);
    options = (hx_trace_diff_options){.ignore = all, .ignore_count = 1, .to_ns = -1};
    ck_assert_int_eq(compare(&plain, &plain, &options, &diff), HX_ERROR_ARGUMENT);
}
END_TEST

// A part that is a single moment, of a file with more and of one with no other.
START_TEST(one_moment)
{
    hx_error error = {""};
    hx_trace_diff diff;
    const small_wave short_wave = {.moments = 1};
    ck_assert_int_eq(compare(&plain, &short_wave, &whole, &diff), HX_OK);
    ck_assert(diff.differs);
    const uint64_t ends[2] = {100, 10};
    for (unsigned i = 0; i < 2; i++) {
        const char *file = hx_trace_get_path(traces[i]), *part = small_wave_path("part.fst");
        ck_assert_int_eq(hx_trace_join(&file, 1, ends[i], UINT64_MAX, part, &error), HX_OK);
        hx_trace *pair[2] = {traces[i], NULL};
        const hx_trace_diff_options options = {.from_ns = (double)ends[i], .to_ns = -1};
        ck_assert_int_eq(hx_trace_open(&pair[1], part, &error), HX_OK);
        ck_assert_uint_eq(hx_trace_get_info(pair[1])->start, ends[i]);
        ck_assert_int_eq(hx_trace_compare(pair, &options, &diff, &error), HX_OK);
        ck_assert(!diff.differs);
        hx_trace_close(pair[1]);
        ck_assert_int_eq(hx_trace_join(&file, 1, ends[i] + 1, UINT64_MAX, part, &error),
                         HX_ERROR_ARGUMENT);
    }
}
END_TEST

Suite *trace_diff_suite(void)
{
    Suite *suite = suite_create("trace_diff");
    TCase *files = tcase_create("files");
    tcase_set_timeout(files, 60);
    tcase_add_checked_fixture(files, NULL, finish);
    tcase_add_test(files, equal);
    tcase_add_test(files, first_difference);
    tcase_add_test(files, choices);
    tcase_add_test(files, shapes);
    tcase_add_test(files, one_moment);
    suite_add_tcase(suite, files);
    return suite;
}

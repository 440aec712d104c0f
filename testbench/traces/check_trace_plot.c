// Plots of waves: well-formed, with the right lanes and values.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/host/report/xml.h"
#include "testbench/traces/small_wave.h"
#include "traces/plot.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *trace_plot_suite(void);

static char text[65536];

static hx_status draw_wave(const small_wave *wave, const char *const *globs, size_t count,
                           double from, double to, hx_error *error)
{
    const hx_trace_plot_options options = {globs, count, from, to};
    hx_trace *trace = NULL;
    const char *path = small_wave_path("plot.fst"), *out = small_wave_path("plot.svg");
    small_wave_write(path, wave);
    ck_assert_int_eq(hx_trace_open(&trace, path, error), HX_OK);
    hx_status status = hx_trace_plot_save(trace, &options, out, error);
    hx_trace_close(trace);
    FILE *file = status ? NULL : fopen(out, "r");
    text[file ? fread(text, 1, sizeof text - 1, file) : 0] = 0;
    if (file)
        fclose(file);
    return status;
}

static hx_status draw(const char *const *globs, size_t count, double from, double to,
                      hx_error *error)
{
    const small_wave plain = {.moments = 10};
    return draw_wave(&plain, globs, count, from, to, error);
}

static unsigned occurrences(const char *what)
{
    unsigned count = 0;
    for (const char *at = text; (at = strstr(at, what)); at++)
        count++;
    return count;
}

START_TEST(lanes)
{
    static const char *const globs[] = {"bit", "top.sub.*", "level", "state", "row*"};
    hx_error error = {""};
    ck_assert_int_eq(draw(globs, 5, 0, -1, &error), HX_OK);
    const char *problem = xml_problem(text);
    ck_assert_msg(!problem, "%s", problem);
    // The alias of `word` is the same lane.
    ck_assert_uint_eq(occurrences("class=\"name\""), 6);
    ck_assert_uint_eq(occurrences(">top.sub.word[11:0]<"), 1);
    ck_assert_uint_eq(occurrences("same"), 0);
    ck_assert_uint_eq(occurrences(">0x14<"), 1);
    ck_assert_uint_eq(occurrences("&quot;a&lt;b&amp;c&quot;"), 1);
    ck_assert_uint_eq(occurrences(">time [ns]<"), 1);
    ck_assert_uint_eq(occurrences("class=\"bit\""), 10);
    ck_assert_uint_eq(occurrences(">1.25<"), 1);
    ck_assert_uint_eq(occurrences(">12.5<"), 1);
}
END_TEST

START_TEST(window)
{
    static const char *const globs[] = {"word"};
    hx_error error = {""};
    ck_assert_int_eq(draw(globs, 1, 35, 62, &error), HX_OK);
    ck_assert_uint_eq(occurrences(">0x1e<"), 1);
    ck_assert_uint_eq(occurrences(">0x3c<"), 1);
    ck_assert_uint_eq(occurrences(">0x46<"), 0);
    ck_assert_uint_eq(occurrences("class=\"word\""), 4);
    ck_assert_uint_eq(occurrences(">top.sub<") + occurrences(": top.sub<"), 1);
}
END_TEST

// A curve holds its value up to where it is no number, and goes on behind that.
START_TEST(gap)
{
    static const char *const globs[] = {"level"};
    static const char line[] = "class=\"line\"";
    const small_wave wave = {.moments = 10, .no_level = 20};
    hx_error error = {""};
    double start, level, end, next;
    ck_assert_int_eq(draw_wave(&wave, globs, 1, 0, -1, &error), HX_OK);
    const char *path = strstr(text, line);
    ck_assert_ptr_nonnull(path);
    path = strstr(path, " d=\"");
    ck_assert_ptr_nonnull(path);
    ck_assert_int_eq(sscanf(path, " d=\"M%lf %lfH%lfM%lf", &start, &level, &end, &next), 4);
    ck_assert_double_eq_tol(end - start, next - end, 0.02);
}
END_TEST

START_TEST(refused)
{
    static const char *const none[] = {"bit", "nothing"}, *const bit[] = {"bit"};
    hx_error error = {""};
    ck_assert_int_eq(draw(none, 2, 0, -1, &error), HX_ERROR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.text, "'nothing'"));
    ck_assert_ptr_nonnull(strstr(error.text, "top, analog"));
    ck_assert_int_eq(draw(bit, 1, 500, -1, &error), HX_ERROR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.text, "10 to 100 ns"));
}
END_TEST

Suite *trace_plot_suite(void)
{
    Suite *suite = suite_create("trace_plot");
    TCase *files = tcase_create("files");
    tcase_add_checked_fixture(files, NULL, small_wave_clear);
    tcase_add_test(files, lanes);
    tcase_add_test(files, window);
    tcase_add_test(files, gap);
    tcase_add_test(files, refused);
    suite_add_tcase(suite, files);
    return suite;
}

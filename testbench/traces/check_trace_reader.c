// The wave reader: names, values, times, globs, save files.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/traces/small_wave.h"
#include "traces/save.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *trace_reader_suite(void);

static const small_wave plain = {.moments = 10};

static hx_trace *open_wave(const char *name, const small_wave *settings)
{
    const char *path = small_wave_path(name);
    hx_error error = {""};
    hx_trace *trace = NULL;
    small_wave_write(path, settings);
    ck_assert_msg(hx_trace_open(&trace, path, &error) == HX_OK, "%s", error.text);
    return trace;
}

static const hx_trace_signal *find(const hx_trace *trace, const char *name)
{
    size_t count;
    const hx_trace_signal *signals = hx_trace_get_signals(trace, &count);
    for (size_t i = 0; i < count; i++)
        if (!strcmp(signals[i].name, name))
            return &signals[i];
    ck_abort_msg("no signal %s", name);
}

START_TEST(names)
{
    static const struct {
        const char *name, *range, *type;
        hx_trace_kind kind;
        unsigned width;
    } expected[] = {
        {"top.bit", "", "wire", HX_TRACE_BITS, 1},
        {"top.row[3]", "[2:0]", "logic", HX_TRACE_BITS, 3},
        {"top.state", "", "string", HX_TRACE_TEXT, 0},
        {"top.Depth", "[7:0]", "parameter", HX_TRACE_BITS, 8},
        {"top.sub.word", "[11:0]", "wire", HX_TRACE_BITS, 12},
        {"top.sub.same", "[11:0]", "wire", HX_TRACE_BITS, 12},
        {"top.sub.wide", "[69:0]", "reg", HX_TRACE_BITS, 70},
        {"analog.level", "", "real", HX_TRACE_REAL, 64},
    };
    hx_trace *trace = open_wave("names.fst", &plain);
    size_t count;
    const hx_trace_signal *signals = hx_trace_get_signals(trace, &count);
    ck_assert_uint_eq(count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < count; i++) {
        ck_assert_str_eq(signals[i].name, expected[i].name);
        ck_assert_str_eq(signals[i].range, expected[i].range);
        ck_assert_str_eq(signals[i].type, expected[i].type);
        ck_assert_int_eq(signals[i].kind, expected[i].kind);
        ck_assert_uint_eq(signals[i].width, expected[i].width);
    }
    ck_assert_uint_eq(signals[4].handle, signals[5].handle);
    const hx_trace_info *info = hx_trace_get_info(trace);
    ck_assert_uint_eq(info->start, 10);
    ck_assert_uint_eq(info->end, 100);
    ck_assert_int_eq(info->exponent, -9);
    ck_assert_uint_eq(info->scope_count, 3);
    ck_assert_uint_eq(info->handle_count, 7);
    ck_assert_str_eq(info->writer, "small wave");
    ck_assert_str_eq(hx_trace_get_tops(trace), "top, analog");
    ck_assert(info->complete);
    ck_assert_double_eq(hx_trace_to_ns(trace, 70), 70);
    ck_assert_uint_eq(hx_trace_from_ns(trace, 69.6), 70);
    ck_assert_uint_eq(hx_trace_from_ns(trace, -3), 0);
    hx_trace_close(trace);
}
END_TEST

typedef struct story {
    const hx_trace_signal *signal;
    char text[1024]; // "time=value " of each change
    char last[100];
} story;

static void take(void *user, uint64_t time, uint32_t handle, const char *value)
{
    story *s = user;
    char shown[100];
    ck_assert_uint_eq(handle, s->signal->handle);
    hx_trace_format(s->signal, value, shown, sizeof shown);
    if (strcmp(shown, s->last))
        sprintf(s->text + strlen(s->text), "%u=%s ", (unsigned)time, shown);
    strcpy(s->last, shown);
}

static void expect_story(const char *name, uint64_t from, uint64_t to, const char *expected)
{
    hx_trace *trace = open_wave("values.fst", &plain);
    story s = {.signal = find(trace, name)};
    hx_trace_select(trace, s.signal->handle);
    ck_assert_int_eq(hx_trace_read(trace, from, to, take, &s), HX_OK);
    ck_assert_str_eq(s.text, expected);
    hx_trace_close(trace);
}

START_TEST(values)
{
    expect_story("top.bit", 0, 50, "10=1 20=0 30=1 40=0 50=1 ");
    expect_story("top.sub.same", 0, 45, "10=0xa 20=0x14 30=0x1e 40=0x28 ");
    expect_story("top.sub.wide", 0, 200, "50=0x200000000000000000 ");
    expect_story("top.row[3]", 0, 200, "10=0xz ");
    expect_story("top.Depth", 0, 200, "10=0x10 ");
    expect_story("analog.level", 0, 30, "10=1.25 20=2.5 30=3.75 ");
    expect_story("top.state", 0, 200, "10=\"idle\" 50=\"a<b&c\" ");
}
END_TEST

START_TEST(format)
{
    const hx_trace_signal bits = {.kind = HX_TRACE_BITS, .width = 9};
    static const struct {
        const char *value, *shown;
    } cases[] = {{"000000000", "0x0"},
                 {"100000000", "0x100"},
                 {"000001111", "0xf"},
                 {"0000x1111", "0xXf"},
                 {"1zzzz0000", "0x1z0"},
                 {"x", "x"},
                 {"1", "1"}};
    char text[32];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hx_trace_format(&bits, cases[i].value, text, sizeof text);
        ck_assert_str_eq(text, cases[i].shown);
    }
    hx_trace_format(&bits, "1111111111111111111111111111", text, 6);
    ck_assert_str_eq(text, "0xfff");
}
END_TEST

START_TEST(globs)
{
    ck_assert(hx_trace_match("chip.*", "chip.a.b"));
    ck_assert(hx_trace_match("a.b", "chip.a.b"));
    ck_assert(hx_trace_match("b", "chip.a.b"));
    ck_assert(hx_trace_match("*", "x"));
    ck_assert(hx_trace_match("row[?]", "chip.row[3]"));
    ck_assert(hx_trace_match("*a*b*c", "chip.xaaybbzc"));
    ck_assert(!hx_trace_match("ip.a", "chip.a"));
    ck_assert(!hx_trace_match("chip", "chip.a"));
    ck_assert(!hx_trace_match("row[1-9]", "chip.row[3]"));
    ck_assert(!hx_trace_match("", "chip"));
    ck_assert(!hx_trace_match("*a*b*c", "chip.xaaybbz"));
}
END_TEST

START_TEST(view)
{
    hx_trace *trace = open_wave("view.fst", &plain);
    char name[200], text[4096];
    ck_assert_int_eq(hx_trace_save_view(trace, NULL, name, sizeof name, NULL), HX_OK);
    ck_assert_str_eq(name, small_wave_path("view.gtkw"));
    FILE *file = fopen(name, "r");
    ck_assert_ptr_nonnull(file);
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    ck_assert_ptr_nonnull(strstr(text, "[dumpfile] \"view.fst\"\n"));
    ck_assert_ptr_nonnull(strstr(text, "@800200\n-top pins\n@28\ntop.bit\n@22\ntop.row[3][2:0]\n"
                                       "@1000200\n-top pins\n"));
    ck_assert_ptr_nonnull(strstr(text, "-analog\n@88022\nanalog.level\n@20000\n-\n"));
    ck_assert_int_eq(hx_trace_save_view(trace, small_wave_path("no/view"), NULL, 0, NULL),
                     HX_ERROR_IO);
    hx_trace_close(trace);
}
END_TEST

Suite *trace_reader_suite(void)
{
    Suite *suite = suite_create("trace_reader");
    TCase *files = tcase_create("files");
    tcase_add_checked_fixture(files, NULL, small_wave_clear);
    tcase_add_test(files, names);
    tcase_add_test(files, values);
    tcase_add_test(files, format);
    tcase_add_test(files, globs);
    tcase_add_test(files, view);
    suite_add_tcase(suite, files);
    return suite;
}

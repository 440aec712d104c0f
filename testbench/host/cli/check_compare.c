// What `hxcosim compare` says of equal and of different answers.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/compare_report.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

// A time, a spike of label 0x2a, read data in two words after a pack of three, a halt.
static uint64_t words[] = {0x0500000000001000, 0x0a0000000044002a, 0x0c11222211222211,
                           0x2222010000000000, 0x0003800000000000};
#define COUNT (sizeof words / sizeof *words)

// The report; the caller frees it.
static char *report(const hx_tier_answers *rtl, const hx_tier_answers *fast, bool json, bool *same)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    *same = hx_compare_report(out, rtl, fast, json);
    fclose(out);
    return text;
}

static hx_tier_answers make_answers(uint64_t *from, size_t count)
{
    return (hx_tier_answers){
        .words = from, .count = count, .chip_cycles = 5000, .state = HX_DEVICE_IDLE};
}

START_TEST(equal_answers)
{
    const hx_tier_answers rtl = make_answers(words, COUNT);
    bool same;
    char *text = report(&rtl, &rtl, false, &same);
    ck_assert(same);
    ck_assert_str_eq(text, "same: 5 words, 5000 chip cycles\n");
    free(text);
}
END_TEST

// The word, and the message that it completes or begins, with its time.
START_TEST(first_difference)
{
    uint64_t other[COUNT];
    memcpy(other, words, sizeof other);
    other[1] ^= 1;
    other[4] ^= 1;
    const hx_tier_answers rtl = make_answers(words, COUNT), fast = make_answers(other, COUNT);
    bool same;
    char *text = report(&rtl, &fast, false, &same);
    ck_assert(!same);
    ck_assert_ptr_nonnull(strstr(text, "word 1 differs\nrtl:\n0x0a0000000044002a\n{"));
    ck_assert_ptr_nonnull(strstr(text, "\"label\":\"0x2a\""));
    ck_assert_ptr_nonnull(strstr(text, "fast:\n0x0a0000000044002b\n{"));
    ck_assert_ptr_nonnull(strstr(text, "\"label\":\"0x2b\""));
    ck_assert_ptr_nonnull(strstr(text, "\"fpga_time\":\"0x1001\""));
    free(text);
}
END_TEST

START_TEST(in_the_middle_of_a_message)
{
    uint64_t other[COUNT];
    memcpy(other, words, sizeof other);
    other[2] ^= UINT64_C(1) << 40;
    const hx_tier_answers rtl = make_answers(words, COUNT), fast = make_answers(other, COUNT);
    bool same;
    char *text = report(&rtl, &fast, true, &same);
    ck_assert(!same);
    ck_assert_ptr_nonnull(strstr(text, "{\"same\":false,\"words\":2,"));
    ck_assert_ptr_nonnull(
        strstr(text, "\"words\":[\"0x0c11222211222211\",\"0x2222010000000000\"],\"message\":{"));
    free(text);
}
END_TEST

START_TEST(ends_that_differ)
{
    const hx_tier_answers rtl = make_answers(words, COUNT);
    hx_tier_answers fast = make_answers(words, 2);
    bool same;
    char *text = report(&rtl, &fast, false, &same);
    ck_assert(!same);
    ck_assert_ptr_nonnull(strstr(text, "word 2 differs\n"));
    ck_assert_ptr_nonnull(strstr(text, "fast: no more words after 5000 chip cycles"));
    free(text);
    fast = rtl;
    fast.chip_cycles++;
    free(report(&rtl, &fast, false, &same));
    ck_assert(!same);
    fast = rtl;
    fast.state = HX_DEVICE_STARVED;
    text = report(&rtl, &fast, true, &same);
    ck_assert(!same);
    ck_assert_ptr_nonnull(strstr(text, "\"end\":\"time stopped inside a program\""));
    free(text);
}
END_TEST

Suite *compare_suite(void);
Suite *compare_suite(void)
{
    Suite *suite = suite_create("compare");
    TCase *test = tcase_create("report");
    tcase_add_test(test, equal_answers);
    tcase_add_test(test, first_difference);
    tcase_add_test(test, in_the_middle_of_a_message);
    tcase_add_test(test, ends_that_differ);
    suite_add_tcase(suite, test);
    return suite;
}

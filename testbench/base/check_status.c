// Status codes and error texts.
// SPDX-License-Identifier: Apache-2.0
#include <hxcosim/status.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

// Callers outside this repository store the numbers.
START_TEST(values_are_pinned)
{
    ck_assert_int_eq(HX_OK, 0);
    ck_assert_int_eq(HX_ERROR_FORMAT, 2);
    ck_assert_int_eq(HX_ERROR_LIMIT, 6);
    ck_assert_int_eq(HX_INTERRUPTED, 10);
}
END_TEST

START_TEST(every_status_has_its_own_sentence)
{
    for (int a = HX_OK; a <= HX_INTERRUPTED; a++) {
        for (int b = HX_OK; b < a; b++)
            ck_assert_str_ne(hx_status_text((hx_status)a), hx_status_text((hx_status)b));
        ck_assert_str_ne(hx_status_text((hx_status)a), hx_status_text((hx_status)12345));
    }
}
END_TEST

START_TEST(error_is_formatted_and_cut)
{
    hx_error error;
    ck_assert_int_eq(hx_error_set(&error, HX_ERROR_IO, "file %s, line %d", "a.words", 7),
                     HX_ERROR_IO);
    ck_assert_str_eq(error.text, "file a.words, line 7");
    char many[1000];
    memset(many, 'x', sizeof many - 1);
    many[sizeof many - 1] = 0;
    hx_error_set(&error, HX_ERROR_IO, "%s", many);
    ck_assert_uint_eq(strlen(error.text), sizeof error.text - 1);
    ck_assert_int_eq(hx_error_set(NULL, HX_ERROR_MEMORY, "nobody listens"), HX_ERROR_MEMORY);
}
END_TEST

Suite *status_suite(void);
Suite *status_suite(void)
{
    Suite *suite = suite_create("status");
    TCase *core = tcase_create("core");
    tcase_add_test(core, values_are_pinned);
    tcase_add_test(core, every_status_has_its_own_sentence);
    tcase_add_test(core, error_is_formatted_and_cut);
    suite_add_tcase(suite, core);
    return suite;
}

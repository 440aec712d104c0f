// The HTML report: well-formed, escaped, self-contained.
// SPDX-License-Identifier: Apache-2.0
#include "host/report/html.h"
#include "testbench/host/report/xml.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

START_TEST(page_is_well_formed_and_loads_nothing)
{
    char path[] = "/tmp/check_html_XXXXXX";
    int handle = mkstemp(path);
    ck_assert_int_ge(handle, 0);
    close(handle);
    hx_html *html;
    hx_plot *plot;
    ck_assert_int_eq(hx_html_create(&html, "Yin & Yang", "5-120-3 <in the loop>"), HX_OK);
    ck_assert_int_eq(hx_plot_create(&plot, "loss", "epoch", "cross entropy [nat]"), HX_OK);
    const double x[2] = {1, 2}, y[2] = {1.1, 0.2};
    ck_assert_int_eq(hx_plot_add_line(plot, "training", 0, x, y, 2), HX_OK);
    hx_html_figures(html, (const char *[]){"95.1 %"}, (const char *[]){"test accuracy"}, 1);
    hx_html_heading(html, "Curves");
    hx_html_plot(html, plot);
    hx_html_plot(html, plot);
    hx_html_paragraph(html, "a < b");
    hx_html_table(html, (const char *[]){"name", "value"},
                  (const char *[]){"rate", "0.01", "batch", "50"}, 2, 2);
    hx_html_table(html, NULL, NULL, 0, 0);
    ck_assert_int_eq(hx_html_save(html, path, NULL), HX_OK);
    static char text[65536];
    FILE *file = fopen(path, "r");
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    unlink(path);
    ck_assert_uint_lt(length, sizeof text - 1);
    text[length] = 0;
    ck_assert_ptr_null(xml_problem(text));
    ck_assert_uint_eq(count_text(text, "Yin &amp; Yang"), 2);
    ck_assert_uint_eq(count_text(text, "a &lt; b"), 1);
    ck_assert_uint_eq(count_text(text, "<div class=\"plots\">"), 1);
    ck_assert_uint_eq(count_text(text, "<td class=\"num\">"), 2);
    ck_assert_uint_eq(count_text(text, "<tr>"), 3);
    // The two XML name spaces are names, not addresses to load from.
    ck_assert_uint_eq(count_text(text, "http"), count_text(text, "xmlns=\"http"));
    ck_assert_ptr_null(strstr(text, "<script"));
    ck_assert_ptr_null(strstr(text, "src="));
    ck_assert_ptr_null(strstr(text, "url("));
    hx_error error;
    ck_assert_int_eq(hx_html_save(html, "/nowhere/report.html", &error), HX_ERROR_IO);
    hx_plot_destroy(plot);
    hx_html_destroy(html);
}
END_TEST

Suite *html_suite(void);
Suite *html_suite(void)
{
    Suite *suite = suite_create("html");
    TCase *core = tcase_create("core");
    tcase_add_test(core, page_is_well_formed_and_loads_nothing);
    suite_add_tcase(suite, core);
    return suite;
}

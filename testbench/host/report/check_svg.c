// Plots: well-formed, escaped, complete, with sensible ticks.
// SPDX-License-Identifier: Apache-2.0
#include "host/report/svg.h"
#include "testbench/host/report/xml.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

START_TEST(the_checker_finds_faults)
{
    ck_assert_ptr_null(xml_problem("<a b=\"1\"><c/>x &amp; y</a>\n"));
    static const char *const faults[] = {"<a>",          "<a></b>",     "<a b=1/>",
                                         "<a>&</a>",     "<a/><b/>",    "x",
                                         "<a b=\"<\"/>", "<a>\x01</a>", "<a b=\"1\" b=\"2\"/>"};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        ck_assert_ptr_nonnull(xml_problem(faults[i]));
}
END_TEST

START_TEST(all_elements_are_drawn)
{
    hx_plot *plot;
    ck_assert_int_eq(hx_plot_create(&plot, "<Membrane> & \"spikes\"", "time [us]", "V [mV]"),
                     HX_OK);
    const double x[5] = {0, 1, 2, 3, 4}, y[5] = {1, 4, NAN, 2, 3};
    const uint8_t classes[4] = {0, 0, 1, 2};
    const double cells[4] = {0.0, 0.5, 1.0, NAN};
    hx_plot_frame frame = {0.0, 4.0, 0.0, 5.0};
    ck_assert_int_eq(hx_plot_add_class_map(plot, frame, 2, 2, classes), HX_OK);
    ck_assert_int_eq(hx_plot_add_heat_map(plot, frame, 2, 2, cells, 0.0, 1.0), HX_OK);
    ck_assert_int_eq(hx_plot_add_line(plot, "a < b", 0, x, y, 5), HX_OK);
    for (unsigned colour = 0; colour < 3; colour++)
        ck_assert_int_eq(hx_plot_add_points(plot, NULL, colour, 3.0, x, y, 5), HX_OK);
    ck_assert_int_eq(hx_plot_add_raster(plot, "it's", 4, x, y, 5), HX_OK);
    ck_assert_int_eq(hx_plot_add_legend(plot, "dot", 2), HX_OK);
    hx_text text = {0};
    hx_plot_render(plot, &text);
    ck_assert(!text.failed);
    ck_assert_ptr_null(xml_problem(text.data));
    ck_assert_ptr_null(strstr(text.data, "nan"));
    ck_assert_uint_eq(count_text(text.data, "a &lt; b"), 1);
    ck_assert_uint_eq(count_text(text.data, "it&#39;s"), 1);
    ck_assert_uint_eq(count_text(text.data, "&lt;Membrane&gt; &amp; &quot;spikes&quot;"), 2);
    ck_assert_uint_eq(count_text(text.data, "<circle"), 4); // one point is not finite
    ck_assert_uint_eq(count_text(text.data, "time [us]"), 1);
    ck_assert_uint_eq(count_text(text.data, "opacity:0.35"), 3); // equal neighbours joined
    hx_text_release(&text);
    hx_plot_destroy(plot);
}
END_TEST

START_TEST(ticks_are_round_numbers)
{
    hx_plot *plot;
    ck_assert_int_eq(hx_plot_create(&plot, "t", "x", "y"), HX_OK);
    const double x[2] = {0.0, 97.0}, y[2] = {0.3, 0.9};
    ck_assert_int_eq(hx_plot_add_line(plot, NULL, 0, x, y, 2), HX_OK);
    hx_text text = {0};
    hx_plot_render(plot, &text);
    for (int tick = 0; tick <= 100; tick += 20) {
        char label[32];
        snprintf(label, sizeof label, ">%d</text>", tick);
        ck_assert_uint_eq(count_text(text.data, label), 1);
    }
    for (int tick = 3; tick <= 9; tick++) {
        char label[32];
        snprintf(label, sizeof label, ">0.%d</text>", tick);
        ck_assert_uint_eq(count_text(text.data, label), 1);
    }
    hx_text_release(&text);
    hx_plot_destroy(plot);
}
END_TEST

START_TEST(empty_and_flat_plots_have_finite_axes)
{
    for (int kind = 0; kind < 3; kind++) {
        hx_plot *plot;
        ck_assert_int_eq(hx_plot_create(&plot, "t", "x", "y"), HX_OK);
        const double x[2] = {2.0, 2.0}, y[2] = {kind == 1 ? 0.0 : -7.5, kind == 1 ? 0.0 : -7.5};
        if (kind)
            ck_assert_int_eq(hx_plot_add_line(plot, "flat", 1, x, y, 2), HX_OK);
        hx_text text = {0};
        hx_plot_render(plot, &text);
        ck_assert_ptr_null(xml_problem(text.data));
        ck_assert_ptr_null(strstr(text.data, "nan"));
        ck_assert_ptr_null(strstr(text.data, "inf"));
        ck_assert_uint_ge(count_text(text.data, "class=\"tick\""), 4);
        hx_text_release(&text);
        hx_plot_destroy(plot);
    }
}
END_TEST

START_TEST(file_stands_alone)
{
    char path[] = "/tmp/check_svg_XXXXXX";
    int handle = mkstemp(path);
    ck_assert_int_ge(handle, 0);
    close(handle);
    hx_plot *plot;
    ck_assert_int_eq(hx_plot_create(&plot, "t", "x", "y"), HX_OK);
    ck_assert_int_eq(hx_plot_save(plot, path, NULL), HX_OK);
    static char text[65536];
    FILE *file = fopen(path, "r");
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    unlink(path);
    ck_assert_ptr_null(xml_problem(text));
    ck_assert_uint_eq(count_text(text, "<style>"), 1);
    hx_error error;
    ck_assert_int_eq(hx_plot_save(plot, "/nowhere/x.svg", &error), HX_ERROR_IO);
    hx_plot_destroy(plot);
}
END_TEST

Suite *svg_suite(void);
Suite *svg_suite(void)
{
    Suite *suite = suite_create("svg");
    TCase *core = tcase_create("core");
    tcase_add_test(core, the_checker_finds_faults);
    tcase_add_test(core, all_elements_are_drawn);
    tcase_add_test(core, ticks_are_round_numbers);
    tcase_add_test(core, empty_and_flat_plots_have_finite_axes);
    tcase_add_test(core, file_stands_alone);
    suite_add_tcase(suite, core);
    return suite;
}

// Pictures of plots: size, colours of the plots' style, what is refused.
// SPDX-License-Identifier: Apache-2.0
#include "host/report/png.h"

#include <cairo.h>
#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char path[64];

static void set_up(void)
{
    snprintf(path, sizeof path, "check_png_%ld.png", (long)getpid());
}

static void tear_down(void)
{
    unlink(path);
}

// 20 x 10 px, the right half in colour 1 of the plots.
static const char document[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\" width=\"20\" height=\"10\">"
    "<style>.half{fill:var(--c1)}</style>"
    "<rect style=\"fill:var(--paper)\" width=\"20\" height=\"10\"/>"
    "<rect class=\"half\" x=\"10\" width=\"10\" height=\"10\"/></svg>";

START_TEST(colours)
{
    hx_error error = {""};
    ck_assert_msg(hx_png_save(document, strlen(document), 3, path, &error) == HX_OK, "%s",
                  error.text);
    cairo_surface_t *picture = cairo_image_surface_create_from_png(path);
    ck_assert_int_eq(cairo_surface_status(picture), CAIRO_STATUS_SUCCESS);
    ck_assert_int_eq(cairo_image_surface_get_width(picture), 60);
    ck_assert_int_eq(cairo_image_surface_get_height(picture), 30);
    const unsigned char *row =
        cairo_image_surface_get_data(picture) + 15 * cairo_image_surface_get_stride(picture);
    uint32_t left, right;
    memcpy(&left, row + 4 * 5, 4);
    memcpy(&right, row + 4 * 50, 4);
    ck_assert_uint_eq(left & 0xffffff, 0xffffff);
    ck_assert_uint_eq(right & 0xffffff, 0xd55e00);
    cairo_surface_destroy(picture);
}
END_TEST

START_TEST(refused)
{
    hx_error error = {""};
    ck_assert_int_eq(hx_png_save("no picture", 10, 1, path, &error), HX_ERROR_FORMAT);
    ck_assert_int_eq(hx_png_save(document, strlen(document), 1000, path, &error), HX_ERROR_LIMIT);
    ck_assert_ptr_nonnull(strstr(error.text, "20000 x 10000"));
    ck_assert_int_ne(access(path, F_OK), 0);
    ck_assert_int_eq(hx_png_save(document, strlen(document), 1, "no/such/p.png", &error),
                     HX_ERROR_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "no/such/p.png"));
}
END_TEST

Suite *png_suite(void);
Suite *png_suite(void)
{
    Suite *suite = suite_create("png");
    TCase *test = tcase_create("pictures");
    tcase_add_checked_fixture(test, set_up, tear_down);
    tcase_add_test(test, colours);
    tcase_add_test(test, refused);
    suite_add_tcase(suite, test);
    return suite;
}

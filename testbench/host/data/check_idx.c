// IDX files: what is read, and which files are refused.
// SPDX-License-Identifier: Apache-2.0
#include "host/data/idx.h"

#include "testbench/host/data/idx_file.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[64];
static const uint8_t bytes[12] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

static void setup(void)
{
    snprintf(path, sizeof path, "/tmp/check_idx_%ld", (long)getpid());
}

static void teardown(void)
{
    unlink(path);
}

static void assert_refused(unsigned dimensions, size_t limit, hx_status expected, const char *text)
{
    hx_idx idx;
    hx_error error = {""};
    ck_assert_int_eq(hx_idx_load(&idx, path, dimensions, 0, limit, &error), expected);
    ck_assert_ptr_null(idx.values);
    ck_assert_msg(strstr(error.text, text) && strstr(error.text, path), "%s", error.text);
}

// Plain and packed; a part in the middle; a part that ends with the file.
START_TEST(items_are_read)
{
    idx_file_write(path, _i, 3, (const uint32_t[]){3, 2, 2}, bytes, 12);
    static const struct {
        size_t first, limit, start, count;
    } parts[] = {{0, 0, 0, 3}, {1, 1, 1, 1}, {2, 5, 2, 1}, {3, 0, 3, 0}, {9, 1, 3, 0}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        hx_idx idx;
        ck_assert_int_eq(hx_idx_load(&idx, path, 3, parts[i].first, parts[i].limit, NULL), HX_OK);
        ck_assert_uint_eq(idx.dimensions, 3);
        ck_assert_uint_eq(idx.total, 3);
        ck_assert_uint_eq(idx.size[0], parts[i].count);
        ck_assert_uint_eq(idx.size[1], 2);
        ck_assert_uint_eq(idx.size[2], 2);
        ck_assert_mem_eq(idx.values, bytes + 4 * parts[i].start, 4 * parts[i].count);
        hx_idx_release(&idx);
    }
}
END_TEST

START_TEST(truncated_files_are_refused)
{
    idx_file_write(path, _i, 2, (const uint32_t[]){3, 4}, bytes, 11);
    assert_refused(2, 0, HX_ERROR_FORMAT, "ends in item 2 of 3");
    hx_idx idx; // what is asked for is there
    ck_assert_int_eq(hx_idx_load(&idx, path, 2, 0, 2, NULL), HX_OK);
    hx_idx_release(&idx);
    idx_file_write(path, _i, 1, (const uint32_t[]){0}, NULL, 0);
    ck_assert_int_eq(truncate(path, _i ? 12 : 6), 0);
    assert_refused(1, 0, HX_ERROR_FORMAT, "shorter than an IDX header");
}
END_TEST

START_TEST(a_cut_gzip_file_is_refused)
{
    idx_file_write(path, true, 2, (const uint32_t[]){3, 4}, bytes, 12);
    FILE *file = fopen(path, "rb");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    fclose(file);
    ck_assert_int_eq(truncate(path, size - 4), 0); // all data, half of the check
    assert_refused(2, 0, HX_ERROR_FORMAT, "damaged");
}
END_TEST

START_TEST(wrong_files_are_refused)
{
    assert_refused(2, 0, HX_ERROR_IO, "cannot be opened");
    idx_file_write(path, false, 2, (const uint32_t[]){3, 4}, bytes, 12);
    assert_refused(3, 0, HX_ERROR_FORMAT, "2 dimensions, expected 3");
    idx_file_write(path, false, 2, (const uint32_t[]){2, 4}, bytes, 12);
    assert_refused(2, 0, HX_ERROR_FORMAT, "bytes after the last of 2 items");
    idx_file_write(path, false, 2, (const uint32_t[]){2, 0}, bytes, 0);
    assert_refused(2, 0, HX_ERROR_FORMAT, "byte 8: an item has");
    idx_file_write(path, false, 3, (const uint32_t[]){1, 1u << 30, 1u << 30}, bytes, 12);
    assert_refused(3, 0, HX_ERROR_FORMAT, "byte 8: an item has");
    FILE *file = fopen(path, "w");
    fputs("a text, no IDX file", file);
    fclose(file);
    assert_refused(2, 0, HX_ERROR_FORMAT, "not the start of an IDX file");
}
END_TEST

Suite *idx_suite(void);
Suite *idx_suite(void)
{
    Suite *suite = suite_create("idx");
    TCase *core = tcase_create("core");
    tcase_add_checked_fixture(core, setup, teardown);
    tcase_add_loop_test(core, items_are_read, 0, 2);
    tcase_add_loop_test(core, truncated_files_are_refused, 0, 2);
    tcase_add_test(core, a_cut_gzip_file_is_refused);
    tcase_add_test(core, wrong_files_are_refused);
    suite_add_tcase(suite, core);
    return suite;
}

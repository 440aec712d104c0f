// Word files: the accepted form, and errors with their line.
// SPDX-License-Identifier: Apache-2.0
#include "host/program/word_file.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "check_word_file.XXXXXX";

static hx_status read_bytes(const char *bytes, size_t length, uint64_t **words, size_t *count,
                            hx_error *error)
{
    strcpy(path + strlen(path) - 6, "XXXXXX");
    int descriptor = mkstemp(path);
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq(write(descriptor, bytes, length), length);
    close(descriptor);
    hx_status status = hx_word_file_read(path, words, count, error);
    unlink(path);
    return status;
}

static hx_status read_text(const char *text, uint64_t **words, size_t *count, hx_error *error)
{
    return read_bytes(text, strlen(text), words, count, error);
}

START_TEST(good_file)
{
    uint64_t *words;
    size_t count;
    ck_assert_int_eq(read_text("# a comment\n"
                               "\n"
                               "0x0500000000000064\n"
                               "  0x0A00000000000001   # tick\r\n"
                               "\t\n"
                               "0xffffffffffffffff#idle\n"
                               "0x0a00000000000000",
                               &words, &count, NULL),
                     HX_OK);
    ck_assert_uint_eq(count, 4);
    ck_assert_uint_eq(words[0], UINT64_C(0x0500000000000064));
    ck_assert_uint_eq(words[1], UINT64_C(0x0a00000000000001));
    ck_assert_uint_eq(words[2], UINT64_MAX);
    ck_assert_uint_eq(words[3], UINT64_C(0x0a00000000000000));
    free(words);
}
END_TEST

START_TEST(bad_lines_are_named)
{
    static const char *const bad[] = {
        "0x0500000000000\n",    "0x050000000000000000\n", "0500000000000064\n",
        "0X0500000000000064\n", "0x05000000000000zz\n",   "0x0500000000000064 1\n",
        "-0x500000000000064\n", "0x0500000000000064,\n",  "halt\n",
        "0x 500000000000064\n", "0x+500000000000064\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[200];
        uint64_t *words;
        size_t count;
        hx_error error;
        snprintf(text, sizeof text, "0x0a00000000000000\n\n%s0x0a00000000000000\n", bad[i]);
        ck_assert_msg(read_text(text, &words, &count, &error) == HX_ERROR_FORMAT, "accepted: %s",
                      bad[i]);
        ck_assert_ptr_nonnull(strstr(error.text, ":3: "));
        ck_assert_ptr_null(words);
    }
    uint64_t *words;
    size_t count;
    const char nul[] = "0x0a00000000000000\0\n";
    ck_assert_int_eq(read_bytes(nul, sizeof nul - 1, &words, &count, NULL), HX_ERROR_FORMAT);
}
END_TEST

START_TEST(a_halt_is_needed)
{
    uint64_t *words;
    size_t count;
    hx_error error;
    ck_assert_int_eq(read_text("", &words, &count, &error), HX_ERROR_FORMAT);
    ck_assert_int_eq(read_text("0x0a00000000000001\n", &words, &count, &error), HX_ERROR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.text, "halt"));
    // The padding of the instruction does not matter.
    ck_assert_int_eq(read_text("0x0a12345678abcde0\n", &words, &count, &error), HX_OK);
    free(words);
    ck_assert_int_eq(hx_word_file_read("no such file", &words, &count, &error), HX_ERROR_IO);
}
END_TEST

START_TEST(written_words_are_read_back)
{
    const uint64_t list[] = {0, 1, UINT64_MAX, UINT64_C(0x0a00000000000000)};
    char text[200] = "";
    FILE *file = fmemopen(text, sizeof text, "w");
    ck_assert_int_eq(hx_word_file_write(file, list, 4), HX_OK);
    fclose(file);
    uint64_t *words;
    size_t count;
    ck_assert_int_eq(read_text(text, &words, &count, NULL), HX_OK);
    ck_assert_uint_eq(count, 4);
    ck_assert_mem_eq(words, list, sizeof list);
    free(words);
}
END_TEST

Suite *word_file_suite(void);
Suite *word_file_suite(void)
{
    Suite *suite = suite_create("word_file");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 30);
    tcase_add_test(core, good_file);
    tcase_add_test(core, bad_lines_are_named);
    tcase_add_test(core, a_halt_is_needed);
    tcase_add_test(core, written_words_are_read_back);
    suite_add_tcase(suite, core);
    return suite;
}

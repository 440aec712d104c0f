// ELF reader: a small file made here, and what damage to it is told.
// SPDX-License-Identifier: Apache-2.0
#include "host/program/elf.h"
#include "testbench/host/program/elf_image.h"

#include <check.h>
#include <string.h>

enum {
    COUNT = 2, // segments
    SEGMENTS = ELF_IMAGE_SEGMENTS,
    SECTIONS = ELF_IMAGE_SECTIONS(COUNT),
    SYMBOLS = ELF_IMAGE_SYMBOLS(COUNT),
    STRINGS = 300,
    DATA = 320,
    SIZE = 332
};

static void make(uint8_t file[SIZE])
{
    elf_image_begin(file, SIZE, COUNT);
    // type, offset, address, physical, in the file, in memory, flags, alignment
    ELF_IMAGE_WORDS(file + SEGMENTS, 1, DATA + 8, 0x100, 0x100, 4, 16, 6, 4);
    ELF_IMAGE_WORDS(file + SEGMENTS + 32, 1, DATA, 0, 0, 8, 8, 5, 4);
    // name, type, flags, address, offset, size, link, info, alignment, entry size
    ELF_IMAGE_WORDS(file + SECTIONS + 40, 0, 2, 0, 0, SYMBOLS, 64, 2, 0, 4, 16);
    ELF_IMAGE_WORDS(file + SECTIONS + 80, 0, 3, 0, 0, STRINGS, 20, 0, 0, 1, 0);
    // name, value, size, then info, other, section
    ELF_IMAGE_WORDS(file + SYMBOLS + 16, 1, 4, 4, 0x12000001);
    ELF_IMAGE_WORDS(file + SYMBOLS + 32, 6, 0, 4, 0x12000001);
    ELF_IMAGE_WORDS(file + SYMBOLS + 48, 12, 0x100, 16, 0x11000002);
    memcpy(file + STRINGS, "\0main\0start\0table\0", 19);
    memcpy(file + DATA, "\x48\0\0\4\x7c\0\0\x7c\1\2\3\4", 12);
}

START_TEST(small_file)
{
    uint8_t file[SIZE];
    hx_elf *elf;
    hx_error error = {""};
    make(file);
    ck_assert_msg(!hx_elf_parse(&elf, file, SIZE, &error), "%s", error.text);
    size_t count;
    const hx_elf_segment *segments = hx_elf_segments(elf, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(segments[0].address, 0);
    ck_assert_uint_eq(segments[1].address, 0x100);
    ck_assert_uint_eq(segments[1].size, 16);
    ck_assert_uint_eq(segments[1].file_size, 4);
    ck_assert_int_eq(memcmp(segments[1].data, "\1\2\3\4", 4), 0);
    const hx_elf_symbol *symbols = hx_elf_symbols(elf, &count);
    ck_assert_uint_eq(count, 3);
    ck_assert_str_eq(symbols[0].name, "start");
    ck_assert_str_eq(hx_elf_function_at(elf, 7)->name, "main");
    ck_assert_str_eq(hx_elf_function_at(elf, 0)->name, "start");
    ck_assert_ptr_null(hx_elf_function_at(elf, 8));
    ck_assert_ptr_null(hx_elf_function_at(elf, 0x100));
    ck_assert_uint_eq(hx_elf_find(elf, "table")->size, 16);
    ck_assert(!hx_elf_find(elf, "table")->is_function);
    ck_assert_ptr_null(hx_elf_find(elf, "tabl"));
    hx_elf_destroy(elf);
}
END_TEST

static const struct {
    size_t at;
    unsigned bytes;
    uint32_t value;
    const char *message;
} damages[] = {
    {1, 1, 'e', "not an ELF file"},
    {4, 1, 2, "not a 32-bit big-endian"},
    {5, 1, 1, "not a 32-bit big-endian"},
    {18, 2, 62, "machine 62"},
    {16, 2, 1, "not a linked executable"},
    {16, 2, 3, "not a linked executable"},
    {28, 4, SIZE - 60, "table of segments"},
    {44, 2, 0, "table of segments"},
    {44, 2, 0xffff, "table of segments"},
    {42, 2, 8, "table of segments"},
    {SEGMENTS + 4, 4, SIZE - 3, "segment 0 is not in the file"},
    {SEGMENTS + 20, 4, 3, "segment 0 is not in the file"},
    {SEGMENTS + 8, 4, 0xfffffff8, "segment 0 wraps"},
    {SEGMENTS + 8, 4, 4, "overlap at 0x00000004"},
    {SECTIONS + 40 + 16, 4, SIZE - 8, "section 1: bad symbol table"},
    {SECTIONS + 40 + 24, 4, 3, "section 1: bad symbol table"},
    {SECTIONS + 80 + 20, 4, 10, "section 1: bad symbol table"},
    {SYMBOLS + 16, 4, 20, "symbol 1: its name"},
    {32, 4, SIZE, "table of sections"},
};

START_TEST(damaged)
{
    uint8_t file[SIZE];
    hx_elf *elf;
    hx_error error = {""};
    make(file);
    elf_image_put(file + damages[_i].at, damages[_i].bytes, damages[_i].value);
    ck_assert_int_eq(hx_elf_parse(&elf, file, SIZE, &error), HX_ERROR_FORMAT);
    ck_assert_ptr_null(elf);
    ck_assert_msg(strstr(error.text, damages[_i].message) != NULL, "%s", error.text);
}
END_TEST

START_TEST(nothing_to_load)
{
    uint8_t file[SIZE];
    hx_elf *elf;
    hx_error error = {""};
    make(file);
    elf_image_put(file + SEGMENTS, 4, 6);
    elf_image_put(file + SEGMENTS + 32, 4, 6);
    ck_assert_int_eq(hx_elf_parse(&elf, file, SIZE, &error), HX_ERROR_FORMAT);
    ck_assert_msg(strstr(error.text, "no segment") != NULL, "%s", error.text);
}
END_TEST

START_TEST(cut_anywhere)
{
    uint8_t file[SIZE];
    hx_elf *elf;
    make(file);
    for (size_t size = 0; size < DATA + 12; size++)
        ck_assert_int_eq(hx_elf_parse(&elf, file, size, NULL), HX_ERROR_FORMAT);
}
END_TEST

START_TEST(no_file)
{
    hx_elf *elf;
    hx_error error = {""};
    ck_assert_int_eq(hx_elf_open(&elf, "no/such/file.elf", &error), HX_ERROR_IO);
    ck_assert_msg(strstr(error.text, "no/such/file.elf") != NULL, "%s", error.text);
}
END_TEST

Suite *elf_suite(void);
Suite *elf_suite(void)
{
    Suite *suite = suite_create("elf");
    TCase *test = tcase_create("elf");
    tcase_add_test(test, small_file);
    tcase_add_loop_test(test, damaged, 0, sizeof damages / sizeof *damages);
    tcase_add_test(test, nothing_to_load);
    tcase_add_test(test, cut_anywhere);
    tcase_add_test(test, no_file);
    suite_add_tcase(suite, test);
    return suite;
}

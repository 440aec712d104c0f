// Programs of the plasticity processor as memory words: where bytes go, what is refused.
// SPDX-License-Identifier: Apache-2.0
#include "host/ppu/loadable.h"
#include "testbench/host/program/elf_image.h"

#include <check.h>
#include <string.h>

enum {
    COUNT = 3, // segments
    SEGMENTS = ELF_IMAGE_SEGMENTS,
    SECTIONS = ELF_IMAGE_SECTIONS(COUNT),
    SYMBOLS = ELF_IMAGE_SYMBOLS(COUNT),
    STRINGS = 316,
    DATA = 328,
    SIZE = 344
};

// Code at 0, a variable of two words at 0x100, code and data in the FPGA's memory.
static void make(uint8_t file[SIZE])
{
    elf_image_begin(file, SIZE, COUNT);
    // type, offset, address, physical, in the file, in memory, flags, alignment
    ELF_IMAGE_WORDS(file + SEGMENTS, 1, DATA, 0, 0, 6, 0x108, 7, 4);
    ELF_IMAGE_WORDS(file + SEGMENTS + 32, 1, DATA + 8, 0x40010002, 0, 3, 11, 6, 4);
    ELF_IMAGE_WORDS(file + SEGMENTS + 64, 1, DATA + 12, 0x80000000, 0, 4, 4, 5, 4);
    // name, type, flags, address, offset, size, link, info, alignment, entry size
    ELF_IMAGE_WORDS(file + SECTIONS + 40, 0, 2, 0, 0, SYMBOLS, 48, 2, 0, 4, 16);
    ELF_IMAGE_WORDS(file + SECTIONS + 80, 0, 3, 0, 0, STRINGS, 12, 0, 0, 1, 0);
    // name, value, size, then info, other, section
    ELF_IMAGE_WORDS(file + SYMBOLS + 16, 1, 0x100, 8, 0x11000001);
    ELF_IMAGE_WORDS(file + SYMBOLS + 32, 5, 0x40010002, 3, 0x11000002);
    memcpy(file + STRINGS, "\0two\0far\0\0\0", 12);
    memcpy(file + DATA, "\x48\0\0\4\x7c\1\0\0\xaa\xbb\xcc\0\x4e\x80\0\x20", 16);
}

static hx_ppu_loadable *parse(const uint8_t *bytes, size_t size)
{
    hx_ppu_loadable *loadable;
    hx_error error = {""};
    ck_assert_msg(!hx_ppu_loadable_parse(&loadable, bytes, size, &error), "%s", error.text);
    return loadable;
}

START_TEST(bytes_go_to_their_memories)
{
    uint8_t file[SIZE];
    make(file);
    hx_ppu_loadable *loadable = parse(file, SIZE);
    const uint32_t *local = hx_ppu_loadable_get_local(loadable);
    ck_assert_uint_eq(local[0], 0x48000004);
    ck_assert_uint_eq(local[1], 0x7c010000);
    for (unsigned i = 2; i < HX_PPU_LOCAL_WORDS; i++)
        ck_assert_uint_eq(local[i], 0);
    const uint8_t *owned;
    const uint32_t *external = hx_ppu_loadable_get_external(loadable, &owned);
    unsigned count = 0;
    for (unsigned i = 0; i < HX_PPU_EXTERNAL_WORDS; i++)
        count += owned[i];
    // Bytes 2..12 of one place are parts of four words; the other one is one word.
    ck_assert_uint_eq(count, 5);
    ck_assert_uint_eq(external[0], 0x4e800020);
    ck_assert_uint_eq(external[0x4000], 0x0000aabb);
    ck_assert_uint_eq(external[0x4001], 0xcc000000);
    ck_assert_uint_eq(owned[0] + owned[0x4000] + owned[0x4003], 3);
    hx_ppu_loadable_destroy(loadable);
}
END_TEST

START_TEST(variables_are_set)
{
    uint8_t file[SIZE];
    const uint32_t words[] = {0x11223344, 0x55667788, 9};
    hx_error error = {""};
    make(file);
    hx_ppu_loadable *loadable = parse(file, SIZE);
    ck_assert_int_eq(hx_ppu_loadable_set(loadable, "two", words, 2, &error), HX_OK);
    ck_assert_uint_eq(hx_ppu_loadable_get_local(loadable)[0x40], 0x11223344);
    ck_assert_uint_eq(hx_ppu_loadable_get_local(loadable)[0x41], 0x55667788);
    ck_assert_int_eq(hx_ppu_loadable_set(loadable, "two", words, 3, &error), HX_ERROR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.text, "no room for 3 words"));
    ck_assert_int_eq(hx_ppu_loadable_set(loadable, "far", words, 1, &error), HX_ERROR_ARGUMENT);
    ck_assert_int_eq(hx_ppu_loadable_set(loadable, "one", words, 1, &error), HX_ERROR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.text, "no symbol 'one'"));
    hx_ppu_loadable_destroy(loadable);
}
END_TEST

START_TEST(plain_image)
{
    const uint8_t bytes[] = {1, 2, 3, 4, 5};
    const uint32_t word = 0;
    unsigned first;
    hx_ppu_loadable *loadable = parse(bytes, sizeof bytes);
    ck_assert_uint_eq(hx_ppu_loadable_get_local(loadable)[0], 0x01020304);
    ck_assert_uint_eq(hx_ppu_loadable_get_local(loadable)[1], 0x05000000);
    ck_assert_ptr_null(hx_ppu_loadable_get_elf(loadable));
    ck_assert_int_eq(hx_ppu_loadable_set(loadable, "two", &word, 1, NULL), HX_ERROR_ARGUMENT);
    ck_assert_int_eq(hx_ppu_loadable_find(loadable, "two", 1, &first, NULL), HX_ERROR_ARGUMENT);
    hx_ppu_loadable_destroy(loadable);
}
END_TEST

static const struct {
    size_t at;
    uint32_t value;
    const char *message;
} damages[] = {
    {24, 4, "entry 0x00000004"},
    {SEGMENTS + 20, 0x4001, "0x00000000 and the next 16385 bytes"},
    {SEGMENTS + 32 + 8, 0x4001fff8, "0x4001fff8 and the next 11 bytes"},
    {SEGMENTS + 64 + 8, 0x90000000, "0x90000000"},
};

START_TEST(damaged)
{
    uint8_t file[SIZE];
    hx_ppu_loadable *loadable;
    hx_error error = {""};
    make(file);
    elf_image_put(file + damages[_i].at, 4, damages[_i].value);
    ck_assert_int_eq(hx_ppu_loadable_parse(&loadable, file, SIZE, &error), HX_ERROR_FORMAT);
    ck_assert_ptr_null(loadable);
    ck_assert_msg(strstr(error.text, damages[_i].message) != NULL, "%s", error.text);
}
END_TEST

START_TEST(wrong_sizes)
{
    static const uint8_t bytes[4 * HX_PPU_LOCAL_WORDS + 1];
    hx_ppu_loadable *loadable;
    ck_assert_int_eq(hx_ppu_loadable_parse(&loadable, bytes, 3, NULL), HX_ERROR_FORMAT);
    ck_assert_int_eq(hx_ppu_loadable_parse(&loadable, bytes, sizeof bytes, NULL), HX_ERROR_FORMAT);
    hx_ppu_loadable_destroy(parse(bytes, sizeof bytes - 1));
}
END_TEST

START_TEST(mailbox)
{
    uint32_t words[1024] = {0x68656c6c, 0x6f0a07ff, 0x21002121};
    char text[HX_PPU_MAILBOX_TEXT];
    hx_ppu_mailbox_read(words, text);
    ck_assert_str_eq(text, "hello\n\?\?!");
    memset(words, 'x', sizeof words);
    hx_ppu_mailbox_read(words, text);
    ck_assert_uint_eq(strlen(text), 4096);
}
END_TEST

Suite *loadable_suite(void);
Suite *loadable_suite(void)
{
    Suite *suite = suite_create("loadable");
    TCase *test = tcase_create("loadable");
    tcase_add_test(test, bytes_go_to_their_memories);
    tcase_add_test(test, variables_are_set);
    tcase_add_test(test, plain_image);
    tcase_add_loop_test(test, damaged, 0, sizeof damages / sizeof *damages);
    tcase_add_test(test, wrong_sizes);
    tcase_add_test(test, mailbox);
    suite_add_tcase(suite, test);
    return suite;
}

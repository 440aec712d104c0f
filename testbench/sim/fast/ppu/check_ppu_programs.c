// The public reference programs, and bad program lines.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ppu_filter.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

// Known defects of the model: it ends this many cycles early. Any other difference fails.
static const struct {
    const char *name;
    int cycles;
} missing[] = {{"vec_add_chain_and_independent", 1}, {"vec_mac_accumulator", 7}};

static int missing_cycles(const char *name)
{
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        if (!strcmp(missing[i].name, name))
            return missing[i].cycles;
    return 0;
}

static void expect_same(const json_t *line, const char *key, const json_t *output, const char *as)
{
    ck_assert_msg(json_equal(json_object_get(line, key), json_object_get(output, as)),
                  "%s: %s differs", json_string_value(json_object_get(line, "name")), key);
}

START_TEST(reference_programs)
{
    static const char *const counts[] = {"issued", "branches", "mispredicted_taken",
                                         "mispredicted_not_taken"};
    FILE *file = fopen(HX_VECTORS_DIR "/ppu_programs.jsonl", "r");
    ck_assert_ptr_nonnull(file);
    char *text = NULL;
    size_t size = 0, programs = 0;
    while (getline(&text, &size, file) > 0) {
        json_t *line = json_loads(text, 0, NULL), *output = json_object();
        const char *name = json_string_value(json_object_get(line, "name"));
        hx_error error = {""};
        const hx_ppu_filter_options options = {
            .tier = (hx_ppu_tier)_i, .max_cycles = 1000000, .trap_unknown = true};
        ck_assert_msg(!hx_ppu_filter_run(line, &options, output, &error), "%s: %s", name,
                      error.text);
        expect_same(line, "expect", output, "memory");
        if (json_object_get(line, "io_expect"))
            expect_same(line, "io_expect", output, "io");
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
            expect_same(line, counts[i], output, counts[i]);
        long long wanted = json_integer_value(json_object_get(line, "cycles"));
        long long got = json_integer_value(json_object_get(output, "cycles"));
        ck_assert_msg(got + missing_cycles(name) == wanted, "%s: %lld cycles, not %lld", name, got,
                      wanted);
        programs++;
        json_decref(line);
        json_decref(output);
    }
    free(text);
    fclose(file);
    ck_assert_uint_eq(programs, 8);
}
END_TEST

static const struct {
    const char *line, *message;
    hx_status status;
} bad_lines[] = {
    {"{\"image\":[]}", "'env' is missing", HX_ERROR_FORMAT},
    {"{\"env\":\"ideal-2\",\"image\":[]}", "ideal-1", HX_ERROR_UNSUPPORTED},
    {"{\"env\":\"ideal-1\"}", "'image' is missing", HX_ERROR_FORMAT},
    {"{\"env\":\"ideal-1\",\"image\":[7]}", "image[0]", HX_ERROR_FORMAT},
    {"{\"env\":\"ideal-1\",\"image\":[[2,[]]]}", "not that of a word", HX_ERROR_FORMAT},
    {"{\"env\":\"ideal-1\",\"image\":[[16384,[]]]}", "outside", HX_ERROR_FORMAT},
    {"{\"env\":\"ideal-1\",\"image\":[[16380,[\"00000000\",\"00000000\"]]]}", "beyond",
     HX_ERROR_FORMAT},
    {"{\"env\":\"ideal-1\",\"image\":[[0,[\"7C00007C\"]]]}", "lower-case", HX_ERROR_FORMAT},
    {"{\"env\":\"ideal-1\",\"image\":[[0,[\"7c00007\"]]]}", "8 lower-case", HX_ERROR_FORMAT},
    {"{\"env\":\"ideal-1\",\"image\":[],\"io_init\":{\"4096\":[]}}", "row address",
     HX_ERROR_FORMAT},
    {"{\"env\":\"ideal-1\",\"image\":[],\"io_init\":{\"01\":[]}}", "row address", HX_ERROR_FORMAT},
    {"{\"env\":\"ideal-1\",\"image\":[],\"io_init\":{\"1\":[]}}", "32 words", HX_ERROR_FORMAT},
    {"{\"env\":\"ideal-1\",\"image\":[[0,[\"48000000\"]]]}", "max_cycles", HX_ERROR_LIMIT},
};

START_TEST(refused)
{
    json_t *line = json_loads(bad_lines[_i].line, 0, NULL), *output = json_object();
    hx_error error = {""};
    const hx_ppu_filter_options options = {.tier = HX_PPU_TIER_FAST, .max_cycles = 1000};
    ck_assert_int_eq(hx_ppu_filter_run(line, &options, output, &error), bad_lines[_i].status);
    ck_assert_msg(strstr(error.text, bad_lines[_i].message) != NULL, "%s", error.text);
    ck_assert_uint_eq(json_object_size(output), 0);
    json_decref(line);
    json_decref(output);
}
END_TEST

// Words that are no instructions: all zero, sc, isync, icbi 0,0, eieio, mftb 3, lwbrx 3,0,4, a load
// of floating point, vector operations 0 and 511, with the overflow bit, stwcx. 3,0,4.
static const uint32_t unknown_words[] = {0x00000000, 0x44000002, 0x4c00012c, 0x7c0007ac,
                                         0x7c0006ac, 0x7c6c42e6, 0x7c60242c, 0xc8000000,
                                         0x10000000, 0x100007fc, 0x7c000400, 0x7c60212d};

// li 3,1; the word; stw 3,0x100(0); b 8; the word again; wait
static json_t *make_line(uint32_t word, bool executed)
{
    char text[200];
    const uint32_t first = executed ? word : 0x60000000;
    snprintf(text, sizeof text,
             "{\"env\":\"ideal-1\",\"image\":[[0,[\"38600001\",\"%08x\",\"90600100\",\"48000008\","
             "\"%08x\",\"7c00007c\"]]]}",
             first, word);
    return json_loads(text, 0, NULL);
}

// They do nothing, or end the program when they are executed; fetched is not executed.
START_TEST(unknown_instructions)
{
    for (size_t i = 0; i < sizeof unknown_words / sizeof *unknown_words; i++)
        for (unsigned traps = 0; traps < 2; traps++)
            for (unsigned executed = 0; executed < 2; executed++) {
                json_t *line = make_line(unknown_words[i], executed), *output = json_object();
                hx_error error = {""};
                char wanted[80];
                const hx_ppu_filter_options options = {
                    .tier = (hx_ppu_tier)_i, .max_cycles = 1000, .trap_unknown = traps};
                hx_status status = hx_ppu_filter_run(line, &options, output, &error);
                if (traps && executed) {
                    snprintf(wanted, sizeof wanted, "unknown instruction 0x%08x at 0x00000004",
                             unknown_words[i]);
                    ck_assert_int_eq(status, HX_ERROR_CHECK);
                    ck_assert_str_eq(error.text, wanted);
                } else {
                    json_t *memory = json_loads("[[256,[\"00000001\"]]]", 0, NULL);
                    ck_assert_msg(!status, "%08x: %s", unknown_words[i], error.text);
                    ck_assert(json_equal(json_object_get(output, "memory"), memory));
                    json_decref(memory);
                }
                json_decref(line);
                json_decref(output);
            }
}
END_TEST

Suite *ppu_programs_suite(void);
Suite *ppu_programs_suite(void)
{
    Suite *suite = suite_create("ppu programs");
    TCase *test = tcase_create("programs");
    tcase_add_loop_test(test, reference_programs, HX_PPU_TIER_RTL, HX_PPU_TIER_FAST + 1);
    tcase_add_loop_test(test, unknown_instructions, HX_PPU_TIER_RTL, HX_PPU_TIER_FAST + 1);
    tcase_add_loop_test(test, refused, 0, sizeof bad_lines / sizeof *bad_lines);
    suite_add_tcase(suite, test);
    return suite;
}

// Waves of the processors' clocks: what sleep, reset and the control register do to them.
// SPDX-License-Identifier: Apache-2.0
//
// force_clock_on changes no answer, so only waves show that it acts.
#include "testbench/sim/ppu_chip.h"
#include "traces/trace.h"

#include <check.h>
#include <hx_map.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Suite *ppu_clock_suite(void);

static word_list list, answers;

// The level of each processor's clock at the end of the file, and when it came.
typedef struct clock_story {
    char last[3]; // bottom, top
    uint64_t since;
} clock_story;

static void note(void *user, uint64_t time, uint32_t handle, const char *value)
{
    (void)handle;
    clock_story *story = user;
    if (strncmp(story->last, value, 2) == 0)
        return;
    memcpy(story->last, value, 2);
    story->since = time;
}

static clock_story read_clocks(const char *path)
{
    hx_trace *trace;
    clock_story story = {.since = 0};
    size_t count;
    ck_assert_int_eq(hx_trace_open(&trace, path, NULL), HX_OK);
    const hx_trace_signal *signals = hx_trace_get_signals(trace, &count);
    bool found = false;
    for (size_t i = 0; i < count; i++)
        if (!strcmp(signals[i].name, "chip.ppu_clock_o")) {
            hx_trace_select(trace, signals[i].handle);
            found = true;
        }
    ck_assert(found);
    ck_assert_int_eq(hx_trace_read(trace, 0, UINT64_MAX, note, &story), HX_OK);
    ck_assert_uint_gt(hx_trace_get_info(trace)->end, story.since + 2000);
    hx_trace_close(trace);
    return story;
}

// Both processors get the program; the top one's control register gets `control`, then time passes.
static clock_story run(uint32_t word, uint32_t control)
{
    char folder[] = "hx-clock-XXXXXX", path[64], other[80];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/wave.fst", folder);
    hx_device_config config = quiet_config();
    config.trace = (hx_trace_config){.path = path, .flush_interval_us = 1000};
    list.count = 0;
    word_list_add_link_up(&list);
    word_list_add_write(&list, hx_map_ppu_memory_word_address(0, 0), word);
    word_list_add_write(&list, hx_map_ppu_control_register_address(0), control);
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add(&list, WORD_TIMER_SETUP);
    word_list_add(&list, WORD_WAIT_UNTIL(1000));
    word_list_add(&list, WORD_HALT);
    hx_connection *device = open_worker(&config);
    play(device, &list, &answers);
    hx_connection_close(device);
    clock_story story = read_clocks(path);
    static const char *const ends[] = {"fst", "fst.hier", "gtkw"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(other, sizeof other, "%s/wave.%s", folder, ends[i]);
        unlink(other);
    }
    rmdir(folder);
    return story;
}

START_TEST(clock_is_forced)
{
    static const struct {
        uint32_t word, control;
        char runs;
    } CASES[] = {
        {0x7c00007c, 1, '0'}, // asleep
        {0x7c00007c, 3, '1'}, // forced on in sleep
        {0x7c00007c, 7, '0'}, // off goes first
        {0x48000000, 1, '1'}, // an endless loop
        {0x48000000, 5, '0'}, // forced off in it
        {0x48000000, 0, '0'}, // in reset
        {0x48000000, 2, '1'}, // forced on in reset
    };
    clock_story story = run(CASES[_i].word, CASES[_i].control);
    ck_assert_int_eq(story.last[1], CASES[_i].runs);
    // The other one is in reset.
    ck_assert_int_eq(story.last[0], '0');
}
END_TEST

Suite *ppu_clock_suite(void)
{
    Suite *suite = suite_create("ppu_clock");
    TCase *tcase = tcase_create("ppu_clock");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, clock_is_forced, 0, 7);
    suite_add_tcase(suite, tcase);
    return suite;
}

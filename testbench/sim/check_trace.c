// Wave files: what is in them, that they change nothing, and that a killed run leaves one.
// SPDX-License-Identifier: Apache-2.0
//
// Read with fst2vcd of GTKWave; without it the contents are not looked at.
#include "testbench/sim/device_words.h"
#include "traces/diff.h"

#include <check.h>
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

Suite *trace_suite(void);

static word_list list, answers, other;
static char folder[] = "hx-trace-XXXXXX"; // in the working folder
static char fst[64], hierarchy[64], vcd[64], view[64];

static void make_folder(void)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(fst, sizeof fst, "%s/wave.fst", folder);
    snprintf(hierarchy, sizeof hierarchy, "%s/wave.fst.hier", folder);
    snprintf(view, sizeof view, "%s/wave.gtkw", folder);
    snprintf(vcd, sizeof vcd, "%s/wave.vcd", folder);
}

static void remove_folder(void)
{
    unlink(fst);
    unlink(hierarchy);
    unlink(view);
    unlink(vcd);
    rmdir(folder);
}

// 0: there is no fst2vcd here.
static bool convert(void)
{
    char command[256];
    snprintf(command, sizeof command, "fst2vcd %s -o %s >%s.log 2>&1", fst, vcd, vcd);
    int code = system(command);
    snprintf(command, sizeof command, "%s.log", vcd);
    unlink(command);
    if (code == -1 || (WIFEXITED(code) && WEXITSTATUS(code) == 127)) {
        printf("check_trace: fst2vcd (Debian package gtkwave) is missing, contents unchecked\n");
        return false;
    }
    ck_assert_int_eq(code, 0);
    return true;
}

// What a file says about the signal `path` ("scope.scope.name"): how often it changes, and its
// range.
typedef struct signal_story {
    char id[16];
    unsigned changes;
    double least, most; // of real values
    double fall;        // the largest, from a value to any later one
    uint64_t last;      // of bits
} signal_story;

// Reads the file once for one signal; `end` is the last time in it, in ns.
static signal_story read_signal(const char *path, uint64_t *end)
{
    signal_story story = {.least = INFINITY, .most = -INFINITY};
    char scope[512] = "", line[4096];
    uint64_t now = 0;
    FILE *file = fopen(vcd, "r");
    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof line, file)) {
        char type[32], kind[32], name[256], id[16];
        unsigned width;
        line[strcspn(line, "\n")] = 0;
        if (sscanf(line, "$scope %31s %255s", kind, name) == 2) {
            strcat(strcat(scope, name), ".");
        } else if (!strncmp(line, "$upscope", 8)) {
            scope[strlen(scope) - 1] = 0;
            char *dot = strrchr(scope, '.');
            scope[dot ? dot + 1 - scope : 0] = 0;
        } else if (sscanf(line, "$var %31s %u %15s %255s", type, &width, id, name) == 4) {
            char full[800];
            snprintf(full, sizeof full, "%s%s", scope, name);
            if (!strcmp(full, path))
                strcpy(story.id, id);
        } else if (line[0] == '#') {
            now = strtoull(line + 1, NULL, 10);
        } else if (story.id[0]) {
            const char *value = NULL;
            char *space = strchr(line, ' ');
            if (space && !strcmp(space + 1, story.id)) {
                *space = 0;
                value = line + 1;
            } else if (!space && !strcmp(line + 1, story.id)) {
                line[1] = 0;
                value = line;
            }
            if (value) {
                double real = atof(value);
                story.changes++;
                story.last = strtoull(value, NULL, 2);
                story.least = fmin(story.least, real);
                story.most = fmax(story.most, real);
                story.fall = fmax(story.fall, story.most - real);
            }
        }
    }
    fclose(file);
    if (end)
        *end = now;
    return story;
}

// A membrane that is charged to about 1 V, and a spike through the bypass 24 us later.
static void add_program(word_list *words)
{
    word_list_add_example(words);
    // Parameter cells of neuron 5: threshold out of reach, leak potential, conductances.
    word_list_add_write(words, 0x001400A2u, 1000);
    word_list_add_write(words, 0x001400A0u, 600);
    word_list_add_write(words, 0x001400A8u, 500);
    word_list_add_write(words, 0x001400A9u, 500);
    word_list_add(words, WORD_BARRIER_OMNIBUS);
    word_list_add(words, WORD_SYNCHRONISE);
    word_list_add(words, WORD_BARRIER_SYSTIME);
    word_list_add(words, WORD_TIMER_SETUP);
    word_list_add(words, WORD_WAIT_UNTIL(3000));
    word_list_add(words, WORD_SPIKE(0xa4ec));
    word_list_add(words, WORD_WAIT_UNTIL(6000));
    word_list_add(words, WORD_HALT);
}

START_TEST(contents)
{
    static const uint16_t neurons[] = {5, 300};
    hx_device_config config = quiet_config();
    hx_connection *plain = open_worker(&config);
    make_folder();
    config.trace.path = fst;
    config.trace.neurons = neurons;
    config.trace.neuron_count = 2;
    hx_connection *traced = open_worker(&config);
    add_program(&list);
    play(plain, &list, &answers);
    play(traced, &list, &other);
    hx_device_statistics statistics;
    ck_assert_int_eq(hx_connection_get_statistics(traced, &statistics), HX_OK);
    hx_connection_close(plain);
    hx_connection_close(traced);
    // Looking on changes nothing.
    ck_assert_uint_eq(other.count, answers.count);
    ck_assert_mem_eq(other.words, answers.words, other.count * sizeof *other.words);
    ck_assert_int_eq(access(fst, R_OK), 0);
    if (convert()) {
        uint64_t end;
        signal_story lane = read_signal("fpga.lane_tx_valid_o", &end);
        ck_assert_uint_gt(lane.changes, 4);
        // The last moment is that of the last chip cycle, 4 ns each.
        ck_assert_uint_le(end, statistics.chip_cycles * 4);
        ck_assert_uint_ge(end + 2000, statistics.chip_cycles * 4);
        // Both ends of the link have the same time, the chip's in half cycles.
        signal_story time = read_signal("fpga.hx_fpga.time_now", NULL);
        ck_assert_uint_gt(time.last, 6000);
        ck_assert_uint_eq(time.last, read_signal("chip.hx_chip.systime", NULL).last / 2);
        // Starting value, the spike, its end.
        ck_assert_uint_eq(read_signal("chip.fire_valid_i", NULL).changes, 3);
        ck_assert_uint_ge(read_signal("chip.padi_valid_o", NULL).changes, 3);
        signal_story membrane = read_signal("anncore.neuron_5.membrane_V", NULL);
        ck_assert_uint_gt(membrane.changes, 10);
        ck_assert_double_gt(membrane.most, membrane.least + 0.2);
        ck_assert_double_lt(membrane.most, 1.9);
        // The reset line discharges it after the spike.
        ck_assert_double_gt(membrane.fall, 0.2);
        ck_assert_double_ge(membrane.least, -0.1);
        ck_assert_uint_eq(read_signal("anncore.neuron_5.fire", NULL).changes, 3);
        ck_assert_uint_eq(read_signal("anncore.neuron_300.fire", NULL).changes, 1);
        signal_story rest = read_signal("anncore.neuron_300.membrane_V", NULL);
        ck_assert_uint_ge(rest.changes, 1);
    }
    remove_folder();
}
END_TEST

// A child traces and is killed while it runs; its file can be read up to the last flush.
START_TEST(killed_run)
{
    make_folder();
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        const uint16_t neuron = 5;
        hx_device_config config = quiet_config();
        config.trace = (hx_trace_config){
            .path = fst, .neurons = &neuron, .neuron_count = 1, .flush_interval_us = 5};
        hx_connection *device = open_local(&config);
        add_program(&list);
        play(device, &list, &answers);
        if (write(ends[1], "x", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    char byte;
    ck_assert_int_eq(read(ends[0], &byte, 1), 1);
    ck_assert_int_eq(kill(child, SIGKILL), 0);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    ck_assert_int_eq(access(hierarchy, R_OK), 0);
    if (convert()) {
        uint64_t end;
        ck_assert_uint_gt(read_signal("fpga.lane_tx_valid_o", &end).changes, 4);
        // The program takes 48 us and more; the last flush is at most 5 us old.
        ck_assert_uint_gt(end, 45000);
        ck_assert_uint_gt(read_signal("anncore.neuron_5.membrane_V", NULL).changes, 10);
    }
    remove_folder();
}
END_TEST

typedef struct moments {
    uint64_t last[20000]; // by handle, one more than its time
    unsigned changes, twice;
} moments;

static void note_moment(void *user, uint64_t time, uint32_t handle, const char *value)
{
    (void)value;
    moments *m = user;
    ck_assert_uint_lt(handle, sizeof m->last / sizeof *m->last);
    m->twice += m->last[handle] == time + 1;
    m->last[handle] = time + 1;
    m->changes++;
}

static void record(hx_device_config *config, const char *path, double flush_us)
{
    config->trace.path = path;
    config->trace.flush_interval_us = flush_us;
    hx_connection *device = open_worker(config);
    play(device, &list, &answers);
    hx_connection_close(device);
}

// A large block is laid out anew before it is written, a small one is not. No signal has two values
// in a moment, not even the first, before which many words came.
START_TEST(blocks)
{
    static moments seen;
    static const uint16_t neurons[] = {5};
    hx_device_config config = quiet_config();
    make_folder();
    char small[64], small_view[64];
    snprintf(small, sizeof small, "%s/small.fst", folder);
    snprintf(small_view, sizeof small_view, "%s/small.gtkw", folder);
    config.trace.neurons = neurons;
    config.trace.neuron_count = 1;
    config.trace.from_us = 30;
    add_program(&list);
    record(&config, fst, 1000);
    record(&config, small, 0.5);
    hx_trace *traces[2];
    ck_assert_int_eq(hx_trace_open(&traces[0], fst, NULL), HX_OK);
    ck_assert_int_eq(hx_trace_open(&traces[1], small, NULL), HX_OK);
    const hx_trace_diff_options options = {.to_ns = -1};
    hx_trace_diff diff;
    ck_assert_int_eq(hx_trace_compare(traces, &options, &diff, NULL), HX_OK);
    ck_assert(!diff.differs);
    ck_assert_uint_gt(diff.compared, 5000);
    hx_trace_select_all(traces[0]);
    ck_assert_int_eq(hx_trace_read(traces[0], 0, UINT64_MAX, note_moment, &seen), HX_OK);
    // Of 30 bytes or so: more than the 2 MB where a block counts as large.
    ck_assert_uint_gt(seen.changes, 100000);
    ck_assert_uint_eq(seen.twice, 0);
    hx_trace_close(traces[0]);
    hx_trace_close(traces[1]);
    unlink(small);
    unlink(small_view);
    remove_folder();
}
END_TEST

Suite *trace_suite(void)
{
    Suite *suite = suite_create("trace");
    TCase *files = tcase_create("files");
    tcase_set_timeout(files, 120);
    tcase_add_test(files, contents);
    tcase_add_test(files, killed_run);
    tcase_add_test(files, blocks);
    suite_add_tcase(suite, files);
    return suite;
}

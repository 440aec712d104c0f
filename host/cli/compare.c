// `hxcosim compare`: plays raw host words on both tiers and finds the first difference.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/commands.h"
#include "host/cli/compare_report.h"
#include "host/cli/options.h"
#include "host/program/bring_up.h"
#include "host/program/word_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECEIVE_WORDS 4096

typedef struct compare_options {
    const char *words;
    double max_time_us;
    bool bring_up, json;
} compare_options;

static hx_status keep(hx_tier_answers *a, const uint64_t *words, size_t count)
{
    if (a->count + count > a->capacity) {
        const size_t capacity = 2 * (a->count + count);
        uint64_t *larger = realloc(a->words, capacity * sizeof *larger);
        if (!larger)
            return HX_ERROR_MEMORY;
        a->words = larger;
        a->capacity = capacity;
    }
    memcpy(a->words + a->count, words, count * sizeof *words);
    a->count += count;
    return HX_OK;
}

// Takes all answers; a limit of time ends them like a halt.
static hx_status take_answers(hx_connection *device, hx_tier_answers *a)
{
    a->state = HX_DEVICE_RUNNING;
    while (a->state == HX_DEVICE_RUNNING && !a->status) {
        uint64_t words[RECEIVE_WORDS];
        size_t count;
        a->status = hx_connection_receive(device, words, RECEIVE_WORDS, &count, &a->state);
        if (a->status && a->status != HX_ERROR_LIMIT)
            return a->status;
        const hx_status status = keep(a, words, count);
        if (status)
            return status;
    }
    hx_device_statistics statistics;
    const hx_status status = hx_connection_get_statistics(device, &statistics);
    a->chip_cycles = statistics.chip_cycles;
    return status;
}

static hx_status send_words(hx_connection *device, bool bring_up, const uint64_t *words,
                            size_t count)
{
    hx_program *program = NULL;
    hx_status status = HX_OK;
    if (bring_up) {
        status = hx_program_create(&program);
        if (!status)
            status = hx_bring_up_build(program);
        if (!status)
            status = hx_program_add_loopback(program, false);
        if (!status) {
            const uint64_t *first;
            size_t first_count;
            hx_program_get_words(program, &first, &first_count);
            status = hx_connection_send(device, first, first_count);
        }
    }
    hx_program_destroy(program);
    return status ? status : hx_connection_send(device, words, count);
}

// Both tiers run at the same time, each in a process of its own.
static hx_status play(const compare_options *own, const hx_device_config *config,
                      hx_tier_answers both[2], hx_error *error)
{
    static const hx_tier tiers[2] = {HX_TIER_RTL, HX_TIER_FAST};
    uint64_t *words = NULL;
    size_t count;
    hx_connection *devices[2] = {NULL, NULL};
    hx_status status = hx_word_file_read(own->words, &words, &count, error);
    for (unsigned tier = 0; !status && tier < 2; tier++) {
        hx_device_config its = *config;
        its.tier = tiers[tier];
        its.max_time_us = own->max_time_us;
        status = hx_connection_open_worker(&devices[tier], &its, error);
        if (!status)
            status = send_words(devices[tier], own->bring_up, words, count);
    }
    for (unsigned tier = 0; !status && tier < 2; tier++) {
        status = take_answers(devices[tier], &both[tier]);
        if (status)
            hx_error_set(error, status, "%s tier: %s", tier ? "fast" : "rtl",
                         hx_status_text(status));
    }
    hx_connection_close(devices[0]);
    hx_connection_close(devices[1]);
    free(words);
    return status;
}

int hx_cli_compare(int argc, char **argv)
{
    hx_common_options common;
    compare_options own = {0};
    hx_common_options_init(&common);
    enum { OWN = 3 };
    hx_option options[OWN + HX_COMMON_OPTION_COUNT] = {
        {"--words", HX_OPTION_TEXT, &own.words, "FILE",
         "host words: 0x and 16 hex digits a line, # comments", NULL, 0, 0},
        {"--max-time", HX_OPTION_REAL, &own.max_time_us, "US", "simulated time limit (none)", NULL,
         0, 1e12},
        {"--bring-up", HX_OPTION_FLAG, &own.bring_up, NULL,
         "first bring the set-up up: reset, time, recording on", NULL, 0, 0},
    };
    hx_common_options_describe(&common, options + OWN);
    const hx_command command = {
        .name = "compare",
        .summary = "Plays host words from power-on on both tiers and prints the first response "
                   "word that differs, with its time and meaning.",
        .usage = "compare --words FILE [OPTIONS]",
        .example = "  hxcosim compare --bring-up --words testbench/programs/one_spike.words",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    hx_error error = {""};
    hx_device_config config;
    hx_tier_answers both[2] = {{.count = 0}, {.count = 0}};
    hx_status status = hx_command_parse(&command, argc, argv, NULL, NULL, &error);
    own.json = common.json;
    if (!status && !own.words)
        status = hx_error_set(&error, HX_ERROR_ARGUMENT, "--words must name a file");
    if (!status)
        status = hx_common_options_apply(&common, &config, &error);
    if (!status && config.trace.path)
        status = hx_error_set(&error, HX_ERROR_ARGUMENT, "--trace: waves are of the RTL: use run");
    if (!status)
        status = play(&own, &config, both, &error);
    const int code = status ? hx_command_fail(command.name, status, &error)
                     : hx_compare_report(stdout, &both[0], &both[1], own.json) ? HX_EXIT_GOOD
                                                                               : HX_EXIT_FAILED;
    free(both[0].words);
    free(both[1].words);
    return code;
}

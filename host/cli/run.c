// `hxcosim run`: plays raw host words on the simulated set-up.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/commands.h"
#include "host/cli/options.h"
#include "host/cli/run_io.h"
#include "host/cli/run_ppu.h"
#include "host/program/bring_up.h"
#include "host/program/word_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECEIVE_WORDS 4096

typedef struct run_options {
    const char *words, *out, *messages;
    double max_time_us;
    bool bring_up, json;
    hx_option_list ppu_elf;
} run_options;

// Plays the bring-up program and drops what it answers.
static hx_status bring_up(hx_connection *device, hx_error *error)
{
    hx_program *program = NULL;
    const uint64_t *words;
    size_t count;
    hx_status status = hx_program_create(&program);
    if (!status)
        status = hx_bring_up_build(program);
    if (!status)
        status = hx_program_add_loopback(program, false);
    if (!status) {
        hx_program_get_words(program, &words, &count);
        status = hx_connection_send(device, words, count);
    }
    hx_device_state state = HX_DEVICE_RUNNING;
    while (!status && state == HX_DEVICE_RUNNING) {
        uint64_t dropped[RECEIVE_WORDS];
        status = hx_connection_receive(device, dropped, RECEIVE_WORDS, &count, &state);
    }
    if (status)
        hx_error_set(error, status, "bring-up: %s", hx_status_text(status));
    hx_program_destroy(program);
    return status;
}

// Prints response words until the device is idle.
static hx_status print_responses(hx_connection *device, double max_time_us, hx_run_printer *printer,
                                 hx_error *error)
{
    hx_device_state state = HX_DEVICE_RUNNING;
    while (state == HX_DEVICE_RUNNING) {
        uint64_t words[RECEIVE_WORDS];
        size_t count;
        hx_status status = hx_connection_receive(device, words, RECEIVE_WORDS, &count, &state);
        if (status == HX_ERROR_LIMIT)
            return hx_error_set(error, status, "--max-time: %g us have passed without the end",
                                max_time_us);
        if (status)
            return hx_error_set(error, status, "device: %s", hx_status_text(status));
        status = hx_run_printer_take(printer, words, count, error);
        if (status)
            return status;
    }
    if (state == HX_DEVICE_STARVED)
        return hx_error_set(error, HX_ERROR_CHECK,
                            "the words end inside a program: there is no halt after the last one");
    return HX_OK;
}

static hx_status read_words(const run_options *options, uint64_t **words, size_t *count,
                            hx_error *error)
{
    *words = NULL;
    *count = 0;
    if (options->words)
        return hx_word_file_read(options->words, words, count, error);
    if (options->messages)
        return hx_run_read_messages(options->messages, words, count, error);
    return HX_OK;
}

static hx_status play_words(hx_connection *device, const run_options *options,
                            const uint64_t *words, size_t count, FILE *out, hx_error *error)
{
    hx_run_printer *printer = NULL;
    hx_status status = hx_connection_send(device, words, count);
    if (!status)
        status = hx_run_printer_create(&printer, out, options->json);
    if (!status)
        status = print_responses(device, options->max_time_us, printer, error);
    hx_run_printer_destroy(printer);
    return status;
}

// The processors' programs start between bring-up and words and are waited for at the end.
static hx_status play_all(hx_connection *device, const run_options *options, const hx_run_ppu *ppu,
                          const uint64_t *words, size_t count, FILE *out, hx_error *error)
{
    hx_status status = options->bring_up ? bring_up(device, error) : HX_OK;
    if (!status && options->ppu_elf.count)
        status = hx_run_ppu_start(ppu, device, error);
    if (!status && count)
        status = play_words(device, options, words, count, out, error);
    if (!status && options->ppu_elf.count)
        status = hx_run_ppu_report(ppu, device, out, options->json, error);
    return status;
}

static hx_status play(const run_options *options, hx_device_config *config, FILE *out,
                      hx_error *error)
{
    uint64_t *words;
    size_t count;
    hx_connection *device = NULL;
    hx_run_ppu ppu = {{NULL}};
    hx_status status = read_words(options, &words, &count, error);
    if (!status)
        status = hx_run_ppu_open(&ppu, &options->ppu_elf, error);
    config->max_time_us = options->max_time_us;
    if (!status)
        hx_run_ppu_name(&ppu, &config->trace);
    if (!status)
        status = hx_connection_open_local(&device, config, error);
    if (!status)
        status = play_all(device, options, &ppu, words, count, out, error);
    hx_status end = hx_connection_finish(device, status ? NULL : error);
    hx_run_ppu_destroy(&ppu);
    free(words);
    return status ? status : end;
}

static hx_status check_options(const run_options *own, hx_error *error)
{
    if (own->words && own->messages)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "--words and --messages exclude each other");
    if (!own->words && !own->messages && !own->ppu_elf.count)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "nothing to play: --words, --messages or --ppu-elf must name a file");
    if (own->ppu_elf.count && !own->bring_up)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "--ppu-elf needs --bring-up: the chip is not reached before");
    return HX_OK;
}

int hx_cli_run(int argc, char **argv)
{
    hx_common_options common;
    run_options own = {0};
    hx_common_options_init(&common);
    enum { OWN = 6 };
    hx_option options[OWN + HX_COMMON_OPTION_COUNT] = {
        {"--words", HX_OPTION_TEXT, &own.words, "FILE",
         "host words: 0x and 16 hex digits a line, # comments", NULL, 0, 0},
        {"--messages", HX_OPTION_TEXT, &own.messages, "FILE",
         "in place of words: messages as JSON Lines, kinds of `wire`", NULL, 0, 0},
        {"--out", HX_OPTION_TEXT, &own.out, "FILE", "where response words go (stdout)", NULL, 0, 0},
        {"--max-time", HX_OPTION_REAL, &own.max_time_us, "US", "simulated time limit (none)", NULL,
         0, 1e12},
        {"--bring-up", HX_OPTION_FLAG, &own.bring_up, NULL,
         "first bring the set-up up: reset, time, recording on", NULL, 0, 0},
        {"--ppu-elf", HX_OPTION_LIST, &own.ppu_elf, "N=FILE",
         "program (ELF, image) of plasticity processor N, 0 or 1", NULL, 0, 0},
    };
    hx_common_options_describe(&common, options + OWN);
    const hx_command command = {
        .name = "run",
        .summary = "Plays host words from power-on and prints the response words; --json adds the "
                   "messages.",
        .usage = "run --words FILE [OPTIONS]",
        .example = "  hxcosim run --bring-up --words testbench/programs/one_spike.words\n"
                   "  hxcosim run --bring-up --ppu-elf 0=build/firmware/hello.elf",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    hx_error error = {""};
    hx_device_config config;
    hx_status status = hx_command_parse(&command, argc, argv, NULL, NULL, &error);
    own.json = common.json;
    if (!status)
        status = check_options(&own, &error);
    if (!status)
        status = hx_common_options_apply(&common, &config, &error);
    FILE *out = stdout;
    if (!status && own.out) {
        out = fopen(own.out, "w");
        if (!out)
            status = hx_error_set(&error, HX_ERROR_IO, "--out: cannot write '%s': %s", own.out,
                                  strerror(errno));
    }
    if (!status)
        status = play(&own, &config, out, &error);
    if (out && fflush(out) && !status)
        status =
            hx_error_set(&error, HX_ERROR_IO, "cannot write the response: %s", strerror(errno));
    if (out && out != stdout)
        fclose(out);
    return status ? hx_command_fail(command.name, status, &error) : HX_EXIT_GOOD;
}

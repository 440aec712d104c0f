// `hxcosim ppu run`: programs of the plasticity processor, a JSON object a line.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/commands.h"
#include "host/cli/options.h"
#include "host/cli/ppu_elf.h"
#include "host/cli/ppu_filter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define NO_PORT UINT64_MAX // --gdb is not given

typedef struct ppu_lines {
    size_t count, bad, limited, trapped;
} ppu_lines;

static int run_line(const char *line, size_t length, const hx_ppu_filter_options *options,
                    ppu_lines *lines)
{
    hx_error error = {""};
    json_error_t json_error;
    hx_status status = HX_OK;
    json_t *output = json_object();
    json_t *input = json_loadb(line, length, JSON_REJECT_DUPLICATES, &json_error);
    lines->count++;
    if (!json_is_object(input))
        status = hx_error_set(&error, HX_ERROR_FORMAT, "not a JSON object: %s",
                              input ? "another type" : json_error.text);
    json_t *name = json_object_get(input, "name");
    json_object_set(output, "name", name ? name : json_null());
    if (!status)
        status = hx_ppu_filter_run(input, options, output, &error);
    if (status == HX_ERROR_LIMIT)
        lines->limited++;
    else if (status == HX_ERROR_CHECK)
        lines->trapped++;
    else if (status)
        lines->bad++;
    if (status)
        json_object_set_new(output, "error",
                            json_string(error.text[0] ? error.text : hx_status_text(status)));
    if (status && lines->bad == 1 && status != HX_ERROR_LIMIT && status != HX_ERROR_CHECK)
        fprintf(stderr, "hxcosim ppu run: line %zu: %s\n", lines->count, error.text);
    int bad_stream = json_dumpf(output, stdout, JSON_COMPACT) || putchar('\n') == EOF;
    json_decref(input);
    json_decref(output);
    return bad_stream;
}

static int run_filter(const hx_ppu_filter_options *options)
{
    ppu_lines lines = {0};
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    int bad_stream = 0;
    while (!bad_stream && (length = getline(&line, &size, stdin)) > 0)
        bad_stream = run_line(line, (size_t)length, options, &lines);
    free(line);
    if (bad_stream || fflush(stdout) || ferror(stdin)) {
        fprintf(stderr, "hxcosim ppu run: stdin or stdout failed\n");
        return HX_EXIT_USAGE;
    }
    if (lines.bad)
        return HX_EXIT_USAGE;
    return lines.trapped ? HX_EXIT_FAILED : lines.limited ? HX_EXIT_LIMIT : HX_EXIT_GOOD;
}

int hx_cli_ppu(int argc, char **argv)
{
    hx_ppu_filter_options filter = {.max_cycles = 10000000};
    const char *tier = NULL;
    hx_ppu_elf_options elf = {.gdb_port = NO_PORT};
    const hx_option options[] = {
        {.name = "--max-cycles",
         .kind = HX_OPTION_UINT,
         .target = &filter.max_cycles,
         .value = "N",
         .help = "a program that does not sleep by then ends, exit code 3 (10000000)",
         .minimum = 1,
         .maximum = 1e15},
        {.name = "--trap-unknown",
         .kind = HX_OPTION_FLAG,
         .target = &filter.trap_unknown,
         .help =
             "a word that is no instruction ends the program, exit code 1; else it does nothing"},
        {.name = "--tier",
         .kind = HX_OPTION_CHOICE,
         .target = &tier,
         .value = "rtl|fast",
         .choices = "rtl|fast",
         .help = "rtl (default): the verilated core; fast: the C model, which --elf uses"},
        {.name = "--elf",
         .kind = HX_OPTION_TEXT,
         .target = &elf.elf,
         .value = "FILE",
         .help = "run this program instead of the lines on stdin"},
        {.name = "--second",
         .kind = HX_OPTION_TEXT,
         .target = &elf.second,
         .value = "FILE",
         .help = "with --elf: program of a second processor beside it"},
        {.name = "--json",
         .kind = HX_OPTION_FLAG,
         .target = &elf.json,
         .help = "with --elf: print the result as JSON"},
        {.name = "--gdb",
         .kind = HX_OPTION_UINT,
         .target = &elf.gdb_port,
         .value = "PORT",
         .help = "with --elf: wait for GDB on this loopback port (0: any free one)",
         .minimum = 0,
         .maximum = 65535},
        {.name = "--trace",
         .kind = HX_OPTION_TEXT,
         .target = &elf.trace,
         .value = "FILE",
         .help = "with --elf: write each instruction; a wave if the name ends in .fst"},
        {.name = "--profile",
         .kind = HX_OPTION_FLAG,
         .target = &elf.profile,
         .help = "with --elf: print cycles and calls of each function"},
    };
    const hx_command command = {
        .name = "ppu run",
        .summary = "Reads lines with name, env (ideal-1), image and io_init; prints name, cycles,\n"
                   "issued, branches, mispredictions, and the memory words and I/O rows that\n"
                   "changed.",
        .usage = "ppu run [--elf FILE] [OPTIONS] < LINES",
        .example =
            "  echo '{\"name\":\"wait\",\"env\":\"ideal-1\",\"image\":[[0,[\"7c00007c\"]]]}' \\\n"
            "    | hxcosim ppu run\n"
            "  hxcosim ppu run --elf build/firmware/hello.elf",
        .options = options,
        .option_count = sizeof options / sizeof *options};
    hx_error error = {""};
    bool help = argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"));
    if (!help && (argc < 2 || strcmp(argv[1], "run"))) {
        fprintf(stderr, "hxcosim ppu: the only subcommand is run (hxcosim ppu run --help)\n");
        return HX_EXIT_USAGE;
    }
    hx_status status = hx_command_parse(&command, argc - !help, argv + !help, NULL, NULL, &error);
    bool fast = tier && !strcmp(tier, "fast");
    if (!status && elf.elf && tier && !fast)
        status =
            hx_error_set(&error, HX_ERROR_UNSUPPORTED, "--elf runs on the C model (--tier fast)");
    elf.debug = elf.gdb_port != NO_PORT;
    if (!status && !elf.elf && (elf.debug || elf.json || elf.trace || elf.profile || elf.second))
        status = hx_error_set(&error, HX_ERROR_ARGUMENT,
                              "--gdb, --json, --trace, --profile and --second need --elf");
    if (!status && elf.debug && filter.trap_unknown)
        status =
            hx_error_set(&error, HX_ERROR_UNSUPPORTED, "--trap-unknown needs a run without --gdb");
    elf.max_cycles = filter.max_cycles;
    elf.trap_unknown = filter.trap_unknown;
    if (!status && elf.elf) {
        status = hx_ppu_elf_run(&elf, &error);
        if (!status)
            return HX_EXIT_GOOD;
    }
    if (status)
        return hx_command_fail(command.name, status, &error);
    filter.tier = fast ? HX_PPU_TIER_FAST : HX_PPU_TIER_RTL;
    return run_filter(&filter);
}

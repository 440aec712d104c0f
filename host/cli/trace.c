// `hxcosim trace`: looks into wave files.
// SPDX-License-Identifier: Apache-2.0
//
// The files may come from anywhere, so everything that reads them runs in a child process: see
// traces/trace.h.
#include "host/cli/commands.h"
#include "host/cli/options.h"
#include "host/cli/trace_work.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define NS_MAXIMUM 1e15

#define OPTION_JSON                                                                                \
    {                                                                                              \
        "--json", HX_OPTION_FLAG, NULL, NULL, "machine-readable output", NULL, 0, 0                \
    }
#define OPTION_OUT(help)                                                                           \
    {                                                                                              \
        "--out", HX_OPTION_TEXT, NULL, "FILE", help, NULL, 0, 0                                    \
    }
#define OPTION_FROM                                                                                \
    {                                                                                              \
        "--from", HX_OPTION_REAL, NULL, "NS", "begin here (start of the file)", NULL, 0,           \
            NS_MAXIMUM                                                                             \
    }
#define OPTION_TO                                                                                  \
    {                                                                                              \
        "--to", HX_OPTION_REAL, NULL, "NS", "end here (end of the file)", NULL, 0, NS_MAXIMUM      \
    }

static const hx_option info_options[] = {OPTION_JSON};
static const hx_option diff_options[] = {
    {"--ignore", HX_OPTION_TEXT, NULL, "GLOB", "leave signals out; may be repeated", NULL, 0, 0},
    {"--tolerance", HX_OPTION_REAL, NULL, "V", "of real numbers, absolute (0)", NULL, 0, 1e300},
    OPTION_FROM,
    OPTION_TO,
};
static const hx_option plot_options[] = {OPTION_OUT("the picture to write, F.svg or F.png"),
                                         OPTION_FROM, OPTION_TO};
static const hx_option cut_options[] = {OPTION_OUT("the wave file to write"), OPTION_FROM,
                                        OPTION_TO};
static const hx_option save_options[] = {
    OPTION_OUT("the save file to write (the wave's name, .gtkw)")};

#define COUNT(array) (sizeof(array) / sizeof *(array))
static const struct {
    const char *name;
    hx_trace_work *work;
    size_t minimum, maximum; // arguments
    const char *missing;
    const hx_option *options;
    size_t option_count;
    const char *usage, *summary, *example;
} tools[] = {
    {"info", hx_trace_work_info, 1, HX_TRACE_GLOBS_MAXIMUM, "a wave file is missing", info_options,
     COUNT(info_options), "trace info FILE... [--json]", "Span, unit, scopes, signals, writer.",
     "  hxcosim trace info wave.fst"},
    {"list", hx_trace_work_list, 1, HX_TRACE_GLOBS_MAXIMUM, "the wave file is missing", NULL, 0,
     "trace list FILE [GLOB...]",
     "Signals: full name, type, bits. A glob (* ?) fits a whole name or its end behind a dot.",
     "  hxcosim trace list wave.fst 'chip.*' '*padi_valid*'"},
    {"diff", hx_trace_work_diff, 2, 2, "two wave files are needed", diff_options,
     COUNT(diff_options), "trace diff A B [OPTIONS]",
     "First difference of two waves. Exit code 0 equal, 1 different.",
     "  hxcosim trace diff a.fst b.fst --ignore 'anncore.*'"},
    {"plot", hx_trace_work_plot, 2, HX_TRACE_GLOBS_MAXIMUM,
     "a wave file and at least one glob are needed", plot_options, COUNT(plot_options),
     "trace plot FILE --out P.svg GLOB... [OPTIONS]",
     "Draws signals: bits and words as lanes, real numbers as curves.",
     "  hxcosim trace plot wave.fst --out p.svg chip.padi_valid_o '*membrane_V' --from 9000"},
    {"cut", hx_trace_work_cut, 1, 1, "the wave file is missing", cut_options, COUNT(cut_options),
     "trace cut FILE --out F.fst [OPTIONS]", "Writes a part of a wave as a wave of its own.",
     "  hxcosim trace cut wave.fst --out part.fst --from 9000 --to 12000"},
    {"save", hx_trace_work_save, 1, 1, "the wave file is missing", save_options,
     COUNT(save_options), "trace save FILE [--out FILE]",
     "Writes a GTKWave save file with groups for a wave.",
     "  hxcosim trace save wave.fst && gtkwave wave.fst wave.gtkw"},
};

static void print_help(FILE *out)
{
    fprintf(out, "hxcosim trace TOOL FILE... [OPTIONS]\n\nLooks into wave files (FST).\n\n");
    for (size_t i = 0; i < COUNT(tools); i++)
        fprintf(out, "  %-6s %s\n", tools[i].name, tools[i].summary);
    fprintf(out,
            "\nhxcosim trace TOOL --help tells more.\n\nExample:\n  hxcosim trace info wave.fst\n");
}

// Takes every `--ignore GLOB` out of the arguments: the parser knows each option once.
static hx_status take_ignored(hx_trace_arguments *o, int *argc, char **argv, hx_error *error)
{
    int kept = 0;
    for (int i = 0; i < *argc; i++) {
        const char *value = NULL;
        if (!strncmp(argv[i], "--ignore=", 9))
            value = argv[i] + 9;
        else if (!strcmp(argv[i], "--ignore") && i + 1 < *argc)
            value = argv[++i];
        if (!value)
            argv[kept++] = argv[i];
        else if (!*value || o->ignore_count == HX_TRACE_GLOBS_MAXIMUM)
            return hx_error_set(error, HX_ERROR_ARGUMENT, "--ignore: %s",
                                *value ? "too many" : "the value is empty");
        else
            o->ignore[o->ignore_count++] = value;
    }
    *argc = kept;
    return HX_OK;
}

// The tables above are constant; here they get their targets.
static void bind(hx_option *option, hx_trace_arguments *o)
{
    if (!strcmp(option->name, "--json"))
        option->target = &o->json;
    else if (!strcmp(option->name, "--out"))
        option->target = &o->out;
    else if (!strcmp(option->name, "--from"))
        option->target = &o->from_ns;
    else if (!strcmp(option->name, "--to"))
        option->target = &o->to_ns;
    else if (!strcmp(option->name, "--tolerance"))
        option->target = &o->tolerance;
    else
        option->target = &o->ignore[HX_TRACE_GLOBS_MAXIMUM - 1];
}

// Far more than reading takes.
static hx_trace_limits limits_for(const hx_trace_arguments *o)
{
    double size = 0;
    for (size_t i = 0; i < o->argument_count; i++) {
        struct stat about;
        if (!stat(o->arguments[i], &about))
            size += (double)about.st_size;
    }
    return (hx_trace_limits){30 + (unsigned)fmin(size / 1e4, 1e9),
                             (1u << 30) + (uint64_t)fmin(64 * size, 1e15)};
}

static int run_tool(size_t index, int argc, char **argv)
{
    hx_trace_arguments o = {.to_ns = -1};
    hx_error error = {""};
    hx_option options[8];
    char name[32];
    snprintf(name, sizeof name, "trace %s", tools[index].name);
    for (size_t i = 0; i < tools[index].option_count; i++) {
        options[i] = tools[index].options[i];
        bind(&options[i], &o);
    }
    const hx_command command = {
        .name = name,
        .summary = tools[index].summary,
        .usage = tools[index].usage,
        .example = tools[index].example,
        .options = options,
        .option_count = tools[index].option_count,
        .positional_maximum = tools[index].maximum,
    };
    hx_status status = HX_OK;
    if (tools[index].work == hx_trace_work_diff)
        status = take_ignored(&o, &argc, argv, &error);
    if (!status)
        status = hx_command_parse(&command, argc, argv, o.arguments, &o.argument_count, &error);
    if (!status && o.argument_count < tools[index].minimum)
        status = hx_error_set(&error, HX_ERROR_ARGUMENT, "%s (usage: hxcosim %s)",
                              tools[index].missing, tools[index].usage);
    bool plots = tools[index].work == hx_trace_work_plot;
    if (!status && (plots || tools[index].work == hx_trace_work_cut) && !o.out)
        status = hx_error_set(&error, HX_ERROR_ARGUMENT, "--out: the %s file is missing",
                              plots ? "picture" : "wave");
    if (!status && o.to_ns >= 0 && o.to_ns < o.from_ns)
        status = hx_error_set(&error, HX_ERROR_ARGUMENT, "--to: %g is before --from %g", o.to_ns,
                              o.from_ns);
    int exit_code = HX_EXIT_GOOD;
    char files[256];
    bool pair = tools[index].work == hx_trace_work_diff && o.argument_count == 2;
    snprintf(files, sizeof files, "%s%s%s", o.argument_count ? o.arguments[0] : "",
             pair ? " or " : "", pair ? o.arguments[1] : "");
    if (!status)
        status = hx_trace_guard(tools[index].work, &o, files, limits_for(&o), &exit_code, &error);
    return status ? hx_command_fail(name, status, &error) : exit_code;
}

int hx_cli_trace(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return HX_EXIT_USAGE;
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
        print_help(stdout);
        return HX_EXIT_GOOD;
    }
    for (size_t i = 0; i < COUNT(tools); i++)
        if (!strcmp(argv[1], tools[i].name))
            return run_tool(i, argc - 1, argv + 1);
    fprintf(stderr, "hxcosim trace: '%s' is not info, list, diff, plot, cut or save\n", argv[1]);
    return HX_EXIT_USAGE;
}

// `hxcosim trace`: looks into wave files.
// SPDX-License-Identifier: Apache-2.0
//
// The files may come from anywhere, so everything that reads them runs in a child process: see
// traces/trace.h.
#include "host/cli/commands.h"
#include "host/cli/options.h"
#include "traces/diff.h"
#include "traces/plot.h"
#include "traces/save.h"
#include "traces/trace.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sys/stat.h>

#define GLOBS_MAXIMUM 256
#define NS_MAXIMUM 1e15

typedef struct trace_options {
    const char *arguments[GLOBS_MAXIMUM]; // files, then globs
    size_t argument_count;
    const char *ignore[GLOBS_MAXIMUM];
    size_t ignore_count;
    const char *out;
    double from_ns, to_ns, tolerance;
    bool json;
} trace_options;

static const char *unit_text(int exponent, char text[32])
{
    static const char *const units[] = {"s", "ms", "us", "ns", "ps", "fs"};
    static const char *const factors[] = {"1", "10", "100"};
    if (exponent <= 0 && exponent >= -15) {
        int index = (-exponent + 2) / 3;
        snprintf(text, 32, "%s %s", factors[exponent + 3 * index], units[index]);
    } else {
        snprintf(text, 32, "1e%d s", exponent);
    }
    return text;
}

static hx_status work_info(void *user, int *exit_code, hx_error *error)
{
    const trace_options *o = user;
    (void)exit_code;
    for (size_t i = 0; i < o->argument_count; i++) {
        hx_trace *trace = NULL;
        hx_status status = hx_trace_open(&trace, o->arguments[i], error);
        if (status)
            return status;
        const hx_trace_info *info = hx_trace_get_info(trace);
        char unit[32];
        unit_text(info->exponent, unit);
        double start = hx_trace_to_ns(trace, info->start), end = hx_trace_to_ns(trace, info->end);
        int date_length = (int)strcspn(info->date, "\n");
        if (o->json) {
            json_t *line = json_pack(
                "{s:s, s:f, s:f, s:s, s:s, s:I, s:I, s:I, s:s, s:I, s:b}", "file", o->arguments[i],
                "start_ns", start, "end_ns", end, "time_unit", unit, "scopes",
                hx_trace_get_tops(trace), "scope_count", (json_int_t)info->scope_count, "signals",
                (json_int_t)info->signal_count, "values", (json_int_t)info->handle_count, "writer",
                info->writer, "bytes", (json_int_t)info->size, "complete", info->complete);
            char *text = line ? json_dumps(line, JSON_REAL_PRECISION(15)) : NULL;
            if (text)
                puts(text);
            else
                status = hx_error_set(error, HX_ERROR_FORMAT,
                                      "%s: a text in the header is not UTF-8", o->arguments[i]);
            free(text);
            json_decref(line);
        } else {
            printf("%s\n  time      %.10g to %.10g ns, unit %s\n  scopes    %zu, outermost: %s\n"
                   "  signals   %zu names of %zu values\n  writer    %s, %.*s\n"
                   "  size      %" PRIu64 " bytes%s\n",
                   o->arguments[i], start, end, unit, info->scope_count, hx_trace_get_tops(trace),
                   info->signal_count, info->handle_count, info->writer, date_length, info->date,
                   info->size, info->complete ? "" : ", the writer was killed");
        }
        hx_trace_close(trace);
        if (status)
            return status;
    }
    return HX_OK;
}

static hx_status work_list(void *user, int *exit_code, hx_error *error)
{
    const trace_options *o = user;
    hx_trace *trace = NULL;
    (void)exit_code;
    hx_status status = hx_trace_open(&trace, o->arguments[0], error);
    if (status)
        return status;
    size_t count;
    const hx_trace_signal *signals = hx_trace_get_signals(trace, &count);
    // A glob that fits nothing is an error before anything is printed.
    for (size_t g = 1; g < o->argument_count && !status; g++) {
        bool found = false;
        for (size_t i = 0; i < count && !found; i++)
            found = hx_trace_match(o->arguments[g], signals[i].name);
        if (!found)
            status = hx_error_set(error, HX_ERROR_ARGUMENT,
                                  "no signal matches '%s'; outermost scopes: %s", o->arguments[g],
                                  hx_trace_get_tops(trace));
    }
    for (size_t i = 0; i < count && !status; i++) {
        bool wanted = o->argument_count == 1;
        for (size_t g = 1; g < o->argument_count && !wanted; g++)
            wanted = hx_trace_match(o->arguments[g], signals[i].name);
        if (wanted)
            printf("%s %s %u\n", signals[i].name, signals[i].type, signals[i].width);
    }
    hx_trace_close(trace);
    return status;
}

static void print_diff(const trace_options *o, const hx_trace_diff *diff)
{
    for (unsigned which = 0; which < 2; which++) {
        size_t count = diff->only_count[which];
        if (!count)
            continue;
        printf("only in %s: %zu signal%s:", o->arguments[which], count, count == 1 ? "" : "s");
        for (size_t i = 0; i < count && i < HX_TRACE_DIFF_NAMES; i++)
            printf(" %s", diff->only[which][i]);
        printf("%s\n", count > HX_TRACE_DIFF_NAMES ? " ..." : "");
    }
    if (diff->span_differs)
        printf("the files cover different spans of time\n");
    if (diff->value_differs)
        printf("first difference at %.10g ns: %s%s\n  %s: %s\n  %s: %s\n", diff->time_ns,
               diff->signal->name, diff->signal->range, o->arguments[0], diff->values[0],
               o->arguments[1], diff->values[1]);
    if (!diff->differs)
        printf("equal: %zu signals\n", diff->compared);
}

static hx_status work_diff(void *user, int *exit_code, hx_error *error)
{
    const trace_options *o = user;
    hx_trace *traces[2] = {NULL, NULL};
    hx_status status = hx_trace_open(&traces[0], o->arguments[0], error);
    if (!status)
        status = hx_trace_open(&traces[1], o->arguments[1], error);
    hx_trace_diff diff;
    const hx_trace_diff_options options = {o->ignore, o->ignore_count, o->tolerance, o->from_ns,
                                           o->to_ns};
    if (!status)
        status = hx_trace_compare(traces, &options, &diff, error);
    if (!status) {
        print_diff(o, &diff);
        *exit_code = diff.differs ? HX_EXIT_FAILED : HX_EXIT_GOOD;
    }
    hx_trace_close(traces[0]);
    hx_trace_close(traces[1]);
    return status;
}

static hx_status work_plot(void *user, int *exit_code, hx_error *error)
{
    const trace_options *o = user;
    hx_trace *trace = NULL;
    (void)exit_code;
    hx_status status = hx_trace_open(&trace, o->arguments[0], error);
    const hx_trace_plot_options options = {o->arguments + 1, o->argument_count - 1, o->from_ns,
                                           o->to_ns};
    if (!status)
        status = hx_trace_plot_save(trace, &options, o->out, error);
    hx_trace_close(trace);
    return status;
}

static hx_status work_save(void *user, int *exit_code, hx_error *error)
{
    const trace_options *o = user;
    hx_trace *trace = NULL;
    char name[4096];
    (void)exit_code;
    hx_status status = hx_trace_open(&trace, o->arguments[0], error);
    if (!status)
        status = hx_trace_save_view(trace, o->out, name, sizeof name, error);
    if (!status)
        printf("%s\n", name);
    hx_trace_close(trace);
    return status;
}

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
static const hx_option plot_options[] = {OPTION_OUT("the SVG file to write"), OPTION_FROM,
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
    {"info", work_info, 1, GLOBS_MAXIMUM, "a wave file is missing", info_options,
     COUNT(info_options), "trace info FILE... [--json]", "Span, unit, scopes, signals, writer.",
     "  hxcosim trace info wave.fst"},
    {"list", work_list, 1, GLOBS_MAXIMUM, "the wave file is missing", NULL, 0,
     "trace list FILE [GLOB...]",
     "Signals: full name, type, bits. A glob (* ?) fits a whole name or its end behind a dot.",
     "  hxcosim trace list wave.fst 'chip.*' '*padi_valid*'"},
    {"diff", work_diff, 2, 2, "two wave files are needed", diff_options, COUNT(diff_options),
     "trace diff A B [OPTIONS]", "First difference of two waves. Exit code 0 equal, 1 different.",
     "  hxcosim trace diff a.fst b.fst --ignore 'anncore.*'"},
    {"plot", work_plot, 2, GLOBS_MAXIMUM, "a wave file and at least one glob are needed",
     plot_options, COUNT(plot_options), "trace plot FILE --out P.svg GLOB... [OPTIONS]",
     "Draws signals: bits and words as lanes, real numbers as curves.",
     "  hxcosim trace plot wave.fst --out p.svg chip.padi_valid_o '*membrane_V' --from 9000"},
    {"save", work_save, 1, 1, "the wave file is missing", save_options, COUNT(save_options),
     "trace save FILE [--out FILE]", "Writes a GTKWave save file with groups for a wave.",
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
static hx_status take_ignored(trace_options *o, int *argc, char **argv, hx_error *error)
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
        else if (!*value || o->ignore_count == GLOBS_MAXIMUM)
            return hx_error_set(error, HX_ERROR_ARGUMENT, "--ignore: %s",
                                *value ? "too many" : "the value is empty");
        else
            o->ignore[o->ignore_count++] = value;
    }
    *argc = kept;
    return HX_OK;
}

// The tables above are constant; here they get their targets.
static void bind(hx_option *option, trace_options *o)
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
        option->target = &o->ignore[GLOBS_MAXIMUM - 1];
}

// Far more than reading takes.
static hx_trace_limits limits_for(const trace_options *o)
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
    trace_options o = {.to_ns = -1};
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
    if (tools[index].work == work_diff)
        status = take_ignored(&o, &argc, argv, &error);
    if (!status)
        status = hx_command_parse(&command, argc, argv, o.arguments, &o.argument_count, &error);
    if (!status && o.argument_count < tools[index].minimum)
        status = hx_error_set(&error, HX_ERROR_ARGUMENT, "%s (usage: hxcosim %s)",
                              tools[index].missing, tools[index].usage);
    if (!status && tools[index].work == work_plot && !o.out)
        status = hx_error_set(&error, HX_ERROR_ARGUMENT, "--out: the SVG file is missing");
    if (!status && o.to_ns >= 0 && o.to_ns < o.from_ns)
        status = hx_error_set(&error, HX_ERROR_ARGUMENT, "--to: %g is before --from %g", o.to_ns,
                              o.from_ns);
    int exit_code = HX_EXIT_GOOD;
    char files[256];
    bool pair = tools[index].work == work_diff && o.argument_count == 2;
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
    fprintf(stderr, "hxcosim trace: '%s' is not info, list, diff, plot or save\n", argv[1]);
    return HX_EXIT_USAGE;
}

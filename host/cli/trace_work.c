// The work of the `hxcosim trace` tools.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/trace_work.h"

#include "host/cli/options.h"
#include "traces/diff.h"
#include "traces/join.h"
#include "traces/plot.h"
#include "traces/save.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sys/stat.h>

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

hx_status hx_trace_work_info(void *user, int *exit_code, hx_error *error)
{
    const hx_trace_arguments *o = user;
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

hx_status hx_trace_work_list(void *user, int *exit_code, hx_error *error)
{
    const hx_trace_arguments *o = user;
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

static void print_diff(const hx_trace_arguments *o, const hx_trace_diff *diff)
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

hx_status hx_trace_work_diff(void *user, int *exit_code, hx_error *error)
{
    const hx_trace_arguments *o = user;
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

// Opens the wave of a tool that writes a file, which must not be the wave itself.
static hx_status open_source(const hx_trace_arguments *o, hx_trace **trace, hx_error *error)
{
    struct stat in, out;
    if (o->out && !stat(o->arguments[0], &in) && !stat(o->out, &out) && in.st_dev == out.st_dev &&
        in.st_ino == out.st_ino)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "--out: '%s' is the wave itself", o->out);
    return hx_trace_open(trace, o->arguments[0], error);
}

hx_status hx_trace_work_plot(void *user, int *exit_code, hx_error *error)
{
    const hx_trace_arguments *o = user;
    hx_trace *trace = NULL;
    (void)exit_code;
    hx_status status = open_source(o, &trace, error);
    const hx_trace_plot_options options = {o->arguments + 1, o->argument_count - 1, o->from_ns,
                                           o->to_ns};
    if (!status)
        status = hx_trace_plot_save(trace, &options, o->out, error);
    hx_trace_close(trace);
    return status;
}

hx_status hx_trace_work_save(void *user, int *exit_code, hx_error *error)
{
    const hx_trace_arguments *o = user;
    hx_trace *trace = NULL;
    char name[4096];
    (void)exit_code;
    hx_status status = open_source(o, &trace, error);
    if (!status)
        status = hx_trace_save_view(trace, o->out, name, sizeof name, error);
    if (!status)
        printf("%s\n", name);
    hx_trace_close(trace);
    return status;
}

hx_status hx_trace_work_cut(void *user, int *exit_code, hx_error *error)
{
    const hx_trace_arguments *o = user;
    hx_trace *trace = NULL;
    (void)exit_code;
    hx_status status = open_source(o, &trace, error);
    uint64_t from = 0, to = UINT64_MAX;
    if (!status) {
        const hx_trace_info *info = hx_trace_get_info(trace);
        from = hx_trace_from_ns(trace, o->from_ns);
        if (o->to_ns >= 0)
            to = hx_trace_from_ns(trace, o->to_ns);
        if (from > info->end || to < info->start)
            status =
                hx_error_set(error, HX_ERROR_ARGUMENT,
                             "the window is empty: %s covers %.10g to %.10g ns", o->arguments[0],
                             hx_trace_to_ns(trace, info->start), hx_trace_to_ns(trace, info->end));
        if (from < info->start)
            from = info->start;
    }
    hx_trace_close(trace);
    return status ? status : hx_trace_join(o->arguments, 1, from, to, o->out, error);
}

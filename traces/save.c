// GTKWave save files for waves, made from their hierarchy.
// SPDX-License-Identifier: Apache-2.0
#include "traces/save.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Trace flags of GTKWave.
#define FLAG_HEX 0x22u        // hexadecimal, right justified
#define FLAG_BIT 0x28u        // binary, right justified
#define FLAG_CURVE 0x88022u   // stepped curve over its whole range
#define FLAG_STRETCH 0x20000u // one more row for the curve above
#define FLAG_OPEN 0x800200u   // a group begins
#define FLAG_CLOSED 0xc00200u // a group begins, folded
#define FLAG_END 0x1000200u   // a group ends
#define CURVE_ROWS 2

static size_t depth_of(const char *name)
{
    size_t depth = 0;
    for (; *name; name++)
        depth += *name == '.';
    return depth;
}

static bool is_parameter(const hx_trace_signal *s)
{
    return strstr(s->type, "parameter") != NULL;
}

static bool is_event(const hx_trace_signal *s)
{
    const char *last = strrchr(s->name, '.');
    last = last ? last + 1 : s->name;
    return s->kind == HX_TRACE_BITS && !is_parameter(s) &&
           (strstr(last, "padi") || strstr(last, "event") || strstr(last, "fire")) &&
           !strstr(last, "access");
}

static void put_signal(FILE *file, unsigned *flags, const hx_trace_signal *s)
{
    unsigned wanted = s->kind == HX_TRACE_REAL ? FLAG_CURVE : s->width > 1 ? FLAG_HEX : FLAG_BIT;
    if (wanted != *flags)
        fprintf(file, "@%x\n", wanted);
    *flags = wanted;
    fprintf(file, "%s%s\n", s->name, s->range);
    for (int row = 0; s->kind == HX_TRACE_REAL && row < CURVE_ROWS; row++) {
        fprintf(file, "@%x\n-\n", FLAG_STRETCH);
        *flags = FLAG_STRETCH;
    }
}

// The signals whose place `accept` takes; nothing at all if there is none.
static void put_group(FILE *file, const hx_trace_signal *signals, size_t count, const char *title,
                      bool open, bool (*accept)(const hx_trace_signal *, const char *),
                      const char *argument)
{
    unsigned flags = 0;
    for (size_t i = 0; i < count; i++) {
        if (!accept(&signals[i], argument))
            continue;
        if (!flags)
            fprintf(file, "@%x\n-%s\n", open ? FLAG_OPEN : FLAG_CLOSED, title);
        put_signal(file, &flags, &signals[i]);
    }
    if (flags)
        fprintf(file, "@%x\n-%s\n", FLAG_END, title);
}

static bool in_top(const hx_trace_signal *s, const char *top)
{
    size_t length = strlen(top);
    return !strncmp(s->name, top, length) && s->name[length] == '.' && depth_of(s->name) == 1 &&
           s->kind == HX_TRACE_BITS && !is_parameter(s);
}

// The outermost scopes' modules repeat their pins one level below: those are left out.
static bool in_events(const hx_trace_signal *s, const char *unused)
{
    (void)unused;
    size_t length = strlen(s->name);
    bool pin = length > 2 && s->name[length - 2] == '_' && strchr("io", s->name[length - 1]);
    size_t depth = depth_of(s->name);
    return is_event(s) && ((depth == 1) || (depth == 2 && !pin));
}

static bool in_analog(const hx_trace_signal *s, const char *unused)
{
    (void)unused;
    return s->kind == HX_TRACE_REAL && !is_parameter(s);
}

static bool in_texts(const hx_trace_signal *s, const char *unused)
{
    (void)unused;
    return s->kind == HX_TRACE_TEXT && !is_parameter(s);
}

static void put_view(FILE *file, const hx_trace *trace)
{
    size_t count;
    const hx_trace_signal *signals = hx_trace_get_signals(trace, &count);
    const char *path = hx_trace_get_path(trace);
    const char *base = strrchr(path, '/');
    fprintf(file, "[*] Made from the hierarchy of the wave\n[dumpfile] \"%s\"\n[timestart] 0\n",
            base ? base + 1 : path);
    fprintf(file, "[size] 1400 900\n[pos] -1 -1\n[sst_width] 240\n[signals_width] 320\n");
    char tops[1024];
    snprintf(tops, sizeof tops, "%s", hx_trace_get_tops(trace));
    char *rest = NULL;
    for (char *top = strtok_r(tops, ", ", &rest); top; top = strtok_r(NULL, ", ", &rest)) {
        char title[80];
        fprintf(file, "[treeopen] %s.\n", top);
        snprintf(title, sizeof title, "%.60s pins", top);
        put_group(file, signals, count, title, true, in_top, top);
    }
    put_group(file, signals, count, "events", true, in_events, NULL);
    put_group(file, signals, count, "texts", true, in_texts, NULL);
    put_group(file, signals, count, "analog", true, in_analog, NULL);
}

hx_status hx_trace_save_view(hx_trace *trace, const char *path, char *made, size_t made_size,
                             hx_error *error)
{
    char name[4096];
    if (!path) {
        const char *wave = hx_trace_get_path(trace);
        size_t length = strlen(wave);
        if (length > 4 && !strcmp(wave + length - 4, ".fst"))
            length -= 4;
        snprintf(name, sizeof name, "%.*s.gtkw", (int)length, wave);
        path = name;
    }
    FILE *file = fopen(path, "w");
    if (!file)
        return hx_error_set(error, HX_ERROR_IO, "cannot write '%s': %s", path, strerror(errno));
    put_view(file, trace);
    bool bad = ferror(file) != 0;
    if (fclose(file) || bad)
        return hx_error_set(error, HX_ERROR_IO, "cannot write '%s'", path);
    if (made)
        snprintf(made, made_size, "%s", path);
    return HX_OK;
}

// Plots signals of a wave: which ones, their values, the file.
// SPDX-License-Identifier: Apache-2.0
#include "traces/plot_private.h"

#include "host/report/png.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PNG_SCALE 2.0 // pixels a px

static hx_status choose(hx_plot *p, const hx_trace_plot_options *options, hx_error *error)
{
    size_t count;
    const hx_trace_signal *signals = hx_trace_get_signals(p->trace, &count);
    for (size_t g = 0; g < options->glob_count; g++) {
        size_t first = p->count;
        for (size_t i = 0; i < count; i++) {
            if (!hx_trace_match(options->globs[g], signals[i].name))
                continue;
            bool seen = false;
            for (size_t k = first; k < p->count && !seen; k++)
                seen = p->lanes[k].signal->handle == signals[i].handle;
            if (seen)
                continue;
            if (p->count == HX_TRACE_PLOT_SIGNALS)
                return hx_error_set(error, HX_ERROR_ARGUMENT,
                                    "'%s': a plot has room for %d signals, give narrower globs",
                                    options->globs[g], HX_TRACE_PLOT_SIGNALS);
            p->lanes[p->count++].signal = &signals[i];
            hx_trace_select(p->trace, signals[i].handle);
        }
        if (p->count == first)
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "no signal matches '%s'; outermost scopes: %s (`trace list` shows "
                                "all)",
                                options->globs[g], hx_trace_get_tops(p->trace));
    }
    return HX_OK;
}

static void take(void *user, uint64_t time, uint32_t handle, const char *value)
{
    hx_plot *p = user;
    for (size_t i = 0; i < p->count; i++) {
        hx_plot_lane *l = &p->lanes[i];
        if (l->signal->handle != handle)
            continue;
        if (time < p->from)
            time = p->from;
        hx_plot_point *last = l->count ? &l->points[l->count - 1] : NULL;
        if (last && !strcmp(last->value, value))
            continue;
        size_t size = strlen(value) + 1;
        char *copy = malloc(size);
        if (copy)
            memcpy(copy, value, size);
        if (last && last->time == time) {
            free(last->value);
            last->value = copy;
        } else {
            if (l->count == l->capacity) {
                size_t capacity = l->capacity ? 2 * l->capacity : 64;
                hx_plot_point *grown = realloc(l->points, capacity * sizeof *grown);
                if (!grown) {
                    free(copy);
                    p->failed = true;
                    return;
                }
                l->points = grown;
                l->capacity = capacity;
            }
            l->points[l->count++] = (hx_plot_point){time, copy};
        }
        if (!copy) {
            l->count--;
            p->failed = true;
            return;
        }
    }
}

static const char *find_ending(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
    return dot ? dot : "";
}

static bool is_png(const char *path)
{
    return !strcmp(find_ending(path), ".png");
}

static hx_status write_text(const hx_text *text, const char *path, hx_error *error)
{
    if (is_png(path))
        return hx_png_save(text->data, text->length, PNG_SCALE, path, error);
    FILE *file = fopen(path, "w");
    if (!file)
        return hx_error_set(error, HX_ERROR_IO, "--out: cannot write '%s': %s", path,
                            strerror(errno));
    bool good = fwrite(text->data, 1, text->length, file) == text->length;
    if (fclose(file) || !good)
        return hx_error_set(error, HX_ERROR_IO, "--out: cannot write '%s'", path);
    return HX_OK;
}

static hx_status choose_window(hx_plot *p, const hx_trace_plot_options *options, hx_error *error)
{
    const hx_trace_info *info = hx_trace_get_info(p->trace);
    p->from = info->start;
    p->to = info->end;
    uint64_t first = hx_trace_from_ns(p->trace, options->from_ns);
    if (first > p->from)
        p->from = first;
    if (options->to_ns >= 0 && hx_trace_from_ns(p->trace, options->to_ns) < p->to)
        p->to = hx_trace_from_ns(p->trace, options->to_ns);
    if (p->from >= p->to)
        return hx_error_set(
            error, HX_ERROR_ARGUMENT, "the window is empty: the file covers %.10g to %.10g ns",
            hx_trace_to_ns(p->trace, info->start), hx_trace_to_ns(p->trace, info->end));
    return HX_OK;
}

hx_status hx_trace_plot_save(hx_trace *trace, const hx_trace_plot_options *options,
                             const char *path, hx_error *error)
{
    hx_plot p = {.trace = trace};
    hx_text text = {0};
    const char *ending = find_ending(path);
    if (*ending && strcmp(ending, ".svg") != 0 && !is_png(path))
        return hx_error_set(error, HX_ERROR_ARGUMENT, "--out: '%s' ends in neither .svg nor .png",
                            path);
    hx_status status = choose_window(&p, options, error);
    if (!status)
        status = choose(&p, options, error);
    if (!status) {
        status = hx_trace_read(trace, p.from, p.to, take, &p);
        if (status || p.failed)
            status =
                hx_error_set(error, status ? status : HX_ERROR_MEMORY, "the values cannot be read");
    }
    if (!status) {
        hx_plot_draw(&p, &text);
        status = text.failed ? hx_error_set(error, HX_ERROR_MEMORY, "memory ran out")
                             : write_text(&text, path, error);
    }
    hx_text_release(&text);
    for (size_t i = 0; i < p.count; i++) {
        for (size_t k = 0; k < p.lanes[i].count; k++)
            free(p.lanes[i].points[k].value);
        free(p.lanes[i].points);
    }
    return status;
}

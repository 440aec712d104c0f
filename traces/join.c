// Joins wave files of one run, or cuts a part out of one.
// SPDX-License-Identifier: Apache-2.0
#include "traces/join.h"

#include "traces/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fstapi.h>

typedef struct value {
    char *text;
    bool waits; // holds at `from` and is not written yet
} value;

typedef struct joiner {
    void *writer;
    const hx_trace_signal **signals; // by handle
    value *values;                   // by handle
    uint32_t handles;
    uint64_t from, now;
    bool started, failed;
} joiner;

// The hierarchy again; handles come out as they were, because they are counted alike.
static hx_status copy_hierarchy(joiner *j, const char *path, hx_error *error)
{
    void *reader = fstReaderOpen(path);
    if (!reader)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: the wave file is damaged", path);
    fstWriterSetTimescale(j->writer, fstReaderGetTimescale(reader));
    bool same = true;
    const struct fstHier *item;
    while ((item = fstReaderIterateHier(reader))) {
        if (item->htyp == FST_HT_SCOPE) {
            fstWriterSetScope(j->writer, (enum fstScopeType)item->u.scope.typ, item->u.scope.name,
                              NULL);
        } else if (item->htyp == FST_HT_UPSCOPE) {
            fstWriterSetUpscope(j->writer);
        } else if (item->htyp == FST_HT_VAR) {
            const struct fstHierVar *var = &item->u.var;
            fstHandle made = fstWriterCreateVar(j->writer, (enum fstVarType)var->typ,
                                                (enum fstVarDir)var->direction, var->length,
                                                var->name, var->is_alias ? var->handle : 0);
            same = same && made == var->handle;
        }
    }
    fstReaderClose(reader);
    return same ? HX_OK
                : hx_error_set(error, HX_ERROR_UNSUPPORTED,
                               "%s: its signals are not counted in order", path);
}

static void emit(joiner *j, uint32_t handle, const char *text)
{
    const hx_trace_signal *signal = j->signals[handle];
    if (signal->kind == HX_TRACE_REAL) {
        double real = strtod(text, NULL);
        fstWriterEmitValueChange(j->writer, handle, &real);
    } else if (signal->kind == HX_TRACE_TEXT) {
        fstWriterEmitVariableLengthValueChange(j->writer, handle, text, (uint32_t)strlen(text));
    } else {
        fstWriterEmitValueChange(j->writer, handle, text);
    }
}

// The values that hold when the part begins.
static void start(joiner *j)
{
    j->started = true;
    j->now = j->from;
    fstWriterEmitTimeChange(j->writer, j->from);
    for (uint32_t handle = 1; handle <= j->handles; handle++)
        if (j->values[handle].waits) {
            emit(j, handle, j->values[handle].text);
            j->values[handle].waits = false;
        }
}

static void take(void *user, uint64_t time, uint32_t handle, const char *text)
{
    joiner *j = user;
    value *v = &j->values[handle];
    if (!j->signals[handle] || (v->text && !strcmp(v->text, text)))
        return;
    if (time > j->from && !j->started)
        start(j);
    char *copy = strdup(text);
    if (!copy) {
        j->failed = true;
        return;
    }
    free(v->text);
    v->text = copy;
    if (time <= j->from) {
        v->waits = true;
        return;
    }
    if (time > j->now)
        fstWriterEmitTimeChange(j->writer, j->now = time);
    emit(j, handle, text);
}

static hx_status add_file(joiner *j, hx_trace *trace, uint64_t to, const char *path,
                          hx_error *error)
{
    const hx_trace_info *info = hx_trace_get_info(trace);
    size_t count;
    const hx_trace_signal *signals = hx_trace_get_signals(trace, &count);
    if (info->handle_count != j->handles)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "%s: has other signals than the file before",
                            path);
    memset(j->signals, 0, (j->handles + (size_t)1) * sizeof *j->signals);
    for (size_t i = 0; i < count; i++)
        j->signals[signals[i].handle] = &signals[i];
    hx_trace_select_all(trace);
    hx_status status = hx_trace_read(trace, info->start, to, take, j);
    if (!status && j->failed)
        status = HX_ERROR_MEMORY;
    if (!status && !j->started && info->end >= j->from)
        start(j);
    uint64_t end = info->end < to ? info->end : to;
    if (!status && j->started && end > j->now)
        fstWriterEmitTimeChange(j->writer, j->now = end);
    return status ? hx_error_set(error, status, "%s: %s", path, hx_status_text(status)) : HX_OK;
}

static hx_status join_opened(joiner *j, hx_trace **traces, const char *const *paths, size_t count,
                             uint64_t to, const char *out, hx_error *error)
{
    j->handles = (uint32_t)hx_trace_get_info(traces[0])->handle_count;
    j->signals = calloc(j->handles + (size_t)1, sizeof *j->signals);
    j->values = calloc(j->handles + (size_t)1, sizeof *j->values);
    if (!j->signals || !j->values)
        return hx_error_set(error, HX_ERROR_MEMORY, "%s: memory ran out", paths[0]);
    j->writer = fstWriterCreate(out, 1);
    if (!j->writer)
        return hx_error_set(error, HX_ERROR_IO, "cannot write '%s'", out);
    fstWriterSetPackType(j->writer, FST_WR_PT_LZ4);
    hx_status status = copy_hierarchy(j, paths[0], error);
    for (size_t i = 0; !status && i < count; i++)
        status = add_file(j, traces[i], to, paths[i], error);
    if (!status && !j->started)
        status = hx_error_set(error, HX_ERROR_ARGUMENT, "%s: nothing from %.10g ns on", paths[0],
                              hx_trace_to_ns(traces[0], j->from));
    fstWriterClose(j->writer);
    if (status)
        remove(out);
    return status;
}

hx_status hx_trace_join(const char *const *paths, size_t count, uint64_t from, uint64_t to,
                        const char *out, hx_error *error)
{
    hx_trace *traces[2] = {NULL, NULL};
    if (!count || count > sizeof traces / sizeof *traces)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "one or two wave files can be joined");
    joiner j = {.from = from};
    hx_status status = HX_OK;
    for (size_t i = 0; !status && i < count; i++)
        status = hx_trace_open(&traces[i], paths[i], error);
    if (!status)
        status = join_opened(&j, traces, paths, count, to, out, error);
    for (uint32_t handle = 0; j.values && handle <= j.handles; handle++)
        free(j.values[handle].text);
    free(j.values);
    free(j.signals);
    hx_trace_close(traces[0]);
    hx_trace_close(traces[1]);
    return status;
}

// Reads wave files (FST).
// SPDX-License-Identifier: Apache-2.0
#include "traces/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include <fstapi.h>

#define HEADER_LENGTH 329 // of the header block, its own length field included

struct hx_trace {
    void *reader;
    char *path, *tops;
    hx_trace_info info;
    hx_trace_signal *signals;
    size_t capacity;
    hx_trace_take *take; // of the read that runs
    void *user;
    uint64_t to;
    char *text; // of a value of variable length
    size_t text_size;
    bool texts; // one is selected
    bool failed;
};

static const char *const types[] = {
    "event",   "integer",   "parameter", "real",   "real_parameter", "reg",     "supply0",
    "supply1", "time",      "tri",       "triand", "trior",          "trireg",  "tri0",
    "tri1",    "wand",      "wire",      "wor",    "port",           "sparray", "realtime",
    "string",  "bit",       "logic",     "int",    "shortint",       "longint", "byte",
    "enum",    "shortreal",
};

static uint64_t big_endian(const unsigned char *bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++)
        value = value << 8 | bytes[i];
    return value;
}

// Walks the blocks: type byte, 8 bytes length (itself included), contents.
static hx_status check_blocks(FILE *file, const char *path, hx_trace_info *info, hx_error *error)
{
    unsigned char head[25]; // type, length, first and last time
    size_t got = fread(head, 1, sizeof head, file);
    if (got && head[0] == FST_BL_ZWRAPPER) {
        if (got < 9 || big_endian(head + 1) + 1 != info->size)
            return hx_error_set(error, HX_ERROR_FORMAT, "%s: the packed wave file is cut", path);
        info->complete = true;
        info->block_count = 1;
        return HX_OK;
    }
    if (got && head[0] == '$')
        return hx_error_set(error, HX_ERROR_FORMAT,
                            "%s: not an FST wave file; a VCD? vcd2fst of GTKWave converts it",
                            path);
    if (got < 9 || head[0] != FST_BL_HDR || big_endian(head + 1) != HEADER_LENGTH)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: not an FST wave file", path);
    if (info->size < 1 + HEADER_LENGTH)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: cut after %" PRIu64 " bytes", path,
                            info->size);
    info->complete = big_endian(head + 9) || big_endian(head + 17);
    bool hierarchy = false;
    uint64_t at = 1 + HEADER_LENGTH;
    while (at < info->size) {
        if (info->size - at < 9 || fseeko(file, (off_t)at, SEEK_SET) ||
            fread(head, 9, 1, file) != 1)
            return hx_error_set(error, HX_ERROR_FORMAT, "%s: cut after %" PRIu64 " bytes", path,
                                info->size);
        uint64_t length = big_endian(head + 1);
        // What a killed writer was about to fill.
        if (!info->complete && (!length || head[0] == FST_BL_SKIP))
            break;
        if (length < 8 || length > info->size - at - 1)
            return hx_error_set(error, HX_ERROR_FORMAT,
                                "%s: cut: the block at byte %" PRIu64 " does not fit in the file",
                                path, at);
        hierarchy = hierarchy || head[0] == FST_BL_HIER || head[0] == FST_BL_HIER_LZ4 ||
                    head[0] == FST_BL_HIER_LZ4DUO;
        info->block_count += head[0] == FST_BL_VCDATA || head[0] == FST_BL_VCDATA_DYN_ALIAS ||
                             head[0] == FST_BL_VCDATA_DYN_ALIAS2;
        if (head[0] > FST_BL_VCDATA_DYN_ALIAS2 && head[0] != FST_BL_SKIP)
            return hx_error_set(error, HX_ERROR_FORMAT,
                                "%s: unknown kind of block at byte %" PRIu64, path, at);
        at += 1 + length;
    }
    if (!info->block_count)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: the wave file holds no values", path);
    // A file whose only moment is 0 looks like one that was not closed.
    info->complete = info->complete || hierarchy;
    if (info->complete && !hierarchy)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: cut: the signal names are missing", path);
    return HX_OK;
}

static hx_status check_file(const char *path, hx_trace_info *info, hx_error *error)
{
    struct stat about;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &about)) {
        int reason = errno;
        if (file)
            fclose(file);
        return hx_error_set(error, HX_ERROR_IO, "cannot open '%s': %s", path, strerror(reason));
    }
    hx_status status;
    info->size = (uint64_t)about.st_size;
    if (!S_ISREG(about.st_mode))
        status = hx_error_set(error, HX_ERROR_FORMAT, "%s: not an FST wave file", path);
    else
        status = check_blocks(file, path, info, error);
    fclose(file);
    return status;
}

// The FST library does not tell when it cannot write.
hx_status hx_trace_check(const char *path, hx_error *error)
{
    hx_trace_info info = {0};
    hx_error reason = {""};
    hx_status status = check_file(path, &info, &reason);
    if (!status && info.complete)
        return HX_OK;
    return hx_error_set(error, HX_ERROR_IO, "--trace: the wave could not be written: %.200s",
                        status ? reason.text : "its end is missing");
}

static char *join(const char *scope, const char *name, size_t length)
{
    size_t before = scope && *scope ? strlen(scope) + 1 : 0;
    char *text = malloc(before + length + 1);
    if (!text)
        return NULL;
    if (before) {
        memcpy(text, scope, before - 1);
        text[before - 1] = '.';
    }
    memcpy(text + before, name, length);
    text[before + length] = 0;
    return text;
}

static hx_status add_signal(hx_trace *trace, const char *scope, const struct fstHierVar *var)
{
    if (trace->info.signal_count == trace->capacity) {
        size_t capacity = trace->capacity ? 2 * trace->capacity : 1024;
        hx_trace_signal *grown = realloc(trace->signals, capacity * sizeof *grown);
        if (!grown)
            return HX_ERROR_MEMORY;
        trace->signals = grown;
        trace->capacity = capacity;
    }
    // "name [7:0]": the range stands behind a space.
    const char *space = strchr(var->name, ' ');
    const char *range = space ? space + 1 : "";
    hx_trace_signal made = {
        .name = join(scope, var->name, space ? (size_t)(space - var->name) : strlen(var->name)),
        .range = join(NULL, range, strlen(range)),
        .type = var->typ < sizeof types / sizeof *types ? types[var->typ] : "unknown",
        .kind = HX_TRACE_BITS,
        .width = var->length,
        .handle = var->handle,
    };
    if (var->typ == FST_VT_VCD_REAL || var->typ == FST_VT_VCD_REAL_PARAMETER ||
        var->typ == FST_VT_VCD_REALTIME || var->typ == FST_VT_SV_SHORTREAL) {
        made.kind = HX_TRACE_REAL;
        made.width = 64;
    } else if (var->typ == FST_VT_GEN_STRING) {
        made.kind = HX_TRACE_TEXT;
    }
    trace->signals[trace->info.signal_count++] = made;
    return made.name && made.range ? HX_OK : HX_ERROR_MEMORY;
}

static hx_status add_top(hx_trace *trace, const char *name)
{
    size_t length = trace->tops ? strlen(trace->tops) : 0;
    char *grown = realloc(trace->tops, length + strlen(name) + 3);
    if (!grown)
        return HX_ERROR_MEMORY;
    trace->tops = grown;
    sprintf(grown + length, "%s%s", length ? ", " : "", name);
    return HX_OK;
}

static hx_status read_hierarchy(hx_trace *trace)
{
    const struct fstHier *item;
    const char *scope = "";
    size_t depth = 0;
    hx_status status = HX_OK;
    fstReaderIterateHierRewind(trace->reader);
    fstReaderResetScope(trace->reader);
    while (!status && (item = fstReaderIterateHier(trace->reader))) {
        if (item->htyp == FST_HT_SCOPE) {
            if (!depth++)
                status = add_top(trace, item->u.scope.name);
            scope = fstReaderPushScope(trace->reader, item->u.scope.name, NULL);
            trace->info.scope_count++;
        } else if (item->htyp == FST_HT_UPSCOPE) {
            depth -= depth > 0;
            scope = fstReaderPopScope(trace->reader);
        } else if (item->htyp == FST_HT_VAR) {
            if (!item->u.var.handle || item->u.var.handle > trace->info.handle_count)
                return HX_ERROR_FORMAT;
            status = add_signal(trace, scope, &item->u.var);
        }
    }
    return status;
}

hx_status hx_trace_open(hx_trace **trace, const char *path, hx_error *error)
{
    *trace = NULL;
    hx_trace *made = calloc(1, sizeof *made);
    if (!made)
        return hx_error_set(error, HX_ERROR_MEMORY, "%s: memory ran out", path);
    hx_status status = check_file(path, &made->info, error);
    if (!status) {
        made->path = join(NULL, path, strlen(path));
        made->reader = fstReaderOpen(path);
        if (!made->reader)
            status = hx_error_set(error, HX_ERROR_FORMAT,
                                  made->info.complete
                                      ? "%s: the wave file is damaged"
                                      : "%s: the writer was killed and '%s.hier' with the signal "
                                        "names is not beside it",
                                  path, path);
    }
    // Without the closing blocks the widths of the signals come from their names.
    if (!status && !fstReaderProcessHier(made->reader, NULL))
        status = hx_error_set(error, HX_ERROR_FORMAT, "%s: the signal names are damaged", path);
    if (!status) {
        made->info.start = fstReaderGetStartTime(made->reader);
        made->info.end = fstReaderGetEndTime(made->reader);
        made->info.exponent = fstReaderGetTimescale(made->reader);
        made->info.handle_count = fstReaderGetMaxHandle(made->reader);
        made->info.writer = fstReaderGetVersionString(made->reader);
        made->info.date = fstReaderGetDateString(made->reader);
        fstReaderClrFacProcessMaskAll(made->reader);
        status = read_hierarchy(made);
        if (!status && !made->info.signal_count)
            status = HX_ERROR_FORMAT;
        if (status)
            hx_error_set(error, status, "%s: the signal names cannot be read", path);
    }
    if (status) {
        hx_trace_close(made);
        return status;
    }
    *trace = made;
    return HX_OK;
}

void hx_trace_close(hx_trace *trace)
{
    if (!trace)
        return;
    if (trace->reader)
        fstReaderClose(trace->reader);
    for (size_t i = 0; i < trace->info.signal_count; i++) {
        free(trace->signals[i].name);
        free(trace->signals[i].range);
    }
    free(trace->signals);
    free(trace->path);
    free(trace->tops);
    free(trace->text);
    free(trace);
}

const hx_trace_info *hx_trace_get_info(const hx_trace *trace)
{
    return &trace->info;
}

const hx_trace_signal *hx_trace_get_signals(const hx_trace *trace, size_t *count)
{
    *count = trace->info.signal_count;
    return trace->signals;
}

const char *hx_trace_get_path(const hx_trace *trace)
{
    return trace->path;
}

const char *hx_trace_get_tops(const hx_trace *trace)
{
    return trace->tops ? trace->tops : "none";
}

void hx_trace_select(hx_trace *trace, uint32_t handle)
{
    fstReaderSetFacProcessMask(trace->reader, handle);
    for (size_t i = 0; i < trace->info.signal_count && !trace->texts; i++)
        trace->texts =
            trace->signals[i].handle == handle && trace->signals[i].kind == HX_TRACE_TEXT;
}

void hx_trace_select_all(hx_trace *trace)
{
    fstReaderSetFacProcessMaskAll(trace->reader);
    for (size_t i = 0; i < trace->info.signal_count && !trace->texts; i++)
        trace->texts = trace->signals[i].kind == HX_TRACE_TEXT;
}

static void take_value(void *user, uint64_t time, fstHandle handle, const unsigned char *value)
{
    hx_trace *trace = user;
    if (time <= trace->to && handle <= trace->info.handle_count)
        trace->take(trace->user, time, handle, (const char *)value);
}

static void take_text(void *user, uint64_t time, fstHandle handle, const unsigned char *value,
                      uint32_t length)
{
    hx_trace *trace = user;
    if (length + (size_t)1 > trace->text_size) {
        char *grown = realloc(trace->text, length + (size_t)1);
        if (!grown) {
            trace->failed = true;
            return;
        }
        trace->text = grown;
        trace->text_size = length + (size_t)1;
    }
    memcpy(trace->text, value, length);
    trace->text[length] = 0;
    take_value(user, time, handle, (const unsigned char *)trace->text);
}

hx_status hx_trace_read(hx_trace *trace, uint64_t from, uint64_t to, hx_trace_take *take,
                        void *user)
{
    trace->take = take;
    trace->user = user;
    trace->to = to;
    trace->failed = false;
    // The library reads whole blocks; each begins with all values but texts.
    fstReaderSetLimitTimeRange(trace->reader, trace->texts ? trace->info.start : from, to);
    if (!fstReaderIterBlocks2(trace->reader, take_value, take_text, trace, NULL))
        return HX_ERROR_FORMAT;
    return trace->failed ? HX_ERROR_MEMORY : HX_OK;
}

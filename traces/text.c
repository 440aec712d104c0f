// Names and values of signals as text.
// SPDX-License-Identifier: Apache-2.0
#include "traces/trace.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool match_whole(const char *glob, const char *name)
{
    // The last * and where its text ends so far: on a mismatch it takes one character more.
    const char *star = NULL, *taken = NULL;
    while (*name) {
        if (*glob == '*') {
            star = ++glob;
            taken = name;
        } else if (*glob == '?' || *glob == *name) {
            glob++;
            name++;
        } else if (star) {
            glob = star;
            name = ++taken;
        } else {
            return false;
        }
    }
    while (*glob == '*')
        glob++;
    return !*glob;
}

bool hx_trace_match(const char *glob, const char *name)
{
    while (name) {
        if (match_whole(glob, name))
            return true;
        name = strchr(name, '.');
        name = name ? name + 1 : NULL;
    }
    return false;
}

bool hx_trace_match_within(const char *glob, const char *name)
{
    char scope[1024];
    for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.')) {
        size_t length = (size_t)(dot - name);
        if (length >= sizeof scope)
            break;
        memcpy(scope, name, length);
        scope[length] = 0;
        if (hx_trace_match(glob, scope))
            return true;
    }
    return hx_trace_match(glob, name);
}

// Four bits, or fewer, as a digit; x, z, or X for a mixture.
static char digit(const char *bits, size_t count)
{
    unsigned value = 0;
    bool odd = false, same = true;
    for (size_t i = 0; i < count; i++) {
        odd = odd || (bits[i] != '0' && bits[i] != '1');
        same = same && bits[i] == bits[0];
        value = value << 1 | (bits[i] == '1');
    }
    if (odd)
        return same ? bits[0] : 'X';
    return "0123456789abcdef"[value & 15];
}

void hx_trace_format(const hx_trace_signal *signal, const char *value, char *text, size_t size)
{
    if (signal->kind == HX_TRACE_REAL) {
        snprintf(text, size, "%.9g", strtod(value, NULL));
        return;
    }
    if (signal->kind == HX_TRACE_TEXT) {
        snprintf(text, size, "\"%s\"", value);
        return;
    }
    size_t bits = strlen(value);
    if (bits <= 1) {
        snprintf(text, size, "%s", value);
        return;
    }
    size_t length = (size_t)snprintf(text, size, "0x");
    size_t group = bits % 4 ? bits % 4 : 4;
    bool leading = true;
    for (size_t at = 0; at < bits && length + 1 < size; at += group, group = at ? 4 : group) {
        char next = digit(value + at, group);
        leading = leading && next == '0' && at + group < bits;
        if (!leading)
            text[length++] = next;
    }
    if (length < size)
        text[length] = 0;
}

double hx_trace_to_ns(const hx_trace *trace, uint64_t time)
{
    return (double)time * pow(10, hx_trace_get_info(trace)->exponent + 9);
}

uint64_t hx_trace_from_ns(const hx_trace *trace, double ns)
{
    double time = round(ns / pow(10, hx_trace_get_info(trace)->exponent + 9));
    return time <= 0 ? 0 : time >= 1.8e19 ? UINT64_MAX : (uint64_t)time;
}

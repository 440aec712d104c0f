// A checker of well-formed XML, as far as our own output uses it.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/host/report/xml.h"

#include <ctype.h>
#include <string.h>

#define DEPTH 64

static int is_name(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == ':' || c == '.';
}

static const char *entity(const char *at)
{
    static const char *const known[] = {"&lt;", "&gt;", "&amp;", "&quot;", "&#39;"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strncmp(at, known[i], strlen(known[i])) == 0)
            return at + strlen(known[i]);
    return NULL;
}

// Attributes up to > or />; returns behind them.
static const char *attributes(const char *at, int *empty, const char **problem)
{
    struct {
        const char *start;
        size_t length;
    } seen[32];
    size_t count = 0;
    for (;;) {
        int space = isspace((unsigned char)*at);
        while (isspace((unsigned char)*at))
            at++;
        *empty = at[0] == '/' && at[1] == '>';
        if (*empty)
            return at + 2;
        if (*at == '>')
            return at + 1;
        const char *start = at;
        while (is_name(*at))
            at++;
        size_t length = (size_t)(at - start);
        if (!space || length == 0 || at[0] != '=' || at[1] != '"' || count == 32) {
            *problem = "bad attribute";
            return at;
        }
        for (size_t i = 0; i < count; i++)
            if (seen[i].length == length && memcmp(seen[i].start, start, length) == 0)
                *problem = "attribute twice";
        seen[count].start = start;
        seen[count++].length = length;
        for (at += 2; *at && *at != '"' && *at != '<';) {
            const char *next = *at == '&' ? entity(at) : at + 1;
            if (!next)
                *problem = "bad entity in attribute";
            at = next ? next : at + 1;
        }
        if (*at++ != '"')
            *problem = "attribute without end";
        if (*problem)
            return at;
    }
}

const char *xml_problem(const char *text)
{
    struct {
        const char *name;
        size_t length;
    } open[DEPTH];
    size_t depth = 0, roots = 0;
    const char *problem = NULL;
    for (const char *at = text; *at;) {
        if (strncmp(at, "<![CDATA[", 9) == 0) {
            at = strstr(at, "]]>");
            if (!at)
                return "CDATA without end";
            at += 3;
        } else if (*at == '<' && (at[1] == '!' || at[1] == '?')) {
            at = strchr(at, '>');
            if (!at || depth)
                return "bad declaration";
            at++;
        } else if (*at == '<') {
            int close = at[1] == '/', empty = 0;
            const char *name = at + 1 + close;
            for (at = name; is_name(*at);)
                at++;
            size_t length = (size_t)(at - name);
            if (length == 0)
                return "tag without name";
            at = attributes(at, &empty, &problem);
            if (problem)
                return problem;
            if (close) {
                if (depth == 0 || open[depth - 1].length != length ||
                    memcmp(open[depth - 1].name, name, length) != 0)
                    return "tags do not match";
                depth--;
            } else {
                if (depth == 0 && roots++)
                    return "second root";
                if (depth == DEPTH)
                    return "too deep";
                open[depth].name = name;
                open[depth].length = length;
                depth += !empty;
            }
        } else if (*at == '&') {
            at = entity(at);
            if (!at)
                return "bad entity";
        } else {
            if (depth == 0 && !isspace((unsigned char)*at))
                return "text outside the root";
            if ((unsigned char)*at < 0x20 && !isspace((unsigned char)*at))
                return "control character";
            at++;
        }
    }
    if (depth || !roots)
        return "tag without end";
    return NULL;
}

size_t count_text(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
        count++;
    return count;
}

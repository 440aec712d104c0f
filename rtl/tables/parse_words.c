// Words of a line of a .tab file: names, numbers, texts.
// SPDX-License-Identifier: Apache-2.0
#include "parse.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

hx_status hx_table_parse_fail(hx_error *error, const hx_table_place *place, const char *rule,
                              const char *what)
{
    return hx_error_set(error, HX_ERROR_FORMAT, "%s:%u: %s: %s", place->file, place->line, rule,
                        what);
}

void *hx_table_append(void **array, size_t *count, size_t size)
{
    void *grown = realloc(*array, (*count + 1) * size);
    if (!grown)
        return NULL;
    *array = grown;
    void *last = (char *)grown + *count * size;
    memset(last, 0, size);
    ++*count;
    return last;
}

hx_status hx_table_parse_split(hx_table_parser *p)
{
    p->count = 0;
    for (char *c = p->text; *c;) {
        if (isspace((unsigned char)*c)) {
            ++c;
            continue;
        }
        if (*c == '#')
            break;
        if (p->count == MAX_TOKENS)
            return FAIL(p, "too many words in a line", "split it");
        p->quoted[p->count] = *c == '"';
        if (*c == '"') {
            p->tokens[p->count++] = ++c;
            c = strchr(c, '"');
            if (!c)
                return FAIL(p, "a text ends on its line", "quote missing");
        } else {
            p->tokens[p->count++] = c;
            while (*c && !isspace((unsigned char)*c))
                ++c;
        }
        if (*c)
            *c++ = '\0';
    }
    return HX_OK;
}

hx_status hx_table_parse_name(hx_table_parser *p, size_t at, char *out)
{
    const char *t = at < p->count ? p->tokens[at] : "";
    bool good = islower((unsigned char)t[0]) && strlen(t) < HX_TABLE_NAME;
    for (const char *c = t; *c; ++c)
        good = good && (islower((unsigned char)*c) || isdigit((unsigned char)*c) || *c == '_');
    if (!good)
        return FAIL(p, "expected a name of a-z, 0-9 and _", *t ? t : "nothing");
    strcpy(out, t);
    return HX_OK;
}

hx_status hx_table_parse_number(hx_table_parser *p, const char *t, int64_t low, int64_t high,
                                int64_t *out)
{
    char *end = NULL;
    errno = 0;
    long long value = strtoll(t ? t : "", &end, 0);
    if (!t || end == t || *end || errno || value < low || value > high)
        return FAIL(p, "expected a number in range", t ? t : "nothing");
    *out = value;
    return HX_OK;
}

hx_status hx_table_parse_token_number(hx_table_parser *p, size_t at, int64_t low, int64_t high,
                                      int64_t *out)
{
    return hx_table_parse_number(p, at < p->count ? p->tokens[at] : NULL, low, high, out);
}

hx_status hx_table_parse_stored(hx_table_parser *p, size_t *at, char *out)
{
    if (*at >= p->count || p->quoted[*at] || strcmp(p->tokens[*at], "stored"))
        return HX_OK;
    if (*at + 1 < p->count && p->quoted[*at + 1])
        return FAIL(p, "stored takes the name of a reason", p->tokens[*at + 1]);
    hx_status status = hx_table_parse_name(p, *at + 1, out);
    *at += 2;
    return status;
}

hx_status hx_table_parse_text(hx_table_parser *p, size_t at, char *out)
{
    if (at < p->count && p->quoted[at]) {
        if (strlen(p->tokens[at]) >= HX_TABLE_TEXT)
            return FAIL(p, "a text has less than 160 characters", p->tokens[at]);
        strcpy(out, p->tokens[at++]);
    }
    if (at < p->count)
        return FAIL(p, "unexpected word", p->tokens[at]);
    return HX_OK;
}

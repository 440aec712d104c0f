// A growing text with XML escaping.
// SPDX-License-Identifier: Apache-2.0
#include "host/report/svg.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(hx_text *text, size_t more)
{
    if (text->failed)
        return false;
    size_t need = text->length + more + 1;
    if (need <= text->capacity)
        return true;
    size_t capacity = text->capacity ? text->capacity : 1024;
    while (capacity < need)
        capacity *= 2;
    char *data = realloc(text->data, capacity);
    if (!data) {
        text->failed = true;
        return false;
    }
    text->data = data;
    text->capacity = capacity;
    return true;
}

void hx_text_add(hx_text *text, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        text->failed = true;
    else if (reserve(text, (size_t)length)) {
        vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
}

void hx_text_add_escaped(hx_text *text, const char *plain)
{
    for (; *plain; plain++) {
        unsigned char c = (unsigned char)*plain;
        if (c == '<')
            hx_text_add(text, "&lt;");
        else if (c == '>')
            hx_text_add(text, "&gt;");
        else if (c == '&')
            hx_text_add(text, "&amp;");
        else if (c == '"')
            hx_text_add(text, "&quot;");
        else if (c == '\'')
            hx_text_add(text, "&#39;");
        else if (c < 0x20 && c != '\t' && c != '\n') // not allowed in XML at all
            hx_text_add(text, "?");
        else
            hx_text_add(text, "%c", c);
    }
}

void hx_text_release(hx_text *text)
{
    free(text->data);
    *text = (hx_text){0};
}

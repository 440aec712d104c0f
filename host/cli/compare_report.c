// Where the answers of the two tiers differ first.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/compare_report.h"

#include "host/cli/run_io.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define COMPLETE_WORDS 3 // a message is complete after so many words at most

// What `run --json` prints from a word on, up to the first whole message; the caller frees it.
static char *describe(const hx_tier_answers *a, size_t place)
{
    char *text = NULL;
    size_t size = 0, begin = 0;
    FILE *out = open_memstream(&text, &size);
    hx_run_printer *printer = NULL;
    hx_error error;
    if (!out)
        return NULL;
    hx_status status = hx_run_printer_create(&printer, out, true);
    if (!status)
        status = hx_run_printer_take(printer, a->words, place, &error);
    fflush(out);
    begin = size;
    for (size_t i = place; !status && i < a->count && i < place + COMPLETE_WORDS; i++) {
        status = hx_run_printer_take(printer, &a->words[i], 1, &error);
        fflush(out);
        if (strchr(text + begin, '{'))
            break;
    }
    hx_run_printer_destroy(printer);
    fclose(out);
    if (text)
        memmove(text, text + begin, size - begin + 1);
    return text;
}

static const char *find_end(const hx_tier_answers *a)
{
    return a->status                       ? hx_status_text(a->status)
           : a->state == HX_DEVICE_STARVED ? "time stopped inside a program"
                                           : "all programs ended";
}

static void print_side(FILE *out, const char *name, const hx_tier_answers *a, size_t place)
{
    if (place >= a->count) {
        fprintf(out, "%s: no more words after %" PRIu64 " chip cycles, %s\n", name, a->chip_cycles,
                find_end(a));
        return;
    }
    char *text = describe(a, place);
    fprintf(out, "%s:\n%s", name, text ? text : "");
    free(text);
}

// The words up to the first whole message, and this message.
static void print_side_as_json(FILE *out, const char *name, const hx_tier_answers *a, size_t place)
{
    char *text = place < a->count ? describe(a, place) : NULL;
    fprintf(out, ",\"%s\":{\"chip_cycles\":%" PRIu64 ",\"end\":\"%s\",\"words\":[", name,
            a->chip_cycles, find_end(a));
    const char *message = "null", *comma = "";
    for (char *line = text ? strtok(text, "\n") : NULL; line; line = strtok(NULL, "\n")) {
        if (*line == '{') {
            message = line;
        } else {
            fprintf(out, "%s\"%s\"", comma, line);
            comma = ",";
        }
    }
    fprintf(out, "],\"message\":%s}", message);
    free(text);
}

bool hx_compare_report(FILE *out, const hx_tier_answers *rtl, const hx_tier_answers *fast,
                       bool json)
{
    size_t place = 0;
    while (place < rtl->count && place < fast->count && rtl->words[place] == fast->words[place])
        place++;
    const bool same = place == rtl->count && place == fast->count && rtl->state == fast->state &&
                      rtl->status == fast->status && rtl->chip_cycles == fast->chip_cycles;
    if (json) {
        fprintf(out, "{\"same\":%s,\"words\":%zu", same ? "true" : "false", place);
        print_side_as_json(out, "rtl", rtl, place);
        print_side_as_json(out, "fast", fast, place);
        fprintf(out, "}\n");
    } else if (same) {
        fprintf(out, "same: %zu words, %" PRIu64 " chip cycles\n", place, rtl->chip_cycles);
    } else {
        fprintf(out, "word %zu differs\n", place);
        print_side(out, "rtl", rtl, place);
        print_side(out, "fast", fast, place);
    }
    return same;
}

// First difference of two waves.
// SPDX-License-Identifier: Apache-2.0
//
// Both files are read in the same windows of time, so that memory stays bounded. In a window the
// changes of both are walked moment by moment; what changed in either is compared after all
// changes of that moment.
#include "traces/diff.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct pair {
    size_t signal[2]; // index in each file
    uint32_t handle[2];
    bool touched;
} pair;

typedef struct change {
    uint64_t time;
    uint32_t handle;
    size_t value; // offset in the window's text
} change;

typedef struct side {
    hx_trace *trace;
    const hx_trace_signal *signals;
    size_t count;
    char **state;    // value of each handle, NULL: none yet
    uint32_t *first; // of each handle: its place in `order`
    uint32_t *order; // pairs sorted by handle
    change *changes;
    size_t change_count, change_capacity, at;
    char *text;
    size_t length, text_capacity;
    bool failed;
} side;

typedef struct comparison {
    side sides[2];
    pair *pairs;
    size_t pair_count;
    size_t *touched;
    size_t touched_count;
    double tolerance;
} comparison;

static bool ignored(const hx_trace_diff_options *options, const char *name)
{
    for (size_t i = 0; i < options->ignore_count; i++)
        if (hx_trace_match(options->ignore[i], name))
            return true;
    return false;
}

static int by_name(const void *a, const void *b)
{
    const hx_trace_signal *left = *(const hx_trace_signal *const *)a;
    const hx_trace_signal *right = *(const hx_trace_signal *const *)b;
    int order = strcmp(left->name, right->name);
    if (!order)
        order = strcmp(left->range, right->range);
    return order ? order : left < right ? -1 : left > right;
}

// Signals that are compared, in the order of their names.
static const hx_trace_signal **sort_signals(const side *s, const hx_trace_diff_options *options,
                                            size_t *count)
{
    const hx_trace_signal **sorted = malloc((s->count + 1) * sizeof(*sorted));
    *count = 0;
    if (!sorted)
        return NULL;
    for (size_t i = 0; i < s->count; i++)
        if (!ignored(options, s->signals[i].name))
            sorted[(*count)++] = &s->signals[i];
    qsort(sorted, *count, sizeof(*sorted), by_name);
    return sorted;
}

static void add_only(hx_trace_diff *diff, unsigned which, const hx_trace_signal *signal)
{
    if (diff->only_count[which] < HX_TRACE_DIFF_NAMES)
        diff->only[which][diff->only_count[which]] = signal->name;
    diff->only_count[which]++;
}

static int by_place(const void *a, const void *b)
{
    const pair *left = a, *right = b;
    return left->signal[0] < right->signal[0] ? -1 : left->signal[0] > right->signal[0];
}

static hx_status match_signals(comparison *c, const hx_trace_diff_options *options,
                               hx_trace_diff *diff)
{
    size_t count[2];
    const hx_trace_signal **sorted[2] = {sort_signals(&c->sides[0], options, &count[0]),
                                         sort_signals(&c->sides[1], options, &count[1])};
    c->pairs = malloc(((sorted[0] ? count[0] : 0) + 1) * sizeof *c->pairs);
    hx_status status = sorted[0] && sorted[1] && c->pairs ? HX_OK : HX_ERROR_MEMORY;
    for (size_t i = 0, k = 0; !status && (i < count[0] || k < count[1]);) {
        int order = i == count[0]   ? 1
                    : k == count[1] ? -1
                                    : strcmp(sorted[0][i]->name, sorted[1][k]->name);
        if (!order)
            order = strcmp(sorted[0][i]->range, sorted[1][k]->range);
        if (order < 0) {
            add_only(diff, 0, sorted[0][i++]);
        } else if (order > 0) {
            add_only(diff, 1, sorted[1][k++]);
        } else {
            c->pairs[c->pair_count++] = (pair){
                .signal = {(size_t)(sorted[0][i] - c->sides[0].signals),
                           (size_t)(sorted[1][k] - c->sides[1].signals)},
                .handle = {sorted[0][i]->handle, sorted[1][k]->handle},
            };
            i++;
            k++;
        }
    }
    free(sorted[0]);
    free(sorted[1]);
    if (!status)
        qsort(c->pairs, c->pair_count, sizeof *c->pairs, by_place);
    diff->compared = c->pair_count;
    return status;
}

// Lists the pairs of each handle.
static hx_status index_pairs(comparison *c, unsigned which)
{
    side *s = &c->sides[which];
    size_t handles = hx_trace_get_info(s->trace)->handle_count;
    s->state = calloc(handles + 1, sizeof *s->state);
    s->first = calloc(handles + 2, sizeof *s->first);
    s->order = malloc((c->pair_count + 1) * sizeof *s->order);
    if (!s->state || !s->first || !s->order)
        return HX_ERROR_MEMORY;
    for (size_t i = 0; i < c->pair_count; i++)
        s->first[c->pairs[i].handle[which] + 1]++;
    for (size_t h = 1; h <= handles + 1; h++)
        s->first[h] += s->first[h - 1];
    for (size_t i = c->pair_count; i-- > 0;) {
        uint32_t handle = c->pairs[i].handle[which];
        hx_trace_select(s->trace, handle);
        s->order[--s->first[handle + 1]] = (uint32_t)i;
    }
    // Each start has moved one handle down: `first[h + 1]` is where handle h begins.
    return HX_OK;
}

static void take(void *user, uint64_t time, uint32_t handle, const char *value)
{
    side *s = user;
    size_t size = strlen(value) + 1;
    if (s->change_count == s->change_capacity) {
        size_t capacity = s->change_capacity ? 2 * s->change_capacity : 4096;
        change *grown = realloc(s->changes, capacity * sizeof *grown);
        if (!grown) {
            s->failed = true;
            return;
        }
        s->changes = grown;
        s->change_capacity = capacity;
    }
    if (s->length + size > s->text_capacity) {
        size_t capacity = 2 * (s->text_capacity + size);
        char *grown = realloc(s->text, capacity);
        if (!grown) {
            s->failed = true;
            return;
        }
        s->text = grown;
        s->text_capacity = capacity;
    }
    memcpy(s->text + s->length, value, size);
    s->changes[s->change_count++] = (change){time, handle, s->length};
    s->length += size;
}

static bool set_state(char **state, const char *value)
{
    size_t size = strlen(value) + 1;
    if (!*state || strlen(*state) + 1 < size) {
        char *grown = realloc(*state, size);
        if (!grown)
            return false;
        *state = grown;
    }
    memcpy(*state, value, size);
    return true;
}

// Applies the changes of `s` up to `time` and notes which pairs they touch.
static hx_status apply(comparison *c, unsigned which, uint64_t time)
{
    side *s = &c->sides[which];
    size_t handles = hx_trace_get_info(s->trace)->handle_count;
    for (; s->at < s->change_count && s->changes[s->at].time <= time; s->at++) {
        uint32_t handle = s->changes[s->at].handle;
        if (!set_state(&s->state[handle], s->text + s->changes[s->at].value))
            return HX_ERROR_MEMORY;
        size_t end = handle < handles ? s->first[handle + 2] : c->pair_count;
        for (size_t i = s->first[handle + 1]; i < end; i++) {
            pair *p = &c->pairs[s->order[i]];
            if (!p->touched)
                c->touched[c->touched_count++] = s->order[i];
            p->touched = true;
        }
    }
    return HX_OK;
}

static bool equal(const comparison *c, const pair *p)
{
    const char *a = c->sides[0].state[p->handle[0]], *b = c->sides[1].state[p->handle[1]];
    if (!a || !b)
        return a == b;
    if (!strcmp(a, b))
        return true;
    if (c->sides[0].signals[p->signal[0]].kind != HX_TRACE_REAL)
        return false;
    return fabs(strtod(a, NULL) - strtod(b, NULL)) <= c->tolerance;
}

static void report(const comparison *c, const pair *p, uint64_t time, hx_trace_diff *diff)
{
    diff->value_differs = diff->differs = true;
    diff->signal = &c->sides[0].signals[p->signal[0]];
    diff->time_ns = hx_trace_to_ns(c->sides[0].trace, time);
    for (unsigned which = 0; which < 2; which++) {
        const char *value = c->sides[which].state[p->handle[which]];
        if (value)
            hx_trace_format(&c->sides[which].signals[p->signal[which]], value, diff->values[which],
                            sizeof diff->values[which]);
        else
            strcpy(diff->values[which], "no value");
    }
}

// Compares what was touched; true: a difference was found.
static bool compare_touched(comparison *c, uint64_t time, hx_trace_diff *diff)
{
    size_t worst = SIZE_MAX;
    for (size_t i = 0; i < c->touched_count; i++) {
        pair *p = &c->pairs[c->touched[i]];
        p->touched = false;
        if (c->touched[i] < worst && !equal(c, p))
            worst = c->touched[i];
    }
    c->touched_count = 0;
    if (worst == SIZE_MAX)
        return false;
    report(c, &c->pairs[worst], time, diff);
    return true;
}

static hx_status walk_window(comparison *c, uint64_t begin, uint64_t end, hx_trace_diff *diff)
{
    for (unsigned which = 0; which < 2; which++) {
        side *s = &c->sides[which];
        s->at = s->change_count = s->length = 0;
        hx_status status = hx_trace_read(s->trace, begin, end, take, s);
        if (status || s->failed)
            return status ? status : HX_ERROR_MEMORY;
    }
    // What blocks repeat from before the window brings the state to where it already is.
    uint64_t time = begin;
    for (;;) {
        hx_status status = apply(c, 0, time);
        if (!status)
            status = apply(c, 1, time);
        if (status)
            return status;
        if (compare_touched(c, time, diff))
            return HX_OK;
        uint64_t next = UINT64_MAX;
        for (unsigned which = 0; which < 2; which++) {
            const side *s = &c->sides[which];
            if (s->at < s->change_count && s->changes[s->at].time < next)
                next = s->changes[s->at].time;
        }
        if (next > end)
            return HX_OK;
        time = next;
    }
}

static hx_status walk(comparison *c, uint64_t from, uint64_t to, hx_trace_diff *diff)
{
    // About one window a block of the file.
    uint64_t step = (to - from) / hx_trace_get_info(c->sides[0].trace)->block_count + 1;
    for (uint64_t begin = from; begin <= to && !diff->value_differs;) {
        uint64_t end = to - begin < step ? to : begin + step - 1;
        hx_status status = walk_window(c, begin, end, diff);
        if (status || end == to)
            return status;
        begin = end + 1;
    }
    return HX_OK;
}

static void release(comparison *c)
{
    for (unsigned which = 0; which < 2; which++) {
        side *s = &c->sides[which];
        for (size_t h = 0; s->state && h <= hx_trace_get_info(s->trace)->handle_count; h++)
            free(s->state[h]);
        free(s->state);
        free(s->first);
        free(s->order);
        free(s->changes);
        free(s->text);
    }
    free(c->pairs);
    free(c->touched);
}

hx_status hx_trace_compare(hx_trace *const traces[2], const hx_trace_diff_options *options,
                           hx_trace_diff *diff, hx_error *error)
{
    const hx_trace_info *info[2] = {hx_trace_get_info(traces[0]), hx_trace_get_info(traces[1])};
    *diff = (hx_trace_diff){0};
    if (info[0]->exponent != info[1]->exponent)
        return hx_error_set(error, HX_ERROR_FORMAT, "the files have different time units");
    uint64_t from = info[0]->start > info[1]->start ? info[0]->start : info[1]->start;
    uint64_t to = info[0]->end < info[1]->end ? info[0]->end : info[1]->end;
    bool whole = options->from_ns <= 0 && options->to_ns < 0;
    diff->span_differs =
        whole && (info[0]->start != info[1]->start || info[0]->end != info[1]->end);
    uint64_t first = hx_trace_from_ns(traces[0], options->from_ns);
    if (first > from)
        from = first;
    if (options->to_ns >= 0 && hx_trace_from_ns(traces[0], options->to_ns) < to)
        to = hx_trace_from_ns(traces[0], options->to_ns);
    if (from > to)
        return hx_error_set(
            error, HX_ERROR_ARGUMENT,
            "the window is empty: the files cover %.10g to %.10g ns and %.10g to "
            "%.10g ns",
            hx_trace_to_ns(traces[0], info[0]->start), hx_trace_to_ns(traces[0], info[0]->end),
            hx_trace_to_ns(traces[1], info[1]->start), hx_trace_to_ns(traces[1], info[1]->end));
    comparison c = {.tolerance = options->tolerance};
    for (unsigned which = 0; which < 2; which++) {
        c.sides[which].trace = traces[which];
        c.sides[which].signals = hx_trace_get_signals(traces[which], &c.sides[which].count);
    }
    hx_status status = match_signals(&c, options, diff);
    if (!status && !c.pair_count && !diff->only_count[0] && !diff->only_count[1])
        status = hx_error_set(error, HX_ERROR_ARGUMENT, "--ignore leaves no signal to compare");
    else if (status)
        hx_error_set(error, status, "%s", hx_status_text(status));
    c.touched = malloc((c.pair_count + 1) * sizeof *c.touched);
    if (!status && !c.touched)
        status = hx_error_set(error, HX_ERROR_MEMORY, "%s", hx_status_text(HX_ERROR_MEMORY));
    for (unsigned which = 0; which < 2 && !status; which++)
        status = index_pairs(&c, which);
    if (!status && c.pair_count) {
        // All signals count as changed where the comparison begins.
        for (size_t i = 0; i < c.pair_count; i++) {
            c.pairs[i].touched = true;
            c.touched[c.touched_count++] = i;
        }
        status = walk(&c, from, to, diff);
        if (status)
            hx_error_set(error, status, "the values cannot be read: %s", hx_status_text(status));
    }
    release(&c);
    diff->differs =
        diff->value_differs || diff->span_differs || diff->only_count[0] || diff->only_count[1];
    return status;
}

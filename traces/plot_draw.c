// Draws the lanes of a plot as SVG.
// SPDX-License-Identifier: Apache-2.0
//
// Lanes stand below each other on one time axis. Where changes lie closer than a pixel, a lane
// is drawn as a block: the file stays small and shows that there is activity.
#include "traces/plot_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLOT_WIDTH 1000.0 // px, of the time axis
#define TOP 40.0
#define BIT_HEIGHT 16.0
#define CURVE_HEIGHT 72.0
#define GAP 10.0
#define CHARACTER 6.7 // px, of a monospaced character at 11 px
#define CLOSE 1.5     // px: nearer changes become a block

static double x_of(const hx_plot *p, uint64_t time)
{
    return p->left + PLOT_WIDTH * (double)(time - p->from) / (double)(p->to - p->from);
}

// End of point `i`: the next change, or the end of the plot.
static double end_of(const hx_plot *p, const hx_plot_lane *l, size_t i)
{
    return x_of(p, i + 1 < l->count ? l->points[i + 1].time : p->to);
}

static void draw_block(hx_text *text, double from, double to, double y)
{
    hx_text_add(text,
                "<rect class=\"busy\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
                from, y, fmax(to - from, 0.8), BIT_HEIGHT);
}

// Changes from `i` on that lie close together: index behind the last of them.
static size_t skip_close(const hx_plot *p, const hx_plot_lane *l, size_t i)
{
    while (i < l->count && end_of(p, l, i) - x_of(p, l->points[i].time) < CLOSE)
        i++;
    return i;
}

static void draw_bit(const hx_plot *p, const hx_plot_lane *l, double y, hx_text *text)
{
    for (size_t i = 0; i < l->count;) {
        double x = x_of(p, l->points[i].time);
        size_t behind = skip_close(p, l, i);
        // A single short pulse is a pulse; more are a block.
        if (behind > i + 1) {
            double end =
                behind < l->count ? x_of(p, l->points[behind].time) : end_of(p, l, l->count - 1);
            draw_block(text, x, end, y);
            i = behind;
            continue;
        }
        char value = l->points[i].value[0];
        double level = value == '1' ? y : value == '0' ? y + BIT_HEIGHT : y + BIT_HEIGHT / 2;
        hx_text_add(text, "<path class=\"bit\" d=\"M%.1f %.1fH%.1f", x, level, end_of(p, l, i));
        if (i + 1 < l->count)
            hx_text_add(text, "M%.1f %.1fv%.1f", end_of(p, l, i), y, BIT_HEIGHT);
        hx_text_add(text, "\"/>\n");
        i++;
    }
}

static void draw_word(const hx_plot *p, const hx_plot_lane *l, double y, hx_text *text)
{
    for (size_t i = 0; i < l->count;) {
        double x = x_of(p, l->points[i].time);
        size_t behind = skip_close(p, l, i);
        if (behind > i) {
            double end =
                behind < l->count ? x_of(p, l->points[behind].time) : end_of(p, l, l->count - 1);
            draw_block(text, x, end, y);
            i = behind;
            continue;
        }
        double end = end_of(p, l, i), slope = fmin(3.0, (end - x) / 3);
        hx_text_add(text,
                    "<path class=\"word\" d=\"M%.1f %.1fL%.1f %.1fH%.1fL%.1f %.1fL%.1f "
                    "%.1fH%.1fz\"/>\n",
                    x, y + BIT_HEIGHT / 2, x + slope, y, end - slope, end, y + BIT_HEIGHT / 2,
                    end - slope, y + BIT_HEIGHT, x + slope);
        char value[300];
        hx_trace_format(l->signal, l->points[i].value, value, sizeof value);
        if (CHARACTER * (double)strlen(value) + 8 <= end - x) {
            hx_text_add(text, "<text class=\"value\" x=\"%.1f\" y=\"%.1f\">", (x + end) / 2,
                        y + BIT_HEIGHT - 4);
            hx_text_add_escaped(text, value);
            hx_text_add(text, "</text>\n");
        }
        i++;
    }
}

static void draw_curve(const hx_plot *p, const hx_plot_lane *l, unsigned colour, double y,
                       hx_text *text)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < l->count; i++) {
        double value = strtod(l->points[i].value, NULL);
        if (isfinite(value)) {
            low = fmin(low, value);
            high = fmax(high, value);
        }
    }
    if (!(low <= high))
        return;
    double span = high > low ? high - low : 1;
    hx_text_add(text, "<path class=\"line\" style=\"stroke:var(--c%u);stroke-width:1.4\" d=\"",
                colour % HX_SVG_COLOURS);
    bool pen = false;
    double drawn_x = -1, drawn_y = -1;
    for (size_t i = 0; i < l->count; i++) {
        double value = strtod(l->points[i].value, NULL);
        double x = x_of(p, l->points[i].time);
        if (!isfinite(value)) {
            if (pen)
                hx_text_add(text, "H%.2f", x);
            pen = false;
            continue;
        }
        double level = y + CURVE_HEIGHT * (high > low ? (high - value) / span : 0.5);
        // Steps below a quarter of a pixel both ways cannot be seen.
        if (pen && i + 1 < l->count && x - drawn_x < 0.25 && fabs(level - drawn_y) < 0.25)
            continue;
        hx_text_add(text, pen ? "H%.2fV%.2f" : "M%.2f %.2f", x, level);
        pen = true;
        drawn_x = x;
        drawn_y = level;
    }
    if (pen)
        hx_text_add(text, "H%.2f", p->left + PLOT_WIDTH);
    hx_text_add(text, "\"/>\n");
    double right = p->left + PLOT_WIDTH + 6;
    if (high > low)
        hx_text_add(text,
                    "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\">%.5g</text><text class=\"tick\" "
                    "x=\"%.1f\" y=\"%.1f\">%.5g</text>\n",
                    right, y + 9, high, right, y + CURVE_HEIGHT, low);
    else
        hx_text_add(text, "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\">%.5g</text>\n", right,
                    y + CURVE_HEIGHT / 2 + 4, high);
}

// 1, 2 or 5 times a power of ten, so that about eight steps fill `span`.
static double nice_step(double span)
{
    double power = pow(10, floor(log10(span / 8))), part = span / 8 / power;
    return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
}

static void draw_axis(const hx_plot *p, double bottom, hx_text *text)
{
    double low = hx_trace_to_ns(p->trace, p->from), high = hx_trace_to_ns(p->trace, p->to);
    double unit = high >= 1e7 ? 1e6 : high >= 1e4 ? 1e3 : 1;
    const char *name = unit > 1e3 ? "ms" : unit > 1 ? "us" : "ns";
    low /= unit;
    high /= unit;
    double step = nice_step(high - low);
    for (double k = ceil(low / step); k * step <= high + step * 1e-9; k++) {
        double x = p->left + PLOT_WIDTH * (k * step - low) / (high - low);
        hx_text_add(text,
                    "<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/><text class=\"tick\" "
                    "text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%.10g</text>\n",
                    x, TOP - 6, bottom, x, bottom + 16, k * step);
    }
    hx_text_add(text,
                "<text class=\"axis\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">time "
                "[%s]</text>\n",
                p->left + PLOT_WIDTH / 2, bottom + 36, name);
}

// Scopes that all lanes share stand in the title alone.
static void measure(hx_plot *p)
{
    const char *first = p->lanes[0].signal->name;
    const char *dot = strrchr(first, '.');
    p->prefix = dot ? (size_t)(dot + 1 - first) : 0;
    for (size_t i = 1; i < p->count; i++) {
        size_t same = 0;
        while (same < p->prefix && p->lanes[i].signal->name[same] == first[same])
            same++;
        while (same && first[same - 1] != '.')
            same--;
        p->prefix = same;
    }
    size_t longest = 0;
    for (size_t i = 0; i < p->count; i++) {
        const hx_trace_signal *s = p->lanes[i].signal;
        size_t length = strlen(s->name + p->prefix) + strlen(s->range);
        longest = length > longest ? length : longest;
    }
    p->left = 20 + CHARACTER * (double)longest;
}

static void draw_lanes(const hx_plot *p, hx_text *text)
{
    unsigned colour = 0;
    double y = TOP;
    for (size_t i = 0; i < p->count; i++) {
        const hx_plot_lane *l = &p->lanes[i];
        bool curve = l->signal->kind == HX_TRACE_REAL;
        double height = curve ? CURVE_HEIGHT : BIT_HEIGHT;
        hx_text_add(text, "<text class=\"name\" x=\"%.1f\" y=\"%.1f\">", p->left - 8,
                    y + height / 2 + 4);
        hx_text_add_escaped(text, l->signal->name + p->prefix);
        hx_text_add_escaped(text, l->signal->range);
        hx_text_add(text, "</text>\n");
        if (curve)
            draw_curve(p, l, colour++, y, text);
        else if (l->signal->kind == HX_TRACE_BITS && l->signal->width == 1)
            draw_bit(p, l, y, text);
        else
            draw_word(p, l, y, text);
        y += height + GAP;
    }
}

void hx_plot_draw(hx_plot *p, hx_text *text)
{
    measure(p);
    double bottom = TOP;
    for (size_t i = 0; i < p->count; i++)
        bottom += GAP + (p->lanes[i].signal->kind == HX_TRACE_REAL ? CURVE_HEIGHT : BIT_HEIGHT);
    double width = p->left + PLOT_WIDTH + 80, height = bottom + 50;
    hx_text_add(text,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"hx\" viewBox=\"0 0 %.0f %.0f\" "
                "width=\"%.0f\" height=\"%.0f\"><style>%s"
                ".hx .name{fill:var(--ink);font:11px monospace;text-anchor:end}\n"
                ".hx .value{fill:var(--ink);font:11px monospace;text-anchor:middle}\n"
                ".hx .bit{fill:none;stroke:var(--c2);stroke-width:1.3}\n"
                ".hx .word{fill:none;stroke:var(--c0);stroke-width:1.1}\n"
                ".hx .busy{fill:var(--c0);opacity:0.45}\n</style>\n"
                "<rect class=\"paper\" width=\"100%%\" height=\"100%%\"/>\n",
                width, height, width, height, hx_plot_style);
    const char *base = strrchr(hx_trace_get_path(p->trace), '/');
    hx_text_add(text, "<text class=\"title\" x=\"12\" y=\"20\">");
    hx_text_add_escaped(text, base ? base + 1 : hx_trace_get_path(p->trace));
    if (p->prefix > 1) {
        char scope[512];
        snprintf(scope, sizeof scope, ": %.*s", (int)p->prefix - 1, p->lanes[0].signal->name);
        hx_text_add_escaped(text, scope);
    }
    hx_text_add(text, "</text>\n");
    draw_axis(p, bottom, text);
    draw_lanes(p, text);
    hx_text_add(text, "</svg>\n");
}

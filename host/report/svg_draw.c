// Small plots as SVG text: axes, lines, maps, legend.
// SPDX-License-Identifier: Apache-2.0
#include "host/report/svg_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const hx_plot_style =
    ".hx{--ink:#1f2328;--soft:#5b6570;--grid:#e3e6ea;--paper:#ffffff;"
    "--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#cc79a7;--c4:#b58900;--c5:#56b4e9;"
    "--c6:#e69f00;--c7:#444444;"
    "font-family:system-ui,-apple-system,'Segoe UI','Noto Sans',sans-serif}\n"
    "@media (prefers-color-scheme:dark){.hx{--ink:#e6e9ed;--soft:#a3adb8;--grid:#343b43;"
    "--paper:#16191d;--c0:#4aa8e0;--c1:#f0883e;--c2:#2fc79a;--c3:#e29bc2;--c4:#d8b13a;"
    "--c5:#8fd0f5;--c6:#f2c14e;--c7:#b8c0c8}}\n"
    ".hx .frame{fill:none;stroke:var(--soft);stroke-width:1}\n"
    ".hx .grid{stroke:var(--grid);stroke-width:1;fill:none}\n"
    ".hx .tick{fill:var(--soft);font-size:12px}\n"
    ".hx .axis{fill:var(--ink);font-size:13px}\n"
    ".hx .title{fill:var(--ink);font-size:15px;font-weight:600}\n"
    ".hx .key{fill:var(--ink);font-size:12px}\n"
    ".hx .paper{fill:var(--paper)}\n"
    ".hx .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}\n";

// An axis: data range and its place on the paper.
typedef struct axis {
    double low, high, from, to, step;
} axis;

static double place(const axis *a, double value)
{
    return a->from + (value - a->low) / (a->high - a->low) * (a->to - a->from);
}

static void include(axis *a, double value)
{
    if (!isfinite(value))
        return;
    if (value < a->low)
        a->low = value;
    if (value > a->high)
        a->high = value;
}

// Ticks at 1, 2 or 5 times a power of ten, about six of them. A range found from data is
// widened to whole ticks.
static void finish_axis(axis *a, bool widen)
{
    if (!(a->low <= a->high)) {
        a->low = 0.0;
        a->high = 1.0;
    }
    if (a->high - a->low < 1e-12 * (fabs(a->low) + fabs(a->high)) || a->high == a->low) {
        double half = a->low == 0.0 ? 0.5 : fabs(a->low) / 2.0;
        a->low -= half;
        a->high += half;
    }
    double raw = (a->high - a->low) / 6.0;
    double power = pow(10.0, floor(log10(raw)));
    double part = raw / power;
    // Rounding must not turn an exact 1, 2 or 5 into the next step.
    part *= 1.0 - 1e-9;
    a->step = power * (part <= 1.0 ? 1.0 : part <= 2.0 ? 2.0 : part <= 5.0 ? 5.0 : 10.0);
    if (widen) {
        a->low = a->step * floor(a->low / a->step + 1e-9);
        a->high = a->step * ceil(a->high / a->step - 1e-9);
    }
}

static void fit(const hx_plot *plot, axis *x, axis *y)
{
    x->low = y->low = INFINITY;
    x->high = y->high = -INFINITY;
    bool map = false;
    for (size_t i = 0; i < plot->count; i++) {
        const hx_plot_element *e = &plot->elements[i];
        if (e->kind == CLASSES || e->kind == HEAT) {
            include(x, e->frame.x_low);
            include(x, e->frame.x_high);
            include(y, e->frame.y_low);
            include(y, e->frame.y_high);
            map = true;
        }
        for (size_t k = 0; e->x && k < e->count; k++) {
            include(x, e->x[k]);
            include(y, e->y[k]);
            if (e->kind == RASTER) { // room for the stroke
                include(y, e->y[k] - 0.5);
                include(y, e->y[k] + 0.5);
            }
        }
    }
    if (plot->x_set) {
        x->low = plot->x_low;
        x->high = plot->x_high;
    }
    if (plot->y_set) {
        y->low = plot->y_low;
        y->high = plot->y_high;
    }
    finish_axis(x, !plot->x_set && !map);
    finish_axis(y, !plot->y_set && !map);
}

static void draw_axes(const hx_plot *plot, const axis *x, const axis *y, hx_text *text)
{
    for (long i = lround(ceil(x->low / x->step - 1e-9));
         (double)i * x->step <= x->high + 1e-9 * x->step; i++) {
        double value = (double)i * x->step, at = place(x, value);
        hx_text_add(text, "<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/>", at, y->from, y->to);
        hx_text_add(
            text, "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%.6g</text>\n",
            at, y->from + 17.0, value);
    }
    for (long i = lround(ceil(y->low / y->step - 1e-9));
         (double)i * y->step <= y->high + 1e-9 * y->step; i++) {
        double value = (double)i * y->step, at = place(y, value);
        hx_text_add(text, "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>", x->from, at, x->to);
        hx_text_add(text,
                    "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%.6g</text>\n",
                    x->from - 7.0, at + 4.0, value);
    }
    hx_text_add(text, "<text class=\"axis\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">",
                (x->from + x->to) / 2.0, y->from + 38.0);
    hx_text_add_escaped(text, plot->x_title);
    double middle = (y->from + y->to) / 2.0;
    hx_text_add(text,
                "</text>\n<text class=\"axis\" x=\"16\" y=\"%.1f\" text-anchor=\"middle\" "
                "transform=\"rotate(-90 16 %.1f)\">",
                middle, middle);
    hx_text_add_escaped(text, plot->y_title);
    hx_text_add(text, "</text>\n<text class=\"title\" x=\"%.1f\" y=\"20\">", x->from);
    hx_text_add_escaped(text, plot->title);
    hx_text_add(text, "</text>\n");
}

static const char *const dashes[HX_SVG_COLOURS] = {"none", "7 4", "2 4", "9 3 2 3",
                                                   "12 4", "4 4", "1 5", "6 2"};

static void draw_line(const hx_plot_element *e, const axis *x, const axis *y, hx_text *text)
{
    hx_text_add(text, "<path class=\"line\" style=\"stroke:var(--c%u);stroke-dasharray:%s\" d=\"",
                e->colour, dashes[e->colour]);
    bool pen = false;
    for (size_t i = 0; i < e->count; i++) {
        bool good = isfinite(e->x[i]) && isfinite(e->y[i]);
        if (good)
            hx_text_add(text, "%s%.2f %.2f", pen ? "L" : "M", place(x, e->x[i]), place(y, e->y[i]));
        pen = good;
    }
    hx_text_add(text, "\"/>\n");
}

static void draw_marks(const hx_plot_element *e, const axis *x, const axis *y, hx_text *text)
{
    double half = fabs(place(y, 0.4) - place(y, 0.0));
    if (half < 0.8)
        half = 0.8;
    if (e->kind == RASTER)
        hx_text_add(text, "<path style=\"stroke:var(--c%u);stroke-width:1.5;fill:none\" d=\"",
                    e->colour);
    else
        hx_text_add(text, "<g style=\"fill:var(--c%u);stroke:var(--paper);stroke-width:0.6\">",
                    e->colour);
    for (size_t i = 0; i < e->count; i++) {
        if (!isfinite(e->x[i]) || !isfinite(e->y[i]))
            continue;
        double px = place(x, e->x[i]), py = place(y, e->y[i]), r = e->radius;
        if (e->kind == RASTER)
            hx_text_add(text, "M%.2f %.2fV%.2f", px, py - half, py + half);
        else if (e->colour % 3 == 0)
            hx_text_add(text, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\"/>", px, py, r);
        else if (e->colour % 3 == 1)
            hx_text_add(text, "<path d=\"M%.2f %.2fl%.2f %.2fh%.2fz\"/>", px, py - 1.2 * r, 1.2 * r,
                        2.1 * r, -2.4 * r);
        else
            hx_text_add(text, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>",
                        px - 0.9 * r, py - 0.9 * r, 1.8 * r, 1.8 * r);
    }
    hx_text_add(text, e->kind == RASTER ? "\"/>\n" : "</g>\n");
}

// Dark blue - teal - yellow: rising in lightness, so that it also reads in grey.
static void heat_colour(double part, int rgb[3])
{
    static const double stops[4][3] = {
        {32, 36, 92}, {33, 110, 142}, {72, 184, 124}, {250, 230, 80}};
    part = !(part > 0.0) ? 0.0 : part > 1.0 ? 1.0 : part;
    int first = part >= 1.0 ? 2 : (int)(part * 3.0);
    double rest = part * 3.0 - first;
    for (int i = 0; i < 3; i++)
        rgb[i] = (int)lround(stops[first][i] + rest * (stops[first + 1][i] - stops[first][i]));
}

static bool same_cell(const hx_plot_element *e, size_t a, size_t b)
{
    if (e->kind == CLASSES)
        return e->classes[a] == e->classes[b];
    return e->y[a] == e->y[b] || (isnan(e->y[a]) && isnan(e->y[b]));
}

static void draw_map(const hx_plot_element *e, const axis *x, const axis *y, hx_text *text)
{
    double width = (e->frame.x_high - e->frame.x_low) / (double)e->columns;
    double height = (e->frame.y_high - e->frame.y_low) / (double)e->rows;
    hx_text_add(text, "<g shape-rendering=\"crispEdges\">");
    for (size_t row = 0; row < e->rows; row++)
        for (size_t column = 0, next; column < e->columns; column = next) {
            // Neighbours of one colour become one rectangle.
            size_t cell = row * e->columns + column;
            for (next = column + 1; next < e->columns; next++)
                if (!same_cell(e, cell, row * e->columns + next))
                    break;
            double left = place(x, e->frame.x_low + width * (double)column);
            double right = place(x, e->frame.x_low + width * (double)next);
            double top = place(y, e->frame.y_low + height * (double)(row + 1));
            double bottom = place(y, e->frame.y_low + height * (double)row);
            hx_text_add(text, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" ", left,
                        top, right - left, bottom - top);
            if (e->kind == CLASSES) {
                hx_text_add(text, "style=\"fill:var(--c%u);opacity:0.35\"/>",
                            e->classes[cell] % HX_SVG_COLOURS);
            } else if (isfinite(e->y[cell])) {
                int rgb[3];
                heat_colour((e->y[cell] - e->low) / (e->high - e->low), rgb);
                hx_text_add(text, "fill=\"#%02x%02x%02x\"/>", (unsigned)rgb[0], (unsigned)rgb[1],
                            (unsigned)rgb[2]);
            } else {
                hx_text_add(text, "fill=\"none\"/>");
            }
        }
    hx_text_add(text, "</g>\n");
}

// The ramp of the last heat map, with its two ends.
static void draw_ramp(const hx_plot_element *e, double left, double top, double bottom,
                      hx_text *text)
{
    for (int i = 0; i < 32; i++) {
        int rgb[3];
        heat_colour((31 - i) / 31.0, rgb);
        hx_text_add(
            text,
            "<rect x=\"%.1f\" y=\"%.2f\" width=\"14\" height=\"%.2f\" fill=\"#%02x%02x%02x\"/>",
            left, top + (bottom - top) * i / 32.0, (bottom - top) / 32.0 + 0.5, (unsigned)rgb[0],
            (unsigned)rgb[1], (unsigned)rgb[2]);
    }
    hx_text_add(text, "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\">%.4g</text>", left + 19.0,
                top + 9.0, e->high);
    hx_text_add(text, "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\">%.4g</text>\n", left + 19.0,
                bottom, e->low);
}

static void draw_legend(const hx_plot *plot, double left, double top, hx_text *text)
{
    for (size_t i = 0; i < plot->count; i++) {
        const hx_plot_element *e = &plot->elements[i];
        if (!e->name)
            continue;
        if (e->kind == LINE)
            hx_text_add(text,
                        "<path class=\"line\" style=\"stroke:var(--c%u);stroke-dasharray:%s\" "
                        "d=\"M%.1f %.1fh22\"/>",
                        e->colour, dashes[e->colour], left, top + 6.0);
        else
            hx_text_add(text,
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"12\" height=\"12\" rx=\"2\" "
                        "style=\"fill:var(--c%u)\"/>",
                        left + 5.0, top, e->colour);
        hx_text_add(text, "<text class=\"key\" x=\"%.1f\" y=\"%.1f\">", left + 28.0, top + 10.5);
        hx_text_add_escaped(text, e->name);
        hx_text_add(text, "</text>\n");
        top += 20.0;
    }
}

void hx_plot_render(const hx_plot *plot, hx_text *text)
{
    const hx_plot_element *heat = NULL;
    bool legend = false;
    for (size_t i = 0; i < plot->count; i++) {
        if (plot->elements[i].kind == HEAT)
            heat = &plot->elements[i];
        legend = legend || plot->elements[i].name;
    }
    double margin = legend ? 150.0 : heat ? 64.0 : 18.0;
    axis x = {.from = 64.0, .to = plot->width - margin};
    axis y = {.from = plot->height - 50.0, .to = 34.0};
    fit(plot, &x, &y);
    hx_text_add(text,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"hx\" role=\"img\" "
                "viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\"><title>",
                plot->width, plot->height, plot->width, plot->height);
    hx_text_add_escaped(text, plot->title);
    hx_text_add(text, "</title>\n<rect class=\"paper\" width=\"100%%\" height=\"100%%\"/>\n");
    draw_axes(plot, &x, &y, text);
    // Data outside a fixed range is cut at the frame: a nested <svg> clips without an id,
    // which would have to be unique in a page with several plots.
    hx_text_add(text,
                "<svg x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" viewBox=\"%.1f %.1f "
                "%.1f %.1f\">\n",
                x.from, y.to, x.to - x.from, y.from - y.to, x.from, y.to, x.to - x.from,
                y.from - y.to);
    for (size_t i = 0; i < plot->count; i++) {
        const hx_plot_element *e = &plot->elements[i];
        if (e->kind == LINE)
            draw_line(e, &x, &y, text);
        else if (e->kind == POINTS || e->kind == RASTER)
            draw_marks(e, &x, &y, text);
        else if (e->kind != LEGEND)
            draw_map(e, &x, &y, text);
    }
    hx_text_add(
        text,
        "</svg>\n<rect class=\"frame\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
        x.from, y.to, x.to - x.from, y.from - y.to);
    if (heat)
        draw_ramp(heat, x.to + 12.0, legend ? (y.from + y.to) / 2.0 : y.to, y.from, text);
    draw_legend(plot, x.to + 10.0, y.to + 2.0, text);
    hx_text_add(text, "</svg>\n");
}

hx_status hx_plot_save(const hx_plot *plot, const char *path, hx_error *error)
{
    hx_text text = {0};
    hx_plot_render(plot, &text);
    if (text.failed) {
        hx_text_release(&text);
        return hx_error_set(error, HX_ERROR_MEMORY, "%s: memory ran out", path);
    }
    // The style goes into the element, behind its start tag.
    const char *body = strchr(text.data, '>') + 1;
    FILE *file = fopen(path, "w");
    bool good = file && fprintf(file, "%.*s<style>%s</style>%s", (int)(body - text.data), text.data,
                                hx_plot_style, body) > 0;
    if (file && fclose(file) != 0)
        good = false;
    hx_text_release(&text);
    return good ? HX_OK : hx_error_set(error, HX_ERROR_IO, "%s: cannot be written", path);
}

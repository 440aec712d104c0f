// Small plots as SVG text: what a plot consists of.
// SPDX-License-Identifier: Apache-2.0
#include "host/report/svg_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static char *copy_text(const char *from)
{
    size_t size = strlen(from ? from : "") + 1;
    char *copy = malloc(size);
    if (copy)
        memcpy(copy, from ? from : "", size);
    return copy;
}

hx_status hx_plot_create(hx_plot **plot, const char *title, const char *x_title,
                         const char *y_title)
{
    *plot = NULL;
    hx_plot *made = calloc(1, sizeof *made);
    if (!made)
        return HX_ERROR_MEMORY;
    made->title = copy_text(title);
    made->x_title = copy_text(x_title);
    made->y_title = copy_text(y_title);
    made->width = 640.0;
    made->height = 400.0;
    if (!made->title || !made->x_title || !made->y_title) {
        hx_plot_destroy(made);
        return HX_ERROR_MEMORY;
    }
    *plot = made;
    return HX_OK;
}

static void release(hx_plot_element *e)
{
    free(e->name);
    free(e->x);
    free(e->y);
    free(e->classes);
}

void hx_plot_destroy(hx_plot *plot)
{
    if (!plot)
        return;
    for (size_t i = 0; i < plot->count; i++)
        release(&plot->elements[i]);
    free(plot->elements);
    free(plot->title);
    free(plot->x_title);
    free(plot->y_title);
    free(plot);
}

void hx_plot_set_size(hx_plot *plot, double width, double height)
{
    plot->width = width;
    plot->height = height;
}

void hx_plot_set_x_range(hx_plot *plot, double low, double high)
{
    plot->x_low = low;
    plot->x_high = high;
    plot->x_set = true;
}

void hx_plot_set_y_range(hx_plot *plot, double low, double high)
{
    plot->y_low = low;
    plot->y_high = high;
    plot->y_set = true;
}

// Takes the hx_plot_element over; copies `x`, `y`, `classes` of the caller.
static hx_status add(hx_plot *plot, hx_plot_element made, const char *name, const double *x,
                     const double *y, const uint8_t *classes)
{
    hx_plot_element *grown = realloc(plot->elements, (plot->count + 1) * sizeof *grown);
    if (!grown)
        return HX_ERROR_MEMORY;
    plot->elements = grown;
    size_t size = made.count * sizeof(double);
    made.name = name ? copy_text(name) : NULL;
    made.x = x ? malloc(size + 1) : NULL;
    made.y = y ? malloc(size + 1) : NULL;
    made.classes = classes ? malloc(made.count + 1) : NULL;
    if ((name && !made.name) || (x && !made.x) || (y && !made.y) || (classes && !made.classes)) {
        release(&made);
        return HX_ERROR_MEMORY;
    }
    if (x)
        memcpy(made.x, x, size);
    if (y)
        memcpy(made.y, y, size);
    if (classes)
        memcpy(made.classes, classes, made.count);
    plot->elements[plot->count++] = made;
    return HX_OK;
}

hx_status hx_plot_add_line(hx_plot *plot, const char *name, unsigned colour, const double *x,
                           const double *y, size_t count)
{
    hx_plot_element made = {.kind = LINE, .colour = colour % HX_SVG_COLOURS, .count = count};
    return add(plot, made, name, x, y, NULL);
}

hx_status hx_plot_add_points(hx_plot *plot, const char *name, unsigned colour, double radius,
                             const double *x, const double *y, size_t count)
{
    hx_plot_element made = {
        .kind = POINTS, .colour = colour % HX_SVG_COLOURS, .count = count, .radius = radius};
    return add(plot, made, name, x, y, NULL);
}

hx_status hx_plot_add_raster(hx_plot *plot, const char *name, unsigned colour, const double *x,
                             const double *y, size_t count)
{
    hx_plot_element made = {.kind = RASTER, .colour = colour % HX_SVG_COLOURS, .count = count};
    return add(plot, made, name, x, y, NULL);
}

hx_status hx_plot_add_class_map(hx_plot *plot, hx_plot_frame frame, size_t columns, size_t rows,
                                const uint8_t *classes)
{
    hx_plot_element made = {
        .kind = CLASSES, .frame = frame, .columns = columns, .rows = rows, .count = columns * rows};
    return add(plot, made, NULL, NULL, NULL, classes);
}

hx_status hx_plot_add_heat_map(hx_plot *plot, hx_plot_frame frame, size_t columns, size_t rows,
                               const double *values, double low, double high)
{
    hx_plot_element made = {.kind = HEAT,
                            .frame = frame,
                            .columns = columns,
                            .rows = rows,
                            .count = columns * rows,
                            .low = low,
                            .high = high};
    return add(plot, made, NULL, NULL, values, NULL);
}

hx_status hx_plot_add_legend(hx_plot *plot, const char *name, unsigned colour)
{
    hx_plot_element made = {.kind = LEGEND, .colour = colour % HX_SVG_COLOURS};
    return add(plot, made, name, NULL, NULL, NULL);
}

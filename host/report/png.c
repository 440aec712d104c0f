// PNG pictures of the plots.
// SPDX-License-Identifier: Apache-2.0
#include "host/report/png.h"

#include "host/report/svg.h"

#include <librsvg/rsvg.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define SIDE_MAXIMUM 16000

// The library knows no CSS variables: each use of one is replaced by its value in the first rule
// of the plots' style, which holds the light colours.
static void add_value(hx_text *text, const char *name, size_t length)
{
    char key[32];
    snprintf(key, sizeof key, "%.*s:", (int)length, name);
    const char *at = strstr(hx_plot_style, key), *end = strchr(hx_plot_style, '}');
    if (!at || at > end)
        return;
    at += strlen(key);
    hx_text_add(text, "%.*s", (int)strcspn(at, ";}"), at);
}

static void resolve_variables(const char *svg, hx_text *text)
{
    for (;;) {
        const char *use = strstr(svg, "var(");
        const char *end = use ? strchr(use, ')') : NULL;
        if (!end) {
            hx_text_add(text, "%s", svg);
            return;
        }
        hx_text_add(text, "%.*s", (int)(use - svg), svg);
        add_value(text, use + 4, (size_t)(end - use - 4));
        svg = end + 1;
    }
}

static hx_status draw(RsvgHandle *handle, double scale, const char *path, hx_error *error)
{
    double width, height;
    if (!rsvg_handle_get_intrinsic_size_in_pixels(handle, &width, &height))
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: the plot has no size in px", path);
    width = ceil(width * scale);
    height = ceil(height * scale);
    if (!(width >= 1 && width <= SIDE_MAXIMUM && height >= 1 && height <= SIDE_MAXIMUM))
        return hx_error_set(error, HX_ERROR_LIMIT, "%s: %.0f x %.0f pixels, at most %d a side",
                            path, width, height, SIDE_MAXIMUM);
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)width, (int)height);
    cairo_t *cairo = cairo_create(surface);
    const RsvgRectangle frame = {0, 0, width, height};
    gboolean drawn = rsvg_handle_render_document(handle, cairo, &frame, NULL);
    cairo_status_t failed = cairo_status(cairo);
    cairo_destroy(cairo);
    hx_status status = HX_OK;
    if (!drawn || failed)
        status = hx_error_set(error, HX_ERROR_FORMAT, "%s: the plot cannot be drawn", path);
    else if (cairo_surface_write_to_png(surface, path))
        status = hx_error_set(error, HX_ERROR_IO, "--out: cannot write '%s'", path);
    cairo_surface_destroy(surface);
    return status;
}

hx_status hx_png_save(const char *svg, size_t length, double scale, const char *path,
                      hx_error *error)
{
    hx_text copy = {0}, text = {0};
    hx_text_add(&copy, "%.*s", (int)length, svg);
    if (!copy.failed)
        resolve_variables(copy.data, &text);
    hx_status status = HX_OK;
    if (copy.failed || text.failed)
        status = hx_error_set(error, HX_ERROR_MEMORY, "memory ran out");
    RsvgHandle *handle =
        status ? NULL : rsvg_handle_new_from_data((const guint8 *)text.data, text.length, NULL);
    if (!status && !handle)
        status = hx_error_set(error, HX_ERROR_FORMAT, "%s: the plot is not an SVG", path);
    if (handle) {
        status = draw(handle, scale, path, error);
        g_object_unref(handle);
    }
    hx_text_release(&copy);
    hx_text_release(&text);
    return status;
}

// Small plots as SVG text.
// SPDX-License-Identifier: Apache-2.0
//
// A plot has one pair of linear axes. Elements are drawn in the order they are added; the
// axes fit all of them unless set. Colours come through classes and CSS variables, so that a page
// can switch to a dark scheme; a stand-alone file carries its own style. Series colours are
// those of Okabe and Ito, which stay apart for colour-blind readers; series differ in dash
// or marker too.
#ifndef HX_REPORT_SVG_H
#define HX_REPORT_SVG_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HX_SVG_COLOURS 8

// A growing text; also used by the HTML page.
typedef struct hx_text {
    char *data;
    size_t length, capacity;
    bool failed; // memory ran out; the text is then useless
} hx_text;

void hx_text_add(hx_text *text, const char *format, ...)
#ifdef __GNUC__
    __attribute__((format(printf, 2, 3)))
#endif
    ;
// Adds `plain` with < > & " ' and control characters made safe for XML.
void hx_text_add_escaped(hx_text *text, const char *plain);
void hx_text_release(hx_text *text);

typedef struct hx_plot hx_plot;

// Axis titles carry their unit, such as "time [us]".
hx_status hx_plot_create(hx_plot **plot, const char *title, const char *x_title,
                         const char *y_title);
void hx_plot_destroy(hx_plot *plot);

// Outer size in px, default 640 x 400.
void hx_plot_set_size(hx_plot *plot, double width, double height);
void hx_plot_set_x_range(hx_plot *plot, double low, double high);
void hx_plot_set_y_range(hx_plot *plot, double low, double high);

// `name` (may be NULL) appears in the legend. Values that are not finite break a line and
// leave out a point. `colour` is 0..7, taken modulo 8.
hx_status hx_plot_add_line(hx_plot *plot, const char *name, unsigned colour, const double *x,
                           const double *y, size_t count);
hx_status hx_plot_add_points(hx_plot *plot, const char *name, unsigned colour, double radius,
                             const double *x, const double *y, size_t count);
// Raster: a short upright stroke at each (time, row).
hx_status hx_plot_add_raster(hx_plot *plot, const char *name, unsigned colour, const double *x,
                             const double *y, size_t count);
// Grid of cells, row-major from the lowest y: class numbers, or values on a colour ramp
// between `low` and `high`. The frame gives the place of the outer edges.
typedef struct hx_plot_frame {
    double x_low, x_high, y_low, y_high;
} hx_plot_frame;
hx_status hx_plot_add_class_map(hx_plot *plot, hx_plot_frame frame, size_t columns, size_t rows,
                                const uint8_t *classes);
hx_status hx_plot_add_heat_map(hx_plot *plot, hx_plot_frame frame, size_t columns, size_t rows,
                               const double *values, double low, double high);
// A legend entry without data, such as a class of a map.
hx_status hx_plot_add_legend(hx_plot *plot, const char *name, unsigned colour);

// Appends the <svg> element.
void hx_plot_render(const hx_plot *plot, hx_text *text);
// Writes a stand-alone SVG file.
hx_status hx_plot_save(const hx_plot *plot, const char *path, hx_error *error);

// CSS rules that plots need; light and dark.
extern const char *const hx_plot_style;

#endif

// A plot as its builder leaves it to the drawing.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_REPORT_SVG_PRIVATE_H
#define HX_REPORT_SVG_PRIVATE_H

#include "host/report/svg.h"

typedef enum hx_plot_kind { LINE, POINTS, RASTER, CLASSES, HEAT, LEGEND } hx_plot_kind;

typedef struct hx_plot_element {
    hx_plot_kind kind;
    char *name;
    unsigned colour;
    double radius, low, high;
    double *x, *y; // HEAT: y holds the cells
    uint8_t *classes;
    size_t count, columns, rows;
    hx_plot_frame frame;
} hx_plot_element;

struct hx_plot {
    char *title, *x_title, *y_title;
    double width, height;
    double x_low, x_high, y_low, y_high;
    bool x_set, y_set;
    hx_plot_element *elements;
    size_t count;
};

#endif

// A plot between the reading of its values and its drawing.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TRACES_PLOT_PRIVATE_H
#define HX_TRACES_PLOT_PRIVATE_H

#include "host/report/svg.h"
#include "traces/plot.h"

typedef struct hx_plot_point {
    uint64_t time;
    char *value;
} hx_plot_point;

typedef struct hx_plot_lane {
    const hx_trace_signal *signal;
    hx_plot_point *points;
    size_t count, capacity;
} hx_plot_lane;

typedef struct hx_plot {
    hx_trace *trace;
    hx_plot_lane lanes[HX_TRACE_PLOT_SIGNALS];
    size_t count;
    uint64_t from, to;
    double left;   // px, where the axis begins
    size_t prefix; // characters that all names share
    bool failed;
} hx_plot;

// The whole SVG; also finds `left` and `prefix`. Failures stand in `text`.
void hx_plot_draw(hx_plot *plot, hx_text *text);

#endif

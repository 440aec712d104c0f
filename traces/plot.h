// Plots signals of a wave as SVG or PNG: bits and words as lanes, real numbers as curves.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TRACES_PLOT_H
#define HX_TRACES_PLOT_H

#include "traces/trace.h"

#define HX_TRACE_PLOT_SIGNALS 64

typedef struct hx_trace_plot_options {
    const char *const *globs; // lanes in this order, each glob's signals as in the file
    size_t glob_count;
    double from_ns, to_ns; // to_ns < 0: to the end
} hx_trace_plot_options;

// A path that ends in .png gives a picture at twice the SVG's size in pixels, .svg or no ending an
// SVG; others are refused.
// Signals with the same value under several names are drawn once a glob.
hx_status hx_trace_plot_save(hx_trace *trace, const hx_trace_plot_options *options,
                             const char *path, hx_error *error);

#endif

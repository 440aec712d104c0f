// First difference of two waves.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TRACES_DIFF_H
#define HX_TRACES_DIFF_H

#include "traces/trace.h"

typedef struct hx_trace_diff_options {
    const char *const *ignore; // globs of signals that are not compared
    size_t ignore_count;
    double tolerance;      // of real numbers, absolute
    double from_ns, to_ns; // compared span; to_ns < 0: as far as both go
} hx_trace_diff_options;

#define HX_TRACE_DIFF_NAMES 5

typedef struct hx_trace_diff {
    bool differs;         // a value, the set of signals or the span
    size_t compared;      // signals
    size_t only_count[2]; // signals in one file alone
    const char *only[2][HX_TRACE_DIFF_NAMES];
    bool value_differs;
    const hx_trace_signal *signal; // of the first difference
    double time_ns;
    char values[2][160];
    bool span_differs; // without from and to: the files start or end at different moments
} hx_trace_diff;

// Names in the result live as long as the traces.
hx_status hx_trace_compare(hx_trace *const traces[2], const hx_trace_diff_options *options,
                           hx_trace_diff *diff, hx_error *error);

#endif

// The work of the `hxcosim trace` tools: each reads its files, prints, and gives an exit code.
// SPDX-License-Identifier: Apache-2.0
//
// The files may come from anywhere: each runs inside hx_trace_guard (traces/trace.h).
#ifndef HX_CLI_TRACE_WORK_H
#define HX_CLI_TRACE_WORK_H

#include "traces/trace.h"

#define HX_TRACE_GLOBS_MAXIMUM 256

typedef struct hx_trace_arguments {
    const char *arguments[HX_TRACE_GLOBS_MAXIMUM]; // files, then globs
    size_t argument_count;
    const char *ignore[HX_TRACE_GLOBS_MAXIMUM];
    size_t ignore_count;
    const char *out;
    double from_ns, to_ns, tolerance;
    bool json;
} hx_trace_arguments;

// `user` is an hx_trace_arguments.
hx_trace_work hx_trace_work_info, hx_trace_work_list, hx_trace_work_diff, hx_trace_work_plot,
    hx_trace_work_save, hx_trace_work_cut;

#endif

// Options that say what goes into a wave file and when.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_TRACE_OPTIONS_H
#define HX_CLI_TRACE_OPTIONS_H

#include "host/cli/options.h"

// Appends HX_TRACE_OPTION_COUNT entries at `options`.
void hx_trace_options_describe(hx_trace_options *trace, hx_option *options);

// Checks them and fills the configuration, which refers to `trace`. HX_ERROR_ARGUMENT: a list,
// glob or event that is none, an empty span, or a choice without --trace.
hx_status hx_trace_options_apply(hx_trace_options *trace, hx_trace_config *config, hx_error *error);

#endif

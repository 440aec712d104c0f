// GTKWave save files for waves, made from their hierarchy.
// SPDX-License-Identifier: Apache-2.0
//
// Groups: the signals of each outermost scope ("fpga pins", "chip pins"), the event path (names
// with padi, event or fire directly below the outermost two levels), the analog quantities as
// stepped curves. Words are shown in hex.
#ifndef HX_TRACES_SAVE_H
#define HX_TRACES_SAVE_H

#include "traces/trace.h"

#ifdef __cplusplus
extern "C" {
#endif

// "wave.fst" gives "wave.gtkw"; `path` may be NULL for that name. `made` (may be NULL) takes it.
hx_status hx_trace_save_view(hx_trace *trace, const char *path, char *made, size_t made_size,
                             hx_error *error);

#ifdef __cplusplus
}
#endif

#endif

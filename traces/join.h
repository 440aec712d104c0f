// Joins wave files of one run, or cuts a part out of one.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TRACES_JOIN_H
#define HX_TRACES_JOIN_H

#include <hxcosim/status.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Writes to `out` what the files hold from `from` to `to` (their time unit), the value of every
// signal at `from` first. The files must have the same signals and follow each other in time;
// `out` is none of them. HX_ERROR_ARGUMENT: different signals, or nothing in that span.
hx_status hx_trace_join(const char *const *paths, size_t count, uint64_t from, uint64_t to,
                        const char *out, hx_error *error);

#ifdef __cplusplus
}
#endif

#endif

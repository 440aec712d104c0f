// Two results of `bench --json` beside each other.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_BENCH_COMPARE_H
#define HX_CLI_BENCH_COMPARE_H

#include <hxcosim/status.h>

// Prints every row of either file with both values and their ratio. HX_ERROR_IO: a file cannot
// be read, HX_ERROR_FORMAT: it is no result of `bench --json`.
hx_status hx_bench_compare(const char *before, const char *after, hx_error *error);

#endif

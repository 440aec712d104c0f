// The network load with both processors in the CADC sampling loop.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_BENCH_SAMPLING_H
#define HX_CLI_BENCH_SAMPLING_H

#include "host/program/program.h"

// hx_bench_load_configure and the start of both loops; no halt.
hx_status hx_bench_sampling_configure(hx_program *program, hx_error *error);

#endif

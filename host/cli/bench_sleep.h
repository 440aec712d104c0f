// The network load with both processors asleep.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_BENCH_SLEEP_H
#define HX_CLI_BENCH_SLEEP_H

#include "host/program/program.h"

// hx_bench_load_configure and programs that go to sleep at once; no halt.
hx_status hx_bench_sleep_configure(hx_program *program, hx_error *error);
// The same, with a timer that would wake them 8 s later.
hx_status hx_bench_timed_sleep_configure(hx_program *program, hx_error *error);

#endif

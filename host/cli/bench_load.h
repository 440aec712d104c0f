// The network load of the device rows: 256-246-10 with input and hidden spikes.
// SPDX-License-Identifier: Apache-2.0
//
// All 256 rows of the top half are inputs to 246 neurons of the top row, whose events go to
// the FPGA and to the bottom half, where rows with ten synapses feed ten neurons of the
// bottom row. Weights are such that the membranes stay below threshold, so the number of
// spikes is exact: hidden spikes are made by neuron reset commands, which act as a spike in
// everything digital.
#ifndef HX_CLI_BENCH_LOAD_H
#define HX_CLI_BENCH_LOAD_H

#include "host/program/program.h"

#define HX_BENCH_PATTERN_SPIKES 100 // input spikes, and hidden spikes
#define HX_BENCH_PATTERN_US 30

// Appends the bring-up and configuration; no halt.
hx_status hx_bench_load_configure(hx_program *program, hx_error *error);

// The same with an event on every bus in every second chip cycle from then on.
hx_status hx_bench_load_saturate(hx_program *program, hx_error *error);

// Appends one pattern of 30 us from a timer setup on; no halt.
hx_status hx_bench_load_pattern(hx_program *program);

#endif

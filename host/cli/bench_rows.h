// Measurements behind the rows of `hxcosim bench`.
// SPDX-License-Identifier: Apache-2.0
//
// Each runs its load for about `seconds` of wall time and gives one figure in the row's unit.
// Loads that need a device open it in a process of its own.
#ifndef HX_CLI_BENCH_ROWS_H
#define HX_CLI_BENCH_ROWS_H

#include <hxcosim/status.h>

typedef hx_status (*hx_bench_fn)(double seconds, double *value, hx_error *error);

// Wall clock in seconds.
double hx_bench_now(void);

hx_status hx_bench_rtl_idle(double seconds, double *value, hx_error *error);
hx_status hx_bench_rtl_spikes(double seconds, double *value, hx_error *error);
hx_status hx_bench_rtl_sampling(double seconds, double *value, hx_error *error);
hx_status hx_bench_fast_idle(double seconds, double *value, hx_error *error);
hx_status hx_bench_fast_spikes(double seconds, double *value, hx_error *error);
hx_status hx_bench_fast_sampling(double seconds, double *value, hx_error *error);
hx_status hx_bench_rtl_saturated(double seconds, double *value, hx_error *error);
hx_status hx_bench_ppu_asleep(double seconds, double *value, hx_error *error);
hx_status hx_bench_ppu_timed_sleep(double seconds, double *value, hx_error *error);
hx_status hx_bench_two_workers(double seconds, double *value, hx_error *error);
hx_status hx_bench_rtl_memory(double seconds, double *value, hx_error *error);
hx_status hx_bench_fast_memory(double seconds, double *value, hx_error *error);
hx_status hx_bench_trace_selected(double seconds, double *value, hx_error *error);
hx_status hx_bench_trace_all(double seconds, double *value, hx_error *error);
hx_status hx_bench_trace_cycle(double seconds, double *value, hx_error *error);
hx_status hx_bench_trace_change(double seconds, double *value, hx_error *error);
hx_status hx_bench_trace_bytes(double seconds, double *value, hx_error *error);
hx_status hx_bench_ppu_scalar(double seconds, double *value, hx_error *error);
hx_status hx_bench_ppu_vector(double seconds, double *value, hx_error *error);
hx_status hx_bench_lif_steps(double seconds, double *value, hx_error *error);
hx_status hx_bench_adex_steps(double seconds, double *value, hx_error *error);
hx_status hx_bench_synapse_events(double seconds, double *value, hx_error *error);
hx_status hx_bench_train_forward(double seconds, double *value, hx_error *error);
hx_status hx_bench_train_forward_backward(double seconds, double *value, hx_error *error);
hx_status hx_bench_wire_words(double seconds, double *value, hx_error *error);
hx_status hx_bench_wire_rtl_cycle(double seconds, double *value, hx_error *error);
hx_status hx_bench_wire_rtl_words(double seconds, double *value, hx_error *error);
hx_status hx_bench_serve_words(double seconds, double *value, hx_error *error);

#endif

// Plays the loads of the device rows.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_BENCH_DEVICE_H
#define HX_CLI_BENCH_DEVICE_H

#include <hxcosim/device.h>

// The measured part of a run: after power-on, bring-up and configuration.
typedef struct hx_bench_span {
    double start;   // chip cycles since power-on
    double cycles;  // of the chip, of one device
    double seconds; // wall time, where nothing else is said
} hx_bench_span;

// The load of `rtl_spikes` in a process of its own, for about `seconds` of its processor time,
// which is what the span counts; `size`: the most memory it had, KiB.
hx_status hx_bench_play_apart(const hx_device_config *config, double seconds, hx_bench_span *span,
                              long *size, hx_error *error);

#endif

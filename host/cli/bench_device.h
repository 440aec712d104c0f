// Plays the loads of the device rows.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_BENCH_DEVICE_H
#define HX_CLI_BENCH_DEVICE_H

#include <hxcosim/device.h>

// The measured part of a run: after power-on, bring-up and configuration.
typedef struct hx_bench_span {
    double start;   // chip cycles since power-on
    double cycles;  // of the chip, of one device
    double seconds; // wall time
} hx_bench_span;

// The load of `rtl_spikes` on a device in a process of its own, for about `seconds`.
hx_status hx_bench_play_spikes(const hx_device_config *config, double seconds, hx_bench_span *span,
                               hx_error *error);

#endif

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

// The load of `rtl_spikes` on two devices in turns: a plain one, and one with this configuration,
// whose wave begins behind the configuration of the chip.
hx_status hx_bench_play_traced(hx_device_config *config, double seconds, hx_bench_span *plain,
                               hx_bench_span *traced, hx_error *error);

#endif

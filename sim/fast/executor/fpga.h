// The FPGA, cycle by cycle: takes host words, runs them, talks to the chip and answers.
// SPDX-License-Identifier: Apache-2.0
//
// The golden model of rtl/fpga/hx_fpga.sv: equal inputs give equal outputs in every cycle
// (8 ns). Readers show the pins; hx_fpga_step is the clock edge. While nothing can happen without
// inputs, hx_fpga_skip passes any number of cycles at once.
#ifndef HX_FAST_EXECUTOR_FPGA_H
#define HX_FAST_EXECUTOR_FPGA_H

#include "sim/fast/link/fpga_link_rx.h"

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_fpga hx_fpga;

typedef struct hx_fpga_in {
    bool word_valid; // only if hx_fpga_is_ready
    uint64_t word;
    uint8_t lane_partner;
    bool jtag_tdo;
    uint8_t rx_valid; // bit i: a word of the lanes
    uint8_t rx_lane[HX_LINK_RX_WORDS];
    uint64_t rx_word[HX_LINK_RX_WORDS];
} hx_fpga_in;

typedef struct hx_fpga_out {
    bool response_valid, lane_valid, chip_reset, tck, tms, tdi;
    uint8_t lane, lane_ready;
    uint64_t response, lane_word;
} hx_fpga_out;

// latency: of the lanes, one way, beyond the smallest, FPGA cycles. In the state after reset.
hx_status hx_fpga_create(hx_fpga **fpga, uint32_t latency);
void hx_fpga_destroy(hx_fpga *fpga); // accepts NULL

// Takes a word in this cycle.
bool hx_fpga_is_ready(const hx_fpga *fpga);
// Is inside a program.
bool hx_fpga_is_starved(const hx_fpga *fpga);
void hx_fpga_get(const hx_fpga *fpga, hx_fpga_out *out);

// HX_ERROR_MEMORY: the FPGA's memory does not fit.
hx_status hx_fpga_step(hx_fpga *fpga, const hx_fpga_in *in);

// Cycles from now in which, without host and lane words and with these levels of the chip's pins,
// no pin changes and only time passes; UINT64_MAX: for ever.
uint64_t hx_fpga_get_rest(const hx_fpga *fpga, uint8_t lane_partner);
// At most as many cycles as hx_fpga_get_rest says pass.
void hx_fpga_skip(hx_fpga *fpga, uint64_t cycles);

#ifdef __cplusplus
}
#endif

#endif

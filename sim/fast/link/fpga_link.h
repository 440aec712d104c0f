// FPGA end of the lanes, cycle by cycle: lane words of what the executor sends, what arrives.
// SPDX-License-Identifier: Apache-2.0
//
// The golden model of rtl/link/hx_fpga_link.sv: equal inputs give equal outputs in every cycle.
// A cycle: hx_fpga_link_look says what depends on this cycle's inputs at once, then
// hx_fpga_link_step makes the clock edge with the same inputs.
#ifndef HX_FAST_LINK_FPGA_LINK_H
#define HX_FAST_LINK_FPGA_LINK_H

#include "sim/fast/link/lane_reply.h"
#include "sim/fast/link/lane_sender.h"
#include "sim/fast/link/fpga_link_rx.h"
#include "sim/fast/link/fpga_link_tx.h"
#include "sim/fast/link/link_counters.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_fpga_link {
    uint64_t now;        // cycles since reset
    uint64_t deaf_until; // what arrives before was sent before the chip's reset
    uint32_t latency;    // of the lanes, one way, beyond HX_LINK_LATENCY
    hx_fpga_link_tx tx;  // pins: valid, pin_lane, pin_word
    hx_fpga_link_rx rx;  // arrived: what came in the cycle before
    hx_lane_sender sender;
    hx_lane_reply reply;
    hx_link_counters counters;
} hx_fpga_link;

typedef struct hx_fpga_link_in {
    bool chip_reset;
    bool given_up; // the oldest answer
    uint8_t ready, up;
    uint64_t word; // of events or of the bus, without number, acknowledgement and check
    bool word_valid, systime_valid;
    bool memory_full;  // there is no place for two words of the processors in the chip
    bool memory_valid; // data for them, in `memory` like in `word`
    uint64_t memory;
    uint8_t rx_valid;
    uint8_t rx_lane[HX_LINK_RX_WORDS];
    uint64_t rx_word[HX_LINK_RX_WORDS];
} hx_fpga_link_in;

typedef struct hx_fpga_link_look {
    bool systime_ready; // the synchronisation word goes
    bool memory_ready;  // the data of memory go
    bool busy;          // an answer has come and its acknowledgement not gone
    hx_fpga_link_tx_in tx;
    hx_fpga_link_choice choice;
} hx_fpga_link_look;

void hx_fpga_link_reset(hx_fpga_link *link, uint32_t latency);
bool hx_fpga_link_is_busy(const hx_fpga_link *link, uint8_t up);
void hx_fpga_link_look_at(const hx_fpga_link *link, const hx_fpga_link_in *in,
                          hx_fpga_link_look *look);
void hx_fpga_link_step(hx_fpga_link *link, const hx_fpga_link_in *in,
                       const hx_fpga_link_look *look);

// Cycles from now in which nothing happens without inputs; UINT64_MAX: never.
uint64_t hx_fpga_link_get_rest(const hx_fpga_link *link, uint8_t up, bool chip_reset);
// So many cycles of rest pass.
void hx_fpga_link_skip(hx_fpga_link *link, bool chip_reset, uint64_t cycles);

#ifdef __cplusplus
}
#endif

#endif

// FPGA end of the lanes, sending: words wait for a free lane that is up, in order.
// SPDX-License-Identifier: Apache-2.0
//
// Who goes first, what is dropped and what is counted: docs/link-words.md. In a cycle the user
// asks hx_fpga_link_tx_choose for what happens, tells the other parts and then makes the step.
#ifndef HX_FAST_LINK_FPGA_LINK_TX_H
#define HX_FAST_LINK_FPGA_LINK_TX_H

#include "sim/fast/link/lane_sender.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HX_FPGA_LINK_QUEUE 256 // words

typedef struct hx_fpga_link_tx {
    uint64_t free_at[HX_LANES]; // cycle in which a lane can start a word
    uint64_t queue[HX_FPGA_LINK_QUEUE];
    uint32_t read, write; // free running
    uint32_t events_sent, dropped;
    uint32_t events_waiting;
    uint8_t lane;     // next in turn
    bool memory_last; // the last word was data of memory
    // On the pins:
    bool valid;
    uint8_t pin_lane;
    uint64_t pin_word;
} hx_fpga_link_tx;

typedef struct hx_fpga_link_tx_in {
    uint64_t now;
    uint64_t word; // new; without number, acknowledgement and check
    bool word_valid, systime_valid;
    bool memory_valid; // data of memory for the processors in the chip:
    uint64_t memory;   // such a word, like `word`
    bool clear;        // what waits is thrown away
    bool restart;      // the chip counts events from 0 again
    uint8_t up;
    const hx_lane_sender *sender;
    bool due, urgent, go_back; // of the acknowledgement
    uint8_t acknowledge;
} hx_fpga_link_tx_in;

typedef struct hx_fpga_link_choice {
    uint64_t word;                                     // the one at the head or the new one
    bool active;                                       // there is something to do
    bool drop, push;                                   // the new word
    bool pop;                                          // the one at the head
    bool events, bus, memory, again, systime, control; // at most one is sent
    uint8_t lane;
} hx_fpga_link_choice;

void hx_fpga_link_tx_reset(hx_fpga_link_tx *tx);
void hx_fpga_link_tx_choose(const hx_fpga_link_tx *tx, const hx_fpga_link_tx_in *in,
                            hx_fpga_link_choice *choice);
void hx_fpga_link_tx_step(hx_fpga_link_tx *tx, const hx_fpga_link_tx_in *in,
                          const hx_fpga_link_choice *choice);

// What is kept of a bus word for sending it again: kind, fields and payload.
uint64_t hx_fpga_link_make_copy(uint64_t word);

// Cycles from `in->now` in which nothing is sent, with these inputs; UINT64_MAX: never.
uint64_t hx_fpga_link_tx_get_rest(const hx_fpga_link_tx *tx, const hx_fpga_link_tx_in *in,
                                  uint64_t due);

#ifdef __cplusplus
}
#endif

#endif

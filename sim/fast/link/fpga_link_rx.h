// FPGA end of the lanes, receiving: checks the words that arrive and takes them apart.
// SPDX-License-Identifier: Apache-2.0
//
// Everything leaves in the cycle after the word was on the pins, index 0 first. Rules:
// docs/link-words.md.
#ifndef HX_FAST_LINK_FPGA_LINK_RX_H
#define HX_FAST_LINK_FPGA_LINK_RX_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HX_LINK_RX_WORDS 2 // of a cycle

// A spike or a sample of the fast ADC with its chip time.
typedef struct hx_link_event {
    uint16_t label;
    uint8_t timestamp;
    bool is_sample;
} hx_link_event;

// What a cycle brought; valid flags are 0 where nothing came.
typedef struct hx_fpga_link_arrived {
    bool any; // something below is valid
    bool in_turn, ahead, behind;
    bool acknowledge_valid, go_back;
    uint8_t acknowledge;
    uint8_t valid, wrong, unused, bus, read; // bit i: word i; for the counters
    uint8_t lane[HX_LINK_RX_WORDS];
    uint8_t memory_valid; // words of the processors in the chip
    struct {
        uint8_t kind;
        uint32_t payload;
    } memory[HX_LINK_RX_WORDS];
    uint8_t answer_valid;
    uint32_t answer[HX_LINK_RX_WORDS];
    uint8_t event_valid;
    hx_link_event event[2 * HX_LINK_RX_WORDS];
    bool systime_valid;
    uint64_t systime;
} hx_fpga_link_arrived;

typedef struct hx_fpga_link_rx {
    hx_fpga_link_arrived arrived;
    uint8_t expected;    // number of the next bus word
    uint8_t owed, stale; // answers of accesses that were sent; the next that nobody waits for
    uint32_t sent, lost; // events on the way from the chip
} hx_fpga_link_rx;

typedef struct hx_fpga_link_rx_in {
    uint8_t valid; // words on the pins
    uint8_t lane[HX_LINK_RX_WORDS];
    uint64_t word[HX_LINK_RX_WORDS];
    bool restart;     // the chip was reset
    bool deaf;        // nothing that arrives is used
    bool memory_full; // there is no place for two words of the processors
    uint8_t ready;
    bool sent_access; // the last word of an access was sent for the first time
    bool given_up;    // the oldest answer is not waited for any more
} hx_fpga_link_rx_in;

void hx_fpga_link_rx_reset(hx_fpga_link_rx *rx);
void hx_fpga_link_rx_step(hx_fpga_link_rx *rx, const hx_fpga_link_rx_in *in);

// An answer that is given up now belongs to an access that was not even sent.
static inline bool hx_fpga_link_rx_owes_nothing(const hx_fpga_link_rx *rx)
{
    return rx->owed == rx->stale;
}

#ifdef __cplusplus
}
#endif

#endif

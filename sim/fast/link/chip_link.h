// Chip side of the link, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Lane words in; events, bus requests and data of the FPGA's memory out. Bus answers, accesses to
// the FPGA's memory, events and time answers in, lane words out. Rules: docs/link-words.md, "Link"
// of docs/fidelity.md. In each cycle
//   hx_chip_link_look    what the word that arrives means at once: events, synchronisation
//   hx_chip_link_choose  what is sent: which answer, which events are taken
//   hx_chip_link_step    the clock edge
#ifndef HX_FAST_LINK_CHIP_LINK_H
#define HX_FAST_LINK_CHIP_LINK_H

#include "sim/fast/event/access.h"
#include "sim/fast/link/lane_reply.h"
#include "sim/fast/link/lane_sender.h"
#include "sim/fast/omnibus/ring.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HX_CHIP_LINK_OUTPUTS 4 // of the event crossbar, to the FPGA

// What arrived in the last cycle, for the retransmission.
typedef struct hx_chip_link_arrival {
    bool any;
    bool in_turn, ahead, behind, acknowledge_valid, go_back, wrong;
    uint8_t acknowledge;
} hx_chip_link_arrival;

// A word that a processor has read from the FPGA's memory.
typedef struct hx_chip_link_memory {
    bool valid;
    bool half, is_row; // for whom
    uint32_t data;
} hx_chip_link_memory;

typedef struct hx_chip_link_rx {
    hx_ring requests; // packed
    hx_chip_link_arrival arrival;
    uint8_t expected; // number of the next bus word
    bool has_address; // of a write
    uint32_t address;
    unsigned byte_enables;
    uint32_t sent; // events, as far as is known
    uint32_t lost;
    hx_chip_link_memory memory; // arrived in the last cycle
} hx_chip_link_rx;

typedef struct hx_chip_link_tx {
    uint64_t free_at[HX_LANES];
    uint8_t lane;         // the next, if it is up
    bool systime_pending; // a time word waits
    bool bus_last;        // the last word was of the bus, and something waited then
    uint8_t served;       // outputs that had their turn
    uint32_t sent;        // events
    uint32_t dropped;     // events that found no lane
} hx_chip_link_tx;

typedef struct hx_chip_link {
    hx_chip_link_rx rx;
    hx_chip_link_tx tx;
    hx_lane_reply reply;
    hx_lane_sender sender;
    uint32_t wrong, again; // words with a wrong check, answers sent again
} hx_chip_link;

typedef struct hx_chip_link_event {
    bool is_sample;
    uint8_t timestamp;
    uint16_t label;
} hx_chip_link_event;

// What a word means in the cycle in which it arrives.
typedef struct hx_chip_link_news {
    bool valid, good; // a word arrived on a ready lane, its check is right
    uint64_t word;
    uint8_t event_valid; // index 2 is the first of a pack
    uint16_t event_label[3];
    bool sync;
} hx_chip_link_news;

// What waits to be sent.
typedef struct hx_chip_link_waiting {
    uint64_t now, systime;
    uint8_t up; // lanes
    bool synced;
    bool answer_valid, memory_valid;
    uint64_t answer; // hx_chip_link_pack: of the bus, else an access to memory
    uint8_t event_valid;
    hx_chip_link_event event[HX_CHIP_LINK_OUTPUTS];
} hx_chip_link_waiting;

typedef struct hx_chip_link_choice {
    bool systime, again, answer, control, events; // at most one; answers of the bus go first
    uint8_t lane;
    uint8_t first, second, served; // of the outputs, one bit each
    uint8_t taken;                 // outputs whose event is taken, or lost for want of a lane
} hx_chip_link_choice;

// A word for the other end: kind << 32 | payload. Answered writes have no payload.
static inline uint64_t hx_chip_link_pack(hx_lane_kind kind, uint32_t payload)
{
    return (uint64_t)kind << 32 | payload;
}

// `latency`: one way, beyond the smallest, FPGA cycles.
void hx_chip_link_reset(hx_chip_link *link, unsigned latency);

hx_chip_link_news hx_chip_link_look(bool valid, uint64_t word);
void hx_chip_link_choose(const hx_chip_link *link, const hx_chip_link_waiting *waiting,
                         hx_chip_link_choice *choice);

// The clock edge; `request_taken`: the oldest request was. Returns true if a word starts.
bool hx_chip_link_step(hx_chip_link *link, const hx_chip_link_news *news,
                       const hx_chip_link_waiting *waiting, const hx_chip_link_choice *choice,
                       bool request_taken, uint64_t *word);

// First cycle, from `now` on, in which something happens though nothing waits or arrives.
uint64_t hx_chip_link_next(const hx_chip_link *link, uint64_t now);

// A cycle or more without a step, in which nothing waited.
void hx_chip_link_skip(hx_chip_link *link);

// Registers: counters since reset.
uint32_t hx_chip_link_read(const hx_chip_link *link, uint32_t address);

// The parts, for chip_link.c only.
void hx_chip_link_rx_step(hx_chip_link_rx *rx, const hx_chip_link_news *news, bool request_taken);
uint64_t hx_chip_link_tx_step(hx_chip_link *link, const hx_chip_link_waiting *waiting,
                              const hx_chip_link_choice *choice);

#ifdef __cplusplus
}
#endif

#endif

// Event crossbar: 20 inputs, 12 outputs, 76 programmable nodes, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Inputs 0..7 neurons, 8..11 link (chosen by label bits 15:14), 12..19 background sources. Outputs
// 0..7 PADI buses, 8..11 to the FPGA. A node passes an event when (label AND mask) == target
// (chip map, event routing). Queues, arbitration and latencies: docs/fidelity.md, "Events":
// * an input holds 8 events; an event that finds its input full at the start of the cycle is lost,
//   and counted in the cycle after if a node that passes it counts drops;
// * the oldest event of an input is offered to all outputs whose node passes it, and leaves when
//   each has taken it; an output takes one event a cycle from the lowest input it has not served
//   in this round, and forgets the round when nothing waits for it;
// * an output holds two events; the time stamp is the system time of the cycle it took the event.
#ifndef HX_FAST_EVENT_CROSSBAR_H
#define HX_FAST_EVENT_CROSSBAR_H

#include "sim/fast/event/access.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HX_CROSSBAR_INPUTS 20
#define HX_CROSSBAR_OUTPUTS 12
#define HX_CROSSBAR_NODES 76
#define HX_CROSSBAR_DEPTH 8
#define HX_CROSSBAR_LOST_MAXIMUM 19 // in a cycle
#define HX_CROSSBAR_SLOW_PERIOD 8   // chip cycles

// What arrives in a cycle. Bit i of a valid mask belongs to label i.
typedef struct hx_crossbar_in {
    uint8_t neuron_valid, link_valid, background_valid;
    uint16_t neuron_label[8];
    uint16_t link_label[3]; // 16 bits; index 2 comes first
    uint16_t background_label[8];
    uint16_t ready; // outputs whose event is taken in this cycle
    uint64_t systime, now;
    hx_access access;
} hx_crossbar_in;

typedef struct hx_crossbar_event {
    uint16_t label; // 14 bits
    uint8_t timestamp;
} hx_crossbar_event;

typedef struct hx_crossbar {
    uint32_t node[HX_CROSSBAR_NODES];
    struct {
        uint16_t mask, target;
        bool counts;             // drops
    } filter[HX_CROSSBAR_NODES]; // node[], decoded
    uint32_t config;
    uint8_t slow;     // L2 outputs
    uint16_t counted; // outputs
    uint16_t drop_count[HX_CROSSBAR_INPUTS];
    uint32_t event_count[HX_CROSSBAR_OUTPUTS]; // 24 bits
    uint32_t read_data;
    struct {
        uint16_t label[HX_CROSSBAR_DEPTH];
        unsigned first, count;
        uint16_t taken; // outputs that have the oldest event
    } input[HX_CROSSBAR_INPUTS];
    struct {
        hx_crossbar_event event[2];
        unsigned count;
        uint32_t served;     // inputs served in this round
        uint64_t slow_until; // cycle from which on a slow output takes the next
    } output[HX_CROSSBAR_OUTPUTS];
    uint32_t waiting;  // inputs with events
    uint16_t valid;    // outputs with events
    uint16_t in_round; // outputs that have served somebody
    struct {
        uint8_t input;
        uint16_t label;
    } lost[HX_CROSSBAR_LOST_MAXIMUM]; // in the last cycle, not yet counted
    unsigned lost_count;
    uint64_t lost_total; // since reset, whether or not the chip counts them
} hx_crossbar;

// As after chip reset: nodes drop everything, nothing is counted.
void hx_crossbar_reset(hx_crossbar *crossbar);

// Outputs that show an event in this cycle, and the event.
static inline uint16_t hx_crossbar_valid(const hx_crossbar *crossbar)
{
    return crossbar->valid;
}
static inline hx_crossbar_event hx_crossbar_get_event(const hx_crossbar *crossbar, unsigned output)
{
    return crossbar->output[output].event[0];
}

// One chip cycle. `read_data` is the answer to the last access.
void hx_crossbar_step(hx_crossbar *crossbar, const hx_crossbar_in *in);

// Nothing happens in this cycle without new events and accesses.
static inline bool hx_crossbar_rests(const hx_crossbar *crossbar)
{
    return !crossbar->waiting && !crossbar->valid && !crossbar->in_round && !crossbar->lost_count;
}

// Outputs to which an input has a node.
uint16_t hx_crossbar_reach(unsigned input);

#ifdef __cplusplus
}
#endif

#endif

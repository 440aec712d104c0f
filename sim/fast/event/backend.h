// Digital backend of the 512 neurons, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Neuron n = 256 * row + column; side 0 (west) has the columns 0..127 of both rows. A fire, a
// NeuronReset access and a reset of the array are accepted unless the neuron is refractory, its
// side has no clocks or is under forced reset. What is accepted in cycle t raises the reset line in
// t + 1, is a post pulse (and, where it is on, an adaptation pulse) there and ends the refractory
// time n periods of 2^(scale + 1) chip cycles later, counted on edges of the divided system time;
// the line falls 31 - 2 * holdoff periods before (chip map, "neuron digital backend";
// docs/fidelity.md, "Neuron backend"). Events of 32 columns share an output, which carries one a
// cycle: lowest column first, top row first. Fires of masters reach their slaves in the same cycle
// (docs/fidelity.md).
#ifndef HX_FAST_EVENT_BACKEND_H
#define HX_FAST_EVENT_BACKEND_H

#include "sim/fast/event/access.h"

#include <hx_map.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HX_BACKEND_NEURONS 512
#define HX_BACKEND_WORDS (HX_BACKEND_NEURONS / 64)

typedef struct hx_backend_in {
    const uint64_t *fire;           // a bit for each neuron; NULL if none
    uint8_t array_reset_valid;      // bit h: half h, 0 top
    uint8_t array_reset_quad[2];    // 0..63
    uint8_t array_reset_entries[2]; // bit e: entry e of the quad
    uint8_t row_reset_valid;        // bit h: of half h, by rows
    bool row_reset_parity[2];       // odd columns
    const uint32_t *row_reset[2];   // 128 bits, the last is that of the first column
    uint64_t systime, now;          // chip cycles
    hx_access access;
} hx_backend_in;

typedef struct hx_backend {
    uint32_t settings[HX_BACKEND_NEURONS][4];
    unsigned slaves;                             // neurons that take their fire from a line
    uint32_t common[2][2], timing[2][2];         // by side and word
    hx_map_common_neuron_backend_config side[2]; // common[][0], decoded
    uint32_t read_data;
    struct {
        uint8_t count;
        bool overflow;
    } counter[HX_BACKEND_NEURONS];
    uint64_t waiting[HX_BACKEND_WORDS];    // events that wait for their output
    uint64_t refractory[HX_BACKEND_WORDS]; // fires are ignored
    uint64_t releasing[HX_BACKEND_WORDS];  // the line will fall at release_at
    uint64_t held[HX_BACKEND_WORDS];       // the line is high, force aside
    uint64_t reset[HX_BACKEND_WORDS];      // reset lines in this cycle
    uint64_t release_at[HX_BACKEND_NEURONS], end_at[HX_BACKEND_NEURONS];
    uint64_t next;      // no release or end before this cycle
    bool any_waiting;   // events
    bool stale_lines;   // forced reset may have changed
    bool reset_changed; // since the cycle before
    bool post_valid;
    uint64_t post[HX_BACKEND_WORDS];     // post pulses to the correlation sensors
    uint8_t side_post;                   // bit s: to all neurons of side s
    uint64_t adapting[HX_BACKEND_WORDS]; // neurons whose adaptation pulse is on
    bool adapt_valid;
    uint64_t adapt[HX_BACKEND_WORDS]; // adaptation pulses that begin in this cycle
    uint8_t adapt_scale[2];           // ... and their scale, by side
    uint8_t valid;                    // event outputs with an event in this cycle
    uint16_t label[8];
} hx_backend;

// As after chip reset.
void hx_backend_reset(hx_backend *backend);

// One chip cycle.
void hx_backend_step(hx_backend *backend, const hx_backend_in *in);

// First cycle, from `now` on, in which something happens without fires, resets or accesses.
uint64_t hx_backend_next(const hx_backend *backend, uint64_t now);

#ifdef __cplusplus
}
#endif

#endif

// Random events, settings and accesses for the event fabric.
// SPDX-License-Identifier: Apache-2.0
//
// Phases of random length differ in how dense each kind of event is and whether the outputs are
// taken. Settings are drawn so that events pass: narrow masks, clocks on most of the time.
#ifndef HX_TEST_RANDOM_TRAFFIC_H
#define HX_TEST_RANDOM_TRAFFIC_H

#include "sim/fast/event/fabric.h"

typedef struct random_traffic {
    uint64_t state;
    uint64_t now, systime;
    unsigned phase_left;                            // cycles
    unsigned fires, links, resets, accesses, ready; // chance in 256 a cycle
} random_traffic;

void random_traffic_start(random_traffic *traffic, uint64_t seed);
void random_traffic_next(random_traffic *traffic, hx_fabric_in *in);

// A random access to a block, valid with a chance in 256.
void random_traffic_draw_access(random_traffic *traffic, hx_access *access, hx_fabric_block block,
                                unsigned of_256);

#endif

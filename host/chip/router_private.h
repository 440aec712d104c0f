// Inside of the router, shared by its two files.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_HOST_CHIP_ROUTER_PRIVATE_H
#define HX_HOST_CHIP_ROUTER_PRIVATE_H

#include "host/chip/coordinate.h"
#include "host/chip/router.h"

// Who owns the row pair of a driver.
typedef struct hx_router_pair {
    int16_t source; // input (top) or hidden neuron (bottom), -1: none
    uint8_t copy;   // of an input
    uint8_t label;  // of all its synapses
} hx_router_pair;

struct hx_router {
    hx_router_size size;
    unsigned group; // drivers that react to one input event, a power of two
    hx_router_pair pairs[HX_CHIP_HEMISPHERES][HX_CHIP_DRIVERS];
    int16_t targets[HX_CHIP_HEMISPHERES][HX_CHIP_COLUMNS]; // hidden or output, -1: none
    bool used_quads[HX_CHIP_HEMISPHERES][HX_CHIP_QUADS];
    bool written_valid;
    uint32_t written[HX_CHIP_HEMISPHERES][HX_CHIP_ROWS][HX_CHIP_QUADS];
};

#endif

// Inside of the router: the tables a layout fills, shared by its files.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_HOST_CHIP_ROUTER_PRIVATE_H
#define HX_HOST_CHIP_ROUTER_PRIVATE_H

#include "host/chip/coordinate.h"
#include "host/chip/router.h"

enum {
    HX_ROUTER_TOP = 0,
    HX_ROUTER_BOTTOM = 1,
    HX_ROUTER_LABEL_BITS = 6,
    HX_ROUTER_FIRST_LABEL = 1, // label 0 is that of all unused synapses
    HX_ROUTER_SPIKE_LABELS = 2048
};

// A row pair in one column.
typedef struct hx_router_cell {
    int16_t source; // input, or inputs + hidden neuron; -1: none
    uint8_t copy;   // of an input
    uint8_t label;
} hx_router_cell;

typedef struct hx_router_place {
    uint16_t neuron;
    uint8_t address;
} hx_router_place;

struct hx_router {
    hx_router_size size;
    bool recurrent;
    bool joined; // a neuron is both circuits of its column
    // Where the crossbar sends events to: array by array.
    bool input_reaches[HX_CHIP_HEMISPHERES], hidden_reaches[HX_CHIP_HEMISPHERES];
    bool driver_used[HX_CHIP_HEMISPHERES][HX_CHIP_DRIVERS];
    uint8_t driver_mask[HX_CHIP_HEMISPHERES]; // row select bits that are compared
    hx_router_cell cells[HX_CHIP_HEMISPHERES][HX_CHIP_DRIVERS][HX_CHIP_COLUMNS];
    int16_t targets[HX_CHIP_HEMISPHERES][HX_CHIP_COLUMNS]; // hidden, or hidden + output; -1
    bool used_quads[HX_CHIP_HEMISPHERES][HX_CHIP_QUADS];
    uint16_t input_labels[HX_ROUTER_MAX_SHARED_INPUTS];
    hx_router_place hidden[HX_ROUTER_MAX_HIDDEN];
    hx_router_place outputs[HX_ROUTER_MAX_OUTPUTS];
    int16_t neuron_of[HX_ROUTER_SPIKE_LABELS]; // by the low bits of a spike label; as targets
    uint8_t *connections[HX_ROUTER_LAYERS];
    bool written_valid;
    uint32_t written[HX_CHIP_HEMISPHERES][HX_CHIP_ROWS][HX_CHIP_QUADS];
};

// An empty router of this size.
hx_status hx_router_allocate(hx_router **router, const hx_router_size *size, bool recurrent,
                             hx_error *error);
void hx_router_place_hidden(hx_router *router, unsigned hidden, unsigned half, unsigned column,
                            unsigned address);
void hx_router_place_output(hx_router *router, unsigned output, unsigned half, unsigned column,
                            unsigned address);
// Lets the neuron in a column listen to a source through the row pair of a driver.
void hx_router_connect(hx_router *router, unsigned half, unsigned driver, unsigned column,
                       hx_router_cell cell);

#endif

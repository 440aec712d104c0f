// A routed network in a model of the chip's memory, and what its events must do there.
// SPDX-License-Identifier: Apache-2.0
//
// The router's writes go into a model of the chip's memory; events are then followed through
// crossbar, buses, drivers and synapse labels by that model's own rules.
#ifndef HX_TESTBENCH_HOST_CHIP_ROUTER_NETWORK_H
#define HX_TESTBENCH_HOST_CHIP_ROUTER_NETWORK_H

#include "chip_memory.h"

#include "host/chip/router.h"

enum { MAX_INPUTS = 256, MAX_HIDDEN = 256, MAX_OUTPUTS = 256 };

typedef struct router_network {
    hx_router_size size;
    bool shared, recurrent;
    hx_router *router;
    chip_memory *memory;
    int16_t input_hidden[MAX_INPUTS * MAX_HIDDEN];
    int16_t hidden_output[MAX_HIDDEN * MAX_OUTPUTS];
    int16_t hidden_hidden[MAX_HIDDEN * MAX_HIDDEN];
    uint64_t random;
} router_network;

// Random weights (HXCOSIM_TEST_SEED) are drawn but not written yet.
router_network *router_network_create(hx_router_size size, bool shared, bool recurrent);
void router_network_destroy(router_network *n);

void router_network_draw_weights(router_network *n);
hx_status router_network_write_weights(router_network *n);

// Every input, and every hidden neuron, reaches exactly the weights of the network.
void router_network_check_inputs(const router_network *n);
void router_network_check_hidden(const router_network *n);

#endif

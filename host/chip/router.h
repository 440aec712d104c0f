// Places a network on the chip: inputs, hidden LIF neurons, readout neurons.
// SPDX-License-Identifier: Apache-2.0
//
// A signed weight uses the two rows of a driver: the even row is excitatory, the odd one
// inhibitory. Hidden spikes are also sent to the FPGA. No event takes a way that is not named
// here: all other crossbar nodes drop. There are two layouts.
//
// Direct (few inputs, large weights). Hidden neurons stand in the top row, at most 30 in each
// 32-column block, and are fed by the top synapse array; readout neurons stand in the bottom
// row and are fed by the bottom array.
// * An input has `copies` row pairs on one top bus. They share its event: drivers form groups
//   of a power of two that compare only the upper row select bits, and every input of a group
//   has its own synapse label.
// * A hidden spike reaches the bottom bus (block mod 4). Its row select is {block, group}, of
//   which drivers compare the two low bits (mask 0b00011): eight drivers react, and the label
//   selects the one row pair of this neuron.
//
// Shared rows (up to 256 inputs, 256 hidden neurons and outputs together, optionally recurrent).
// Inputs and hidden spikes use the same rows of both arrays; the label that a synapse holds says
// which source it listens to: hidden spikes carry labels 1..8, inputs 32..39. A neuron is the two
// circuits of a column, with joined membranes; the upper one fires and is read. All drivers
// compare row select bits 4, 1 and 0 (mask 0b10011), which makes 8 classes of 4 drivers on each
// bus and in each array; a source belongs to one class and reaches its drivers in both arrays.
// * A neuron has 8 row pairs for each of the 32 classes: 256 signed sources. Hidden neurons
//   listen to inputs first, then to recurrent sources; if a class holds more than 8, to a fixed
//   random choice. Inputs go to the classes that are least in use.
// * Outputs stand in whole CADC quads, so that few reads show them.
#ifndef HX_HOST_CHIP_ROUTER_H
#define HX_HOST_CHIP_ROUTER_H

#include "host/chip/configure.h"

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    HX_ROUTER_MAX_HIDDEN = 256,
    HX_ROUTER_MAX_DIRECT_HIDDEN = 120, // 30 on each of the four bottom buses
    HX_ROUTER_MAX_SHARED_INPUTS = 256, // 8 labels in each of 32 classes
    HX_ROUTER_MAX_SHARED_OUTPUTS = 128,
    HX_ROUTER_MAX_SHARED_NEURONS = 256, // hidden and outputs: one for each column
    HX_ROUTER_MAX_OUTPUTS = 256,
    HX_ROUTER_MAX_PAIRS = 128, // row pairs for all inputs
    HX_ROUTER_MAX_WEIGHT = 63, // of one synapse
    HX_ROUTER_DEFAULT_COPIES = 5,
    HX_ROUTER_MAX_QUADS = 128
};

typedef struct hx_router hx_router;

typedef struct hx_router_size {
    unsigned inputs;
    unsigned copies; // row pairs of an input, 1..32
    unsigned hidden;
    unsigned outputs;
} hx_router_size;

hx_status hx_router_create(hx_router **router, const hx_router_size *size, hx_error *error);

// The layout with shared rows; `copies` must be 1.
hx_status hx_router_create_shared(hx_router **router, const hx_router_size *size, bool recurrent,
                                  hx_error *error);
void hx_router_destroy(hx_router *router);

// The 16-bit label the host sends as an input's spike.
uint16_t hx_router_get_input_label(const hx_router *router, unsigned input);

// Places on the chip (0..511); of two joined circuits that of the upper one.
unsigned hx_router_get_hidden_neuron(const hx_router *router, unsigned hidden);
unsigned hx_router_get_output_neuron(const hx_router *router, unsigned output);

// The 16-bit label under which a spike is recorded. Outputs spike only if set up to.
uint16_t hx_router_get_hidden_label(const hx_router *router, unsigned hidden);
uint16_t hx_router_get_output_label(const hx_router *router, unsigned output);

// The neuron behind a recorded label, or -1.
int hx_router_find_hidden(const hx_router *router, uint16_t label);
int hx_router_find_output(const hx_router *router, uint16_t label);

// Crossbar nodes, bus sources, all drivers, and the labels of the used synapses. Expects the
// weights and labels of the array to be 0 (hx_chip_write_defaults).
hx_status hx_router_write_routes(const hx_router *router, hx_chip_write_fn write, void *context);

// All neurons of the network. `neurons` has one entry for each place on the chip (0..511), of which
// those of the network count; the router sets their addresses and joins circuits. Parameters are
// those of a circuit: two joined ones have the capacitances and conductances of both.
hx_status hx_router_write_neurons(const hx_router *router, const hx_chip_neuron_parameters *neurons,
                                  hx_chip_write_fn write, void *context, hx_error *error);

// Whether a neuron is both circuits of its column.
bool hx_router_joins_rows(const hx_router *router);

// Weight matrices, row-major, one row for each source.
typedef enum hx_router_layer {
    HX_ROUTER_INPUT,     // inputs x hidden, within +-63*copies
    HX_ROUTER_OUTPUT,    // hidden x outputs, within +-63
    HX_ROUTER_RECURRENT, // hidden x hidden, within +-63; only if the network is recurrent
    HX_ROUTER_LAYERS
} hx_router_layer;

typedef struct hx_router_weights {
    const int16_t *layer[HX_ROUTER_LAYERS];
} hx_router_weights;

// 1 where a source can reach the neuron, else 0; same order as the weights.
const uint8_t *hx_router_get_connections(const hx_router *router, hx_router_layer layer);

// An input weight is split over its copies as evenly as possible. Only quads that differ from
// what this router wrote last are written; nothing is written if a weight is out of range or
// not 0 where there is no connection.
hx_status hx_router_write_weights(hx_router *router, const hx_router_weights *weights,
                                  hx_chip_write_fn write, void *context, hx_error *error);

// The next hx_router_write_weights writes all quads again (the chip was reset).
void hx_router_forget_weights(hx_router *router);

// CADC quads that cover the neurons, each with the neurons' places in it.
typedef struct hx_router_readout_quad {
    uint8_t half; // 0 top, 1 bottom
    uint8_t quad;
} hx_router_readout_quad;

typedef struct hx_router_readout_place {
    uint8_t index; // into quads
    uint8_t entry; // 0 is the most significant byte
} hx_router_readout_place;

typedef struct hx_router_readout_plan {
    size_t count; // hidden quads first, then output quads
    hx_router_readout_quad quads[HX_ROUTER_MAX_QUADS];
    hx_router_readout_place hidden[HX_ROUTER_MAX_HIDDEN]; // valid if hidden were asked for
    hx_router_readout_place outputs[HX_ROUTER_MAX_OUTPUTS];
} hx_router_readout_plan;

void hx_router_get_readout_plan(const hx_router *router, bool with_hidden,
                                hx_router_readout_plan *plan);

#ifdef __cplusplus
}
#endif

#endif

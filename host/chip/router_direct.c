// The direct layout: inputs into the top array, hidden spikes into the bottom one.
// SPDX-License-Identifier: Apache-2.0
#include "host/chip/router_private.h"

enum {
    HIDDEN_PER_BLOCK = 30,
    HIDDEN_GROUPS = 4,       // values of address_out[7:6], the low row select bits
    HIDDEN_MASK = 0x03,      // row select bits a bottom driver compares
    FIRST_OUTPUT_LABEL = 31, // above the labels of the hidden neurons
    MASK_ALL = 0x1F
};

// Drivers on a bus that share one event: the smallest group with room for all inputs, since
// every driver that reacts costs the chip a comparison in each of its synapses. 0: no room.
static unsigned choose_group(unsigned inputs, unsigned copies)
{
    for (unsigned group = 1; group <= HX_CHIP_BUS_DRIVERS; group *= 2) {
        if (HX_CHIP_BUSES * (HX_CHIP_BUS_DRIVERS / group) * (group / copies) >= inputs &&
            group >= copies)
            return group;
    }
    return 0;
}

static void connect_all(hx_router *r, unsigned half, unsigned driver, hx_router_cell cell)
{
    r->driver_used[half][driver] = true;
    for (unsigned column = 0; column < HX_CHIP_COLUMNS; ++column)
        if (r->targets[half][column] >= 0)
            hx_router_connect(r, half, driver, column, cell);
}

// Inputs go round the buses first, then through the groups of a bus, then share groups.
static void place_input(hx_router *r, unsigned input, unsigned group)
{
    unsigned groups = HX_CHIP_BUS_DRIVERS / group;
    unsigned bus = input % HX_CHIP_BUSES, on_bus = input / HX_CHIP_BUSES;
    unsigned first_index = on_bus % groups * group, slot = on_bus / groups;
    unsigned label = HX_ROUTER_FIRST_LABEL + slot;
    r->input_labels[input] = (uint16_t)(bus << 14 | first_index << HX_ROUTER_LABEL_BITS | label);
    for (unsigned copy = 0; copy < r->size.copies; ++copy) {
        unsigned index = first_index + slot * r->size.copies + copy;
        connect_all(r, HX_ROUTER_TOP, hx_chip_bus_driver(bus, index),
                    (hx_router_cell){(int16_t)input, (uint8_t)copy, (uint8_t)label});
    }
}

static void place_neurons(hx_router *r)
{
    for (unsigned hidden = 0; hidden < r->size.hidden; ++hidden) {
        unsigned block = hidden / HIDDEN_PER_BLOCK, index = hidden % HIDDEN_PER_BLOCK;
        hx_router_place_hidden(r, hidden, HX_ROUTER_TOP, HX_CHIP_BLOCK_COLUMNS * block + index,
                               index % HIDDEN_GROUPS << HX_ROUTER_LABEL_BITS |
                                   (HX_ROUTER_FIRST_LABEL + index));
    }
    for (unsigned output = 0; output < r->size.outputs; ++output) {
        unsigned column = hx_chip_quad_column(output / 4, output % 4);
        hx_router_place_output(r, output, HX_ROUTER_BOTTOM, column,
                               FIRST_OUTPUT_LABEL + column % HX_CHIP_BLOCK_COLUMNS);
    }
}

static void connect_hidden(hx_router *r)
{
    for (unsigned hidden = 0; r->size.outputs && hidden < r->size.hidden; ++hidden) {
        unsigned bus = hidden / HIDDEN_PER_BLOCK % HX_CHIP_BUSES, index = hidden % HIDDEN_PER_BLOCK;
        connect_all(r, HX_ROUTER_BOTTOM, hx_chip_bus_driver(bus, index),
                    (hx_router_cell){.source = (int16_t)(r->size.inputs + hidden),
                                     .label = (uint8_t)(HX_ROUTER_FIRST_LABEL + index)});
    }
}

static hx_status check_size(const hx_router_size *size, hx_error *error)
{
    if (size->copies < 1 || size->copies > HX_CHIP_BUS_DRIVERS)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "router: %u copies, possible are 1..%u",
                            size->copies, (unsigned)HX_CHIP_BUS_DRIVERS);
    if (size->hidden < 1 || size->hidden > HX_ROUTER_MAX_DIRECT_HIDDEN)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "router: %u hidden neurons, possible are 1..%u", size->hidden,
                            (unsigned)HX_ROUTER_MAX_DIRECT_HIDDEN);
    if (size->outputs > HX_ROUTER_MAX_OUTPUTS)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "router: %u outputs, possible are 0..%u",
                            size->outputs, (unsigned)HX_ROUTER_MAX_OUTPUTS);
    if (size->inputs < 1 || size->inputs > HX_ROUTER_MAX_PAIRS ||
        !choose_group(size->inputs, size->copies))
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "router: %u inputs with %u row pairs each do not fit: a bus has %u "
                            "row pairs, so at most %u inputs",
                            size->inputs, size->copies, (unsigned)HX_CHIP_BUS_DRIVERS,
                            HX_CHIP_BUSES * (HX_CHIP_BUS_DRIVERS / size->copies));
    return HX_OK;
}

hx_status hx_router_create(hx_router **router, const hx_router_size *size, hx_error *error)
{
    *router = NULL;
    hx_status status = check_size(size, error);
    if (status)
        return status;
    hx_router *r;
    status = hx_router_allocate(&r, size, false, error);
    if (status)
        return status;
    unsigned group = choose_group(size->inputs, size->copies);
    r->input_reaches[HX_ROUTER_TOP] = true;
    r->hidden_reaches[HX_ROUTER_BOTTOM] = size->outputs > 0;
    r->driver_mask[HX_ROUTER_TOP] = (uint8_t)(MASK_ALL & ~(group - 1));
    r->driver_mask[HX_ROUTER_BOTTOM] = HIDDEN_MASK;
    place_neurons(r);
    for (unsigned input = 0; input < size->inputs; ++input)
        place_input(r, input, group);
    connect_hidden(r);
    *router = r;
    return HX_OK;
}

// The layout with shared rows: inputs and hidden spikes on the same rows of both arrays.
// SPDX-License-Identifier: Apache-2.0
#include "host/chip/router_private.h"

enum {
    MASK = 0x13, // row select bits 4 (upper event outputs), 1 and 0 (address_out[7:6])
    CLASSES = 8, // of a bus
    CLASS_DRIVERS = 4,
    GROUPS = 4, // values of address_out[7:6]
    FIRST_INPUT_LABEL = 32,
    FIRST_OUTPUT_LABEL = 40, // no synapse has it or one above
    SOURCES_MAXIMUM = 16
};

// What one class of drivers on one bus can hear.
typedef struct source_list {
    unsigned inputs, count;
    hx_router_cell cell[SOURCES_MAXIMUM]; // inputs first
} source_list;

// Class {bit 4, bits 1..0} of a row select.
static unsigned class_driver(unsigned bus, unsigned class, unsigned number)
{
    unsigned index = class / GROUPS << 4 | number << 2 | class % GROUPS;
    return hx_chip_bus_driver(bus, index);
}

static void place_inputs(hx_router *r)
{
    for (unsigned input = 0; input < r->size.inputs; ++input) {
        unsigned bus = input % HX_CHIP_BUSES, on_bus = input / HX_CHIP_BUSES;
        unsigned class = on_bus % CLASSES;
        unsigned row_select = class / GROUPS << 4 | class % GROUPS;
        r->input_labels[input] = (uint16_t)(bus << 14 | row_select << HX_ROUTER_LABEL_BITS |
                                            (FIRST_INPUT_LABEL + on_bus / CLASSES));
    }
}

// Neurons go round the event outputs first; then both rows and all groups take turns.
static void place_hidden(hx_router *r)
{
    for (unsigned hidden = 0; hidden < r->size.hidden; ++hidden) {
        unsigned block = hidden % HX_CHIP_EVENT_OUTPUTS, n = hidden / HX_CHIP_EVENT_OUTPUTS;
        unsigned column = HX_CHIP_BLOCK_COLUMNS * block + n / 2 * 2;
        hx_router_place_hidden(r, hidden, n % 2, column,
                               n % GROUPS << HX_ROUTER_LABEL_BITS |
                                   (HX_ROUTER_FIRST_LABEL + n / GROUPS));
    }
}

static void place_outputs(hx_router *r)
{
    for (unsigned output = 0; output < r->size.outputs; ++output)
        for (unsigned part = 0; part < HX_ROUTER_OUTPUT_PARTS; ++part) {
            // Quads from 32 on hold the odd columns.
            unsigned column = hx_chip_quad_column(HX_CHIP_QUADS / 2 + output / 4, output % 4);
            hx_router_place_output(r, output, part, part, column,
                                   part << HX_ROUTER_LABEL_BITS |
                                       (FIRST_OUTPUT_LABEL + column % HX_CHIP_BLOCK_COLUMNS / 2));
        }
}

static source_list list_sources(const hx_router *r, unsigned bus, unsigned class)
{
    source_list list = {0};
    for (unsigned input = bus; input < r->size.inputs; input += HX_CHIP_BUSES)
        if (input / HX_CHIP_BUSES % CLASSES == class)
            list.cell[list.count++] = (hx_router_cell){
                .source = (int16_t)input, .label = (uint8_t)(r->input_labels[input] & 63)};
    list.inputs = list.count;
    unsigned block = bus + class / GROUPS * HX_CHIP_BUSES;
    for (unsigned hidden = block; hidden < r->size.hidden; hidden += HX_CHIP_EVENT_OUTPUTS)
        if (hidden / HX_CHIP_EVENT_OUTPUTS % GROUPS == class % GROUPS)
            list.cell[list.count++] =
                (hx_router_cell){.source = (int16_t)(r->size.inputs + hidden),
                                 .label = (uint8_t)(r->hidden[hidden].address & 63)};
    return list;
}

// A fixed sequence of numbers for each (neuron, bus, class): part of the layout, no experiment's
// seed changes it. Source of the mixing steps: splitmix64 (Steele, Lea, Flood 2014).
static unsigned mix(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (unsigned)((z ^ z >> 31) >> 33);
}

// Moves a random choice of `wanted` of the `count` cells to the front.
static void choose(hx_router_cell *cells, unsigned count, unsigned wanted, uint64_t *state)
{
    for (unsigned i = 0; i < wanted && i + 1 < count; ++i) {
        unsigned other = i + mix(state) % (count - i);
        hx_router_cell keep = cells[i];
        cells[i] = cells[other];
        cells[other] = keep;
    }
}

static void connect_hidden(hx_router *r, unsigned hidden, unsigned bus, unsigned class,
                           source_list list)
{
    unsigned half = hx_chip_neuron_row(r->hidden[hidden].neuron);
    unsigned column = hx_chip_neuron_column(r->hidden[hidden].neuron);
    uint64_t state = ((uint64_t)hidden * HX_CHIP_BUSES + bus) * CLASSES + class;
    unsigned inputs = list.inputs < CLASS_DRIVERS ? list.inputs : CLASS_DRIVERS;
    if (list.inputs > CLASS_DRIVERS)
        choose(list.cell, list.inputs, CLASS_DRIVERS, &state);
    unsigned number = 0;
    for (; number < inputs; ++number)
        hx_router_connect(r, half, class_driver(bus, class, number), column, list.cell[number]);
    unsigned others = r->recurrent ? list.count - list.inputs : 0, room = CLASS_DRIVERS - inputs;
    if (others > room)
        choose(list.cell + list.inputs, others, room, &state);
    for (unsigned i = 0; i < others && i < room; ++i)
        hx_router_connect(r, half, class_driver(bus, class, number++), column,
                          list.cell[list.inputs + i]);
}

static void connect_output(hx_router *r, unsigned output, unsigned bus, unsigned class,
                           const source_list *list)
{
    for (unsigned i = list->inputs; i < list->count; ++i) {
        unsigned turn = i - list->inputs, part = turn % HX_ROUTER_OUTPUT_PARTS;
        hx_router_connect(r, part, class_driver(bus, class, turn / HX_ROUTER_OUTPUT_PARTS),
                          hx_chip_neuron_column(r->outputs[part][output].neuron), list->cell[i]);
    }
}

static void connect(hx_router *r)
{
    for (unsigned half = 0; half < HX_CHIP_HEMISPHERES; ++half)
        for (unsigned driver = 0; driver < HX_CHIP_DRIVERS; ++driver)
            r->driver_used[half][driver] = true;
    for (unsigned bus = 0; bus < HX_CHIP_BUSES; ++bus)
        for (unsigned class = 0; class < CLASSES; ++class) {
            source_list list = list_sources(r, bus, class);
            for (unsigned hidden = 0; hidden < r->size.hidden; ++hidden)
                connect_hidden(r, hidden, bus, class, list);
            for (unsigned output = 0; output < r->size.outputs; ++output)
                connect_output(r, output, bus, class, &list);
        }
}

static hx_status check_size(const hx_router_size *size, hx_error *error)
{
    const struct {
        const char *what;
        unsigned value, maximum;
    } rules[] = {{"inputs", size->inputs, HX_ROUTER_MAX_SHARED_INPUTS},
                 {"copies", size->copies, 1},
                 {"hidden neurons", size->hidden, HX_ROUTER_MAX_HIDDEN},
                 {"outputs", size->outputs, HX_ROUTER_MAX_SHARED_OUTPUTS}};
    for (unsigned i = 0; i < sizeof rules / sizeof *rules; ++i)
        if (rules[i].value < 1 || rules[i].value > rules[i].maximum)
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "router, shared rows: %u %s, possible are 1..%u", rules[i].value,
                                rules[i].what, rules[i].maximum);
    return HX_OK;
}

hx_status hx_router_create_shared(hx_router **router, const hx_router_size *size, bool recurrent,
                                  hx_error *error)
{
    *router = NULL;
    hx_status status = check_size(size, error);
    if (status)
        return status;
    hx_router *r;
    status = hx_router_allocate(&r, size, recurrent, error);
    if (status)
        return status;
    r->parts = HX_ROUTER_OUTPUT_PARTS;
    for (unsigned half = 0; half < HX_CHIP_HEMISPHERES; ++half) {
        r->input_reaches[half] = r->hidden_reaches[half] = true;
        r->driver_mask[half] = MASK;
    }
    place_inputs(r);
    place_hidden(r);
    place_outputs(r);
    connect(r);
    *router = r;
    return HX_OK;
}

// The layout with shared rows: inputs and hidden spikes on the same rows of both arrays.
// SPDX-License-Identifier: Apache-2.0
#include "host/chip/router_private.h"

enum {
    MASK = 0x13,       // row select bits 4 (upper event outputs), 1 and 0 (address_out[7:6])
    CLASSES = 8,       // of a bus
    CLASS_DRIVERS = 4, // in each array
    CLASS_PAIRS = HX_CHIP_HEMISPHERES * CLASS_DRIVERS,
    CLASS_LABELS = 8, // of inputs
    GROUPS = 4,       // values of address_out[7:6]
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

// The class of a hidden neuron's spikes on its bus.
static unsigned hidden_class(const hx_router *r, unsigned hidden)
{
    unsigned output = hx_chip_neuron_event_output(r->hidden[hidden].neuron);
    return output / HX_CHIP_BUSES * GROUPS + r->hidden[hidden].address / 64;
}

static unsigned hidden_bus(const hx_router *r, unsigned hidden)
{
    return hx_chip_neuron_event_output(r->hidden[hidden].neuron) % HX_CHIP_BUSES;
}

static void place_inputs(hx_router *r)
{
    unsigned inputs[CLASSES][HX_CHIP_BUSES] = {{0}}, sources[CLASSES][HX_CHIP_BUSES] = {{0}};
    for (unsigned hidden = 0; r->recurrent && hidden < r->size.hidden; ++hidden)
        ++sources[hidden_class(r, hidden)][hidden_bus(r, hidden)];
    for (unsigned input = 0; input < r->size.inputs; ++input) {
        unsigned best = CLASSES * HX_CHIP_BUSES;
        for (unsigned i = 0; i < CLASSES * HX_CHIP_BUSES; ++i) {
            unsigned class = i / HX_CHIP_BUSES, bus = i % HX_CHIP_BUSES;
            if (inputs[class][bus] < CLASS_LABELS &&
                (best == CLASSES * HX_CHIP_BUSES ||
                 sources[class][bus] < sources[best / HX_CHIP_BUSES][best % HX_CHIP_BUSES]))
                best = i;
        }
        unsigned class = best / HX_CHIP_BUSES, bus = best % HX_CHIP_BUSES;
        unsigned row_select = class / GROUPS << 4 | class % GROUPS;
        unsigned label = FIRST_INPUT_LABEL + inputs[class][bus]++;
        ++sources[class][bus];
        r->input_labels[input] = (uint16_t)(bus << 14 | row_select << HX_ROUTER_LABEL_BITS | label);
    }
}

// Quads go round the event outputs, so that the hidden neurons of all of them stay even.
static void place_outputs(hx_router *r)
{
    unsigned used[HX_CHIP_EVENT_OUTPUTS] = {0};
    for (unsigned output = 0; output < r->size.outputs; ++output) {
        unsigned turn = output / 4, block = turn % HX_CHIP_EVENT_OUTPUTS;
        unsigned quad = turn / HX_CHIP_EVENT_OUTPUTS; // of the block, even columns first
        unsigned column = HX_CHIP_BLOCK_COLUMNS * block + quad % 4 * 8 + quad / 4 + output % 4 * 2;
        unsigned n = used[block]++;
        hx_router_place_output(r, output, HX_ROUTER_TOP, column,
                               n % GROUPS << HX_ROUTER_LABEL_BITS |
                                   (FIRST_OUTPUT_LABEL + n / GROUPS));
    }
}

// Neurons go round the event outputs, in the columns that outputs have left.
static void place_hidden(hx_router *r)
{
    unsigned next[HX_CHIP_EVENT_OUTPUTS] = {0}, used[HX_CHIP_EVENT_OUTPUTS] = {0}, block = 0;
    for (unsigned hidden = 0; hidden < r->size.hidden;
         block = (block + 1) % HX_CHIP_EVENT_OUTPUTS) {
        unsigned column = HX_CHIP_BLOCK_COLUMNS * block;
        while (next[block] < HX_CHIP_BLOCK_COLUMNS &&
               r->targets[HX_ROUTER_TOP][column + next[block]] >= 0)
            ++next[block];
        if (next[block] == HX_CHIP_BLOCK_COLUMNS)
            continue;
        unsigned n = used[block]++;
        hx_router_place_hidden(r, hidden++, HX_ROUTER_TOP, column + next[block],
                               n % GROUPS << HX_ROUTER_LABEL_BITS |
                                   (HX_ROUTER_FIRST_LABEL + n / GROUPS));
    }
}

static source_list list_sources(const hx_router *r, unsigned bus, unsigned class)
{
    source_list list = {0};
    unsigned row_select = class / GROUPS << 4 | class % GROUPS;
    for (unsigned input = 0; input < r->size.inputs; ++input)
        if (r->input_labels[input] >> HX_ROUTER_LABEL_BITS == (bus << 8 | row_select))
            list.cell[list.count++] = (hx_router_cell){
                .source = (int16_t)input, .label = (uint8_t)(r->input_labels[input] & 63)};
    list.inputs = list.count;
    for (unsigned hidden = 0; hidden < r->size.hidden; ++hidden)
        if (hidden_bus(r, hidden) == bus && hidden_class(r, hidden) == class)
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

// Row pair `number` of a class, in one array after the other.
static void connect_pair(hx_router *r, unsigned column, unsigned bus, unsigned class,
                         unsigned number, hx_router_cell cell)
{
    hx_router_connect(r, number % HX_CHIP_HEMISPHERES,
                      class_driver(bus, class, number / HX_CHIP_HEMISPHERES), column, cell);
}

static void connect_hidden(hx_router *r, unsigned hidden, unsigned bus, unsigned class,
                           source_list list)
{
    unsigned column = hx_chip_neuron_column(r->hidden[hidden].neuron);
    uint64_t state = ((uint64_t)hidden * HX_CHIP_BUSES + bus) * CLASSES + class;
    unsigned others = r->recurrent ? list.count - list.inputs : 0, room = CLASS_PAIRS - list.inputs;
    if (others > room)
        choose(list.cell + list.inputs, others, room, &state);
    for (unsigned i = 0; i < list.inputs + others && i < CLASS_PAIRS; ++i)
        connect_pair(r, column, bus, class, i, list.cell[i]);
}

static void connect_output(hx_router *r, unsigned output, unsigned bus, unsigned class,
                           const source_list *list)
{
    for (unsigned i = list->inputs; i < list->count; ++i)
        connect_pair(r, hx_chip_neuron_column(r->outputs[output].neuron), bus, class,
                     i - list->inputs, list->cell[i]);
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
    if (size->hidden + size->outputs > HX_ROUTER_MAX_SHARED_NEURONS)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "router, shared rows: %u hidden neurons and %u outputs, possible are "
                            "%u together",
                            size->hidden, size->outputs, HX_ROUTER_MAX_SHARED_NEURONS);
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
    r->joined = true;
    for (unsigned half = 0; half < HX_CHIP_HEMISPHERES; ++half) {
        r->input_reaches[half] = r->hidden_reaches[half] = true;
        r->driver_mask[half] = MASK;
    }
    place_outputs(r);
    place_hidden(r);
    place_inputs(r);
    connect(r);
    *router = r;
    return HX_OK;
}

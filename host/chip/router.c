// Places a feed-forward network on the chip.
// SPDX-License-Identifier: Apache-2.0
#include "host/chip/router_private.h"

#include "hx_map.h"

#include <stdlib.h>

enum {
    HIDDEN_PER_BLOCK = 30,
    HIDDEN_GROUPS = 4,  // values of address_out[7:6], the low row select bits
    HIDDEN_MASK = 0x03, // row select bits a bottom driver compares
    LABEL_BITS = 6,
    FIRST_LABEL = 1,         // label 0 is that of all unused synapses
    FIRST_OUTPUT_LABEL = 31, // above the labels of the hidden neurons
    MASK_ALL = 0x1F,
    TOP = 0,
    BOTTOM = 1
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

typedef struct input_place {
    unsigned bus, first_index, slot;
} input_place;

// Inputs go round the buses first, then through the groups of a bus, then share groups.
static input_place place_input(const hx_router *r, unsigned input)
{
    unsigned groups = HX_CHIP_BUS_DRIVERS / r->group;
    unsigned on_bus = input / HX_CHIP_BUSES;
    return (input_place){.bus = input % HX_CHIP_BUSES,
                         .first_index = on_bus % groups * r->group,
                         .slot = on_bus / groups};
}

static unsigned hidden_block(unsigned hidden)
{
    return hidden / HIDDEN_PER_BLOCK;
}

// Index of the driver of a hidden neuron on its bottom bus.
static unsigned hidden_index(unsigned hidden)
{
    return hidden % HIDDEN_PER_BLOCK;
}

static unsigned output_column(unsigned output)
{
    return hx_chip_quad_column(output / 4, output % 4);
}

static void place_inputs(hx_router *r)
{
    for (unsigned input = 0; input < r->size.inputs; ++input) {
        input_place place = place_input(r, input);
        for (unsigned copy = 0; copy < r->size.copies; ++copy) {
            unsigned index = place.first_index + place.slot * r->size.copies + copy;
            r->pairs[TOP][hx_chip_bus_driver(place.bus, index)] =
                (hx_router_pair){.source = (int16_t)input,
                                 .copy = (uint8_t)copy,
                                 .label = (uint8_t)(FIRST_LABEL + place.slot)};
        }
    }
}

static void place_neuron(hx_router *r, unsigned hemisphere, unsigned column, unsigned number)
{
    r->targets[hemisphere][column] = (int16_t)number;
    r->used_quads[hemisphere][hx_chip_column_quad(column)] = true;
}

static void place_hidden(hx_router *r)
{
    for (unsigned hidden = 0; hidden < r->size.hidden; ++hidden) {
        unsigned bus = hidden_block(hidden) % HX_CHIP_BUSES;
        place_neuron(r, TOP, hx_chip_neuron_column(hx_router_get_hidden_neuron(r, hidden)), hidden);
        if (r->size.outputs)
            r->pairs[BOTTOM][hx_chip_bus_driver(bus, hidden_index(hidden))] = (hx_router_pair){
                .source = (int16_t)hidden, .label = (uint8_t)(FIRST_LABEL + hidden_index(hidden))};
    }
}

static hx_status check_size(const hx_router_size *size, hx_error *error)
{
    if (size->copies < 1 || size->copies > HX_CHIP_BUS_DRIVERS)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "router: %u copies, possible are 1..%u",
                            size->copies, (unsigned)HX_CHIP_BUS_DRIVERS);
    if (size->hidden < 1 || size->hidden > HX_ROUTER_MAX_HIDDEN)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "router: %u hidden neurons, possible are 1..%u", size->hidden,
                            (unsigned)HX_ROUTER_MAX_HIDDEN);
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
    hx_router *r = calloc(1, sizeof *r);
    if (!r)
        return hx_error_set(error, HX_ERROR_MEMORY, "router: memory ran out");
    r->size = *size;
    r->group = choose_group(size->inputs, size->copies);
    for (unsigned half = 0; half < HX_CHIP_HEMISPHERES; ++half) {
        for (unsigned driver = 0; driver < HX_CHIP_DRIVERS; ++driver)
            r->pairs[half][driver].source = -1;
        for (unsigned column = 0; column < HX_CHIP_COLUMNS; ++column)
            r->targets[half][column] = -1;
    }
    place_inputs(r);
    place_hidden(r);
    for (unsigned output = 0; output < size->outputs; ++output)
        place_neuron(r, BOTTOM, output_column(output), output);
    *router = r;
    return HX_OK;
}

void hx_router_destroy(hx_router *router)
{
    free(router);
}

uint16_t hx_router_get_input_label(const hx_router *router, unsigned input)
{
    input_place place = place_input(router, input);
    return (uint16_t)(place.bus << 14 | place.first_index << LABEL_BITS |
                      (FIRST_LABEL + place.slot));
}

unsigned hx_router_get_hidden_neuron(const hx_router *router, unsigned hidden)
{
    (void)router;
    return hx_chip_neuron(TOP,
                          HX_CHIP_BLOCK_COLUMNS * hidden_block(hidden) + hidden % HIDDEN_PER_BLOCK);
}

unsigned hx_router_get_output_neuron(const hx_router *router, unsigned output)
{
    (void)router;
    return hx_chip_neuron(BOTTOM, output_column(output));
}

unsigned hx_router_get_hidden_address(const hx_router *router, unsigned hidden)
{
    (void)router;
    return hidden_index(hidden) % HIDDEN_GROUPS << LABEL_BITS |
           (FIRST_LABEL + hidden_index(hidden));
}

unsigned hx_router_get_output_address(const hx_router *router, unsigned output)
{
    (void)router;
    return FIRST_OUTPUT_LABEL + output_column(output) % HX_CHIP_BLOCK_COLUMNS;
}

// Bits [13:11] are 0; the output to the FPGA carries its own number on top.
static uint16_t spike_label(unsigned neuron, unsigned address)
{
    unsigned output = hx_chip_neuron_event_output(neuron);
    return (uint16_t)(output % 4 << 14 | output << 8 | address);
}

uint16_t hx_router_get_hidden_label(const hx_router *router, unsigned hidden)
{
    return spike_label(hx_router_get_hidden_neuron(router, hidden),
                       hx_router_get_hidden_address(router, hidden));
}

uint16_t hx_router_get_output_label(const hx_router *router, unsigned output)
{
    return spike_label(hx_router_get_output_neuron(router, output),
                       hx_router_get_output_address(router, output));
}

int hx_router_find_hidden(const hx_router *router, uint16_t label)
{
    unsigned block = label >> 8 & 7, slot = (label & 63u) - FIRST_LABEL;
    unsigned hidden = block * HIDDEN_PER_BLOCK + slot;
    if (slot >= HIDDEN_PER_BLOCK || hidden >= router->size.hidden ||
        hx_router_get_hidden_label(router, hidden) != label)
        return -1;
    return (int)hidden;
}

int hx_router_find_output(const hx_router *router, uint16_t label)
{
    unsigned column =
        (label >> 8 & 7u) * HX_CHIP_BLOCK_COLUMNS + (label & 255u) - FIRST_OUTPUT_LABEL;
    if (column >= HX_CHIP_COLUMNS || router->targets[BOTTOM][column] < 0)
        return -1;
    unsigned output = (unsigned)router->targets[BOTTOM][column];
    return hx_router_get_output_label(router, output) == label ? (int)output : -1;
}

static hx_status write_node(unsigned node, bool pass, hx_chip_write_fn write, void *context)
{
    // All pass: mask 0 and target 0; none: mask 0 and another target.
    const hx_map_crossbar_node value = {
        .mask = 0, .target = pass ? 0 : 1, .enable_drop_counter = pass};
    uint32_t word[HX_MAP_CROSSBAR_NODE_WORDS];
    hx_map_crossbar_node_encode(&value, word);
    return write(context, hx_map_crossbar_node_address(node), word[0]);
}

static hx_status write_crossbar(const hx_router *r, hx_chip_write_fn write, void *context)
{
    bool pass[HX_CHIP_CROSSBAR_NODES] = {false};
    for (unsigned bus = 0; bus < HX_CHIP_BUSES; ++bus)
        pass[hx_chip_crossbar_node(HX_MAP_CROSSBAR_INPUT_L2 + bus,
                                   HX_MAP_CROSSBAR_OUTPUT_PADI_TOP + bus)] = true;
    for (unsigned output = 0; output < HX_CHIP_EVENT_OUTPUTS; ++output) {
        pass[hx_chip_crossbar_node(output, HX_MAP_CROSSBAR_OUTPUT_L2 + output % 4)] = true;
        if (r->size.outputs)
            pass[hx_chip_crossbar_node(output, HX_MAP_CROSSBAR_OUTPUT_PADI_BOTTOM + output % 4)] =
                true;
    }
    hx_status status = HX_OK;
    for (unsigned node = 0; !status && node < HX_CHIP_CROSSBAR_NODES; ++node)
        status = write_node(node, pass[node], write, context);
    return status;
}

static hx_status write_driver(const hx_router *r, unsigned half, unsigned driver,
                              hx_chip_write_fn write, void *context)
{
    hx_map_synapse_driver_config value = hx_map_synapse_driver_config_default();
    if (r->pairs[half][driver].source >= 0) {
        value.enable_receiver = 1;
        value.row_address_compare_mask =
            half == TOP ? (uint32_t)(MASK_ALL & ~(r->group - 1)) : (uint32_t)HIDDEN_MASK;
        value.row_mode_excitatory_bottom = 1;
        value.row_mode_inhibitory_top = 1;
    }
    uint32_t words[HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS];
    hx_map_synapse_driver_config_encode(&value, words);
    hx_status status = HX_OK;
    for (unsigned w = 0; !status && w < HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS; ++w)
        status = write(context,
                       hx_map_synapse_driver_config_address(half, driver) +
                           hx_map_synapse_driver_config_word_offset(w),
                       words[w]);
    return status;
}

// Both rows of a used driver: the label in the columns of the network, 0 elsewhere.
static hx_status write_labels(const hx_router *r, unsigned half, unsigned driver,
                              hx_chip_write_fn write, void *context)
{
    hx_status status = HX_OK;
    for (unsigned quad = 0; !status && quad < HX_CHIP_QUADS; ++quad) {
        uint32_t labels[4];
        for (unsigned entry = 0; entry < 4; ++entry)
            labels[entry] = r->targets[half][hx_chip_quad_column(quad, entry)] < 0
                                ? 0
                                : r->pairs[half][driver].label;
        const hx_map_synapse_label_quad value = {labels[0], labels[1], labels[2], labels[3]};
        uint32_t word[HX_MAP_SYNAPSE_LABEL_QUAD_WORDS];
        hx_map_synapse_label_quad_encode(&value, word);
        for (unsigned k = 0; !status && r->used_quads[half][quad] && k < 2; ++k)
            status = write(context,
                           hx_map_synapse_label_quad_address(
                               half, hx_chip_driver_bottom_row(driver) + k, quad),
                           word[0]);
    }
    return status;
}

hx_status hx_router_write_routes(const hx_router *router, hx_chip_write_fn write, void *context)
{
    const hx_map_common_padi_bus_config bus = {.enable_spl1 = 15};
    uint32_t word[HX_MAP_COMMON_PADI_BUS_CONFIG_WORDS];
    hx_map_common_padi_bus_config_encode(&bus, word);
    hx_status status = write_crossbar(router, write, context);
    for (unsigned half = 0; !status && half < HX_CHIP_HEMISPHERES; ++half) {
        status = write(context, hx_map_common_padi_bus_config_address(half), word[0]);
        for (unsigned driver = 0; !status && driver < HX_CHIP_DRIVERS; ++driver) {
            if (router->pairs[half][driver].source >= 0)
                status = write_labels(router, half, driver, write, context);
            if (!status)
                status = write_driver(router, half, driver, write, context);
        }
    }
    return status;
}

hx_status hx_router_write_neurons(const hx_router *router, const hx_chip_neuron_parameters *hidden,
                                  const hx_chip_neuron_parameters *output, hx_chip_write_fn write,
                                  void *context, hx_error *error)
{
    hx_status status = HX_OK;
    for (unsigned k = 0; !status && k < router->size.hidden; ++k) {
        hx_chip_neuron_parameters parameters = *hidden;
        parameters.address_out = hx_router_get_hidden_address(router, k);
        status = hx_chip_write_neuron(hx_router_get_hidden_neuron(router, k), &parameters, write,
                                      context, error);
    }
    for (unsigned o = 0; !status && o < router->size.outputs; ++o) {
        hx_chip_neuron_parameters parameters = *output;
        parameters.address_out = hx_router_get_output_address(router, o);
        status = hx_chip_write_neuron(hx_router_get_output_neuron(router, o), &parameters, write,
                                      context, error);
    }
    return status;
}

static hx_router_readout_place plan_neuron(hx_router_readout_plan *plan, unsigned neuron)
{
    const unsigned column = hx_chip_neuron_column(neuron);
    const hx_router_readout_quad wanted = {.half = (uint8_t)hx_chip_neuron_row(neuron),
                                           .quad = (uint8_t)hx_chip_column_quad(column)};
    size_t i = 0;
    while (i < plan->count &&
           (plan->quads[i].half != wanted.half || plan->quads[i].quad != wanted.quad))
        ++i;
    if (i == plan->count)
        plan->quads[plan->count++] = wanted;
    return (hx_router_readout_place){.index = (uint8_t)i,
                                     .entry = (uint8_t)hx_chip_column_entry(column)};
}

void hx_router_get_readout_plan(const hx_router *router, bool with_hidden,
                                hx_router_readout_plan *plan)
{
    *plan = (hx_router_readout_plan){0};
    for (unsigned k = 0; with_hidden && k < router->size.hidden; ++k)
        plan->hidden[k] = plan_neuron(plan, hx_router_get_hidden_neuron(router, k));
    for (unsigned o = 0; o < router->size.outputs; ++o)
        plan->outputs[o] = plan_neuron(plan, hx_router_get_output_neuron(router, o));
}

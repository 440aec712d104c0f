// Places a network on the chip: tables of a layout, and the writes that put them there.
// SPDX-License-Identifier: Apache-2.0
#include "host/chip/router_private.h"

#include "hx_map.h"

#include <stdlib.h>

hx_status hx_router_allocate(hx_router **router, const hx_router_size *size, bool recurrent,
                             hx_error *error)
{
    *router = NULL;
    hx_router *r = calloc(1, sizeof *r);
    if (!r)
        return hx_error_set(error, HX_ERROR_MEMORY, "router: memory ran out");
    r->size = *size;
    r->recurrent = recurrent;
    const size_t counts[HX_ROUTER_LAYERS] = {(size_t)size->inputs * size->hidden,
                                             (size_t)size->hidden * size->outputs,
                                             recurrent ? (size_t)size->hidden * size->hidden : 0};
    bool complete = true;
    for (unsigned layer = 0; layer < HX_ROUTER_LAYERS; ++layer) {
        r->connections[layer] = calloc(counts[layer] + 1, 1); // a layer may be empty
        complete = complete && r->connections[layer];
    }
    if (!complete) {
        hx_router_destroy(r);
        return hx_error_set(error, HX_ERROR_MEMORY, "router: memory ran out");
    }
    for (unsigned half = 0; half < HX_CHIP_HEMISPHERES; ++half) {
        for (unsigned column = 0; column < HX_CHIP_COLUMNS; ++column) {
            r->targets[half][column] = -1;
            for (unsigned driver = 0; driver < HX_CHIP_DRIVERS; ++driver)
                r->cells[half][driver][column].source = -1;
        }
    }
    for (unsigned label = 0; label < HX_ROUTER_SPIKE_LABELS; ++label)
        r->neuron_of[label] = -1;
    *router = r;
    return HX_OK;
}

void hx_router_destroy(hx_router *router)
{
    if (!router)
        return;
    for (unsigned layer = 0; layer < HX_ROUTER_LAYERS; ++layer)
        free(router->connections[layer]);
    free(router);
}

// Bits [13:11] are 0; the output to the FPGA carries its own number on top.
static uint16_t spike_label(hx_router_place place)
{
    unsigned output = hx_chip_neuron_event_output(place.neuron);
    return (uint16_t)(output % 4 << 14 | output << 8 | place.address);
}

static hx_router_place place_neuron(hx_router *r, unsigned half, unsigned column, unsigned address,
                                    unsigned number)
{
    const hx_router_place place = {(uint16_t)hx_chip_neuron(half, column), (uint8_t)address};
    for (unsigned row = 0; row < HX_CHIP_HEMISPHERES; ++row) {
        if (row != half && !r->joined)
            continue;
        r->targets[row][column] = (int16_t)number;
        r->used_quads[row][hx_chip_column_quad(column)] = true;
    }
    r->neuron_of[spike_label(place) % HX_ROUTER_SPIKE_LABELS] = (int16_t)number;
    return place;
}

void hx_router_place_hidden(hx_router *router, unsigned hidden, unsigned half, unsigned column,
                            unsigned address)
{
    router->hidden[hidden] = place_neuron(router, half, column, address, hidden);
}

void hx_router_place_output(hx_router *router, unsigned output, unsigned half, unsigned column,
                            unsigned address)
{
    router->outputs[output] =
        place_neuron(router, half, column, address, router->size.hidden + output);
}

void hx_router_connect(hx_router *router, unsigned half, unsigned driver, unsigned column,
                       hx_router_cell cell)
{
    const hx_router_size *size = &router->size;
    const unsigned target = (unsigned)router->targets[half][column];
    const unsigned source = (unsigned)cell.source;
    router->cells[half][driver][column] = cell;
    if (source < size->inputs)
        router->connections[HX_ROUTER_INPUT][(size_t)source * size->hidden + target] = 1;
    else if (target < size->hidden)
        router->connections[HX_ROUTER_RECURRENT]
                           [(size_t)(source - size->inputs) * size->hidden + target] = 1;
    else
        router->connections[HX_ROUTER_OUTPUT][(size_t)(source - size->inputs) * size->outputs +
                                              target - size->hidden] = 1;
}

uint16_t hx_router_get_input_label(const hx_router *router, unsigned input)
{
    return router->input_labels[input];
}

unsigned hx_router_get_hidden_neuron(const hx_router *router, unsigned hidden)
{
    return router->hidden[hidden].neuron;
}

unsigned hx_router_get_output_neuron(const hx_router *router, unsigned output)
{
    return router->outputs[output].neuron;
}

bool hx_router_joins_rows(const hx_router *router)
{
    return router->joined;
}

uint16_t hx_router_get_hidden_label(const hx_router *router, unsigned hidden)
{
    return spike_label(router->hidden[hidden]);
}

uint16_t hx_router_get_output_label(const hx_router *router, unsigned output)
{
    return spike_label(router->outputs[output]);
}

const uint8_t *hx_router_get_connections(const hx_router *router, hx_router_layer layer)
{
    return router->connections[layer];
}

int hx_router_find_hidden(const hx_router *router, uint16_t label)
{
    int number = router->neuron_of[label % HX_ROUTER_SPIKE_LABELS];
    if (number < 0 || number >= (int)router->size.hidden ||
        spike_label(router->hidden[number]) != label)
        return -1;
    return number;
}

int hx_router_find_output(const hx_router *router, uint16_t label)
{
    int number = router->neuron_of[label % HX_ROUTER_SPIKE_LABELS] - (int)router->size.hidden;
    return number >= 0 && spike_label(router->outputs[number]) == label ? number : -1;
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

static void let_pass(bool *pass, unsigned input, unsigned output)
{
    const int node = hx_chip_crossbar_node(input, output);
    if (node >= 0)
        pass[node] = true;
}

static hx_status write_crossbar(const hx_router *r, hx_chip_write_fn write, void *context)
{
    bool pass[HX_CHIP_CROSSBAR_NODES] = {false};
    const unsigned padi[HX_CHIP_HEMISPHERES] = {HX_MAP_CROSSBAR_OUTPUT_PADI_TOP,
                                                HX_MAP_CROSSBAR_OUTPUT_PADI_BOTTOM};
    for (unsigned half = 0; half < HX_CHIP_HEMISPHERES; ++half) {
        for (unsigned bus = 0; r->input_reaches[half] && bus < HX_CHIP_BUSES; ++bus)
            let_pass(pass, HX_MAP_CROSSBAR_INPUT_L2 + bus, padi[half] + bus);
        for (unsigned output = 0; r->hidden_reaches[half] && output < HX_CHIP_EVENT_OUTPUTS;
             ++output)
            let_pass(pass, output, padi[half] + output % 4);
    }
    for (unsigned output = 0; output < HX_CHIP_EVENT_OUTPUTS; ++output)
        let_pass(pass, output, HX_MAP_CROSSBAR_OUTPUT_L2 + output % 4);
    hx_status status = HX_OK;
    for (unsigned node = 0; !status && node < HX_CHIP_CROSSBAR_NODES; ++node)
        status = write_node(node, pass[node], write, context);
    return status;
}

static hx_status write_driver(const hx_router *r, unsigned half, unsigned driver,
                              hx_chip_write_fn write, void *context)
{
    hx_map_synapse_driver_config value = hx_map_synapse_driver_config_default();
    if (r->driver_used[half][driver]) {
        value.enable_receiver = 1;
        value.row_address_compare_mask = r->driver_mask[half];
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

// Both rows of a used driver: labels in the columns of the network, 0 elsewhere.
static hx_status write_labels(const hx_router *r, unsigned half, unsigned driver,
                              hx_chip_write_fn write, void *context)
{
    hx_status status = HX_OK;
    for (unsigned quad = 0; !status && quad < HX_CHIP_QUADS; ++quad) {
        uint32_t labels[4];
        for (unsigned entry = 0; entry < 4; ++entry)
            labels[entry] = r->cells[half][driver][hx_chip_quad_column(quad, entry)].label;
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
            if (router->driver_used[half][driver])
                status = write_labels(router, half, driver, write, context);
            if (!status)
                status = write_driver(router, half, driver, write, context);
        }
    }
    return status;
}

// Of joined circuits the lower one brings its synapses, its leak and its capacitance only.
static hx_status write_place(const hx_router *r, hx_router_place place,
                             const hx_chip_neuron_parameters *neurons, hx_chip_write_fn write,
                             void *context, hx_error *error)
{
    hx_chip_neuron_parameters upper = neurons[place.neuron];
    upper.address_out = place.address;
    upper.connect_rows = r->joined;
    hx_status status = hx_chip_write_neuron(place.neuron, &upper, write, context, error);
    if (status || !r->joined)
        return status;
    const unsigned below = hx_chip_neuron(HX_ROUTER_BOTTOM, hx_chip_neuron_column(place.neuron));
    hx_chip_neuron_parameters lower = neurons[below];
    lower.address_out = place.address;
    lower.connect_rows = true;
    lower.spiking = false;
    return hx_chip_write_neuron(below, &lower, write, context, error);
}

hx_status hx_router_write_neurons(const hx_router *router, const hx_chip_neuron_parameters *neurons,
                                  hx_chip_write_fn write, void *context, hx_error *error)
{
    hx_status status = HX_OK;
    for (unsigned k = 0; !status && k < router->size.hidden; ++k)
        status = write_place(router, router->hidden[k], neurons, write, context, error);
    for (unsigned o = 0; !status && o < router->size.outputs; ++o)
        status = write_place(router, router->outputs[o], neurons, write, context, error);
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
    *plan = (hx_router_readout_plan){.count = 0};
    for (unsigned k = 0; with_hidden && k < router->size.hidden; ++k)
        plan->hidden[k] = plan_neuron(plan, hx_router_get_hidden_neuron(router, k));
    for (unsigned o = 0; o < router->size.outputs; ++o)
        plan->outputs[o] = plan_neuron(plan, hx_router_get_output_neuron(router, o));
}

// Writes signed weights onto the row pairs of a routed network.
// SPDX-License-Identifier: Apache-2.0
#include "host/chip/router_private.h"

#include "hx_map.h"

#include <stdlib.h>

static hx_status check_layer(const hx_router *r, hx_router_layer layer,
                             const hx_router_weights *weights, hx_error *error)
{
    static const char *const sources[HX_ROUTER_LAYERS] = {"input", "hidden", "hidden"};
    static const char *const targets[HX_ROUTER_LAYERS] = {"hidden", "output", "hidden"};
    const size_t rows = layer == HX_ROUTER_INPUT ? r->size.inputs : r->size.hidden;
    const size_t columns = layer == HX_ROUTER_OUTPUT ? r->size.outputs : r->size.hidden;
    const int limit = HX_ROUTER_MAX_WEIGHT * (layer == HX_ROUTER_INPUT ? (int)r->size.copies : 1);
    for (size_t i = 0; i < rows * columns; ++i) {
        const int weight = weights->layer[layer][i];
        if (abs(weight) > limit)
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "router: weight %d of %s %zu to %s %zu is outside of +-%d", weight,
                                sources[layer], i / columns, targets[layer], i % columns, limit);
        if (weight && !r->connections[layer][i])
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "router: weight %d of %s %zu to %s %zu: there is no connection",
                                weight, sources[layer], i / columns, targets[layer], i % columns);
    }
    return HX_OK;
}

// The share of one row pair in the signed weight towards a column.
static int pair_weight(const hx_router *r, const hx_router_weights *w, unsigned half,
                       unsigned driver, unsigned column)
{
    const hx_router_cell *cell = &r->cells[half][driver][column];
    if (cell->source < 0)
        return 0;
    const size_t target = (size_t)r->targets[half][column];
    const unsigned inputs = r->size.inputs, hidden = r->size.hidden,
                   source = (unsigned)cell->source;
    if (source >= inputs && target < hidden)
        return w->layer[HX_ROUTER_RECURRENT][(size_t)(source - inputs) * hidden + target];
    if (source >= inputs)
        return w->layer[HX_ROUTER_OUTPUT]
                       [(size_t)(source - inputs) * r->size.outputs + target - hidden];
    const int whole = w->layer[HX_ROUTER_INPUT][(size_t)source * hidden + target];
    const int copies = (int)r->size.copies;
    const int share = abs(whole) / copies + (cell->copy < abs(whole) % copies);
    return whole < 0 ? -share : share;
}

static hx_status write_quad(hx_router *r, const hx_router_weights *w, unsigned half,
                            unsigned driver, unsigned quad, hx_chip_write_fn write, void *context)
{
    uint32_t excitatory[4], inhibitory[4];
    for (unsigned entry = 0; entry < 4; ++entry) {
        const int weight = pair_weight(r, w, half, driver, hx_chip_quad_column(quad, entry));
        excitatory[entry] = weight > 0 ? (uint32_t)weight : 0;
        inhibitory[entry] = weight < 0 ? (uint32_t)-weight : 0;
    }
    const hx_map_synapse_weight_quad values[2] = {
        {excitatory[0], excitatory[1], excitatory[2], excitatory[3]},
        {inhibitory[0], inhibitory[1], inhibitory[2], inhibitory[3]}};
    for (unsigned k = 0; k < 2; ++k) {
        const unsigned row = hx_chip_driver_bottom_row(driver) + k;
        uint32_t word[HX_MAP_SYNAPSE_WEIGHT_QUAD_WORDS];
        hx_map_synapse_weight_quad_encode(&values[k], word);
        if (r->written_valid && r->written[half][row][quad] == word[0])
            continue;
        hx_status status =
            write(context, hx_map_synapse_weight_quad_address(half, row, quad), word[0]);
        if (status)
            return status;
        r->written[half][row][quad] = word[0];
    }
    return HX_OK;
}

hx_status hx_router_write_weights(hx_router *router, const hx_router_weights *weights,
                                  hx_chip_write_fn write, void *context, hx_error *error)
{
    hx_status status = check_layer(router, HX_ROUTER_INPUT, weights, error);
    if (!status)
        status = check_layer(router, HX_ROUTER_OUTPUT, weights, error);
    if (!status && router->recurrent)
        status = check_layer(router, HX_ROUTER_RECURRENT, weights, error);
    for (unsigned half = 0; !status && half < HX_CHIP_HEMISPHERES; ++half) {
        for (unsigned driver = 0; !status && driver < HX_CHIP_DRIVERS; ++driver) {
            if (!router->driver_used[half][driver])
                continue;
            for (unsigned quad = 0; !status && quad < HX_CHIP_QUADS; ++quad) {
                if (router->used_quads[half][quad])
                    status = write_quad(router, weights, half, driver, quad, write, context);
            }
        }
    }
    if (!status)
        router->written_valid = true;
    return status;
}

void hx_router_forget_weights(hx_router *router)
{
    router->written_valid = false;
}

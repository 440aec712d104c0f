// Writes signed weights onto the row pairs of a routed network.
// SPDX-License-Identifier: Apache-2.0
#include "host/chip/router_private.h"

#include "hx_map.h"

#include <stdlib.h>

enum { TOP = 0, BOTTOM = 1 };

typedef struct weights {
    const int16_t *input_hidden;
    const int8_t *hidden_output;
} weights;

static hx_status check_weights(const hx_router *r, const weights *w, hx_error *error)
{
    const int limit = HX_ROUTER_MAX_WEIGHT * (int)r->size.copies;
    for (size_t i = 0; i < (size_t)r->size.inputs * r->size.hidden; ++i) {
        if (abs(w->input_hidden[i]) > limit)
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "router: weight %d of input %zu to hidden %zu is outside of +-%d",
                                w->input_hidden[i], i / r->size.hidden, i % r->size.hidden, limit);
    }
    for (size_t i = 0; i < (size_t)r->size.hidden * r->size.outputs; ++i) {
        if (abs(w->hidden_output[i]) > HX_ROUTER_MAX_WEIGHT)
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "router: weight %d of hidden %zu to output %zu is outside of +-%d",
                                w->hidden_output[i], i / r->size.outputs, i % r->size.outputs,
                                HX_ROUTER_MAX_WEIGHT);
    }
    return HX_OK;
}

// The share of one row pair in the signed weight towards a column.
static int pair_weight(const hx_router *r, const weights *w, unsigned half, unsigned driver,
                       unsigned column)
{
    const hx_router_pair *pair = &r->pairs[half][driver];
    const int target = r->targets[half][column];
    if (target < 0)
        return 0;
    if (half == BOTTOM)
        return w->hidden_output[(size_t)pair->source * r->size.outputs + (size_t)target];
    const int whole = w->input_hidden[(size_t)pair->source * r->size.hidden + (size_t)target];
    const int copies = (int)r->size.copies;
    const int share = abs(whole) / copies + (pair->copy < abs(whole) % copies);
    return whole < 0 ? -share : share;
}

static hx_status write_quad(hx_router *r, const weights *w, unsigned half, unsigned driver,
                            unsigned quad, hx_chip_write_fn write, void *context)
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

hx_status hx_router_write_weights(hx_router *router, const int16_t *input_hidden,
                                  const int8_t *hidden_output, hx_chip_write_fn write,
                                  void *context, hx_error *error)
{
    const weights w = {input_hidden, hidden_output};
    hx_status status = check_weights(router, &w, error);
    for (unsigned half = 0; !status && half < HX_CHIP_HEMISPHERES; ++half) {
        for (unsigned driver = 0; !status && driver < HX_CHIP_DRIVERS; ++driver) {
            if (router->pairs[half][driver].source < 0)
                continue;
            for (unsigned quad = 0; !status && quad < HX_CHIP_QUADS; ++quad) {
                if (router->used_quads[half][quad])
                    status = write_quad(router, &w, half, driver, quad, write, context);
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

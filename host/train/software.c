// Presents samples to the discrete model in place of the chip.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/software.h"

#include <stdlib.h>

struct hx_software {
    hx_network network;
    hx_input input;
    float *weights[HX_LAYER_COUNT];
};

hx_status hx_software_create(hx_software **software, const hx_network *network)
{
    *software = NULL;
    hx_software *made = calloc(1, sizeof *made);
    if (!made)
        return HX_ERROR_MEMORY;
    made->network = *network;
    hx_status status = hx_input_create(&made->input, network);
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        made->weights[layer] =
            calloc(hx_network_weight_count(network, layer) + 1, sizeof(float)); // may be empty
        if (!made->weights[layer])
            status = HX_ERROR_MEMORY;
    }
    if (status) {
        hx_software_destroy(made);
        return status;
    }
    *software = made;
    return HX_OK;
}

void hx_software_destroy(hx_software *software)
{
    if (!software)
        return;
    hx_input_destroy(&software->input);
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++)
        free(software->weights[layer]);
    free(software);
}

hx_status hx_software_present(void *context, const hx_sample *samples, size_t count,
                              const hx_quantised_weights *weights, hx_observation *observations)
{
    hx_software *software = context;
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++)
        hx_dequantise(hx_network_weight_count(&software->network, layer), weights->layer[layer],
                      weights->range[layer], software->weights[layer]);
    for (size_t i = 0; i < count; i++) {
        hx_status status = hx_input_set(&software->input, &software->network, &samples[i]);
        if (!status)
            status = hx_network_forward(&software->network, (const float *const *)software->weights,
                                        &software->input, &observations[i]);
        if (status)
            return status;
    }
    return HX_OK;
}

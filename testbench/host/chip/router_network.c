// A routed network in a model of the chip's memory, and what its events must do there.
// SPDX-License-Identifier: Apache-2.0
#include "router_network.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned draw(router_network *n, unsigned count)
{
    n->random = n->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(n->random >> 33) % count;
}

static uint64_t get_seed(void)
{
    const char *text = getenv("HXCOSIM_TEST_SEED");
    uint64_t seed = text ? strtoull(text, NULL, 0) : 20241;
    printf("check_router: seed %llu\n", (unsigned long long)seed);
    return seed;
}

void router_network_draw_weights(router_network *n)
{
    const int limit = 63 * (int)n->size.copies;
    for (size_t i = 0; i < (size_t)n->size.inputs * n->size.hidden; ++i)
        n->input_hidden[i] = (int16_t)((int)draw(n, 2 * (unsigned)limit + 1) - limit);
    for (size_t i = 0; i < (size_t)n->size.hidden * n->size.outputs; ++i)
        n->hidden_output[i] = (int16_t)((int)draw(n, 127) - 63);
    for (size_t i = 0; n->recurrent && i < (size_t)n->size.hidden * n->size.hidden; ++i)
        n->hidden_hidden[i] = (int16_t)((int)draw(n, 127) - 63);
    n->input_hidden[0] = (int16_t)limit; // both ends are always there
    n->input_hidden[n->size.inputs * n->size.hidden - 1] = (int16_t)-limit;
    int16_t *const layers[] = {n->input_hidden, n->hidden_output, n->hidden_hidden};
    const size_t counts[] = {(size_t)n->size.inputs * n->size.hidden,
                             (size_t)n->size.hidden * n->size.outputs,
                             n->recurrent ? (size_t)n->size.hidden * n->size.hidden : 0};
    for (unsigned layer = 0; layer < 3; ++layer) {
        const uint8_t *connected = hx_router_get_connections(n->router, layer);
        for (size_t i = 0; i < counts[layer]; ++i)
            if (!connected[i])
                layers[layer][i] = 0;
    }
}

hx_status router_network_write_weights(router_network *n)
{
    const hx_router_weights weights = {{n->input_hidden, n->hidden_output, n->hidden_hidden}};
    return hx_router_write_weights(n->router, &weights, chip_memory_write, n->memory, NULL);
}

router_network *router_network_create(hx_router_size size, bool shared, bool recurrent)
{
    router_network *n = calloc(1, sizeof *n);
    hx_error error = {""};
    hx_chip_neuron_parameters neurons[512];
    ck_assert_ptr_nonnull(n);
    n->size = size;
    n->shared = shared;
    n->recurrent = recurrent;
    n->random = get_seed();
    n->memory = chip_memory_create();
    hx_status status = shared ? hx_router_create_shared(&n->router, &size, recurrent, &error)
                              : hx_router_create(&n->router, &size, &error);
    ck_assert_msg(!status, "%s", error.text);
    ck_assert_int_eq(hx_router_write_routes(n->router, chip_memory_write, n->memory), HX_OK);
    for (unsigned place = 0; place < 512; place++)
        neurons[place] = hx_chip_neuron_parameters_default();
    for (unsigned o = 0; o < size.outputs; o++)
        neurons[hx_router_get_output_neuron(n->router, o)].spiking = false;
    ck_assert_int_eq(
        hx_router_write_neurons(n->router, neurons, chip_memory_write, n->memory, &error), HX_OK);
    router_network_draw_weights(n);
    return n;
}

void router_network_destroy(router_network *n)
{
    hx_router_destroy(n->router);
    chip_memory_destroy(n->memory);
    free(n);
}

// Circuits whose membranes the memory says are joined hear as one, the upper one.
static void join_rows(const router_network *n, chip_effect *effect)
{
    for (unsigned column = 0; column < 256; ++column) {
        // Sixth word of the circuit's switches, bit 1.
        uint32_t base = (column < 128 ? 0x00160002u : 0x00168002u) + column % 128 * 8;
        if (!(chip_memory_read(n->memory, base + 5) >> 1 & 1))
            continue;
        effect->weight[column] += effect->weight[256 + column];
        effect->weight[256 + column] = 0;
    }
}

void router_network_check_inputs(const router_network *n)
{
    for (unsigned input = 0; input < n->size.inputs; ++input) {
        int expected[512] = {0};
        chip_effect effect;
        for (unsigned k = 0; k < n->size.hidden; ++k)
            expected[hx_router_get_hidden_neuron(n->router, k)] =
                n->input_hidden[input * n->size.hidden + k];
        chip_memory_send_input(n->memory, hx_router_get_input_label(n->router, input), &effect);
        join_rows(n, &effect);
        ck_assert_int_eq(memcmp(expected, effect.weight, sizeof expected), 0);
        ck_assert(n->shared || (effect.padi_buses & 0xF0) == 0);
        for (unsigned l2 = 0; l2 < 4; ++l2)
            ck_assert_int_eq(effect.recorded[l2], -1);
    }
}

void router_network_check_hidden(const router_network *n)
{
    for (unsigned k = 0; k < n->size.hidden; ++k) {
        int expected[512] = {0};
        unsigned records = 0;
        chip_effect effect;
        for (unsigned j = 0; n->recurrent && j < n->size.hidden; ++j)
            expected[hx_router_get_hidden_neuron(n->router, j)] =
                n->hidden_hidden[k * n->size.hidden + j];
        chip_memory_fire_neuron(n->memory, hx_router_get_hidden_neuron(n->router, k), &effect);
        join_rows(n, &effect);
        for (unsigned o = 0; o < n->size.outputs; ++o) {
            unsigned neuron = hx_router_get_output_neuron(n->router, o);
            ck_assert_int_eq(effect.weight[neuron], n->hidden_output[k * n->size.outputs + o]);
            effect.weight[neuron] = 0;
        }
        ck_assert_int_eq(memcmp(expected, effect.weight, sizeof expected), 0);
        ck_assert(n->shared || (effect.padi_buses & 0x0F) == 0);
        for (unsigned l2 = 0; l2 < 4; ++l2) {
            if (effect.recorded[l2] < 0)
                continue;
            ++records;
            ck_assert_uint_eq((unsigned)effect.recorded[l2],
                              hx_router_get_hidden_label(n->router, k));
            ck_assert_int_eq(hx_router_find_hidden(n->router, (uint16_t)effect.recorded[l2]),
                             (int)k);
        }
        ck_assert_uint_eq(records, 1);
    }
}

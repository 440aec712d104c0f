// Every event reaches its own synapses with the right weight, and nothing else.
// SPDX-License-Identifier: Apache-2.0
//
// The router's writes go into a model of the chip's memory; events are then followed through
// crossbar, buses, drivers and synapse labels by that model's own rules.
#include "chip_memory.h"

#include "host/chip/router.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_INPUTS = 256, MAX_HIDDEN = 256, MAX_OUTPUTS = 256 };

static const hx_router_size sizes[] = {
    {5, 5, 120, 3},  {1, 1, 1, 1},   {24, 5, 30, 10},   {128, 1, 7, 256}, {4, 32, 120, 3},
    {16, 8, 64, 17}, {17, 5, 31, 5}, {64, 2, 120, 256}, {5, 5, 40, 0},
};

// With shared rows.
static const struct {
    hx_router_size size;
    bool recurrent;
} shared_sizes[] = {{{256, 1, 246, 10}, false}, {{70, 1, 186, 20}, true}, {{1, 1, 1, 1}, true},
                    {{200, 1, 256, 128}, true}, {{33, 1, 17, 5}, false},  {{4, 1, 9, 3}, true}};

typedef struct network {
    hx_router_size size;
    bool shared, recurrent;
    hx_router *router;
    chip_memory *memory;
    int16_t input_hidden[MAX_INPUTS * MAX_HIDDEN];
    int16_t hidden_output[MAX_HIDDEN * MAX_OUTPUTS];
    int16_t hidden_hidden[MAX_HIDDEN * MAX_HIDDEN];
    uint64_t random;
} network;

static unsigned draw(network *n, unsigned count)
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

static void draw_weights(network *n)
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

static hx_status write_weights(network *n)
{
    const hx_router_weights weights = {{n->input_hidden, n->hidden_output, n->hidden_hidden}};
    return hx_router_write_weights(n->router, &weights, chip_memory_write, n->memory, NULL);
}

static network *make_any(hx_router_size size, bool shared, bool recurrent)
{
    network *n = calloc(1, sizeof *n);
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
        for (unsigned part = 0; part < hx_router_get_output_parts(n->router); part++)
            neurons[hx_router_get_output_neuron(n->router, o, part)].spiking = false;
    ck_assert_int_eq(
        hx_router_write_neurons(n->router, neurons, chip_memory_write, n->memory, &error), HX_OK);
    draw_weights(n);
    return n;
}

static network *make_network(hx_router_size size)
{
    return make_any(size, false, false);
}

static void free_network(network *n)
{
    hx_router_destroy(n->router);
    chip_memory_destroy(n->memory);
    free(n);
}

static void check_inputs(const network *n)
{
    for (unsigned input = 0; input < n->size.inputs; ++input) {
        int expected[512] = {0};
        chip_effect effect;
        for (unsigned k = 0; k < n->size.hidden; ++k)
            expected[hx_router_get_hidden_neuron(n->router, k)] =
                n->input_hidden[input * n->size.hidden + k];
        chip_memory_send_input(n->memory, hx_router_get_input_label(n->router, input), &effect);
        ck_assert_int_eq(memcmp(expected, effect.weight, sizeof expected), 0);
        ck_assert(n->shared || (effect.padi_buses & 0xF0) == 0);
        for (unsigned l2 = 0; l2 < 4; ++l2)
            ck_assert_int_eq(effect.recorded[l2], -1);
    }
}

static void check_hidden(const network *n)
{
    for (unsigned k = 0; k < n->size.hidden; ++k) {
        int expected[512] = {0};
        unsigned records = 0;
        chip_effect effect;
        for (unsigned j = 0; n->recurrent && j < n->size.hidden; ++j)
            expected[hx_router_get_hidden_neuron(n->router, j)] =
                n->hidden_hidden[k * n->size.hidden + j];
        chip_memory_fire_neuron(n->memory, hx_router_get_hidden_neuron(n->router, k), &effect);
        for (unsigned o = 0; o < n->size.outputs; ++o) {
            int sum = 0;
            for (unsigned part = 0; part < hx_router_get_output_parts(n->router); ++part) {
                unsigned neuron = hx_router_get_output_neuron(n->router, o, part);
                sum += effect.weight[neuron];
                effect.weight[neuron] = 0;
            }
            ck_assert_int_eq(sum, n->hidden_output[k * n->size.outputs + o]);
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

START_TEST(events_reach_exactly_their_synapses)
{
    network *n = make_network(sizes[_i]);
    ck_assert_int_eq(write_weights(n), HX_OK);
    check_inputs(n);
    check_hidden(n);
    draw_weights(n);
    ck_assert_int_eq(write_weights(n), HX_OK);
    check_inputs(n);
    check_hidden(n);
    free_network(n);
}
END_TEST

START_TEST(shared_rows_tell_sources_apart_by_label)
{
    network *n = make_any(shared_sizes[_i].size, true, shared_sizes[_i].recurrent);
    for (int turn = 0; turn < 2; ++turn) {
        ck_assert_int_eq(write_weights(n), HX_OK);
        check_inputs(n);
        check_hidden(n);
        draw_weights(n);
    }
    free_network(n);
}
END_TEST

// Every output hears every hidden neuron; hidden neurons use their 128 row pairs if there are
// that many sources, inputs before hidden neurons.
START_TEST(shared_rows_are_used_up)
{
    const hx_router_size size = shared_sizes[_i].size;
    network *n = make_any(size, true, shared_sizes[_i].recurrent);
    const uint8_t *input = hx_router_get_connections(n->router, HX_ROUTER_INPUT);
    const uint8_t *output = hx_router_get_connections(n->router, HX_ROUTER_OUTPUT);
    const uint8_t *recurrent = hx_router_get_connections(n->router, HX_ROUTER_RECURRENT);
    for (size_t i = 0; i < (size_t)size.hidden * size.outputs; ++i)
        ck_assert_uint_eq(output[i], 1);
    for (unsigned k = 0; k < size.hidden; ++k) {
        unsigned inputs = 0, hidden = 0;
        for (unsigned i = 0; i < size.inputs; ++i)
            inputs += input[i * size.hidden + k];
        for (unsigned j = 0; n->recurrent && j < size.hidden; ++j)
            hidden += recurrent[j * size.hidden + k];
        // Classes fill up evenly, so 128 inputs or fewer are all heard.
        ck_assert_uint_eq(inputs, size.inputs < 128 ? size.inputs : 128);
        unsigned room = 128 - inputs;
        ck_assert_uint_le(hidden, room);
        if (n->recurrent && size.hidden >= 186)
            ck_assert_uint_eq(hidden, room);
    }
    free_network(n);
}
END_TEST

START_TEST(weights_without_connection_are_refused)
{
    network *n = make_any(shared_sizes[0].size, true, false);
    const uint8_t *connected = hx_router_get_connections(n->router, HX_ROUTER_INPUT);
    const hx_router_weights weights = {{n->input_hidden, n->hidden_output, n->hidden_hidden}};
    hx_error error = {""};
    size_t missing = 0;
    while (connected[missing])
        ++missing;
    n->input_hidden[missing] = 5;
    unsigned long before = chip_memory_get_writes(n->memory);
    ck_assert_int_eq(
        hx_router_write_weights(n->router, &weights, chip_memory_write, n->memory, &error),
        HX_ERROR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.text, "there is no connection"));
    ck_assert_uint_eq(chip_memory_get_writes(n->memory), before);
    free_network(n);
}
END_TEST

// An output that spikes is recorded under its label and drives no synapse.
START_TEST(output_spikes_are_only_recorded)
{
    network *n = make_network(sizes[_i]);
    ck_assert_int_eq(write_weights(n), HX_OK);
    for (unsigned o = 0; o < n->size.outputs; ++o) {
        const int nothing[512] = {0};
        const uint16_t label = hx_router_get_output_label(n->router, o, 0);
        chip_effect effect;
        chip_memory_fire_neuron(n->memory, hx_router_get_output_neuron(n->router, o, 0), &effect);
        ck_assert_int_eq(memcmp(nothing, effect.weight, sizeof nothing), 0);
        ck_assert_int_eq(effect.recorded[label >> 14], label);
        ck_assert_int_eq(hx_router_find_output(n->router, label), (int)o);
        ck_assert_int_eq(hx_router_find_hidden(n->router, label), -1);
    }
    free_network(n);
}
END_TEST

START_TEST(labels_are_found_back_and_no_others)
{
    network *n = make_network(sizes[_i]);
    unsigned hidden = 0, outputs = 0;
    for (unsigned label = 0; label < 65536; ++label) {
        int k = hx_router_find_hidden(n->router, (uint16_t)label);
        int o = hx_router_find_output(n->router, (uint16_t)label);
        hidden += k >= 0;
        outputs += o >= 0;
        ck_assert(k < 0 || hx_router_get_hidden_label(n->router, (unsigned)k) == label);
    }
    ck_assert_uint_eq(hidden, n->size.hidden);
    ck_assert_uint_eq(outputs, n->size.outputs);
    free_network(n);
}
END_TEST

START_TEST(only_changed_quads_are_written)
{
    network *n = make_network(sizes[0]);
    ck_assert_int_eq(write_weights(n), HX_OK);
    unsigned long all = chip_memory_get_writes(n->memory);
    ck_assert_int_eq(write_weights(n), HX_OK);
    ck_assert_uint_eq(chip_memory_get_writes(n->memory), all);
    // One step more of one weight changes one copy, hence one quad of one row.
    n->input_hidden[7] = 12;
    ck_assert_int_eq(write_weights(n), HX_OK);
    all = chip_memory_get_writes(n->memory);
    n->input_hidden[7] = 13;
    ck_assert_int_eq(write_weights(n), HX_OK);
    ck_assert_uint_eq(chip_memory_get_writes(n->memory), all + 1);
    n->hidden_output[5] = 20;
    ck_assert_int_eq(write_weights(n), HX_OK);
    all = chip_memory_get_writes(n->memory);
    n->hidden_output[5] = -20; // leaves one row, enters the other
    ck_assert_int_eq(write_weights(n), HX_OK);
    ck_assert_uint_eq(chip_memory_get_writes(n->memory), all + 2);
    check_inputs(n);
    check_hidden(n);
    hx_router_forget_weights(n->router);
    all = chip_memory_get_writes(n->memory);
    ck_assert_int_eq(write_weights(n), HX_OK);
    // 25 row pairs by 32 quads, 120 row pairs by one quad, two rows each.
    ck_assert_uint_eq(chip_memory_get_writes(n->memory), all + 2 * (25 * 32 + 120));
    free_network(n);
}
END_TEST

// A write that fails in the middle leaves the router able to finish the job.
START_TEST(a_failed_write_can_be_repeated)
{
    network *n = make_network(sizes[0]);
    unsigned long before = chip_memory_get_writes(n->memory);
    chip_memory_fail_after(n->memory, before + 100);
    ck_assert_int_eq(write_weights(n), HX_ERROR_CLOSED);
    chip_memory_fail_after(n->memory, (unsigned long)-1);
    ck_assert_int_eq(write_weights(n), HX_OK);
    check_inputs(n);
    draw_weights(n);
    chip_memory_fail_after(n->memory, chip_memory_get_writes(n->memory) + 57);
    ck_assert_int_eq(write_weights(n), HX_ERROR_CLOSED);
    chip_memory_fail_after(n->memory, (unsigned long)-1);
    ck_assert_int_eq(write_weights(n), HX_OK);
    check_inputs(n);
    check_hidden(n);
    free_network(n);
}
END_TEST

START_TEST(copies_differ_by_at_most_one)
{
    network *n = make_network((hx_router_size){1, 5, 1, 0});
    static const unsigned expected[5] = {8, 8, 8, 7, 7};
    unsigned found = 0;
    n->input_hidden[0] = 38;
    ck_assert_int_eq(write_weights(n), HX_OK);
    for (unsigned row = 0; row < 256; ++row) {
        // The cell holds bits 4..0 mirrored: 8 is 0x02, 7 is 0x1C.
        uint32_t word = chip_memory_read(n->memory, 0x02C00000 + row * 64);
        if (!word)
            continue;
        ck_assert_uint_lt(found, 5);
        ck_assert_uint_eq(word, expected[found] == 8 ? 0x02000000u : 0x1C000000u);
        ++found;
    }
    ck_assert_uint_eq(found, 5);
    free_network(n);
}
END_TEST

START_TEST(the_readout_plan_covers_every_neuron)
{
    network *n = make_network(sizes[_i]);
    hx_router_readout_plan plan;
    hx_router_get_readout_plan(n->router, true, &plan);
    for (unsigned k = 0; k < n->size.hidden + n->size.outputs; ++k) {
        bool hidden = k < n->size.hidden;
        unsigned o = k - n->size.hidden;
        hx_router_readout_place place = hidden ? plan.hidden[k] : plan.outputs[0][o];
        ck_assert_uint_lt(place.index, plan.count);
        hx_router_readout_quad quad = plan.quads[place.index];
        ck_assert_uint_eq(256u * quad.half + (quad.quad % 32u * 4 + place.entry) * 2 +
                              quad.quad / 32u,
                          hidden ? hx_router_get_hidden_neuron(n->router, k)
                                 : hx_router_get_output_neuron(n->router, o, 0));
    }
    hx_router_get_readout_plan(n->router, false, &plan);
    ck_assert_uint_eq(plan.count, (n->size.outputs + 3) / 4);
    free_network(n);
}
END_TEST

START_TEST(impossible_networks_are_refused)
{
    static const hx_router_size bad[] = {{5, 5, 121, 3}, {5, 5, 0, 3},    {25, 5, 10, 3},
                                         {0, 5, 10, 3},  {5, 0, 10, 3},   {5, 33, 10, 3},
                                         {129, 1, 1, 1}, {5, 5, 10, 257}, {5, 17, 1, 1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i) {
        hx_router *router = (hx_router *)&router;
        hx_error error = {""};
        ck_assert_int_eq(hx_router_create(&router, &bad[i], &error), HX_ERROR_ARGUMENT);
        ck_assert_ptr_null(router);
        ck_assert_str_ne(error.text, "");
    }
}
END_TEST

START_TEST(weights_out_of_range_are_refused_before_any_write)
{
    network *n = make_network(sizes[0]);
    hx_error error = {""};
    unsigned long before = chip_memory_get_writes(n->memory);
    n->input_hidden[121] = 316;
    const hx_router_weights weights = {{n->input_hidden, n->hidden_output, NULL}};
    ck_assert_int_eq(
        hx_router_write_weights(n->router, &weights, chip_memory_write, n->memory, &error),
        HX_ERROR_ARGUMENT);
    ck_assert_str_eq(error.text, "router: weight 316 of input 1 to hidden 1 is outside of +-315");
    n->input_hidden[121] = 0;
    n->hidden_output[4] = -64;
    ck_assert_int_eq(
        hx_router_write_weights(n->router, &weights, chip_memory_write, n->memory, &error),
        HX_ERROR_ARGUMENT);
    ck_assert_str_eq(error.text, "router: weight -64 of hidden 1 to output 1 is outside of +-63");
    ck_assert_uint_eq(chip_memory_get_writes(n->memory), before);
    free_network(n);
}
END_TEST

Suite *router_suite(void);

Suite *router_suite(void)
{
    const int count = (int)(sizeof sizes / sizeof *sizes);
    Suite *suite = suite_create("router");
    TCase *tcase = tcase_create("router");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, events_reach_exactly_their_synapses, 0, count);
    const int shared_count = (int)(sizeof shared_sizes / sizeof *shared_sizes);
    tcase_add_loop_test(tcase, shared_rows_tell_sources_apart_by_label, 0, shared_count);
    tcase_add_loop_test(tcase, shared_rows_are_used_up, 0, shared_count);
    tcase_add_test(tcase, weights_without_connection_are_refused);
    tcase_add_loop_test(tcase, output_spikes_are_only_recorded, 0, count);
    tcase_add_loop_test(tcase, labels_are_found_back_and_no_others, 0, count);
    tcase_add_test(tcase, only_changed_quads_are_written);
    tcase_add_test(tcase, a_failed_write_can_be_repeated);
    tcase_add_test(tcase, copies_differ_by_at_most_one);
    tcase_add_loop_test(tcase, the_readout_plan_covers_every_neuron, 0, count);
    tcase_add_test(tcase, impossible_networks_are_refused);
    tcase_add_test(tcase, weights_out_of_range_are_refused_before_any_write);
    suite_add_tcase(suite, tcase);
    return suite;
}

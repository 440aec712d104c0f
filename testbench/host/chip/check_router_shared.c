// The layout with shared rows: labels tell sources apart, joined circuits hear as one.
// SPDX-License-Identifier: Apache-2.0
#include "router_network.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    hx_router_size size;
    bool recurrent;
} shared_sizes[] = {{{256, 1, 246, 10}, false}, {{70, 1, 186, 20}, true}, {{1, 1, 1, 1}, true},
                    {{200, 1, 128, 128}, true}, {{33, 1, 17, 5}, false},  {{4, 1, 9, 3}, true}};

START_TEST(shared_rows_tell_sources_apart_by_label)
{
    router_network *n =
        router_network_create(shared_sizes[_i].size, true, shared_sizes[_i].recurrent);
    for (int turn = 0; turn < 2; ++turn) {
        ck_assert_int_eq(router_network_write_weights(n), HX_OK);
        router_network_check_inputs(n);
        router_network_check_hidden(n);
        router_network_draw_weights(n);
    }
    router_network_destroy(n);
}
END_TEST

// Every output hears every hidden neuron; hidden neurons use their 256 row pairs if there are
// that many sources, inputs before hidden neurons.
START_TEST(shared_rows_are_used_up)
{
    const hx_router_size size = shared_sizes[_i].size;
    router_network *n = router_network_create(size, true, shared_sizes[_i].recurrent);
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
        // Classes fill up evenly, so 256 sources or fewer are all heard.
        unsigned room = 256 - size.inputs;
        ck_assert_uint_eq(inputs, size.inputs);
        if (n->recurrent && size.hidden <= room)
            ck_assert_uint_eq(hidden, size.hidden);
        else if (n->recurrent)
            ck_assert_uint_eq(hidden, room);
    }
    router_network_destroy(n);
}
END_TEST

START_TEST(weights_without_connection_are_refused)
{
    router_network *n = router_network_create(shared_sizes[3].size, true, true);
    const uint8_t *connected = hx_router_get_connections(n->router, HX_ROUTER_RECURRENT);
    const hx_router_weights weights = {{n->input_hidden, n->hidden_output, n->hidden_hidden}};
    hx_error error = {""};
    size_t missing = 0;
    while (connected[missing])
        ++missing;
    n->hidden_hidden[missing] = 5;
    unsigned long before = chip_memory_get_writes(n->memory);
    ck_assert_int_eq(
        hx_router_write_weights(n->router, &weights, chip_memory_write, n->memory, &error),
        HX_ERROR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.text, "there is no connection"));
    ck_assert_uint_eq(chip_memory_get_writes(n->memory), before);
    router_network_destroy(n);
}
END_TEST

START_TEST(joined_outputs_are_only_recorded)
{
    router_network *n =
        router_network_create(shared_sizes[_i].size, true, shared_sizes[_i].recurrent);
    ck_assert_int_eq(router_network_write_weights(n), HX_OK);
    for (unsigned o = 0; o < n->size.outputs; ++o) {
        const int nothing[512] = {0};
        const uint16_t label = hx_router_get_output_label(n->router, o);
        chip_effect effect;
        chip_memory_fire_neuron(n->memory, hx_router_get_output_neuron(n->router, o), &effect);
        ck_assert_int_eq(memcmp(nothing, effect.weight, sizeof nothing), 0);
        ck_assert_int_eq(effect.recorded[label >> 14], label);
        ck_assert_int_eq(hx_router_find_output(n->router, label), (int)o);
        ck_assert_int_eq(hx_router_find_hidden(n->router, label), -1);
    }
    hx_router_readout_plan plan;
    hx_router_get_readout_plan(n->router, false, &plan);
    ck_assert_uint_eq(plan.count, (n->size.outputs + 3) / 4);
    hx_router_get_readout_plan(n->router, true, &plan);
    ck_assert_uint_le(plan.count, 64);
    router_network_destroy(n);
}
END_TEST

// The line says what would fit.
START_TEST(networks_larger_than_the_chip_are_refused)
{
    static const struct {
        hx_router_size size;
        const char *text;
    } cases[] = {
        {{257, 1, 10, 10}, "257 inputs, possible are 1..256"},
        {{256, 1, 250, 10}, "250 hidden neurons and 10 outputs, possible are 256 together"},
        {{10, 2, 10, 10}, "2 copies, possible are 1..1"},
        {{10, 1, 10, 129}, "129 outputs, possible are 1..128"}};
    hx_router *router;
    hx_error error = {""};
    ck_assert_int_eq(hx_router_create_shared(&router, &cases[_i].size, true, &error),
                     HX_ERROR_ARGUMENT);
    ck_assert_ptr_null(router);
    ck_assert_msg(strstr(error.text, cases[_i].text) != NULL, "%s", error.text);
}
END_TEST

Suite *router_shared_suite(void);
Suite *router_shared_suite(void)
{
    Suite *suite = suite_create("router_shared");
    TCase *tcase = tcase_create("router_shared");
    tcase_set_timeout(tcase, 60);
    const int count = (int)(sizeof shared_sizes / sizeof *shared_sizes);
    tcase_add_loop_test(tcase, shared_rows_tell_sources_apart_by_label, 0, count);
    tcase_add_loop_test(tcase, shared_rows_are_used_up, 0, count);
    tcase_add_test(tcase, weights_without_connection_are_refused);
    tcase_add_loop_test(tcase, joined_outputs_are_only_recorded, 0, count);
    tcase_add_loop_test(tcase, networks_larger_than_the_chip_are_refused, 0, 4);
    suite_add_tcase(suite, tcase);
    return suite;
}

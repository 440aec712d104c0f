// The direct layout: every event reaches its own synapses with the right weight, and nothing else.
// SPDX-License-Identifier: Apache-2.0
#include "router_network.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const hx_router_size sizes[] = {
    {5, 5, 120, 3},  {1, 1, 1, 1},   {24, 5, 30, 10},   {128, 1, 7, 256}, {4, 32, 120, 3},
    {16, 8, 64, 17}, {17, 5, 31, 5}, {64, 2, 120, 256}, {5, 5, 40, 0},
};

static router_network *make_network(hx_router_size size)
{
    return router_network_create(size, false, false);
}

START_TEST(events_reach_exactly_their_synapses)
{
    router_network *n = make_network(sizes[_i]);
    ck_assert_int_eq(router_network_write_weights(n), HX_OK);
    router_network_check_inputs(n);
    router_network_check_hidden(n);
    router_network_draw_weights(n);
    ck_assert_int_eq(router_network_write_weights(n), HX_OK);
    router_network_check_inputs(n);
    router_network_check_hidden(n);
    router_network_destroy(n);
}
END_TEST

// An output that spikes is recorded under its label and drives no synapse.
START_TEST(output_spikes_are_only_recorded)
{
    router_network *n = make_network(sizes[_i]);
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
    router_network_destroy(n);
}
END_TEST

START_TEST(labels_are_found_back_and_no_others)
{
    router_network *n = make_network(sizes[_i]);
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
    router_network_destroy(n);
}
END_TEST

START_TEST(only_changed_quads_are_written)
{
    router_network *n = make_network(sizes[0]);
    ck_assert_int_eq(router_network_write_weights(n), HX_OK);
    unsigned long all = chip_memory_get_writes(n->memory);
    ck_assert_int_eq(router_network_write_weights(n), HX_OK);
    ck_assert_uint_eq(chip_memory_get_writes(n->memory), all);
    // One step more of one weight changes one copy, hence one quad of one row.
    n->input_hidden[7] = 12;
    ck_assert_int_eq(router_network_write_weights(n), HX_OK);
    all = chip_memory_get_writes(n->memory);
    n->input_hidden[7] = 13;
    ck_assert_int_eq(router_network_write_weights(n), HX_OK);
    ck_assert_uint_eq(chip_memory_get_writes(n->memory), all + 1);
    n->hidden_output[5] = 20;
    ck_assert_int_eq(router_network_write_weights(n), HX_OK);
    all = chip_memory_get_writes(n->memory);
    n->hidden_output[5] = -20; // leaves one row, enters the other
    ck_assert_int_eq(router_network_write_weights(n), HX_OK);
    ck_assert_uint_eq(chip_memory_get_writes(n->memory), all + 2);
    router_network_check_inputs(n);
    router_network_check_hidden(n);
    hx_router_forget_weights(n->router);
    all = chip_memory_get_writes(n->memory);
    ck_assert_int_eq(router_network_write_weights(n), HX_OK);
    // 25 row pairs by 32 quads, 120 row pairs by one quad, two rows each.
    ck_assert_uint_eq(chip_memory_get_writes(n->memory), all + 2 * (25 * 32 + 120));
    router_network_destroy(n);
}
END_TEST

// A write that fails in the middle leaves the router able to finish the job.
START_TEST(a_failed_write_can_be_repeated)
{
    router_network *n = make_network(sizes[0]);
    unsigned long before = chip_memory_get_writes(n->memory);
    chip_memory_fail_after(n->memory, before + 100);
    ck_assert_int_eq(router_network_write_weights(n), HX_ERROR_CLOSED);
    chip_memory_fail_after(n->memory, (unsigned long)-1);
    ck_assert_int_eq(router_network_write_weights(n), HX_OK);
    router_network_check_inputs(n);
    router_network_draw_weights(n);
    chip_memory_fail_after(n->memory, chip_memory_get_writes(n->memory) + 57);
    ck_assert_int_eq(router_network_write_weights(n), HX_ERROR_CLOSED);
    chip_memory_fail_after(n->memory, (unsigned long)-1);
    ck_assert_int_eq(router_network_write_weights(n), HX_OK);
    router_network_check_inputs(n);
    router_network_check_hidden(n);
    router_network_destroy(n);
}
END_TEST

START_TEST(copies_differ_by_at_most_one)
{
    router_network *n = make_network((hx_router_size){1, 5, 1, 0});
    static const unsigned expected[5] = {8, 8, 8, 7, 7};
    unsigned found = 0;
    n->input_hidden[0] = 38;
    ck_assert_int_eq(router_network_write_weights(n), HX_OK);
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
    router_network_destroy(n);
}
END_TEST

START_TEST(the_readout_plan_covers_every_neuron)
{
    router_network *n = make_network(sizes[_i]);
    hx_router_readout_plan plan;
    hx_router_get_readout_plan(n->router, true, &plan);
    for (unsigned k = 0; k < n->size.hidden + n->size.outputs; ++k) {
        bool hidden = k < n->size.hidden;
        unsigned o = k - n->size.hidden;
        hx_router_readout_place place = hidden ? plan.hidden[k] : plan.outputs[o];
        ck_assert_uint_lt(place.index, plan.count);
        hx_router_readout_quad quad = plan.quads[place.index];
        ck_assert_uint_eq(256u * quad.half + (quad.quad % 32u * 4 + place.entry) * 2 +
                              quad.quad / 32u,
                          hidden ? hx_router_get_hidden_neuron(n->router, k)
                                 : hx_router_get_output_neuron(n->router, o));
    }
    hx_router_get_readout_plan(n->router, false, &plan);
    ck_assert_uint_eq(plan.count, (n->size.outputs + 3) / 4);
    router_network_destroy(n);
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
    router_network *n = make_network(sizes[0]);
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
    router_network_destroy(n);
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

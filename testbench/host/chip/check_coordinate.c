// Coordinates against the rules of the configuration map.
// SPDX-License-Identifier: Apache-2.0
#include "host/chip/coordinate.h"

#include <check.h>
#include <stdbool.h>

START_TEST(quads_and_columns_are_inverse)
{
    bool seen[256] = {false};
    for (unsigned quad = 0; quad < 64; ++quad) {
        for (unsigned entry = 0; entry < 4; ++entry) {
            unsigned column = hx_chip_quad_column(quad, entry);
            ck_assert_uint_lt(column, 256);
            ck_assert(!seen[column]);
            seen[column] = true;
            ck_assert_uint_eq(hx_chip_column_quad(column), quad);
            ck_assert_uint_eq(hx_chip_column_entry(column), entry);
        }
    }
    ck_assert_uint_eq(hx_chip_quad_column(32, 2), 5); // column 5: quad 32, entry 2
    ck_assert_uint_eq(hx_chip_quad_column(0, 3), 6);
}
END_TEST

START_TEST(drivers_count_round_the_buses)
{
    ck_assert_uint_eq(hx_chip_driver_bus(77), 1);
    ck_assert_uint_eq(hx_chip_driver_index(77), 19);
    ck_assert_uint_eq(hx_chip_bus_driver(1, 19), 77);
    ck_assert_uint_eq(hx_chip_driver_bottom_row(77), 154);
    ck_assert_uint_eq(hx_chip_driver_top_row(77), 155);
}
END_TEST

START_TEST(neurons_have_quadrant_and_backend)
{
    unsigned neuron = hx_chip_neuron(1, 130);
    ck_assert_uint_eq(neuron, 386);
    ck_assert_uint_eq(hx_chip_neuron_row(neuron), 1);
    ck_assert_uint_eq(hx_chip_neuron_column(neuron), 130);
    ck_assert_uint_eq(hx_chip_neuron_side(neuron), 1);
    ck_assert_uint_eq(hx_chip_neuron_quadrant(neuron), 3);
    ck_assert_uint_eq(hx_chip_neuron_quadrant_column(neuron), 2);
    ck_assert_uint_eq(hx_chip_neuron_backend(neuron), 130);
    ck_assert_uint_eq(hx_chip_neuron_event_output(neuron), 4);
    ck_assert_uint_eq(hx_chip_neuron_quadrant(hx_chip_neuron(0, 200)), 1);
}
END_TEST

// Nodes are counted row by row over the inputs, left to right over the outputs.
START_TEST(nodes_are_counted_in_order)
{
    int next = 0;
    for (unsigned input = 0; input < 20; ++input) {
        for (unsigned output = 0; output < 12; ++output) {
            int node = hx_chip_crossbar_node(input, output);
            if (node >= 0)
                ck_assert_int_eq(node, next++);
        }
    }
    ck_assert_int_eq(next, 76);
    ck_assert_int_eq(hx_chip_crossbar_node(10, 1), 43);
    ck_assert_int_eq(hx_chip_crossbar_node(0, 8), 2);
    ck_assert_int_eq(hx_chip_crossbar_node(4, 8), 14);
    ck_assert_int_eq(hx_chip_crossbar_node(10, 0), 42);
    ck_assert_int_eq(hx_chip_crossbar_node(0, 1), -1);
    ck_assert_int_eq(hx_chip_crossbar_node(8, 9), -1);
}
END_TEST

Suite *coordinate_suite(void);

Suite *coordinate_suite(void)
{
    Suite *suite = suite_create("coordinate");
    TCase *tcase = tcase_create("coordinate");
    tcase_set_timeout(tcase, 10);
    tcase_add_test(tcase, quads_and_columns_are_inverse);
    tcase_add_test(tcase, drivers_count_round_the_buses);
    tcase_add_test(tcase, neurons_have_quadrant_and_backend);
    tcase_add_test(tcase, nodes_are_counted_in_order);
    suite_add_tcase(suite, tcase);
    return suite;
}

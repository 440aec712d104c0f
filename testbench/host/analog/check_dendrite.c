// Experiments with dendrites: what must happen, and what must not.
// SPDX-License-Identifier: Apache-2.0
#include "host/analog/dendrite.h"

#include <check.h>
#include <math.h>
#include <stdio.h>

Suite *dendrite_suite(void);

static void run(hx_dendrite_kind kind, const hx_dendrite_input *inputs, size_t count,
                hx_dendrite_result *result)
{
    hx_error error = {""};
    hx_status status = hx_dendrite_run(kind, inputs, count, 100, result, &error);
    ck_assert_msg(status == HX_OK, "%s", error.text);
}

// Six inputs to one dendrite make a plateau there and spikes of the soma; spread over four they
// do nothing.
START_TEST(plateau_needs_a_cluster)
{
    const hx_circuit *circuit = hx_dendrite_get_circuit(HX_DENDRITE_PLATEAU, 1);
    for (unsigned spread = 0; spread < 2; spread++) {
        hx_dendrite_input inputs[6];
        hx_dendrite_result result;
        for (unsigned i = 0; i < 6; i++)
            inputs[i] = (hx_dendrite_input){10 + 0.25 * i, spread ? 1 + i % 4 : 1};
        run(HX_DENDRITE_PLATEAU, inputs, 6, &result);
        double length = hx_dendrite_measure_plateau(&result, circuit, 1);
        ck_assert_uint_eq(result.spikes[1], 1 - spread);
        ck_assert_int_eq(result.spikes[0] > 0, !spread);
        for (unsigned d = 2; d <= 4; d++)
            ck_assert_uint_eq(result.spikes[d], 0);
        if (spread)
            ck_assert_double_eq(length, 0);
        else
            ck_assert_double_eq_tol(length, circuit->held, 0.05 * circuit->held);
        hx_dendrite_release(&result);
    }
}
END_TEST

// Soma input (bit 0) and distal input (bit 1): a calcium-like spike with both only, and more soma
// spikes then; not if the distal input comes 25 us late.
START_TEST(calcium_needs_both)
{
    unsigned soma[4];
    for (unsigned which = 0; which < 5; which++) {
        hx_dendrite_input inputs[11];
        hx_dendrite_result result;
        size_t count = 0;
        for (unsigned i = 0; (which & 1 || which == 4) && i < 7; i++)
            inputs[count++] = (hx_dendrite_input){10, 0};
        for (unsigned i = 0; which >= 2 && i < 4; i++)
            inputs[count++] = (hx_dendrite_input){which == 4 ? 35 : 12, 1};
        run(HX_DENDRITE_CALCIUM, inputs, count, &result);
        ck_assert_uint_eq(result.spikes[1], which == 3);
        if (which < 4)
            soma[which] = result.spikes[0];
        hx_dendrite_release(&result);
    }
    ck_assert_uint_eq(soma[0], 0);
    ck_assert_uint_eq(soma[1], 1);
    ck_assert_uint_eq(soma[2], 0);
    ck_assert_uint_gt(soma[3], 1);
}
END_TEST

Suite *dendrite_suite(void)
{
    Suite *suite = suite_create("host/analog/dendrite");
    TCase *all = tcase_create("dendrite");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, plateau_needs_a_cluster);
    tcase_add_test(all, calcium_needs_both);
    suite_add_tcase(suite, all);
    return suite;
}

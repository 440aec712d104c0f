// The accuracy table's measurement, small; the study prints the whole.
// SPDX-License-Identifier: Apache-2.0
#include "host/analog/accuracy.h"

#include <check.h>
#include <stdio.h>

Suite *accuracy_suite(void);

enum { EXPERIMENTS = 12 };

START_TEST(keeps_the_rules)
{
    if (!hx_oracle_is_there()) {
        printf("skipped: libsundials-dev is not installed\n");
        return;
    }
    hx_accuracy sum = {0};
    hx_error error = {""};
    for (unsigned i = 0; i < EXPERIMENTS; i++) {
        hx_status status = hx_accuracy_measure((hx_accuracy_kind)_i, 17, i, &sum, &error);
        ck_assert_msg(status == HX_OK, "experiment %u: %s", i, error.text);
        ck_assert_msg(sum.violations == 0, "%s, experiment %u", hx_accuracy_names[_i], i);
    }
    printf("%s: %u spikes, %.1e mV, %.1e ns\n", hx_accuracy_names[_i], sum.spikes, sum.membrane,
           sum.spike);
    ck_assert_uint_gt(sum.spikes, EXPERIMENTS);
    ck_assert_uint_lt(sum.not_counted, EXPERIMENTS / 4);
    ck_assert_double_lt(sum.membrane, 0.5);
}
END_TEST

// Both rules of the chip lose error with the fourth power of their step, down to what the oracle
// itself gets wrong; at the step in use it is far below the limit.
START_TEST(converges)
{
    if (!hx_oracle_is_there()) {
        return;
    }
    hx_error error = {""};
    for (int rule = HX_ACCURACY_CALM; rule <= HX_ACCURACY_FAST; rule++) {
        double first = 0, last = 0;
        for (int i = 9; i >= 6; i--) {
            double difference;
            ck_assert_int_eq(
                hx_accuracy_converge((hx_accuracy_rule)rule, 1e-3 * (1 << i), &difference, &error),
                HX_OK);
            printf("rule %d, %d ns: %.2e mV\n", rule, 1 << i, difference);
            ck_assert(i == 9 || difference < last / 10 || difference < 3e-9);
            first = i == 9 ? difference : first;
            last = difference;
        }
        ck_assert_double_gt(first, 1e-8); // there was something to lose
        ck_assert_double_lt(last, 1e-8);
    }
    double difference;
    ck_assert_int_eq(hx_accuracy_converge(HX_ACCURACY_IDEAL, 1, &difference, &error), HX_OK);
    ck_assert_double_lt(difference, 1e-7);
}
END_TEST

Suite *accuracy_suite(void)
{
    Suite *suite = suite_create("host/analog/accuracy");
    TCase *all = tcase_create("accuracy");
    tcase_set_timeout(all, 120);
    tcase_add_loop_test(all, keeps_the_rules, 0, HX_ACCURACY_KINDS);
    tcase_add_test(all, converges);
    suite_add_tcase(suite, all);
    return suite;
}

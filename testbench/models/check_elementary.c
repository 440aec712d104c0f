// Elementary functions against the C library in long double.
// SPDX-License-Identifier: Apache-2.0
#include "models/elementary.h"
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <math.h>

Suite *elementary_suite(void);

static double error_in_ulp(double value, long double exact)
{
    double ulp = nextafter(fabs((double)exact), INFINITY) - fabs((double)exact);
    return (double)(fabsl((long double)value - exact) / ulp);
}

START_TEST(exp_is_accurate)
{
    setup_random random = setup_seed(1);
    double worst = 0.0;
    for (int i = 0; i < 200000; ++i) {
        double range = i % 3 == 0 ? 1e-3 : i % 3 == 1 ? 2.0 : 700.0;
        double x = setup_uniform(&random, -range, range);
        double error = error_in_ulp(hx_elementary_exp(x), expl(x));
        worst = error > worst ? error : worst;
    }
    ck_assert_double_lt(worst, 1.0);
}
END_TEST

START_TEST(exp_limits)
{
    ck_assert_double_eq(hx_elementary_exp(0.0), 1.0);
    ck_assert_double_eq(hx_elementary_exp(-0.0), 1.0);
    ck_assert_double_eq(hx_elementary_exp(-INFINITY), 0.0);
    ck_assert_double_eq(hx_elementary_exp(-1e6), 0.0);
    ck_assert(isinf(hx_elementary_exp(710.0)));
    ck_assert(isinf(hx_elementary_exp(INFINITY)));
    ck_assert(isnan(hx_elementary_exp(NAN)));
    ck_assert_double_eq_tol(hx_elementary_exp(709.7) / exp(709.7), 1.0, 1e-15);
    ck_assert_double_gt(hx_elementary_exp(-744.0), 0.0);
}
END_TEST

START_TEST(mean_decay_is_accurate)
{
    setup_random random = setup_seed(2);
    double worst = 0.0;
    ck_assert_double_eq(hx_elementary_mean_decay(0.0), 1.0);
    for (int i = 0; i < 200000; ++i) {
        double range = i % 3 == 0 ? 1e-6 : i % 3 == 1 ? 1.0 : 50.0;
        double x = setup_uniform(&random, 0.0, range);
        if (x == 0.0) {
            continue;
        }
        double error = error_in_ulp(hx_elementary_mean_decay(x), -expm1l(-(long double)x) / x);
        worst = error > worst ? error : worst;
    }
    ck_assert_double_lt(worst, 4.0);
}
END_TEST

// Against their integrals, by Simpson's rule.
START_TEST(ramp_decays_are_accurate)
{
    enum { PARTS = 2000 };
    for (long double x = 0; x < 40; x = x < 1e-3L ? x + 1e-3L : x * 1.31L) {
        double mean[4];
        hx_elementary_ramp_decays((double)x, mean);
        long double factorial = 1;
        for (int i = 0; i < 4; ++i) {
            factorial *= i ? i : 1;
            long double sum = 0;
            for (int part = 0; part <= PARTS; ++part) {
                long double s = (long double)part / PARTS;
                long double weight = part == 0 || part == PARTS ? 1 : part % 2 ? 4 : 2;
                sum += weight * expl(-(long double)(double)x * (1 - s)) * powl(s, i) / factorial;
            }
            sum /= 3.0L * PARTS;
            ck_assert_msg(fabsl((long double)mean[i] - sum) < 1e-9L * sum,
                          "%d of %Lg: %.17g, %.17Lg", i, x, mean[i], sum);
        }
    }
}
END_TEST

Suite *elementary_suite(void)
{
    Suite *suite = suite_create("models/elementary");
    TCase *core = tcase_create("Core");
    tcase_set_timeout(core, 60);
    tcase_add_test(core, exp_is_accurate);
    tcase_add_test(core, exp_limits);
    tcase_add_test(core, mean_decay_is_accurate);
    tcase_add_test(core, ramp_decays_are_accurate);
    suite_add_tcase(suite, core);
    return suite;
}

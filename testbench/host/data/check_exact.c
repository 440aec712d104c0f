// Exponential, logarithm and random draws of the trainer.
// SPDX-License-Identifier: Apache-2.0
#include "host/data/exact.h"
#include "host/data/draw.h"

#include <check.h>
#include <math.h>

START_TEST(exponential_agrees_with_the_library)
{
    for (double x = -650.0; x < 650.0; x += 0.37)
        ck_assert_double_lt(fabs(hx_exact_exp(x) / exp(x) - 1.0), 1e-13);
    ck_assert_double_eq(hx_exact_exp(0.0), 1.0);
    ck_assert_double_eq(hx_exact_exp(-1000.0), 0.0);
}
END_TEST

START_TEST(many_exponentials_have_the_bits_of_one)
{
    double x[1000], many[1000];
    for (size_t i = 0; i < 1000; i++)
        x[i] = (double)i * 1.5 - 720.0 + 1e-3 * (double)(i % 7);
    x[0] = 0.0;
    x[1] = -0.0;
    hx_exact_exp_all(1000, x, many);
    for (size_t i = 0; i < 1000; i++) {
        double one = hx_exact_exp(x[i]);
        ck_assert_mem_eq(&one, &many[i], sizeof one);
    }
}
END_TEST

START_TEST(logarithm_agrees_with_the_library)
{
    for (double x = 1e-9; x < 1e9; x *= 1.037)
        ck_assert_double_lt(fabs(hx_exact_log(x) - log(x)), 1e-13 * (1.0 + fabs(log(x))));
    ck_assert_double_eq(hx_exact_log(1.0), 0.0);
}
END_TEST

START_TEST(sine_and_cosine_agree_with_the_library)
{
    for (int i = -1000; i <= 1000; i++) {
        double sine, cosine, x = i / 1000.0;
        hx_exact_sine_cosine(x, &sine, &cosine);
        ck_assert_double_lt(fabs(sine - sin(x)), 1e-15);
        ck_assert_double_lt(fabs(cosine - cos(x)), 1e-15);
    }
}
END_TEST

START_TEST(draws_have_their_moments)
{
    hx_draw random = hx_draw_start(5, HX_DRAW_TEST, 0);
    double sum = 0.0, square = 0.0;
    unsigned seen[7] = {0};
    for (int i = 0; i < 70000; i++) {
        double value = hx_draw_normal(&random);
        sum += value;
        square += value * value;
        seen[hx_draw_below(&random, 7)]++;
    }
    ck_assert_double_lt(fabs(sum / 70000.0), 0.02);
    ck_assert_double_lt(fabs(square / 70000.0 - 1.0), 0.03);
    for (int i = 0; i < 7; i++)
        ck_assert(seen[i] > 9600 && seen[i] < 10400);
}
END_TEST

START_TEST(orders_are_permutations_and_differ_by_epoch)
{
    uint32_t order[2][100];
    for (uint32_t epoch = 0; epoch < 2; epoch++) {
        hx_draw random = hx_draw_start(9, HX_DRAW_SHUFFLE, epoch);
        hx_draw_order(&random, order[epoch], 100);
        unsigned seen[100] = {0}, fixed = 0;
        for (uint32_t i = 0; i < 100; i++) {
            ck_assert_uint_lt(order[epoch][i], 100);
            ck_assert_uint_eq(seen[order[epoch][i]]++, 0);
            fixed += order[epoch][i] == i;
        }
        ck_assert_uint_lt(fixed, 10);
    }
    ck_assert_mem_ne(order[0], order[1], sizeof order[0]);
}
END_TEST

Suite *exact_suite(void);
Suite *exact_suite(void)
{
    Suite *suite = suite_create("exact");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 30);
    tcase_add_test(core, exponential_agrees_with_the_library);
    tcase_add_test(core, many_exponentials_have_the_bits_of_one);
    tcase_add_test(core, logarithm_agrees_with_the_library);
    tcase_add_test(core, sine_and_cosine_agree_with_the_library);
    tcase_add_test(core, draws_have_their_moments);
    tcase_add_test(core, orders_are_permutations_and_differ_by_epoch);
    suite_add_tcase(suite, core);
    return suite;
}

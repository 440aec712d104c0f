// Adam against a case computed by hand.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/adam.h"

#include <check.h>
#include <math.h>

// First step: both corrected moments equal g and g^2, so every weight moves by the rate.
// Second step with gradient -2 after 1, rate 0.1:
//   m = 0.9*0.1*1 + 0.1*(-2) = -0.11, corrected by 1 - 0.81 = 0.19: -0.578947
//   v = 0.999*0.001*1 + 0.001*4 = 0.004999, corrected by 0.001999: 2.500750
START_TEST(two_steps_by_hand)
{
    hx_adam adam;
    ck_assert_int_eq(hx_adam_create(&adam, 2), HX_OK);
    float weights[2] = {1.0f, -1.0f};
    const float first[2] = {1.0f, -0.003f}, second[2] = {-2.0f, 0.0f};
    hx_adam_update(&adam, 0.1, first, weights);
    ck_assert_double_eq_tol(weights[0], 0.9, 1e-6);
    ck_assert_double_eq_tol(weights[1], -0.9, 1e-5);
    hx_adam_update(&adam, 0.1, second, weights);
    double step = 0.1 * (-0.11 / 0.19) / sqrt(0.004999 / 0.001999);
    ck_assert_double_eq_tol(weights[0], 0.9 - step, 1e-6);
    ck_assert_uint_eq(adam.updates, 2);
    hx_adam_destroy(&adam);
}
END_TEST

START_TEST(finds_the_bottom_of_a_bowl)
{
    hx_adam adam;
    ck_assert_int_eq(hx_adam_create(&adam, 1), HX_OK);
    float weight = 3.0f;
    for (int i = 0; i < 2000; i++) {
        float slope = 2.0f * (weight - 0.5f);
        hx_adam_update(&adam, 0.02, &slope, &weight);
    }
    ck_assert_double_eq_tol(weight, 0.5, 1e-2);
    hx_adam_destroy(&adam);
}
END_TEST

Suite *adam_suite(void);
Suite *adam_suite(void)
{
    Suite *suite = suite_create("adam");
    TCase *core = tcase_create("core");
    tcase_add_test(core, two_steps_by_hand);
    tcase_add_test(core, finds_the_bottom_of_a_bowl);
    suite_add_tcase(suite, core);
    return suite;
}

// Rounding and clipping of weights.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/quantise.h"

#include <check.h>
#include <math.h>

START_TEST(rounds_and_clips)
{
    const hx_weight_range range = {63.0, 63};
    const float weights[8] = {0.0f, 1.0f, -1.0f, 1.2f, -7.0f, 0.0079f, 0.00795f, NAN};
    static const int16_t expected[8] = {0, 63, -63, 63, -63, 0, 1, 0};
    int16_t integers[8];
    hx_quantise(8, weights, range, integers);
    for (int i = 0; i < 8; i++)
        ck_assert_int_eq(integers[i], expected[i]);
}
END_TEST

START_TEST(copies_widen_the_range)
{
    const hx_weight_range range = {63.0, 5 * HX_SYNAPSE_WEIGHT_MAX};
    const float weights[2] = {4.9f, -5.1f};
    int16_t integers[2];
    hx_quantise(2, weights, range, integers);
    ck_assert_int_eq(integers[0], 309);
    ck_assert_int_eq(integers[1], -315);
}
END_TEST

START_TEST(integers_survive_the_way_there_and_back)
{
    const hx_weight_range range = {57.3, 315};
    for (int value = -315; value <= 315; value++) {
        int16_t integer = (int16_t)value, again;
        float weight;
        hx_dequantise(1, &integer, range, &weight);
        hx_quantise(1, &weight, range, &again);
        ck_assert_int_eq(again, value);
    }
}
END_TEST

START_TEST(clips_float_weights_to_the_range)
{
    const hx_weight_range range = {50.0, 63};
    float weights[3] = {2.0f, -2.0f, 1.0f};
    hx_clip_weights(3, weights, range);
    ck_assert_float_eq(weights[0], 1.26f);
    ck_assert_float_eq(weights[1], -1.26f);
    ck_assert_float_eq(weights[2], 1.0f);
}
END_TEST

Suite *quantise_suite(void);
Suite *quantise_suite(void)
{
    Suite *suite = suite_create("quantise");
    TCase *core = tcase_create("core");
    tcase_add_test(core, rounds_and_clips);
    tcase_add_test(core, copies_widen_the_range);
    tcase_add_test(core, integers_survive_the_way_there_and_back);
    tcase_add_test(core, clips_float_weights_to_the_range);
    suite_add_tcase(suite, core);
    return suite;
}

// Random numbers of the analog core: reference values, moments, equal levels.
// SPDX-License-Identifier: Apache-2.0
#include "models/mismatch.h"
#include "models/random.h"
#include "testbench/models/anncore_setup.h"

#include <Random123/philox.h>
#include <check.h>
#include <math.h>
#include <string.h>

Suite *random_suite(void);

START_TEST(bytes_follow_philox)
{
    setup_random random = setup_seed(3);
    for (int round = 0; round < 20; ++round) {
        uint64_t key = setup_draw(&random, UINT64_MAX);
        uint64_t index = setup_draw(&random, UINT64_MAX);
        uint32_t use = (uint32_t)setup_draw(&random, 100);
        double values[512];
        hx_random_bytes_512(HX_SIMD_BASE, key, index, use, values);
        for (uint32_t i = 0; i < 512; ++i) {
            philox4x32_key_t k = {{(uint32_t)key, (uint32_t)(key >> 32)}};
            philox4x32_ctr_t c = {{i % 128, (uint32_t)index, (uint32_t)(index >> 32), use}};
            uint32_t word = philox4x32(c, k).v[i / 128];
            int sum = 0;
            for (int byte = 0; byte < 4; ++byte) {
                sum += (int)((word >> (8 * byte)) & 0xff);
            }
            ck_assert_double_eq(values[i], (double)(sum - 510));
        }
    }
}
END_TEST

START_TEST(levels_agree)
{
    for (hx_simd_level level = HX_SIMD_BASE; level <= hx_simd_best(); ++level) {
        double base[512];
        double values[512];
        hx_random_bytes_512(HX_SIMD_BASE, 12345, 678, 2, base);
        hx_random_bytes_512(level, 12345, 678, 2, values);
        ck_assert_mem_eq(base, values, sizeof base);
    }
}
END_TEST

START_TEST(bytes_moments)
{
    double sum = 0.0;
    double squares = 0.0;
    double neighbours = 0.0;
    double last = 0.0;
    int count = 0;
    for (uint64_t index = 0; index < 400; ++index) {
        double values[512];
        hx_random_bytes_512(HX_SIMD_BASE, 99, index, 2, values);
        for (int i = 0; i < 512; ++i) {
            double x = values[i] / HX_RANDOM_BYTES_SIGMA;
            sum += x;
            squares += x * x;
            neighbours += x * last;
            last = x;
            ++count;
        }
    }
    // 204,800 draws: limits at about five standard errors.
    ck_assert_double_eq_tol(sum / count, 0.0, 0.011);
    ck_assert_double_eq_tol(squares / count, 1.0, 0.014);
    ck_assert_double_eq_tol(neighbours / count, 0.0, 0.011);
}
END_TEST

START_TEST(normal_moments)
{
    double sum = 0.0;
    double squares = 0.0;
    double fourth = 0.0;
    int count = 100000;
    for (int i = 0; i < count; ++i) {
        double x = hx_random_normal(5, 17, (uint64_t)i, 0);
        sum += x;
        squares += x * x;
        fourth += x * x * x * x;
    }
    ck_assert_double_eq_tol(sum / count, 0.0, 0.016);
    ck_assert_double_eq_tol(squares / count, 1.0, 0.022);
    ck_assert_double_eq_tol(fourth / count, 3.0 - 1.2 / 16.0, 0.15);
}
END_TEST

START_TEST(trial_keys_differ)
{
    uint64_t key = hx_random_trial_key(1, 2, 3);
    ck_assert_uint_eq(key, hx_random_trial_key(1, 2, 3));
    ck_assert_uint_ne(key, hx_random_trial_key(2, 2, 3));
    ck_assert_uint_ne(key, hx_random_trial_key(1, 3, 3));
    ck_assert_uint_ne(key, hx_random_trial_key(1, 2, 4));
}
END_TEST

START_TEST(mismatch_is_scaled)
{
    ck_assert_double_eq(hx_mismatch_factor(7, 0.0, HX_MISMATCH_LEAK_CONDUCTANCE, 3), 1.0);
    ck_assert_double_eq(hx_mismatch_offset(7, 0.0, HX_MISMATCH_LEAK_POTENTIAL, 3), 0.0);
    double one = hx_mismatch_offset(7, 1.0, HX_MISMATCH_LEAK_POTENTIAL, 3);
    ck_assert_double_ne(one, 0.0);
    ck_assert_double_eq_tol(hx_mismatch_offset(7, 2.0, HX_MISMATCH_LEAK_POTENTIAL, 3), 2 * one,
                            1e-15);
    ck_assert_double_ne(one, hx_mismatch_offset(8, 1.0, HX_MISMATCH_LEAK_POTENTIAL, 3));
    double squares = 0.0;
    for (uint32_t place = 0; place < 4000; ++place) {
        double factor = hx_mismatch_factor(7, 1.0, HX_MISMATCH_EXCITATORY_GAIN, place);
        ck_assert_double_gt(factor, 0.0);
        squares += log(factor) * log(factor);
    }
    ck_assert_double_eq_tol(sqrt(squares / 4000), 0.20, 0.012);
}
END_TEST

Suite *random_suite(void)
{
    Suite *suite = suite_create("models/random");
    TCase *core = tcase_create("Core");
    tcase_set_timeout(core, 60);
    tcase_add_test(core, bytes_follow_philox);
    tcase_add_test(core, levels_agree);
    tcase_add_test(core, bytes_moments);
    tcase_add_test(core, normal_moments);
    tcase_add_test(core, trial_keys_differ);
    tcase_add_test(core, mismatch_is_scaled);
    suite_add_tcase(suite, core);
    return suite;
}

// Mersenne Twister draws against published outputs.
// SPDX-License-Identifier: Apache-2.0
#include "host/data/mt19937.h"

#include <check.h>

// The C++ standard fixes the 10000th word of the default seed 5489; the first words are
// those of the authors' reference program.
START_TEST(words_are_the_published_ones)
{
    hx_mt19937 generator;
    hx_mt19937_seed(&generator, 5489);
    ck_assert_uint_eq(hx_mt19937_word(&generator), 3499211612u);
    ck_assert_uint_eq(hx_mt19937_word(&generator), 581869302u);
    for (int i = 3; i < 10000; i++)
        hx_mt19937_word(&generator);
    ck_assert_uint_eq(hx_mt19937_word(&generator), 4123659995u);
}
END_TEST

// RandomState(42).rand(): 0.3745401188473625, 0.9507143064099162 are well-known values.
START_TEST(uniform_has_53_bits_of_two_words)
{
    hx_mt19937 generator;
    hx_mt19937_seed(&generator, 42);
    ck_assert_double_eq(hx_mt19937_uniform(&generator), 0.3745401188473625);
    ck_assert_double_eq(hx_mt19937_uniform(&generator), 0.9507143064099162);
}
END_TEST

// RandomState(42).randint(10, size=10) is 6 3 7 4 6 9 2 6 7 4.
START_TEST(below_masks_and_rejects)
{
    static const uint32_t expected[10] = {6, 3, 7, 4, 6, 9, 2, 6, 7, 4};
    hx_mt19937 generator;
    hx_mt19937_seed(&generator, 42);
    for (int i = 0; i < 10; i++)
        ck_assert_uint_eq(hx_mt19937_below(&generator, 10), expected[i]);
}
END_TEST

START_TEST(below_one_draws_nothing)
{
    hx_mt19937 a, b;
    hx_mt19937_seed(&a, 7);
    hx_mt19937_seed(&b, 7);
    ck_assert_uint_eq(hx_mt19937_below(&a, 1), 0);
    ck_assert_uint_eq(hx_mt19937_word(&a), hx_mt19937_word(&b));
}
END_TEST

Suite *mt19937_suite(void);
Suite *mt19937_suite(void)
{
    Suite *suite = suite_create("mt19937");
    TCase *core = tcase_create("core");
    tcase_add_test(core, words_are_the_published_ones);
    tcase_add_test(core, uniform_has_53_bits_of_two_words);
    tcase_add_test(core, below_masks_and_rejects);
    tcase_add_test(core, below_one_draws_nothing);
    suite_add_tcase(suite, core);
    return suite;
}

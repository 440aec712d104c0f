// Gradients against finite differences and against the slow reference.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/gradient.h"

#include "host/data/draw.h"
#include "testbench/host/train/reference.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define INPUTS 6
#define HIDDEN 9
#define OUTPUTS 4
#define STEPS 25
#define SPIKES 30
#define SAMPLES 5

typedef struct fixture {
    hx_network network;
    float w0[INPUTS * HIDDEN], w1[HIDDEN * OUTPUTS], w2[HIDDEN * HIDDEN];
    const float *weights[HX_LAYER_COUNT];
    hx_spike spikes[SAMPLES][SPIKES];
    hx_sample samples[SAMPLES];
    hx_observation seen[SAMPLES];
    hx_input input;
    hx_gradient *gradient;
} fixture;

static uint64_t test_seed(void)
{
    const char *given = getenv("HXCOSIM_TEST_SEED");
    uint64_t seed = given ? strtoull(given, NULL, 0) : 20;
    printf("check_gradient: HXCOSIM_TEST_SEED=%llu\n", (unsigned long long)seed);
    return seed;
}

static void setup(fixture *f, uint64_t seed, bool recurrent)
{
    hx_draw random = hx_draw_start(seed, HX_DRAW_TEST, 0);
    f->network = hx_network_default();
    f->network.inputs = INPUTS;
    f->network.hidden = HIDDEN;
    f->network.outputs = OUTPUTS;
    f->network.recurrent = recurrent;
    f->network.steps = STEPS;
    f->network.step_us = 1.3;
    f->network.beta = 8.0;
    f->network.score_scale = 3.0;
    f->network.score_from = 5;
    f->network.score_mean = seed / 2 % 2;
    for (int i = 0; i < INPUTS * HIDDEN; i++)
        f->w0[i] = (float)(0.8 + 0.7 * hx_draw_normal(&random));
    for (int i = 0; i < HIDDEN * OUTPUTS; i++)
        f->w1[i] = (float)(0.5 * hx_draw_normal(&random));
    f->weights[0] = f->w0;
    for (int i = 0; i < HIDDEN * HIDDEN; i++)
        f->w2[i] = (float)(0.3 * hx_draw_normal(&random));
    f->weights[1] = f->w1;
    f->weights[2] = f->w2;
    ck_assert_int_eq(hx_input_create(&f->input, &f->network), HX_OK);
    ck_assert_int_eq(hx_gradient_create(&f->gradient, &f->network), HX_OK);
    for (int k = 0; k < SAMPLES; k++) {
        for (int i = 0; i < SPIKES; i++)
            f->spikes[k][i] = (hx_spike){(float)(30.0 * hx_draw_uniform(&random)),
                                         hx_draw_below(&random, INPUTS)};
        hx_spikes_sort(f->spikes[k], SPIKES);
        f->samples[k] = (hx_sample){f->spikes[k], SPIKES, hx_draw_below(&random, OUTPUTS), 0};
        ck_assert_int_eq(hx_observation_create(&f->seen[k], &f->network), HX_OK);
        ck_assert_int_eq(hx_input_set(&f->input, &f->network, &f->samples[k]), HX_OK);
        ck_assert_int_eq(hx_network_forward(&f->network, f->weights, &f->input, &f->seen[k]),
                         HX_OK);
        ck_assert_uint_gt(hx_observation_spike_count(&f->network, &f->seen[k]), 5);
    }
}

static void teardown(fixture *f)
{
    for (int k = 0; k < SAMPLES; k++)
        hx_observation_destroy(&f->seen[k]);
    hx_input_destroy(&f->input);
    hx_gradient_destroy(f->gradient);
}

static double run(fixture *f, const hx_regularisers *regularisers)
{
    double sum = 0.0;
    hx_gradient_begin(f->gradient, f->weights, regularisers, SAMPLES);
    for (int k = 0; k < SAMPLES; k++) {
        double loss;
        ck_assert_int_eq(hx_input_set(&f->input, &f->network, &f->samples[k]), HX_OK);
        hx_gradient_add(f->gradient, &f->input, &f->seen[k], f->samples[k].label, &loss);
        sum += loss;
    }
    return sum;
}

// Compares with the reference: `injected` uses the observations there, else its own model.
static void compare(fixture *f, const hx_regularisers *regularisers, int injected)
{
    double g0[INPUTS * HIDDEN] = {0}, g1[HIDDEN * OUTPUTS] = {0}, g2[HIDDEN * HIDDEN] = {0};
    double *const expected[HX_LAYER_COUNT] = {g0, g1, g2};
    double sum = run(f, regularisers), reference = 0.0;
    for (int k = 0; k < SAMPLES; k++)
        reference += reference_add(&f->network, f->weights, &f->samples[k],
                                   injected ? &f->seen[k] : NULL, regularisers, SAMPLES, expected);
    ck_assert_double_eq_tol(sum, reference, 1e-4 * SAMPLES);
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        size_t count = hx_network_weight_count(&f->network, layer);
        double largest = 0.0;
        for (size_t i = 0; i < count; i++)
            largest = fmax(largest, fabs(expected[layer][i]));
        ck_assert(count == 0 || largest > 1e-3);
        for (size_t i = 0; i < count; i++) {
            double penalty = 2.0 * regularisers->weights * f->weights[layer][i] / (double)count;
            ck_assert_double_eq_tol(hx_gradient_get(f->gradient, layer)[i],
                                    expected[layer][i] + penalty, 2e-4 * largest);
        }
    }
}

START_TEST(plain_gradient_is_that_of_the_reference)
{
    fixture f;
    setup(&f, test_seed() + (uint64_t)_i, _i % 2);
    compare(&f, &(hx_regularisers){0}, 0);
    compare(&f, &(hx_regularisers){0.01, 0.002, 0.03}, 0);
    teardown(&f);
}
END_TEST

START_TEST(injecting_the_models_own_values_changes_nothing)
{
    fixture f;
    setup(&f, test_seed() + (uint64_t)_i, _i % 2);
    compare(&f, &(hx_regularisers){0}, 1);
    teardown(&f);
}
END_TEST

// Values a chip might return: shifted, with lost, added and double spikes.
START_TEST(injected_gradient_is_that_of_the_reference)
{
    fixture f;
    setup(&f, test_seed() + (uint64_t)_i, _i % 2);
    hx_draw random = hx_draw_start(test_seed() + (uint64_t)_i, HX_DRAW_TEST, 1);
    for (int k = 0; k < SAMPLES; k++) {
        for (size_t i = 0; i < STEPS * HIDDEN; i++) {
            f.seen[k].hidden_voltage[i] += (float)(0.2 * hx_draw_normal(&random));
            if (hx_draw_below(&random, 8) == 0)
                f.seen[k].hidden_spikes[i] = (uint8_t)hx_draw_below(&random, 3);
        }
        for (size_t i = 0; i < STEPS * OUTPUTS; i++)
            f.seen[k].output_voltage[i] += (float)(0.1 * hx_draw_normal(&random));
    }
    compare(&f, &(hx_regularisers){0.01, 0.002, 0.0}, 1);
    teardown(&f);
}
END_TEST

static double loss_of_weights(fixture *f)
{
    double sum = 0.0;
    for (int k = 0; k < SAMPLES; k++) {
        ck_assert_int_eq(hx_input_set(&f->input, &f->network, &f->samples[k]), HX_OK);
        ck_assert_int_eq(hx_network_forward(&f->network, f->weights, &f->input, &f->seen[k]),
                         HX_OK);
        sum += hx_gradient_loss(f->gradient, &f->seen[k], f->samples[k].label);
    }
    return sum / SAMPLES;
}

// The loss is differentiable in the output weights.
START_TEST(output_gradient_is_the_finite_difference)
{
    fixture f;
    setup(&f, test_seed() + (uint64_t)_i, _i % 2);
    run(&f, &(hx_regularisers){0});
    const float h = 1.0f / 512.0f;
    for (int i = 0; i < HIDDEN * OUTPUTS; i++) {
        float kept = f.w1[i];
        f.w1[i] = kept + h;
        double above = loss_of_weights(&f);
        f.w1[i] = kept - h;
        double below = loss_of_weights(&f);
        f.w1[i] = kept;
        ck_assert_double_eq_tol(hx_gradient_get(f.gradient, 1)[i], (above - below) / (2.0 * h),
                                2e-3);
    }
    teardown(&f);
}
END_TEST

// Without output weights nothing flows back to the hidden layer.
START_TEST(silent_outputs_give_no_hidden_gradient)
{
    fixture f;
    setup(&f, test_seed(), false);
    for (int i = 0; i < HIDDEN * OUTPUTS; i++)
        f.w1[i] = 0.0f;
    loss_of_weights(&f);
    run(&f, &(hx_regularisers){0});
    for (int i = 0; i < INPUTS * HIDDEN; i++)
        ck_assert_float_eq(hx_gradient_get(f.gradient, 0)[i], 0.0f);
    teardown(&f);
}
END_TEST

Suite *gradient_suite(void);
Suite *gradient_suite(void)
{
    Suite *suite = suite_create("gradient");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, plain_gradient_is_that_of_the_reference, 0, 5);
    tcase_add_loop_test(core, injecting_the_models_own_values_changes_nothing, 0, 5);
    tcase_add_loop_test(core, injected_gradient_is_that_of_the_reference, 0, 5);
    tcase_add_loop_test(core, output_gradient_is_the_finite_difference, 0, 4);
    tcase_add_test(core, silent_outputs_give_no_hidden_gradient);
    suite_add_tcase(suite, core);
    return suite;
}

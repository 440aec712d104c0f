// The gradient by spike times against finite differences on a fine grid.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/gradient.h"

#include <check.h>
#include <math.h>
#include <string.h>

enum { INPUTS = 3, HIDDEN = 4, OUTPUTS = 2, SPIKES = 6 };

typedef struct fixture {
    hx_network network;
    float w0[INPUTS * HIDDEN], w1[HIDDEN * OUTPUTS], w2[HIDDEN * HIDDEN];
    hx_spike spikes[SPIKES];
    hx_input input;
    hx_observation seen;
    hx_gradient *gradient;
} fixture;

static void setup(fixture *f, bool recurrent, bool first_spike, bool negative)
{
    static const float w0[] = {1.5f,  0.9f, 1.8f, 0.3f, 1.1f, 1.3f,
                               -0.4f, 0.7f, 0.8f, 1.4f, 1.2f, 0.2f},
                       w1[] = {0.6f, 0.1f, 0.2f, 0.4f, 0.7f, 0.1f, 0.2f, 0.3f};
    static const hx_spike spikes[] = {{1.0f, 0}, {2.0f, 1}, {3.5f, 2},
                                      {5.0f, 0}, {6.5f, 1}, {8.0f, 2}};
    f->network = hx_network_default();
    f->network.inputs = INPUTS;
    f->network.hidden = HIDDEN;
    f->network.outputs = OUTPUTS;
    f->network.recurrent = recurrent;
    f->network.step_us = 0.0003;
    f->network.steps = 65000;
    f->network.score_scale = 3.0;
    f->network.eventprop = true;
    f->network.first_spike = first_spike;
    memcpy(f->w0, w0, sizeof w0);
    memcpy(f->w1, w1, sizeof w1);
    for (int i = 0; i < HIDDEN * HIDDEN; i++)
        f->w2[i] = 0.1f * (float)(i * 7 % 5 - 2);
    for (int i = 0; first_spike && i < HIDDEN * OUTPUTS; i++)
        f->w1[i] *= 2.4f; // both outputs fire, not right after a hidden spike
    // Both outputs rise until the one neuron with negative weights fires.
    for (int o = 0; negative && o < OUTPUTS; o++)
        f->w1[2 * OUTPUTS + o] = o ? -2.5f : -1.9f;
    memcpy(f->spikes, spikes, sizeof spikes);
    ck_assert_int_eq(hx_input_create(&f->input, &f->network), HX_OK);
    ck_assert_int_eq(hx_observation_create(&f->seen, &f->network), HX_OK);
    ck_assert_int_eq(hx_gradient_create(&f->gradient, &f->network), HX_OK);
    const hx_sample sample = {f->spikes, SPIKES, 0, 0};
    ck_assert_int_eq(hx_input_set(&f->input, &f->network, &sample), HX_OK);
}

static void teardown(fixture *f)
{
    hx_gradient_destroy(f->gradient);
    hx_observation_destroy(&f->seen);
    hx_input_destroy(&f->input);
}

static double loss(fixture *f, uint64_t *spikes)
{
    const float *const weights[HX_LAYER_COUNT] = {f->w0, f->w1, f->w2};
    ck_assert_int_eq(hx_network_forward(&f->network, weights, &f->input, &f->seen), HX_OK);
    *spikes = hx_observation_spike_count(&f->network, &f->seen);
    return hx_gradient_loss(f->gradient, &f->seen, 1);
}

// Where a small change of the weight does not change the number of spikes. The error is
// measured by the largest slope of the layer, because effects of several spikes cancel.
static int compare(fixture *f, int layer, float *weights, int count)
{
    const float h = 0.003f;
    const float *gradient = hx_gradient_get(f->gradient, layer);
    double slopes[HIDDEN * HIDDEN], largest = 0.0;
    int compared = 0;
    for (int i = 0; i < count; i++) {
        uint64_t above_spikes, below_spikes;
        float kept = weights[i];
        weights[i] = kept + h;
        double above = loss(f, &above_spikes);
        weights[i] = kept - h;
        double below = loss(f, &below_spikes);
        weights[i] = kept;
        slopes[i] = above_spikes == below_spikes ? (above - below) / (2.0 * (double)h) : NAN;
        if (!isnan(slopes[i]))
            largest = fmax(largest, fabs(slopes[i]));
    }
    for (int i = 0; i < count; i++) {
        if (isnan(slopes[i]))
            continue;
        ck_assert_double_eq_tol((double)gradient[i], slopes[i], 0.03 * largest);
        compared += fabs(slopes[i]) > 0.1 * largest;
    }
    return compared;
}

START_TEST(gradient_is_the_finite_difference)
{
    fixture f;
    uint64_t spikes;
    const hx_regularisers none = {0};
    setup(&f, _i == 1, _i == 2, _i == 3);
    const float *const weights[HX_LAYER_COUNT] = {f.w0, f.w1, f.w2};
    loss(&f, &spikes);
    ck_assert_uint_ge(spikes, 4);
    hx_gradient_begin(f.gradient, weights, &none, 1);
    hx_gradient_add(f.gradient, &f.input, &f.seen, 1, NULL);
    ck_assert_int_ge(compare(&f, HX_LAYER_INPUT, f.w0, INPUTS * HIDDEN), 3);
    ck_assert_int_ge(compare(&f, HX_LAYER_OUTPUT, f.w1, HIDDEN * OUTPUTS), 3);
    if (_i == 1)
        ck_assert_int_ge(compare(&f, HX_LAYER_RECURRENT, f.w2, HIDDEN * HIDDEN), 2);
    teardown(&f);
}
END_TEST

// A right output that is silent costs 100 and gets more from the neurons that fired.
START_TEST(silent_outputs_are_helped)
{
    fixture f;
    uint64_t spikes;
    const hx_regularisers none = {0};
    setup(&f, false, true, false);
    for (int i = 0; i < HIDDEN * OUTPUTS; i++)
        f.w1[i] = 0.0f;
    const float *const weights[HX_LAYER_COUNT] = {f.w0, f.w1, f.w2};
    ck_assert_double_eq(loss(&f, &spikes), 100.0);
    ck_assert_uint_eq(hx_network_decide(&f.network, &f.seen), OUTPUTS);
    hx_gradient_begin(f.gradient, weights, &none, 1);
    hx_gradient_add(f.gradient, &f.input, &f.seen, 1, NULL);
    const float *gradient = hx_gradient_get(f.gradient, HX_LAYER_OUTPUT);
    for (size_t h = 0; h < HIDDEN; h++) {
        bool fired = false;
        for (size_t n = 0; n < f.network.steps; n++)
            fired = fired || f.seen.hidden_spikes[n * HIDDEN + h];
        ck_assert_float_eq(gradient[h * OUTPUTS], 0.0f);
        ck_assert(fired ? gradient[h * OUTPUTS + 1] < 0.0f : gradient[h * OUTPUTS + 1] == 0.0f);
    }
    teardown(&f);
}
END_TEST

// Hidden voltages are not looked at: spikes say all.
START_TEST(hidden_voltages_do_not_matter)
{
    fixture f;
    uint64_t spikes;
    const hx_regularisers none = {0};
    setup(&f, false, false, false);
    const float *const weights[HX_LAYER_COUNT] = {f.w0, f.w1, f.w2};
    float kept[INPUTS * HIDDEN];
    loss(&f, &spikes);
    for (int turn = 0; turn < 2; turn++) {
        hx_gradient_begin(f.gradient, weights, &none, 1);
        hx_gradient_add(f.gradient, &f.input, &f.seen, 1, NULL);
        const float *gradient = hx_gradient_get(f.gradient, HX_LAYER_INPUT);
        if (turn)
            ck_assert_mem_eq(kept, gradient, sizeof kept);
        memcpy(kept, gradient, sizeof kept);
        for (size_t i = 0; i < f.network.steps * HIDDEN; i++)
            f.seen.hidden_voltage[i] = -7.0f;
    }
    teardown(&f);
}
END_TEST

Suite *eventprop_suite(void);
Suite *eventprop_suite(void)
{
    Suite *suite = suite_create("eventprop");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, gradient_is_the_finite_difference, 0, 4);
    tcase_add_test(core, silent_outputs_are_helped);
    tcase_add_test(core, hidden_voltages_do_not_matter);
    suite_add_tcase(suite, core);
    return suite;
}

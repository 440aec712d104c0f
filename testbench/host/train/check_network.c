// Forward pass of the discrete model against hand-computed responses.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/network.h"

#include <check.h>
#include <math.h>
#include <string.h>

static hx_network small(void)
{
    hx_network network = hx_network_default();
    network.inputs = 2;
    network.hidden = 1;
    network.outputs = 1;
    network.steps = 8;
    network.step_us = 2.0;
    network.score_from = 0;
    return network;
}

// A spike at the end of step 1 (share 1): current from point 2, voltage from point 3.
START_TEST(one_spike_gives_the_expected_response)
{
    hx_network network = small();
    hx_input input;
    hx_observation seen;
    ck_assert_int_eq(hx_input_create(&input, &network), HX_OK);
    ck_assert_int_eq(hx_observation_create(&seen, &network), HX_OK);
    const hx_spike spikes[] = {{3.0f, 1}};
    hx_sample sample = {spikes, 1, 0, 0};
    ck_assert_int_eq(hx_input_set(&input, &network, &sample), HX_OK);
    const float w0[2] = {9.0f, 2.0f}, w1[1] = {0.5f};
    const float *const weights[HX_LAYER_COUNT] = {w0, w1};
    ck_assert_int_eq(hx_network_forward(&network, weights, &input, &seen), HX_OK);
    double a = exp(-1.0 / 3.0), i = 2.0 * exp(-1.0 / 6.0), u = 0.0;
    for (int n = 0; n < 8; n++) {
        if (n >= 3) {
            u = a * u + (1.0 - a) * i;
            i *= a;
        }
        ck_assert_double_eq_tol(seen.hidden_voltage[n], u, 1e-6);
        ck_assert_uint_eq(seen.hidden_spikes[n], 0); // peak 0.62 stays below threshold
        ck_assert_float_eq(seen.output_voltage[n], 0.0f);
    }
    ck_assert_double_gt(u, 0.3);
    hx_observation_destroy(&seen);
    hx_input_destroy(&input);
}
END_TEST

START_TEST(threshold_resets_and_drives_the_output)
{
    hx_network network = small();
    hx_input input;
    hx_observation seen;
    ck_assert_int_eq(hx_input_create(&input, &network), HX_OK);
    ck_assert_int_eq(hx_observation_create(&seen, &network), HX_OK);
    const hx_spike spikes[] = {{0.0f, 0}};
    hx_sample sample = {spikes, 1, 0, 0};
    ck_assert_int_eq(hx_input_set(&input, &network, &sample), HX_OK);
    double a = exp(-1.0 / 3.0);
    // Step 0, share a. Current w a at point 1, voltage (1 - a) w a at point 2: set to 1.5.
    // The two decays are equal here, so the current then falls by a a point.
    const float w0[2] = {(float)(1.5 / (a * (1.0 - a))), 0.0f}, w1[1] = {-3.0f};
    const float *const weights[HX_LAYER_COUNT] = {w0, w1};
    ck_assert_int_eq(hx_network_forward(&network, weights, &input, &seen), HX_OK);
    ck_assert_double_eq_tol(seen.hidden_voltage[2], 1.5, 1e-5);
    ck_assert_uint_eq(seen.hidden_spikes[2], 1);
    // From reset 0 the next point is fed by the current alone.
    ck_assert_double_eq_tol(seen.hidden_voltage[3], 1.5 * a, 1e-5);
    ck_assert_uint_eq(seen.hidden_spikes[3], 1);
    ck_assert_double_eq_tol(seen.hidden_voltage[4], 1.5 * a * a, 1e-5);
    ck_assert_uint_eq(seen.hidden_spikes[4], 0);
    // Spike at 2: output current at 3, voltage at 4.
    ck_assert_float_eq(seen.output_voltage[3], 0.0f);
    ck_assert_double_eq_tol(seen.output_voltage[4], -3.0 * (1.0 - a), 1e-5);
    // At 5 the rest of both crosses a third time: 0.77 a + 1.5 a^3 = 1.1; nothing after.
    ck_assert_uint_eq(hx_observation_spike_count(&network, &seen), 3);
    hx_observation_destroy(&seen);
    hx_input_destroy(&input);
}
END_TEST

// The neuron of the test above, but two steps of rest after its first spike: no second one, and the
// current alone feeds the first point after the rest.
START_TEST(neurons_rest_after_a_spike)
{
    hx_network network = small();
    network.refractory_us = 4.0;
    hx_input input;
    hx_observation seen, followed;
    ck_assert_int_eq(hx_input_create(&input, &network), HX_OK);
    ck_assert_int_eq(hx_observation_create(&seen, &network), HX_OK);
    ck_assert_int_eq(hx_observation_create(&followed, &network), HX_OK);
    const hx_spike spikes[] = {{0.0f, 0}};
    hx_sample sample = {spikes, 1, 0, 0};
    ck_assert_int_eq(hx_input_set(&input, &network, &sample), HX_OK);
    double a = exp(-1.0 / 3.0);
    const float w0[2] = {(float)(1.5 / (a * (1.0 - a))), 0.0f}, w1[1] = {-3.0f};
    const float *const weights[HX_LAYER_COUNT] = {w0, w1};
    ck_assert_int_eq(hx_network_forward(&network, weights, &input, &seen), HX_OK);
    ck_assert_uint_eq(seen.hidden_spikes[2], 1);
    ck_assert_float_eq(seen.hidden_voltage[3], 0.0f);
    ck_assert_float_eq(seen.hidden_voltage[4], 0.0f);
    ck_assert_double_eq_tol(seen.hidden_voltage[5], 1.5 * a * a * a, 1e-5);
    ck_assert_uint_eq(hx_observation_spike_count(&network, &seen), 1);
    memcpy(followed.hidden_spikes, seen.hidden_spikes, network.steps);
    ck_assert_int_eq(hx_network_follow(&network, weights, &input, &followed), HX_OK);
    ck_assert_mem_eq(followed.hidden_voltage, seen.hidden_voltage, network.steps * sizeof(float));
    // A reset that the current moves by a tenth of what it does to the free membrane.
    network.reset_us = 0.1 * network.tau_mem_us[0];
    const double current = w0[0] * a; // at point 1
    ck_assert_int_eq(hx_network_forward(&network, weights, &input, &seen), HX_OK);
    ck_assert_double_eq_tol(seen.hidden_voltage[3], 0.1 * current * a * a, 1e-5);
    ck_assert_double_eq_tol(seen.hidden_voltage[4], 0.1 * current * a * a * a, 1e-5);
    ck_assert_double_eq_tol(seen.hidden_voltage[5],
                            0.1 * current * a * a * a * a + 1.5 * a * a * a, 1e-5);
    ck_assert_int_eq(hx_network_follow(&network, weights, &input, &followed), HX_OK);
    ck_assert_mem_eq(followed.hidden_voltage, seen.hidden_voltage, network.steps * sizeof(float));
    network.reset_us = -1.0;
    ck_assert_int_eq(hx_network_check(&network, NULL), HX_ERROR_ARGUMENT);
    network.reset_us = 0.0;
    network.refractory_us = 600.0;
    ck_assert_int_eq(hx_network_check(&network, NULL), HX_ERROR_ARGUMENT);
    hx_observation_destroy(&followed);
    hx_observation_destroy(&seen);
    hx_input_destroy(&input);
}
END_TEST

// Told the model's own spikes, the followed membranes are the model's; told others, they reset
// where those are and run on where the model would have spiked.
START_TEST(membranes_follow_the_spikes_that_were_seen)
{
    enum { HIDDEN = 9, INPUTS = 4 };
    hx_network network = small();
    network.inputs = INPUTS;
    network.hidden = HIDDEN;
    network.steps = 30;
    network.recurrent = true;
    float w0[INPUTS * HIDDEN], w1[HIDDEN], w2[HIDDEN * HIDDEN];
    for (int i = 0; i < INPUTS * HIDDEN; i++)
        w0[i] = (float)(i * 7 % 11) - 3.0f;
    for (int i = 0; i < HIDDEN * HIDDEN; i++)
        w2[i] = (float)(i * 5 % 13) / 13.0f - 0.5f;
    for (int i = 0; i < HIDDEN; i++)
        w1[i] = 0.0f;
    const float *const weights[HX_LAYER_COUNT] = {w0, w1, w2};
    const hx_spike spikes[] = {{1.0f, 0}, {5.5f, 2}, {9.0f, 1}, {20.0f, 3}};
    const hx_sample sample = {spikes, 4, 0, 0};
    hx_input input;
    hx_observation model, seen;
    ck_assert_int_eq(hx_input_create(&input, &network), HX_OK);
    ck_assert_int_eq(hx_observation_create(&model, &network), HX_OK);
    ck_assert_int_eq(hx_observation_create(&seen, &network), HX_OK);
    ck_assert_int_eq(hx_input_set(&input, &network, &sample), HX_OK);
    ck_assert_int_eq(hx_network_forward(&network, weights, &input, &model), HX_OK);
    size_t count = network.steps * HIDDEN;
    memcpy(seen.hidden_spikes, model.hidden_spikes, count);
    ck_assert_int_eq(hx_network_follow(&network, weights, &input, &seen), HX_OK);
    ck_assert_mem_eq(seen.hidden_voltage, model.hidden_voltage, count * sizeof(float));
    ck_assert_uint_gt(hx_observation_spike_count(&network, &model), 5);
    size_t first = 0;
    while (!model.hidden_spikes[first])
        first++;
    seen.hidden_spikes[first] = 0;
    ck_assert_int_eq(hx_network_follow(&network, weights, &input, &seen), HX_OK);
    ck_assert_float_eq(seen.hidden_voltage[first], model.hidden_voltage[first]);
    ck_assert_float_gt(seen.hidden_voltage[first + HIDDEN], model.hidden_voltage[first + HIDDEN]);
    hx_observation_destroy(&model);
    hx_observation_destroy(&seen);
    hx_input_destroy(&input);
}
END_TEST

START_TEST(scores_take_the_maximum_of_the_window)
{
    hx_network network = small();
    network.outputs = 2;
    network.steps = 4;
    network.score_from = 1;
    network.score_scale = 10.0;
    float output[8] = {9.0f, 9.0f, -1.0f, 0.25f, -0.5f, 0.25f, -2.0f, 0.125f};
    hx_observation seen = {.output_voltage = output};
    float scores[2];
    uint32_t steps[2];
    hx_network_scores(&network, &seen, scores, steps);
    ck_assert_float_eq(scores[0], -5.0f);
    ck_assert_float_eq(scores[1], 2.5f);
    ck_assert_uint_eq(steps[0], 2);
    ck_assert_uint_eq(steps[1], 1); // the first of equal maxima
    ck_assert_uint_eq(hx_network_decide(&network, &seen), 1);
    network.score_mean = true; // of the last three points
    output[4] = 4.5f;
    hx_network_scores(&network, &seen, scores, steps);
    ck_assert_float_eq(scores[0], 5.0f);
    ck_assert_float_eq_tol(scores[1], 2.083333f, 1e-5f);
    ck_assert_uint_eq(steps[0], 3);
    ck_assert_uint_eq(hx_network_decide(&network, &seen), 0);
}
END_TEST

START_TEST(input_is_checked_and_cut)
{
    hx_network network = small();
    hx_input input;
    ck_assert_int_eq(hx_input_create(&input, &network), HX_OK);
    const hx_spike outside[] = {{-1.0f, 0}, {3.9f, 1}, {15.9f, 0}, {16.0f, 0}};
    hx_sample sample = {outside, 4, 0, 0};
    ck_assert_int_eq(hx_input_set(&input, &network, &sample), HX_OK);
    ck_assert_uint_eq(input.start[1], 0);
    ck_assert_uint_eq(input.start[2], 1);
    ck_assert_uint_eq(input.start[7], 1);
    ck_assert_uint_eq(input.start[8], 2);
    const hx_spike unit[] = {{1.0f, 2}};
    sample = (hx_sample){unit, 1, 0, 0};
    ck_assert_int_eq(hx_input_set(&input, &network, &sample), HX_ERROR_ARGUMENT);
    const hx_spike unsorted[] = {{2.0f, 0}, {1.0f, 0}};
    sample = (hx_sample){unsorted, 2, 0, 0};
    ck_assert_int_eq(hx_input_set(&input, &network, &sample), HX_ERROR_ARGUMENT);
    hx_input_destroy(&input);
}
END_TEST

Suite *network_suite(void);
Suite *network_suite(void)
{
    Suite *suite = suite_create("network");
    TCase *core = tcase_create("core");
    tcase_add_test(core, one_spike_gives_the_expected_response);
    tcase_add_test(core, threshold_resets_and_drives_the_output);
    tcase_add_test(core, neurons_rest_after_a_spike);
    tcase_add_test(core, membranes_follow_the_spikes_that_were_seen);
    tcase_add_test(core, scores_take_the_maximum_of_the_window);
    tcase_add_test(core, input_is_checked_and_cut);
    suite_add_tcase(suite, core);
    return suite;
}

// The single neuron against closed forms.
// SPDX-License-Identifier: Apache-2.0
#include "models/single_neuron.h"

#include <check.h>
#include <math.h>
#include <stdio.h>

Suite *single_neuron_suite(void);

static hx_single_neuron_parameters get_lif(void)
{
    return (hx_single_neuron_parameters){.capacitance = 2.3,
                                         .leak_conductance = 230,
                                         .leak = 600,
                                         .threshold = 800,
                                         .reset = 500,
                                         .refractory = 2,
                                         .tau_syn_exc = 5,
                                         .tau_syn_inh = 8};
}

static hx_single_neuron *create(const hx_single_neuron_parameters *p,
                                const hx_single_neuron_input *inputs, size_t count)
{
    hx_error error = {""};
    hx_single_neuron *neuron = NULL;
    hx_status status = hx_single_neuron_create(&neuron, p, inputs, count, &error);
    ck_assert_msg(status == HX_OK, "%s", error.text);
    return neuron;
}

static hx_single_neuron_state go_to(hx_single_neuron *neuron, double time)
{
    hx_error error = {""};
    hx_single_neuron_state state;
    ck_assert_msg(hx_single_neuron_advance(neuron, time, &error) == HX_OK, "%s", error.text);
    hx_single_neuron_get(neuron, &state);
    return state;
}

static void expect_near(double value, long double expected, double tolerance)
{
    ck_assert_double_eq_tol(value, (double)expected, tolerance * (1e-3 + fabs((double)expected)));
}

// mV of a unit current (nA) that decays with `tau` on a membrane with `tau_m`, after `t` us.
static long double get_kernel(long double t, long double tau, long double tau_m, long double c)
{
    if (t <= 0) {
        return 0;
    }
    if (tau == tau_m) {
        return t / c * expl(-t / tau);
    }
    return (expl(-t / tau) - expl(-t / tau_m)) / (c * (1 / tau_m - 1 / tau));
}

// Excitatory time constants around and at tau_m = 10 us, and far from it.
static const double tau_exc[] = {5, 9.999999, 10, 10.000001, 300, 0.01};

START_TEST(input_has_closed_form)
{
    hx_single_neuron_parameters p = get_lif();
    p.threshold = 5000;
    p.tau_syn_exc = tau_exc[_i];
    const hx_single_neuron_input inputs[] = {{17.3, HX_SINGLE_NEURON_EXCITATORY, 800},
                                             {3.1, HX_SINGLE_NEURON_EXCITATORY, 500},
                                             {8.0, HX_SINGLE_NEURON_INHIBITORY, 900},
                                             {40.0, HX_SINGLE_NEURON_CURRENT, -12.5},
                                             {30.0, HX_SINGLE_NEURON_CURRENT, 25}};
    hx_single_neuron *neuron = create(&p, inputs, 5);
    for (int i = 0; i <= 100; i++) {
        long double t = 1.37L * i, v = 600, current[2] = {0, 0};
        for (int k = 0; k < 3; k++) {
            int inhibitory = inputs[k].kind == HX_SINGLE_NEURON_INHIBITORY;
            long double tau = inhibitory ? p.tau_syn_inh : p.tau_syn_exc;
            long double since = t - inputs[k].time;
            long double jump = inputs[k].value / tau;
            current[inhibitory] += since < 0 ? 0 : jump * expl(-since / tau);
            v += (inhibitory ? -jump : jump) * get_kernel(since, tau, 10, 2.3L);
        }
        v += t < 30 ? 0 : 25 / 0.23L * (1 - expl(-(t - 30) / 10));
        v -= t < 40 ? 0 : 37.5L / 0.23L * (1 - expl(-(t - 40) / 10));
        hx_single_neuron_state state = go_to(neuron, 1.37 * i);
        expect_near(state.v, v, 1e-12);
        expect_near(state.i_exc, current[0], 1e-11);
        expect_near(state.i_inh, current[1], 1e-12);
        ck_assert_double_eq(state.w, 0);
    }
    hx_single_neuron_destroy(neuron);
}
END_TEST

// A constant current gives equal intervals: refractory time + tau_m ln((V_inf - V_r)/(V_inf -
// V_t)).
START_TEST(interval_has_closed_form)
{
    hx_single_neuron_parameters p = get_lif();
    p.refractory = _i ? 2 : 0;
    const hx_single_neuron_input input = {0, HX_SINGLE_NEURON_CURRENT, 60};
    hx_single_neuron *neuron = create(&p, &input, 1);
    go_to(neuron, 1000);
    size_t count;
    const double *spikes = hx_single_neuron_get_spikes(neuron, &count);
    long double end = 600 + 60 / 0.23L;
    long double first = 10 * logl((end - 600) / (end - 800));
    long double interval = p.refractory + 10 * logl((end - 500) / (end - 800));
    ck_assert_uint_eq(count, (size_t)((1000 - first) / interval) + 1);
    for (size_t i = 0; i < count; i++) {
        expect_near(spikes[i], first + (long double)i * interval, 1e-13);
    }
    hx_single_neuron_destroy(neuron);
}
END_TEST

// With w' = -w (a = 0): steps of b, decay between, also while V is held.
START_TEST(adaptation_steps_and_decays)
{
    hx_single_neuron_parameters p = get_lif();
    p.has_adaptation = true;
    p.tau_w = 100;
    p.b = 0.5;
    const hx_single_neuron_input input = {0, HX_SINGLE_NEURON_CURRENT, 80};
    hx_single_neuron *neuron = create(&p, &input, 1);
    hx_single_neuron_state state = go_to(neuron, 200);
    size_t count;
    const double *spikes = hx_single_neuron_get_spikes(neuron, &count);
    ck_assert_uint_gt(count, 5);
    long double w = 0;
    for (size_t i = 0; i < count; i++) {
        w += 0.5L * expl(-(200 - (long double)spikes[i]) / 100);
    }
    expect_near(state.w, w, 1e-12);
    hx_single_neuron_destroy(neuron);
}
END_TEST

START_TEST(reset_conductance_pulls)
{
    hx_single_neuron_parameters p = get_lif();
    p.leak = 900;
    p.has_reset_conductance = true;
    p.reset_conductance = 2300;
    hx_single_neuron *neuron = create(&p, NULL, 0);
    long double end = (0.23L * 900 + 2.3L * 500) / 2.53L;
    hx_single_neuron_state state = go_to(neuron, 0);
    ck_assert_double_eq(state.v, 900); // fires at once, and the pull takes time
    for (int i = 1; i <= 10; i++) {
        long double t = 0.2L * i;
        state = go_to(neuron, 0.2 * i);
        expect_near(state.v, end + (900 - end) * expl(-t * 2.53L / 2.3L), 1e-13);
    }
    state = go_to(neuron, 3);
    long double released = end + (900 - end) * expl(-2 * 2.53L / 2.3L);
    expect_near(state.v, 900 + (released - 900) * expl(-0.1L), 1e-13);
    size_t count;
    hx_single_neuron_get_spikes(neuron, &count);
    ck_assert_uint_eq(count, 1);
    hx_single_neuron_destroy(neuron);
}
END_TEST

// Without leak the upswing has a closed form in the limit: it is only tested that a threshold
// far above V_T changes the spike by no more than the time the upswing takes there.
START_TEST(far_threshold_is_reached)
{
    double times[3];
    const double thresholds[] = {1100, 3000, 90000};
    for (int i = 0; i < 3; i++) {
        hx_single_neuron_parameters p = get_lif();
        p.has_exponential = true;
        p.slope = 10;
        p.exponential_at = 700;
        p.threshold = thresholds[i];
        const hx_single_neuron_input input = {0, HX_SINGLE_NEURON_CURRENT, 30};
        hx_single_neuron *neuron = create(&p, &input, 1);
        go_to(neuron, 50);
        size_t count;
        const double *spikes = hx_single_neuron_get_spikes(neuron, &count);
        ck_assert_uint_ge(count, 1);
        times[i] = spikes[0];
        hx_single_neuron_destroy(neuron);
    }
    ck_assert_double_gt(times[0], 1);
    ck_assert_double_eq_tol(times[0], times[1], 1e-13 * times[0]);
    ck_assert_double_eq_tol(times[0], times[2], 1e-13 * times[0]);
}
END_TEST

START_TEST(short_steps_change_nothing)
{
    hx_single_neuron_parameters p = get_lif();
    p.has_exponential = true;
    p.slope = 20;
    p.exponential_at = 750;
    p.has_adaptation = true;
    p.tau_w = 100;
    p.a = 20;
    p.b = 0.5;
    const hx_single_neuron_input inputs[] = {{1, HX_SINGLE_NEURON_EXCITATORY, 900},
                                             {30, HX_SINGLE_NEURON_INHIBITORY, 200},
                                             {40, HX_SINGLE_NEURON_CURRENT, 60}};
    hx_single_neuron *free_steps = create(&p, inputs, 3);
    p.longest_step = 0.01;
    hx_single_neuron *short_steps = create(&p, inputs, 3);
    for (int i = 0; i <= 150; i++) {
        hx_single_neuron_state one = go_to(free_steps, i);
        hx_single_neuron_state two = go_to(short_steps, i);
        ck_assert_double_eq_tol(one.v, two.v, 1e-10 * fabs(two.v));
        ck_assert_double_eq_tol(one.w, two.w, 1e-10 * (1e-3 + fabs(two.w)));
    }
    size_t count, other_count;
    const double *spikes = hx_single_neuron_get_spikes(free_steps, &count);
    const double *others = hx_single_neuron_get_spikes(short_steps, &other_count);
    ck_assert_uint_gt(count, 3);
    ck_assert_uint_eq(count, other_count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_double_eq_tol(spikes[i], others[i], 1e-11 * others[i]);
    }
    hx_single_neuron_destroy(free_steps);
    hx_single_neuron_destroy(short_steps);
}
END_TEST

// The peak of one input stays just below the threshold, or reaches it.
START_TEST(grazing_is_seen)
{
    hx_single_neuron_parameters p = get_lif();
    p.tau_syn_exc = 10;
    double peak = 600 + 500 / 10.0 / 2.3 * 10 * exp(-1);
    p.threshold = _i ? peak - 1e-7 : peak + 1e-7;
    const hx_single_neuron_input input = {1, HX_SINGLE_NEURON_EXCITATORY, 500};
    hx_single_neuron *neuron = create(&p, &input, 1);
    go_to(neuron, 100);
    size_t count;
    const double *spikes = hx_single_neuron_get_spikes(neuron, &count);
    ck_assert_uint_eq(count, (size_t)_i);
    if (_i) {
        ck_assert_double_eq_tol(spikes[0], 11, 1e-3);
    }
    hx_single_neuron_destroy(neuron);
}
END_TEST

// A reset above the threshold: a spike at the end of each refractory time.
START_TEST(high_reset_repeats)
{
    hx_single_neuron_parameters p = get_lif();
    p.reset = 850;
    const hx_single_neuron_input input = {1, HX_SINGLE_NEURON_CURRENT, 1e5};
    hx_single_neuron *neuron = create(&p, &input, 1);
    go_to(neuron, 20);
    size_t count;
    const double *spikes = hx_single_neuron_get_spikes(neuron, &count);
    ck_assert_uint_eq(count, 10);
    ck_assert_double_eq_tol(spikes[9] - spikes[0], 18, 1e-12);
    hx_single_neuron_destroy(neuron);
}
END_TEST

START_TEST(limits_are_reported)
{
    hx_error error = {""};
    hx_single_neuron_parameters p = get_lif();
    hx_single_neuron *neuron = NULL;
    p.capacitance = 0;
    ck_assert_int_eq(hx_single_neuron_create(&neuron, &p, NULL, 0, &error), HX_ERROR_ARGUMENT);
    ck_assert_ptr_null(neuron);
    ck_assert_str_eq(error.text, "capacitance_pF: 0 is outside 0.001..1e+06");
    p = get_lif();
    p.tau_syn_inh = NAN;
    ck_assert_int_eq(hx_single_neuron_check(&p, &error), HX_ERROR_ARGUMENT);
    p = get_lif();
    p.refractory = 0;
    p.reset = 800;
    ck_assert_int_eq(hx_single_neuron_check(&p, &error), HX_ERROR_ARGUMENT);
    p = get_lif();
    p.leak = 900;
    p.has_reset_conductance = true;
    p.reset_conductance = 1;
    p.has_exponential = true;
    p.exponential_at = 700;
    p.slope = 10;
    neuron = create(&p, NULL, 0);
    ck_assert_int_eq(hx_single_neuron_advance(neuron, 10, &error), HX_ERROR_LIMIT);
    hx_single_neuron_destroy(neuron);
}
END_TEST

Suite *single_neuron_suite(void)
{
    Suite *suite = suite_create("single_neuron");
    TCase *forms = tcase_create("closed forms");
    tcase_add_loop_test(forms, input_has_closed_form, 0, sizeof tau_exc / sizeof *tau_exc);
    tcase_add_loop_test(forms, interval_has_closed_form, 0, 2);
    tcase_add_test(forms, adaptation_steps_and_decays);
    tcase_add_test(forms, reset_conductance_pulls);
    suite_add_tcase(suite, forms);
    TCase *steps = tcase_create("steps");
    tcase_add_test(steps, far_threshold_is_reached);
    tcase_add_test(steps, short_steps_change_nothing);
    tcase_add_loop_test(steps, grazing_is_seen, 0, 2);
    tcase_add_test(steps, high_reset_repeats);
    tcase_add_test(steps, limits_are_reported);
    suite_add_tcase(suite, steps);
    return suite;
}

// Error of the neurons' rules against their step.
// SPDX-License-Identifier: Apache-2.0
//
// A neuron with exponential term and adaptation, driven by one input and kept just below the
// threshold of its upswing, so that all terms of the equations matter.
#include "host/analog/accuracy.h"
#include "models/adex_kernel.h"
#include "models/elementary.h"
#include "models/neuron.h"
#include "models/single_neuron.h"

#include <math.h>

#define LENGTH 16.384 // us: 4096 cycles

static const hx_single_neuron_parameters neuron = {.capacitance = 2.3,
                                                   .leak_conductance = 383,
                                                   .leak = 530,
                                                   .threshold = 900,
                                                   .reset = 400,
                                                   .refractory = 1,
                                                   .tau_syn_exc = 3,
                                                   .tau_syn_inh = 3,
                                                   .slope = 20,
                                                   .exponential_at = 600,
                                                   .tau_w = 20,
                                                   .a = 50,
                                                   .has_exponential = true,
                                                   .has_adaptation = true};
static const double charge = 220; // fC

static hx_status go_ideal(double step, double *membrane, hx_error *error)
{
    const hx_single_neuron_input input = {0, HX_SINGLE_NEURON_EXCITATORY, charge};
    hx_single_neuron_parameters p = neuron;
    hx_single_neuron *n = NULL;
    p.longest_step = step;
    hx_status status = hx_single_neuron_create(&n, &p, &input, 1, error);
    if (!status)
        status = hx_single_neuron_advance(n, LENGTH, error);
    hx_single_neuron_state state = {0};
    if (!status)
        hx_single_neuron_get(n, &state);
    *membrane = state.v;
    hx_single_neuron_destroy(n);
    return status;
}

// Coefficients of a step of `time` s, as the core computes them.
static hx_adex_span get_span(double capacitance, double conductance, double time)
{
    hx_adex_span h = {.reach = time / capacitance};
    double rate = conductance / capacitance;
    for (int end = 0; end < 2; end++) {
        double t = end ? time : time / 2;
        h.decay[end] = hx_elementary_exp(-rate * t);
        h.excitatory_decay[end] = hx_elementary_exp(-t / (neuron.tau_syn_exc * 1e-6));
        h.excitatory[end] =
            hx_neuron_get_gain(capacitance, rate, 1 / (neuron.tau_syn_exc * 1e-6), t);
        h.inhibitory_decay[end] = h.excitatory_decay[end];
        h.inhibitory[end] = h.excitatory[end];
        h.adaptation_decay[end] = hx_elementary_exp(-t / (neuron.tau_w * 1e-6));
    }
    return h;
}

static double go_chip(double step)
{
    const double capacitance = neuron.capacitance * 1e-12;
    const double conductance = neuron.leak_conductance * 1e-9;
    const hx_adex_span h = get_span(capacitance, conductance, step * 1e-6);
    const hx_adex_cell c = {.target = neuron.leak * 1e-3,
                            .resistance = 1 / conductance,
                            .exponential = conductance * HX_PARAMETERS_EXPONENTIAL_SLOPE,
                            .exponential_at = neuron.exponential_at * 1e-3,
                            .coupling = neuron.a * 1e-9,
                            .adaptation_at = neuron.leak * 1e-3};
    hx_adex_state s = {.membrane = neuron.leak * 1e-3,
                       .excitatory = charge / neuron.tau_syn_exc * 1e-9};
    for (long steps = lround(LENGTH / step); steps > 0; steps--) {
        hx_adex_work k;
        hx_adex_begin(&s, &h, &c, &k);
        hx_adex_do_second(&s, &h, &c, &k);
        hx_adex_do_third(&s, &h, &c, &k);
        s.membrane = hx_adex_end(&s, &h, &c, &k);
        s.adaptation = k.w_full;
        s.excitatory *= h.excitatory_decay[1];
    }
    return s.membrane * 1e3;
}

hx_status hx_accuracy_converge(bool chip, double step, double *difference, hx_error *error)
{
    const hx_oracle_parameters p = {
        .compartments = 1,
        .compartment = {{.capacitance = neuron.capacitance,
                         .leak_conductance = neuron.leak_conductance,
                         .leak = neuron.leak,
                         .threshold = INFINITY,
                         .tau_exc = neuron.tau_syn_exc,
                         .tau_inh = neuron.tau_syn_inh,
                         .exponential = neuron.leak_conductance * neuron.slope / 1000,
                         .exponential_at = neuron.exponential_at,
                         .slope = neuron.slope,
                         .exponential_most = INFINITY,
                         .tau_w = neuron.tau_w,
                         .a = neuron.a,
                         .adaptation_at = neuron.leak}}};
    hx_oracle *oracle = NULL;
    if (!hx_oracle_is_there())
        return hx_error_set(error, HX_ERROR_STATE,
                            "this program was built without SUNDIALS: install libsundials-dev and "
                            "build again");
    hx_status status = hx_oracle_create(&oracle, &p);
    if (!status)
        status = hx_oracle_add_input(oracle, 0, 0, charge / neuron.tau_syn_exc);
    if (!status)
        status = hx_oracle_advance(oracle, LENGTH);
    double membrane = 0;
    if (!status && chip)
        membrane = go_chip(step);
    else if (!status)
        status = go_ideal(step, &membrane, error);
    if (!status)
        *difference = fabs(membrane - hx_oracle_get_membrane(oracle, 0));
    hx_oracle_destroy(oracle);
    return status;
}

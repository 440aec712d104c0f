// Error of the neurons' rules against their step.
// SPDX-License-Identifier: Apache-2.0
//
// A neuron with exponential term and adaptation, driven by one input and kept just below the
// threshold of its upswing, so that all terms of the equations matter.
#include "host/analog/accuracy.h"
#include "models/adex_calm.h"
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

static hx_parameters get_parameters(void)
{
    return (hx_parameters){.capacitance = neuron.capacitance * 1e-12,
                           .conductance = {neuron.leak_conductance * 1e-9, 1},
                           .excitatory_time = neuron.tau_syn_exc * 1e-6,
                           .inhibitory_time = neuron.tau_syn_inh * 1e-6,
                           .linear_part = {1, 1},
                           .adaptation_time = neuron.tau_w * 1e-6,
                           .adaptation_conductance = neuron.a * 1e-9};
}

static hx_adex_cell get_cell(const hx_parameters *p)
{
    return (hx_adex_cell){.target = neuron.leak * 1e-3,
                          .resistance = 1 / p->conductance[0],
                          .exponential = p->conductance[0] * HX_PARAMETERS_EXPONENTIAL_SLOPE,
                          .exponential_at = neuron.exponential_at * 1e-3,
                          .coupling = p->adaptation_conductance,
                          .adaptation_at = neuron.leak * 1e-3};
}

// Steps as the core makes them where the currents are calm.
static void go_calm(double time, long steps, hx_adex_state *s)
{
    const hx_parameters p = get_parameters();
    const hx_adex_cell c = get_cell(&p);
    const double rate = p.conductance[0] / p.capacitance;
    const double decay = hx_elementary_exp(-time / p.excitatory_time);
    hx_adex_calm h;
    hx_adex_fill_calm(&h, &p, 0, time);
    h.decay = hx_elementary_exp(-rate * time);
    h.gain[0] = hx_neuron_get_gain(p.capacitance, rate, 1 / p.excitatory_time, time);
    h.gain[1] = hx_neuron_get_gain(p.capacitance, rate, 1 / p.inhibitory_time, time);
    for (; steps > 0; steps--) {
        const double current = hx_adex_exponential(&c, s->membrane);
        double linear;
        hx_adex_go_calm(s, &h, &c, current, false, &s->membrane, &s->adaptation, &linear);
        s->excitatory *= decay;
    }
}

// Steps as the core makes them where the currents move fast.
static void go_fast(double time, long steps, hx_adex_state *s)
{
    const hx_parameters p = get_parameters();
    const hx_adex_cell c = get_cell(&p);
    hx_adex_span h;
    hx_adex_fill_span(&h, &p, 0, time);
    for (; steps > 0; steps--) {
        hx_adex_go(s, &h, &c);
        s->excitatory *= h.excitatory_decay[1];
    }
}

static double go_chip(hx_accuracy_rule rule, double step)
{
    hx_adex_state s = {.membrane = neuron.leak * 1e-3,
                       .excitatory = charge / neuron.tau_syn_exc * 1e-9};
    (rule == HX_ACCURACY_CALM ? go_calm : go_fast)(step * 1e-6, lround(LENGTH / step), &s);
    return s.membrane * 1e3;
}

hx_status hx_accuracy_converge(hx_accuracy_rule rule, double step, double *difference,
                               hx_error *error)
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
    if (!status && rule != HX_ACCURACY_IDEAL)
        membrane = go_chip(rule, step);
    else if (!status)
        status = go_ideal(step, &membrane, error);
    if (!status)
        *difference = fabs(membrane - hx_oracle_get_membrane(oracle, 0));
    hx_oracle_destroy(oracle);
    return status;
}

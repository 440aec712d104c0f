// Random experiments with the ideal neuron.
// SPDX-License-Identifier: Apache-2.0
#include "host/analog/accuracy_private.h"
#include "models/single_neuron.h"

#include <math.h>

static hx_status advance(void *state, double time, hx_error *error)
{
    return hx_single_neuron_advance(state, time, error);
}

static double get_membrane(const void *state, unsigned compartment)
{
    (void)compartment;
    hx_single_neuron_state s;
    hx_single_neuron_get(state, &s);
    return s.v;
}

static bool get_spike(const void *state, size_t index, double *time, unsigned *compartment)
{
    size_t count;
    const double *spikes = hx_single_neuron_get_spikes(state, &count);
    *compartment = 0;
    if (index < count)
        *time = spikes[index];
    return index < count;
}

static void destroy(void *state)
{
    hx_single_neuron_destroy(state);
}

static hx_single_neuron_parameters draw(bool adex, hx_accuracy_random *r)
{
    hx_single_neuron_parameters p = {.capacitance = hx_accuracy_uniform(r, 0.7, 2.4),
                                     .leak = hx_accuracy_uniform(r, 400, 700),
                                     .refractory = hx_accuracy_uniform(r, 0.5, 5),
                                     .tau_syn_exc = hx_accuracy_uniform(r, 0.3, 15),
                                     .tau_syn_inh = hx_accuracy_uniform(r, 0.3, 15),
                                     .has_exponential = adex,
                                     .has_adaptation = adex,
                                     .has_reset_conductance = hx_accuracy_draw(r, 2)};
    p.leak_conductance = 1000 * p.capacitance / hx_accuracy_uniform(r, 0.5, 30);
    p.threshold = p.leak + hx_accuracy_uniform(r, 40, 300);
    p.reset = p.leak - hx_accuracy_uniform(r, 0, 200);
    p.reset_conductance = 1000 * p.capacitance / hx_accuracy_uniform(r, 0.05, 0.15);
    if (adex) {
        p.slope = hx_accuracy_uniform(r, 5, 30);
        p.exponential_at = p.leak + hx_accuracy_uniform(r, 40, 200);
        p.threshold = p.exponential_at + p.slope * hx_accuracy_uniform(r, 1, 4);
        p.tau_w = hx_accuracy_uniform(r, 10, 200);
        p.a = p.leak_conductance * hx_accuracy_uniform(r, 0, 0.5);
        p.b = p.leak_conductance * hx_accuracy_uniform(r, 0, 10) / 1000;
    }
    return p;
}

static hx_oracle_parameters get_oracle(const hx_single_neuron_parameters *p)
{
    hx_oracle_compartment c = {.capacitance = p->capacitance,
                               .leak_conductance = p->leak_conductance,
                               .leak = p->leak,
                               .reset_conductance = p->reset_conductance,
                               .reset = p->reset,
                               .threshold = p->threshold,
                               .tau_exc = p->tau_syn_exc,
                               .tau_inh = p->tau_syn_inh,
                               .exponential_most = INFINITY,
                               .slope = p->slope,
                               .exponential_at = p->exponential_at,
                               .adaptation_at = p->leak};
    if (p->has_exponential)
        c.exponential = p->leak_conductance * p->slope / 1000;
    if (p->has_adaptation) {
        c.tau_w = p->tau_w;
        c.a = p->a;
        c.b = p->b;
    }
    return (hx_oracle_parameters){.compartments = 1,
                                  .compartment = {c},
                                  .refractory = p->refractory,
                                  .hold = !p->has_reset_conductance};
}

hx_status hx_accuracy_make_ideal(bool adex, hx_accuracy_random *random, hx_accuracy_experiment *x,
                                 hx_error *error)
{
    hx_single_neuron_parameters p = draw(adex, random);
    hx_single_neuron_input inputs[HX_ACCURACY_INPUTS];
    double time = 0;
    for (int i = 0; i < HX_ACCURACY_INPUTS; i++) {
        bool inhibitory = hx_accuracy_draw(random, 4) == 0;
        double tau = inhibitory ? p.tau_syn_inh : p.tau_syn_exc;
        time += hx_accuracy_uniform(random, 0, 2 * HX_ACCURACY_LENGTH / HX_ACCURACY_INPUTS);
        // A charge that alone makes a part of the way to the threshold.
        double charge =
            p.capacitance * (p.threshold - p.leak) * hx_accuracy_uniform(random, 0.1, 0.8);
        inputs[i] = (hx_single_neuron_input){
            time, inhibitory ? HX_SINGLE_NEURON_INHIBITORY : HX_SINGLE_NEURON_EXCITATORY, charge};
        x->input[i] =
            (hx_accuracy_input){.time = time, .sign = inhibitory, .current = charge / tau};
    }
    hx_single_neuron *neuron = NULL;
    x->oracle = get_oracle(&p);
    hx_status status = hx_single_neuron_create(&neuron, &p, inputs, HX_ACCURACY_INPUTS, error);
    x->subject = (hx_accuracy_subject){.state = neuron,
                                       .advance = advance,
                                       .get_membrane = get_membrane,
                                       .get_spike = get_spike,
                                       .destroy = destroy};
    return status;
}

// One ideal neuron: steps, inputs and spikes.
// SPDX-License-Identifier: Apache-2.0
//
// A step begins at `begin` with the series of V and w around it, and holds for `length`; at its
// end comes `next`. Several steps may have the same `begin`: the upswing of the exponential
// term passes decades of potential in less time than a double can resolve at 100 us.
#include "models/elementary.h"
#include "models/series.h"
#include "models/single_neuron.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_STEPS 400000000.0
#define MOST_SPIKES 10000000
#define TOGETHER 1e-12       // relative and in us: times that count as equal
#define STEP_ERROR 1e-16     // of a step, relative
#define LARGEST_EXPONENT 200 // of the exponential term
#define NO_CURRENT 1e-20     // mV that a current may still move the membrane

typedef enum next_kind { NEXT_STEP, NEXT_INPUT, NEXT_REFRACTORY_END, NEXT_SPIKE } next_kind;

// An exponentially decaying current, counted from its last jump.
typedef struct synapse {
    double tau;
    double current; // nA at `since`
    double since;
} synapse;

struct hx_single_neuron {
    hx_single_neuron_parameters p;
    hx_single_neuron_input *inputs; // in order of time
    size_t input_count, input_next;
    double now;

    double begin, length, end;
    double scale; // us per unit of the series' variable
    hx_series v, w;
    next_kind next;

    synapse synapse[2];
    double current;
    bool refractory;
    double refractory_end;

    double *spikes;
    size_t spike_count, spike_capacity;
    double steps;
};

static double get_current(const synapse *s, double time)
{
    return s->current * hx_elementary_exp(-(time - s->since) / s->tau);
}

// Taylor coefficients from the differential equations, in units of `scale`.
static void fill_series(hx_single_neuron *n, double conductance, double drive, double exponential)
{
    const hx_single_neuron_parameters *p = &n->p;
    bool held = n->refractory && !p->has_reset_conductance;
    double exc = get_current(&n->synapse[0], n->begin);
    double inh = get_current(&n->synapse[1], n->begin);
    exc = exc * p->tau_syn_exc < NO_CURRENT * p->capacitance ? 0.0 : exc;
    inh = inh * p->tau_syn_inh < NO_CURRENT * p->capacitance ? 0.0 : inh;
    double v_step = n->scale / p->capacitance;
    double w_step = p->has_adaptation ? n->scale / p->tau_w : 0.0;
    double exp_series[HX_SERIES_TERMS] = {exponential};
    for (int k = 0; k < HX_SERIES_ORDER; ++k) {
        double sum = exc - inh - conductance * n->v.c[k] - n->w.c[k];
        sum += k == 0 ? drive : 0.0;
        if (p->has_exponential) {
            sum += 1e-3 * p->leak_conductance * p->slope * exp_series[k];
        }
        n->v.c[k + 1] = held ? 0.0 : sum * v_step / (k + 1);
        double from_leak = k == 0 ? n->v.c[0] - p->leak : n->v.c[k];
        n->w.c[k + 1] = (1e-3 * p->a * from_leak - n->w.c[k]) * w_step / (k + 1);
        exc *= -n->scale / (p->tau_syn_exc * (k + 1));
        inh *= -n->scale / (p->tau_syn_inh * (k + 1));
        // E = exp((V - V_T)/D) obeys E' = E V' / D.
        double product = 0.0;
        for (int j = 0; j <= k && p->has_exponential && !held; ++j) {
            product += (j + 1) * n->v.c[j + 1] * exp_series[k - j];
        }
        exp_series[k + 1] = p->has_exponential ? product / (p->slope * (k + 1)) : 0.0;
    }
}

// The longest step worth a try: a few of the shortest time constants at work (us).
static double get_longest(const hx_single_neuron *n, double conductance)
{
    double limit = n->p.longest_step > 0.0 ? n->p.longest_step : INFINITY;
    limit = fmin(limit, 4.0 * n->p.capacitance / conductance);
    limit = n->p.has_adaptation ? fmin(limit, 4.0 * n->p.tau_w) : limit;
    for (int i = 0; i < 2; ++i) {
        const synapse *s = &n->synapse[i];
        if (get_current(s, n->begin) * s->tau >= NO_CURRENT * n->p.capacitance) {
            limit = fmin(limit, 4.0 * s->tau);
        }
    }
    return fmin(limit, 1e7);
}

// What a step may lose: relative to the first terms, since the first one may be 0.
static double get_error(const hx_series *series)
{
    const double *c = series->c;
    return STEP_ERROR * (fabs(c[0]) + fabs(c[1]) + fabs(c[2]) + 1e-9);
}

static void end_step_at(hx_single_neuron *n, double time, next_kind next)
{
    if (time - n->begin <= n->length) {
        n->length = time > n->begin ? time - n->begin : 0.0;
        n->end = time;
        n->next = next;
    }
}

// Makes the step that begins at n->begin, where v.c[0] and w.c[0] are the state.
static hx_status plan_step(hx_single_neuron *n, hx_error *error)
{
    const hx_single_neuron_parameters *p = &n->p;
    if (++n->steps > MOST_STEPS) {
        return hx_error_set(error, HX_ERROR_LIMIT,
                            "more than %g steps by %.9g us: time constants or intervals of spikes "
                            "are too short for this duration",
                            MOST_STEPS, n->begin);
    }
    n->length = 0.0;
    n->end = n->begin;
    n->next = NEXT_SPIKE;
    if (!n->refractory && n->v.c[0] >= p->threshold) {
        return HX_OK;
    }
    // uS, nA: a conductance in nS times a potential in mV is 1e-3 nA.
    double conductance = 1e-3 * p->leak_conductance;
    double drive = 1e-3 * p->leak_conductance * p->leak + n->current;
    bool held = n->refractory && !p->has_reset_conductance;
    if (n->refractory && !held) {
        conductance += 1e-3 * p->reset_conductance;
        drive += 1e-3 * p->reset_conductance * p->reset;
    }
    double exponential = 0.0;
    double rate = conductance / p->capacitance;
    if (p->has_exponential && p->leak_conductance > 0.0 && !held) {
        double exponent = (n->v.c[0] - p->exponential_at) / p->slope;
        if (exponent > LARGEST_EXPONENT && n->refractory) {
            return hx_error_set(error, HX_ERROR_LIMIT,
                                "V runs away in the refractory time at %.9g us: the reset "
                                "conductance is too weak for the exponential term",
                                n->begin);
        }
        if (exponent > LARGEST_EXPONENT) {
            return HX_OK; // the threshold is less than 1e-80 us away
        }
        exponential = hx_elementary_exp(exponent);
        double upward = 1e-3 * p->leak_conductance * p->slope * exponential;
        rate += fabs(upward + drive - conductance * n->v.c[0]) / (p->capacitance * p->slope);
    }
    n->scale = 1.0 / fmax(rate, 1e-3);
    fill_series(n, conductance, drive, exponential);

    double longest = get_longest(n, conductance) / n->scale;
    double reach = hx_series_get_reach(&n->v, get_error(&n->v), longest);
    reach = hx_series_get_reach(&n->w, get_error(&n->w), reach);
    n->length = reach * n->scale;
    n->end = n->begin + n->length;
    n->next = NEXT_STEP;
    if (n->input_next < n->input_count) {
        end_step_at(n, n->inputs[n->input_next].time, NEXT_INPUT);
    }
    if (n->refractory) {
        end_step_at(n, n->refractory_end, NEXT_REFRACTORY_END);
    } else {
        double x;
        if (hx_series_find(&n->v, p->threshold, n->length / n->scale, &x)) {
            n->length = x * n->scale;
            n->end = n->begin + n->length;
            n->next = NEXT_SPIKE;
        }
    }
    return HX_OK;
}

static hx_status add_spike(hx_single_neuron *n, hx_error *error)
{
    if (n->spike_count == MOST_SPIKES) {
        return hx_error_set(error, HX_ERROR_LIMIT, "more than %d spikes by %.9g us", MOST_SPIKES,
                            n->begin);
    }
    if (n->spike_count == n->spike_capacity) {
        size_t capacity = n->spike_capacity ? 2 * n->spike_capacity : 64;
        double *spikes = realloc(n->spikes, capacity * sizeof *spikes);
        if (!spikes) {
            return HX_ERROR_MEMORY;
        }
        n->spikes = spikes;
        n->spike_capacity = capacity;
    }
    n->spikes[n->spike_count++] = n->begin;
    return HX_OK;
}

static hx_status fire(hx_single_neuron *n, hx_error *error)
{
    const hx_single_neuron_parameters *p = &n->p;
    hx_status status = add_spike(n, error);
    n->w.c[0] += p->has_adaptation ? p->b : 0.0;
    if (!p->has_reset_conductance) {
        n->v.c[0] = p->reset;
    }
    n->refractory = p->refractory > 0.0;
    n->refractory_end = n->begin + p->refractory;
    return status;
}

static void take_input(hx_single_neuron *n)
{
    const hx_single_neuron_input *input = &n->inputs[n->input_next++];
    if (input->kind == HX_SINGLE_NEURON_CURRENT) {
        n->current = input->value;
        return;
    }
    synapse *s = &n->synapse[input->kind];
    s->current = get_current(s, n->begin) + input->value / s->tau;
    s->since = n->begin;
}

// Goes over the end of the step under way.
static hx_status finish_step(hx_single_neuron *n, hx_error *error)
{
    double x = n->length / n->scale;
    n->v.c[0] = hx_series_get(&n->v, x);
    n->w.c[0] = hx_series_get(&n->w, x);
    n->begin = n->end;
    switch (n->next) {
    case NEXT_INPUT:
        take_input(n);
        break;
    case NEXT_REFRACTORY_END:
        n->refractory = false;
        break;
    case NEXT_SPIKE:
        n->v.c[0] = fmax(n->v.c[0], n->p.threshold);
        return fire(n, error);
    case NEXT_STEP:
        break;
    }
    return HX_OK;
}

hx_status hx_single_neuron_advance(hx_single_neuron *n, double time, hx_error *error)
{
    double limit = time + TOGETHER * (1.0 + time);
    while (n->end <= limit) {
        hx_status status = finish_step(n, error);
        if (!status) {
            status = plan_step(n, error);
        }
        if (status) {
            return status;
        }
    }
    n->now = time;
    return HX_OK;
}

void hx_single_neuron_get(const hx_single_neuron *n, hx_single_neuron_state *state)
{
    // Slightly negative if the last step ended just behind `now`.
    double time = n->now > n->begin ? n->now : n->begin;
    double x = (time - n->begin) / n->scale;
    state->v = hx_series_get(&n->v, x);
    state->w = hx_series_get(&n->w, x) + 0.0; // never the negative zero
    state->i_exc = get_current(&n->synapse[0], time);
    state->i_inh = get_current(&n->synapse[1], time);
}

const double *hx_single_neuron_get_spikes(const hx_single_neuron *n, size_t *count)
{
    *count = n->spike_count;
    return n->spikes;
}

// Merge sort, since equal times must keep their order.
static void sort_inputs(hx_single_neuron_input *list, hx_single_neuron_input *spare, size_t count)
{
    if (count < 2) {
        return;
    }
    size_t half = count / 2;
    sort_inputs(list, spare, half);
    sort_inputs(list + half, spare, count - half);
    memcpy(spare, list, half * sizeof *list);
    for (size_t left = 0, right = half, i = 0; left < half; ++i) {
        bool take_left = right == count || spare[left].time <= list[right].time;
        list[i] = take_left ? spare[left++] : list[right++];
    }
}

hx_status hx_single_neuron_create(hx_single_neuron **result,
                                  const hx_single_neuron_parameters *parameters,
                                  const hx_single_neuron_input *inputs, size_t input_count,
                                  hx_error *error)
{
    *result = NULL;
    hx_status status = hx_single_neuron_check(parameters, error);
    if (status) {
        return status;
    }
    for (size_t i = 0; i < input_count; ++i) {
        if (!(inputs[i].time >= 0.0) || !isfinite(inputs[i].time) || !isfinite(inputs[i].value)) {
            return hx_error_set(error, HX_ERROR_ARGUMENT, "input %zu: not a time and a value", i);
        }
    }
    hx_single_neuron *n = calloc(1, sizeof *n);
    size_t size = (input_count ? input_count : 1) * sizeof *inputs;
    hx_single_neuron_input *spare = malloc(size);
    if (n) {
        n->inputs = malloc(size);
    }
    if (!n || !n->inputs || !spare) {
        free(spare);
        hx_single_neuron_destroy(n);
        return HX_ERROR_MEMORY;
    }
    n->p = *parameters;
    if (input_count) {
        memcpy(n->inputs, inputs, size);
    }
    n->input_count = input_count;
    sort_inputs(n->inputs, spare, input_count);
    free(spare);
    n->scale = 1.0;
    n->synapse[0].tau = parameters->tau_syn_exc;
    n->synapse[1].tau = parameters->tau_syn_inh;
    n->v.c[0] = parameters->leak;
    n->next = NEXT_STEP; // an empty step that ends at 0
    *result = n;
    return HX_OK;
}

void hx_single_neuron_destroy(hx_single_neuron *n)
{
    if (n) {
        free(n->inputs);
        free(n->spikes);
        free(n);
    }
}

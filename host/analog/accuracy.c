// The neurons of this program against CVODE: the comparison.
// SPDX-License-Identifier: Apache-2.0
#include "host/analog/accuracy_private.h"

#include <math.h>

#define SAMPLE (16 * HX_ACCURACY_CYCLE) // us
#define MEMBRANE_LIMIT 0.5              // mV
#define PEAK_MARGIN 0.02                // mV
#define NOW 1e-9                        // us

const char *const hx_accuracy_names[HX_ACCURACY_KINDS] = {
    "neuron, LIF", "neuron, AdEx", "chip, LIF", "chip, AdEx", "chip, two compartments"};

typedef struct comparison {
    const hx_accuracy_experiment *x;
    hx_oracle *oracle;
    double allowed;   // ns
    double near_miss; // us: when the oracle was last close to a threshold, not above
    size_t spikes;    // compared
    bool ended;
    hx_accuracy *result;
} comparison;

// The two disagree about a spike: allowed only where the oracle's peak is at the threshold.
static void disagree(comparison *c, double time)
{
    c->ended = true;
    if (fabs(time - c->near_miss) < 1)
        c->result->not_counted++;
    else
        c->result->violations++;
}

static void compare_spikes(comparison *c, double time)
{
    size_t count;
    const hx_oracle_spike *spikes = hx_oracle_get_spikes(c->oracle, &count);
    const hx_accuracy_subject *s = &c->x->subject;
    for (; !c->ended; c->spikes++) {
        double other = INFINITY;
        unsigned compartment = 0;
        bool is_there = s->get_spike(s->state, c->spikes, &other, &compartment);
        bool expected = c->spikes < count;
        double first =
            fmin(is_there ? other : INFINITY, expected ? spikes[c->spikes].time : INFINITY);
        // Both have had the time to see it.
        if (!isfinite(first) || time < first + 0.1)
            return;
        if (!is_there || !expected || compartment != spikes[c->spikes].compartment) {
            disagree(c, first);
            return;
        }
        const hx_oracle_spike *spike = &spikes[c->spikes];
        double late = 1000 * fabs(other - spike->time);
        double limit = fmax(c->allowed, 1000 * PEAK_MARGIN / fabs(spike->slope));
        if (late > limit + NOW * 1000) {
            disagree(c, first);
            return;
        }
        c->result->spikes++;
        c->result->spike = fmax(c->result->spike, late);
        c->result->share = fmax(c->result->share, late / limit);
    }
}

// Outside a cycle around what makes the membrane bend: spikes and ends of resets.
static bool is_quiet(const comparison *c, double time)
{
    size_t count;
    const hx_oracle_spike *spikes = hx_oracle_get_spikes(c->oracle, &count);
    double other;
    unsigned compartment;
    bool new_ones = c->spikes < count ||
                    c->x->subject.get_spike(c->x->subject.state, c->spikes, &other, &compartment);
    (void)spikes;
    return !new_ones && time - hx_oracle_get_last_jump(c->oracle) > 2 * HX_ACCURACY_CYCLE;
}

static void compare_membranes(comparison *c, double time)
{
    const hx_accuracy_subject *s = &c->x->subject;
    for (unsigned k = 0; k < c->x->oracle.compartments; k++) {
        double v = hx_oracle_get_membrane(c->oracle, k);
        double below = c->x->oracle.compartment[k].threshold - v;
        if (hx_oracle_is_watching(c->oracle, k) && below < PEAK_MARGIN && below > -PEAK_MARGIN)
            c->near_miss = time;
        if (!is_quiet(c, time))
            continue;
        double difference = fabs(s->get_membrane(s->state, k) - v);
        c->result->membrane = fmax(c->result->membrane, difference);
        if (difference > MEMBRANE_LIMIT) {
            c->result->violations++;
            c->ended = true;
        }
    }
}

static hx_status run(comparison *c, hx_error *error)
{
    const hx_accuracy_subject *s = &c->x->subject;
    const hx_accuracy_input *input = c->x->input, *last = input + HX_ACCURACY_INPUTS;
    hx_status status = HX_OK;
    double sample = SAMPLE;
    while (!status && !c->ended && sample < HX_ACCURACY_LENGTH) {
        double time = input < last ? fmin(sample, input->time) : sample;
        status = hx_oracle_advance(c->oracle, time);
        if (!status)
            status = s->advance(s->state, time, error);
        if (!status && time == sample) {
            compare_spikes(c, time);
            if (!c->ended)
                compare_membranes(c, time);
            sample += SAMPLE;
        }
        for (; !status && input < last && input->time <= time; input++) {
            if (s->send)
                s->send(s->state, input);
            status =
                hx_oracle_add_input(c->oracle, input->compartment, input->sign, input->current);
        }
    }
    return status;
}

hx_status hx_accuracy_measure(hx_accuracy_kind kind, uint64_t seed, unsigned index,
                              hx_accuracy *result, hx_error *error)
{
    hx_accuracy_random random = {seed * 1000003 + 7919 * index + (unsigned)kind};
    bool adex = kind == HX_ACCURACY_IDEAL_ADEX || kind == HX_ACCURACY_CHIP_ADEX;
    hx_accuracy_experiment x;
    if (!hx_oracle_is_there())
        return hx_error_set(error, HX_ERROR_STATE,
                            "this program was built without SUNDIALS: install libsundials-dev and "
                            "build again");
    hx_status status =
        kind <= HX_ACCURACY_IDEAL_ADEX
            ? hx_accuracy_make_ideal(adex, &random, &x, error)
            : hx_accuracy_make_chip(adex, kind == HX_ACCURACY_CHIP_TWO ? 2 : 1, &random, &x, error);
    if (status)
        return status;
    comparison c = {.x = &x, .allowed = adex ? 20 : 4, .near_miss = -INFINITY, .result = result};
    status = hx_oracle_create(&c.oracle, &x.oracle);
    if (!status)
        status = run(&c, error);
    result->experiments++;
    hx_oracle_destroy(c.oracle);
    x.subject.destroy(x.subject.state);
    return status;
}

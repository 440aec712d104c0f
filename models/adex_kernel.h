// Currents of the neurons of adex.h, and their step where they move fast.
// SPDX-License-Identifier: Apache-2.0
//
// Plain functions of plain numbers, used alike by the row loops and for single neurons, so that
// both give the same bits. The step where the currents are calm: adex_calm.h.
//
// Rule of a fast step: membrane and adaptation decay exactly, the synaptic currents act in closed
// form, and what N and a (V - V_w) change in the step goes behind these decays by the classical
// Runge-Kutta rule. Its error falls with the fourth power of the step.
#ifndef HX_MODELS_ADEX_KERNEL_H
#define HX_MODELS_ADEX_KERNEL_H

#include "models/parameters.h"

#include <stdint.h>
#include <string.h>

#define HX_ADEX_INLINE static inline __attribute__((always_inline))

// e^x for -600 <= x <= 40, relative error below 1e-14, without branches, so that loops over it can
// use vector instructions.
HX_ADEX_INLINE double hx_adex_exp(double x)
{
    static const double MAGIC = 0x1.8p52; // adding it rounds to a whole number
    double shifted = x * 0x1.71547652b82fep+0 + MAGIC;
    double k = shifted - MAGIC;
    double r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
    // The series in pairs and pairs of pairs: its terms do not wait for each other.
    double r2 = r * r;
    double r4 = r2 * r2;
    double low = (1.0 / 2.0 + r * (1.0 / 6.0)) + (1.0 / 24.0 + r * (1.0 / 120.0)) * r2;
    double high = (1.0 / 720.0 + r * (1.0 / 5040.0)) + (1.0 / 40320.0 + r * (1.0 / 362880.0)) * r2;
    double rest = (1.0 / 3628800.0 + r * (1.0 / 39916800.0)) * (r4 * r4);
    double sum = 1.0 + (r + r2 * ((low + high * r4) + rest));
    uint64_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits << 52) + (UINT64_C(1023) << 52);
    double power;
    memcpy(&power, &bits, sizeof power);
    return sum * power;
}

// Larger and smaller of two numbers, up to rounding. No comparisons: where the compiler sees
// how two of them depend on each other it makes branches, and no vector instructions.
HX_ADEX_INLINE double hx_adex_largest(double a, double b)
{
    return 0.5 * (a + b + __builtin_fabs(a - b));
}

HX_ADEX_INLINE double hx_adex_smallest(double a, double b)
{
    return 0.5 * (a + b - __builtin_fabs(a - b));
}

// a where the mask is all ones, b where it is 0.
HX_ADEX_INLINE double hx_adex_select(uint64_t mask, double a, double b)
{
    uint64_t bits, other;
    memcpy(&bits, &a, sizeof bits);
    memcpy(&other, &b, sizeof other);
    bits = (bits & mask) | (other & ~mask);
    memcpy(&a, &bits, sizeof a);
    return a;
}

typedef struct hx_adex_state {
    double membrane, adaptation, excitatory, inhibitory;
} hx_adex_state;

// Coefficients of a step; [0] at its middle, [1] at its end.
typedef struct hx_adex_span {
    double decay[2], excitatory[2], inhibitory[2];
    double excitatory_decay[2], inhibitory_decay[2], adaptation_decay[2];
    double reach;            // length / C
    double adaptation_reach; // length / tau_w
} hx_adex_span;

typedef struct hx_adex_cell {
    double target; // T
    double resistance, exponential, exponential_at, coupling, adaptation_at;
    double coba[2], coba_at[2]; // excitatory, inhibitory
} hx_adex_cell;

// Exponent of the exponential current, and the current. Row loops do them apart: in one loop the
// compiler makes branches of the limits, and no vector instructions.
HX_ADEX_INLINE double hx_adex_get_exponent(const hx_adex_cell *c, double membrane)
{
    double x = (membrane - c->exponential_at) * (1.0 / HX_PARAMETERS_EXPONENTIAL_SLOPE);
    x = x > -600.0 ? x : -600.0;
    return x < 40.0 ? x : 40.0;
}

HX_ADEX_INLINE double hx_adex_get_exponential(const hx_adex_cell *c, double exponent)
{
    const double current = c->exponential * hx_adex_exp(exponent);
    return current < HX_PARAMETERS_EXPONENTIAL_MAX ? current : HX_PARAMETERS_EXPONENTIAL_MAX;
}

HX_ADEX_INLINE double hx_adex_exponential(const hx_adex_cell *c, double membrane)
{
    return hx_adex_get_exponential(c, hx_adex_get_exponent(c, membrane));
}

HX_ADEX_INLINE double hx_adex_current(const hx_adex_cell *c, double membrane, double adaptation,
                                      double exc, double inh)
{
    double sum = hx_adex_exponential(c, membrane) - adaptation;
    sum = sum + exc * c->coba[0] * (c->coba_at[0] - membrane);
    return sum - inh * c->coba[1] * (membrane - c->coba_at[1]);
}

// A step from `s`; synaptic currents are left to the caller.
HX_ADEX_INLINE void hx_adex_go(hx_adex_state *s, const hx_adex_span *h, const hx_adex_cell *c)
{
    const double v = s->membrane, w = s->adaptation;
    const double start = hx_adex_current(c, v, w, s->excitatory, s->inhibitory);
    // With N and the pull on w as they are at the start.
    const double target = c->target + start * c->resistance;
    const double half = target + (v - target) * h->decay[0] + s->excitatory * h->excitatory[0] -
                        s->inhibitory * h->inhibitory[0];
    const double full = target + (v - target) * h->decay[1] + s->excitatory * h->excitatory[1] -
                        s->inhibitory * h->inhibitory[1];
    const double pull = c->coupling * (v - c->adaptation_at);
    const double w_half = pull + (w - pull) * h->adaptation_decay[0];
    const double w_full = pull + (w - pull) * h->adaptation_decay[1];
    const double push = h->adaptation_reach * c->coupling;

    const double exc = s->excitatory * h->excitatory_decay[0];
    const double inh = s->inhibitory * h->inhibitory_decay[0];
    const double second = hx_adex_current(c, half, w_half, exc, inh) - start;
    const double third_v = half + second * (0.5 * h->reach);
    const double third_w = w_half + (half - v) * (0.5 * push);
    const double third = hx_adex_current(c, third_v, third_w, exc, inh) - start;
    const double fourth_v = full + third * h->decay[0] * h->reach;
    const double fourth_w = w_full + (third_v - v) * h->adaptation_decay[0] * push;
    const double fourth =
        hx_adex_current(c, fourth_v, fourth_w, s->excitatory * h->excitatory_decay[1],
                        s->inhibitory * h->inhibitory_decay[1]) -
        start;
    s->membrane = full + (2.0 * h->decay[0] * (second + third) + fourth) * (h->reach * (1.0 / 6.0));
    s->adaptation =
        w_full + (2.0 * h->adaptation_decay[0] * ((half - v) + (third_v - v)) + (fourth_v - v)) *
                     (push * (1.0 / 6.0));
}

#endif

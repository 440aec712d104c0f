// One step of the neurons of adex.h, and the bound that makes it safe.
// SPDX-License-Identifier: Apache-2.0
//
// Plain functions of plain numbers, used alike by the row loops and for single neurons, so that
// both give the same bits.
//
// Bound. Let s be the length of a grid step, R = s/C, and T the target of the linear part. As
// long as |V - V0| <= 1 V and V <= U with U = B + D/8, the currents of N obey
//
//   I_x <= X = I_b e^((U - V_x)/D) (or I_max),  |w| <= W = |w0| + |a| (1 - e^(-s/tau_w)) P,
//   |s_exc c_exc (E_exc - V)| + |s_inh c_inh (V - E_inh)| <= K = |s_exc c_exc| P + |s_inh c_inh| P
//
// where P bounds the distance of V from V_w, E_exc and E_inh by their values at V0 plus 1 V. The
// linear part adds at most max(0, T - V0)(1 - e^(-s g/C)) + I_exc R (proof: neuron_step.c). So
//
//   B = V0 + max(0, T - V0)(1 - e^(-s g/C)) + (I_exc + W + K) R + 1 nV
//
// and X R <= D/8 keep V below U through the whole step, by continuity: V cannot be the first to
// leave its range while it is inside. The same with the sum of all moves below 1 V. The rule of
// the step has weights that are not negative and sum to its length up to (s g/C)^4/2880, which
// the factor 1.01 covers; N at the start stands in it with the opposite sign of a part of the
// others, at most W + K + X, hence the factor 2 on them. A neuron for which this holds, and for
// which rates of N are below 1/8 a step, is calm.
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
    double reach; // length / C
} hx_adex_span;

typedef struct hx_adex_cell {
    double target; // T
    double resistance, exponential, exponential_at, coupling, adaptation_at;
    double coba[2], coba_at[2]; // excitatory, inhibitory
} hx_adex_cell;

HX_ADEX_INLINE double hx_adex_exponential(const hx_adex_cell *c, double membrane)
{
    double x = (membrane - c->exponential_at) * (1.0 / HX_PARAMETERS_EXPONENTIAL_SLOPE);
    x = hx_adex_smallest(hx_adex_largest(x, -600.0), 40.0);
    return hx_adex_smallest(c->exponential * hx_adex_exp(x), HX_PARAMETERS_EXPONENTIAL_MAX);
}

HX_ADEX_INLINE double hx_adex_current(const hx_adex_cell *c, double membrane, double adaptation,
                                      double exc, double inh)
{
    double sum = hx_adex_exponential(c, membrane) - adaptation;
    sum = sum + exc * c->coba[0] * (c->coba_at[0] - membrane);
    return sum - inh * c->coba[1] * (membrane - c->coba_at[1]);
}

// What the stages of a step hand on.
typedef struct hx_adex_work {
    double start, half, full, w_half, second, third_v, third, fourth_v, w_full;
} hx_adex_work;

HX_ADEX_INLINE void hx_adex_begin(const hx_adex_state *s, const hx_adex_span *h,
                                  const hx_adex_cell *c, hx_adex_work *k)
{
    double v = s->membrane;
    k->start = hx_adex_current(c, v, s->adaptation, s->excitatory, s->inhibitory);
    double constant = c->target + k->start * c->resistance;
    double half = constant + (v - constant) * h->decay[0];
    k->half = half + s->excitatory * h->excitatory[0] - s->inhibitory * h->inhibitory[0];
    double full = constant + (v - constant) * h->decay[1];
    k->full = full + s->excitatory * h->excitatory[1] - s->inhibitory * h->inhibitory[1];
    double pull = (1.0 - h->adaptation_decay[0]) * c->coupling;
    k->w_half =
        s->adaptation * h->adaptation_decay[0] + pull * (0.5 * (v + k->half) - c->adaptation_at);
}

// Change of the current at the middle, where the membrane is at `membrane`.
HX_ADEX_INLINE double hx_adex_get_middle(const hx_adex_state *s, const hx_adex_span *h,
                                         const hx_adex_cell *c, const hx_adex_work *k,
                                         double membrane)
{
    double exc = s->excitatory * h->excitatory_decay[0];
    double inh = s->inhibitory * h->inhibitory_decay[0];
    return hx_adex_current(c, membrane, k->w_half, exc, inh) - k->start;
}

HX_ADEX_INLINE void hx_adex_do_second(const hx_adex_state *s, const hx_adex_span *h,
                                      const hx_adex_cell *c, hx_adex_work *k)
{
    k->second = hx_adex_get_middle(s, h, c, k, k->half);
    k->third_v = k->half + k->second * (0.5 * h->reach);
}

HX_ADEX_INLINE void hx_adex_do_third(const hx_adex_state *s, const hx_adex_span *h,
                                     const hx_adex_cell *c, hx_adex_work *k)
{
    k->third = hx_adex_get_middle(s, h, c, k, k->third_v);
    k->fourth_v = k->full + k->third * h->decay[0] * h->reach;
    double pull = (1.0 - h->adaptation_decay[1]) * c->coupling;
    // Neither value of the middle is good alone: their mean is.
    double mean = (s->membrane + 2.0 * (k->half + k->third_v) + k->fourth_v) * (1.0 / 6.0);
    k->w_full = s->adaptation * h->adaptation_decay[1] + pull * (mean - c->adaptation_at);
}

// The membrane at the end; the adaptation is k->w_full.
HX_ADEX_INLINE double hx_adex_end(const hx_adex_state *s, const hx_adex_span *h,
                                  const hx_adex_cell *c, const hx_adex_work *k)
{
    double exc = s->excitatory * h->excitatory_decay[1];
    double inh = s->inhibitory * h->inhibitory_decay[1];
    double fourth = hx_adex_current(c, k->fourth_v, k->w_full, exc, inh) - k->start;
    return k->full +
           (2.0 * h->decay[0] * (k->second + k->third) + fourth) * (h->reach * (1.0 / 6.0));
}

// Highest potential within a grid step whose coefficients are `h`; infinite (1e9 V) for a
// neuron that is not calm.
HX_ADEX_INLINE double hx_adex_get_bound(const hx_adex_state *s, const hx_adex_span *h,
                                        const hx_adex_cell *c)
{
    const double slope = HX_PARAMETERS_EXPONENTIAL_SLOPE;
    double v = s->membrane;
    double away = __builtin_fabs(v - c->adaptation_at);
    away = hx_adex_largest(away, __builtin_fabs(v - c->coba_at[0]));
    away = hx_adex_largest(away, __builtin_fabs(v - c->coba_at[1])) + 1.0;
    double moves = (1.0 - h->adaptation_decay[1]) * __builtin_fabs(c->coupling);
    double conductance =
        __builtin_fabs(s->excitatory * c->coba[0]) + __builtin_fabs(s->inhibitory * c->coba[1]);
    double current = __builtin_fabs(s->adaptation) + (moves + conductance) * away;
    double fall = (c->target - v) * (1.0 - h->decay[1]);
    // Conductance-based inputs keep a linear part of up to 1022/500.
    double pushed = (2.1 * s->excitatory + 2.0 * current) * h->reach;
    double bound = v + hx_adex_largest(fall, 0.0) + pushed + 1e-9;
    double highest = bound + slope * 0.125;
    double swing = hx_adex_exponential(c, highest) * (2.0 * 1.01) * h->reach;
    double total = __builtin_fabs(fall) + pushed + 2.1 * s->inhibitory * h->reach + swing;
    double rates = swing + slope * (conductance + moves) * h->reach;
    double worst = hx_adex_largest(rates * (8.0 / slope), total);
    return worst <= 1.0 ? highest : 1e9;
}

#endif

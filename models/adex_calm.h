// A long step of the neurons of adex.h where their currents are calm, and the bound for it.
// SPDX-License-Identifier: Apache-2.0
//
// Rule. From its value N_0 at the start of the step, N is followed by its first three derivatives
// N_1, N_2, N_3 (times powers of the length), which the equations give, and
//
//   V = linear part + N_0 p_1 + N_1 p_2 + N_2 p_3 + N_3 p_4,
//   p_j = R phi_j(-k),  phi_j(-z) = integral over s in [0, 1] of e^(-z (1-s)) s^(j-1) / (j-1)!
//
// with k = length g/C and R = length/C; w goes the same way with a (V - V_w). The conductance
// part of an input is split into what it does at the potential of the start, in closed form like
// the linear part, and the rest. One exponential a step; the error falls with the fourth power of
// the length.
//
// Bound. As long as |V - V0| <= 1 V and V <= U = B + D/8, the currents of N obey
//
//   I_x <= X = I_x(V0) e^((U - V0)/D),  |w| <= W = |w0| + |a| (1 - e^(-s/tau_w)) P,
//   |s_exc c_exc (E_exc - V)| + |s_inh c_inh (V - E_inh)| <= K = |s_exc c_exc| P + |s_inh c_inh| P
//
// where P bounds the distance of V from V_w, E_exc and E_inh by their values at V0 plus 1 V. The
// linear part adds at most max(0, T - V0) k + I_exc R. So
//
//   B = V0 + max(0, T - V0) k + (I_exc + 2 W + 2 K) R + margin
//
// and 2 X R <= D/8 keep V below U through the whole step, by continuity: V cannot be the first to
// leave its range while it is inside. The same with the sum of all moves below 1 V. For
// y = (U - V0)/D <= 1, e^y <= 1 + y + (e - 2) y^2, since (e^y - 1 - y) / y^2 grows with y.
//
// A neuron for which this holds is calm if moreover the rates of N are below 1/8 a step, k and the
// synaptic rates below HX_ADEX_CALM_RATE, and X R u^4 below 1 uV, with u the sum of all moves in
// units of D: the first term left out is X R u^4/120 or less, and the margin far above it.
//
// Several steps. With n times the length, 2 <= n <= 4, the same bound holds over n steps. It also
// says that every neuron is calm at each step on the way, if the limits are tighter. Let M be the
// sum of all moves over n steps. After some of them, (T - V) k <= (T - V0) k + M k, and the
// currents W + K are at most twice their bound over n steps, so their push in one step is no
// larger than that over n; hence y' <= y_n + k M/D, which is kept below 1/2. Then
// e^y' growing by at most 1.68, X' R <= 1.68/n X_n R_n, below 0.84 of it. The sum of moves is at
// most (1 + k) M <= 1.3 M, its fourth power 2.9 times as large. So M <= 0.7 V and a third of the
// limit on X R u^4 are enough.
#ifndef HX_MODELS_ADEX_CALM_H
#define HX_MODELS_ADEX_CALM_H

#include "models/adex.h"
#include "models/adex_kernel.h"

#define HX_ADEX_CALM_RATE 0.3
#define HX_ADEX_CALM_MARGIN 1e-6 // V
#define HX_ADEX_NOT_CALM 1e9     // V: the bound of a neuron that is not calm

// Coefficients of a step; [0] excitatory, [1] inhibitory.
struct hx_adex_calm {
    double decay, gain[2];      // linear part
    double conductance_gain[2]; // V per A of what conductance-based inputs add
    double linear[2];           // of the synaptic currents
    double rate, reach;         // k, R
    double synaptic_rate[2], adaptation_rate, adaptation_decay;
    double push[4]; // p
    double pull[4]; // of a (V - V_w) on w
    double stiff;   // 0, or 2 where a rate is too high
};

// A step from `s`, where the exponential current is `exponential`, to `membrane` and `adaptation`;
// `plain`: the linear part alone. `conductive` may be false if both factors of conductance-based
// inputs are 0: a constant, for the loops.
HX_ADEX_INLINE void hx_adex_go_calm(const hx_adex_state *s, const hx_adex_calm *h,
                                    const hx_adex_cell *c, double exponential, bool conductive,
                                    double *membrane, double *adaptation, double *plain)
{
    const double slope = 1.0 / HX_PARAMETERS_EXPONENTIAL_SLOPE;
    const double v = s->membrane, w = s->adaptation;
    double linear = c->target + (v - c->target) * h->decay;
    linear = linear + s->excitatory * h->gain[0];
    linear = linear - s->inhibitory * h->gain[1];
    *plain = linear;
    double exc = s->excitatory * h->linear[0], inh = s->inhibitory * h->linear[1];
    double f0 = 0.0, f1 = 0.0, f2 = 0.0; // conductance and its derivatives
    if (conductive) {
        const double fe = s->excitatory * c->coba[0], fi = s->inhibitory * c->coba[1];
        const double to_exc = fe * (c->coba_at[0] - v), to_inh = fi * (v - c->coba_at[1]);
        exc = exc + to_exc;
        inh = inh + to_inh;
        linear = linear + to_exc * h->conductance_gain[0];
        linear = linear - to_inh * h->conductance_gain[1];
        const double fe1 = fe * h->synaptic_rate[0], fi1 = fi * h->synaptic_rate[1];
        f0 = fe + fi;
        f1 = fe1 + fi1;
        f2 = fe1 * h->synaptic_rate[0] + fi1 * h->synaptic_rate[1];
    }
    const double exc1 = exc * h->synaptic_rate[0], inh1 = inh * h->synaptic_rate[1];
    const double exc2 = exc1 * h->synaptic_rate[0], inh2 = inh1 * h->synaptic_rate[1];
    const double away = v - c->adaptation_at;

    const double n0 = exponential - w;
    const double v1 = (c->target - v) * h->rate + ((exc - inh) + n0) * h->reach;
    const double w1 = (c->coupling * away - w) * h->adaptation_rate;
    const double u1 = v1 * slope;
    double n1 = exponential * u1 - w1;
    n1 = conductive ? n1 - f0 * v1 : n1;
    const double v2 = ((inh1 - exc1) + n1) * h->reach - v1 * h->rate;
    const double w2 = (c->coupling * v1 - w1) * h->adaptation_rate;
    const double u2 = v2 * slope;
    double n2 = exponential * (u1 * u1 + u2) - w2;
    n2 = conductive ? n2 + (2.0 * f1 * v1 - f0 * v2) : n2;
    const double v3 = ((exc2 - inh2) + n2) * h->reach - v2 * h->rate;
    const double w3 = (c->coupling * v2 - w2) * h->adaptation_rate;
    const double u3 = v3 * slope;
    double n3 = exponential * (u1 * (u1 * u1 + 3.0 * u2) + u3) - w3;
    n3 = conductive ? n3 + ((3.0 * f1 * v2 - 3.0 * f2 * v1) - f0 * v3) : n3;

    *membrane =
        linear + ((n0 * h->push[0] + n1 * h->push[1]) + (n2 * h->push[2] + n3 * h->push[3]));
    *adaptation = w * h->adaptation_decay +
                  ((away * h->pull[0] + v1 * h->pull[1]) + (v2 * h->pull[2] + v3 * h->pull[3]));
}

HX_ADEX_INLINE double hx_adex_at_least_zero(double x)
{
    return 0.5 * (x + __builtin_fabs(x));
}

// Highest potential within a grid step whose coefficients are `h`, or within `length` (2..4) of
// them if `several`; HX_ADEX_NOT_CALM for a neuron that is not calm, or not sure to stay so.
HX_ADEX_INLINE double hx_adex_get_bound(const hx_adex_state *s, const hx_adex_calm *h,
                                        const hx_adex_cell *c, double exponential, bool conductive,
                                        bool several, double length)
{
    const double width = HX_PARAMETERS_EXPONENTIAL_SLOPE;
    const double v = s->membrane, reach = h->reach * length;
    const double moves = __builtin_fabs(h->pull[0]) * length;
    double conductance = 0.0;
    double current =
        __builtin_fabs(s->adaptation) + moves * (__builtin_fabs(v - c->adaptation_at) + 1.0);
    if (conductive) {
        conductance =
            __builtin_fabs(s->excitatory * c->coba[0]) + __builtin_fabs(s->inhibitory * c->coba[1]);
        current = current + conductance * (hx_adex_largest(__builtin_fabs(v - c->coba_at[0]),
                                                           __builtin_fabs(v - c->coba_at[1])) +
                                           1.0);
    }
    const double fall = (c->target - v) * (h->rate * length);
    // Conductance-based inputs keep a linear part of up to 1022/500.
    const double pushed = (2.1 * s->excitatory + 2.0 * current) * reach + HX_ADEX_CALM_MARGIN;
    const double rise = hx_adex_at_least_zero(fall) + pushed + width * 0.125;
    const double y = rise * (1.0 / width);
    const double growth = 1.0 + y + y * y * 0.7183;
    const double swing = 2.0 * exponential * growth * reach;
    const double total = __builtin_fabs(fall) + pushed + 2.1 * s->inhibitory * reach + swing;
    const double u2 = total * total * (1.0 / (width * width));
    const double rates = (swing + width * (conductance + moves) * reach) * (8.0 / width);
    const double left_out = swing * u2 * u2 * 1e6;
    double worst;
    if (!several) {
        worst = hx_adex_largest(rates, total);
        worst = hx_adex_largest(worst, left_out);
        worst = hx_adex_largest(worst, y) + h->stiff;
    } else {
        worst = hx_adex_largest(rates, total * (1.0 / 0.7));
        worst = hx_adex_largest(worst, 3.0 * left_out);
        worst = hx_adex_largest(worst, 2.0 * (y + h->rate * total * (1.0 / width))) + h->stiff;
    }
    // By the sign bit, without a comparison.
    const double spare = 1.0 - worst;
    uint64_t bits;
    memcpy(&bits, &spare, sizeof bits);
    return hx_adex_select(UINT64_C(0) - (bits >> 63), HX_ADEX_NOT_CALM, v + rise);
}

#endif

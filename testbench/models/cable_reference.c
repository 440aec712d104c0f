// Neurons of several compartments: the equations once more, integrated in long double.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/models/cable_reference.h"

#include <math.h>

enum { PARTS = 16 }; // of a chip cycle, a step each

// What circuit i gives its compartment, but for conductances.
static long double get_current(const cable_reference *r, unsigned i, const long double *v,
                               const long double *decay)
{
    long double here = v[r->w->compartment[i]];
    long double sum = r->g[i][r->reset[i]] * (r->e[i][r->reset[i]] - here) - v[CABLE_MOST + i];
    if (r->reset[i] && r->pause[i]) {
        return sum;
    }
    long double exponential = r->exp_current[i] * expl((here - r->exp_at[i]) / 20e-3L);
    sum += exponential < 2e-6L ? exponential : 2e-6L;
    sum += r->current[i][0] * decay[0] * (r->gm[i][0] + r->coba[i][0] * (r->reversal[i][0] - here));
    return sum -
           r->current[i][1] * decay[1] * (r->gm[i][1] + r->coba[i][1] * (here - r->reversal[i][1]));
}

void cable_get_slopes(const cable_reference *r, const long double *v,
                      const long double decay[CABLE_MOST][2], long double *slope)
{
    const cable_wiring *w = r->w;
    long double into[CABLE_MOST] = {0}, line = 0, sum = 0;
    for (unsigned i = 0; i < w->count; ++i) {
        if (w->node[i] == CABLE_LINE) {
            line += r->icc[i] * v[w->compartment[i]];
            sum += r->icc[i];
        }
    }
    for (unsigned i = 0; i < w->count; ++i) {
        int here = w->compartment[i], there = w->node[i];
        into[here] += get_current(r, i, v, decay[i]);
        slope[CABLE_MOST + i] =
            (r->a[i] * (v[here] - r->adapt_at[i]) - v[CABLE_MOST + i]) / r->tau_w[i];
        if (there == CABLE_LINE) {
            into[here] += r->icc[i] * (line / sum - v[here]);
        } else if (there >= 0) {
            into[here] += r->icc[i] * (v[there] - v[here]);
            into[there] += r->icc[i] * (v[here] - v[there]);
        }
    }
    for (unsigned k = 0; k < w->compartments; ++k) {
        slope[k] = into[k] / r->c[k];
    }
}

static void add(const cable_reference *r, long double *to, const long double *slope, long double h)
{
    for (unsigned k = 0; k < r->w->compartments; ++k) {
        to[k] = r->v[k] + h * slope[k];
    }
    for (unsigned k = CABLE_MOST; k < CABLE_MOST + r->w->count; ++k) {
        to[k] = r->v[k] + h * slope[k];
    }
}

static void integrate_part(cable_reference *r)
{
    const long double h = 4e-9L / PARTS;
    long double now[CABLE_MOST][2], half[CABLE_MOST][2], full[CABLE_MOST][2];
    long double a[2 * CABLE_MOST], b[2 * CABLE_MOST], c[2 * CABLE_MOST], d[2 * CABLE_MOST],
        v[2 * CABLE_MOST];
    for (unsigned i = 0; i < r->w->count; ++i) {
        for (int sign = 0; sign < 2; ++sign) {
            now[i][sign] = 1;
            half[i][sign] = expl(-h / 2 / r->tau[i][sign]);
            full[i][sign] = expl(-h / r->tau[i][sign]);
        }
    }
    cable_get_slopes(r, r->v, now, a);
    add(r, v, a, h / 2);
    cable_get_slopes(r, v, half, b);
    add(r, v, b, h / 2);
    cable_get_slopes(r, v, half, c);
    add(r, v, c, h);
    cable_get_slopes(r, v, full, d);
    for (unsigned k = 0; k < CABLE_MOST + r->w->count; ++k) {
        if (k < r->w->compartments || k >= CABLE_MOST) {
            r->v[k] += h / 6 * (a[k] + 2 * b[k] + 2 * c[k] + d[k]);
        }
    }
    for (unsigned i = 0; i < r->w->count; ++i) {
        r->current[i][0] *= full[i][0];
        r->current[i][1] *= full[i][1];
    }
}

void cable_integrate(cable_reference *r)
{
    for (int part = 0; part < PARTS; ++part) {
        integrate_part(r);
    }
}

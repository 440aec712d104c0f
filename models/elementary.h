// Elementary functions with the same bits on every machine.
// SPDX-License-Identifier: Apache-2.0
//
// Simulated state never depends on the C library's transcendental functions, whose last bits
// differ between processors. Only additions, multiplications and divisions are used, in a
// fixed order. Error below 1 unit in the last place for normal results.
#ifndef HX_MODELS_ELEMENTARY_H
#define HX_MODELS_ELEMENTARY_H

// e^x; 0 below -745, infinity above 709.78.
double hx_elementary_exp(double x);

// (1 - e^-x) / x for x >= 0; 1 at x = 0. The mean of a decay over its time x.
double hx_elementary_mean_decay(double x);

// mean[i] = integral over s in [0, 1] of e^(-x (1-s)) s^i / i! for x >= 0: what a decay leaves of
// a constant, a ramp, a parabola and a cubic that act over its time x.
void hx_elementary_ramp_decays(double x, double mean[4]);

#endif

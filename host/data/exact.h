// Exponential, logarithm, sine and cosine with the same bits on every machine.
// SPDX-License-Identifier: Apache-2.0
//
// The C library's versions differ in their last bits between processors. These use basic
// arithmetic in a fixed order only, so a training run repeats bit for bit anywhere.
// Relative error below 1e-14 in the stated ranges.
#ifndef HX_DATA_EXACT_H
#define HX_DATA_EXACT_H

#include <stddef.h>

// e^x. Below -700 the result is 0, above 700 it is that of 700.
double hx_exact_exp(double x);

// The same bits for `count` (at least 0) arguments, several at a time.
void hx_exact_exp_all(size_t count, const double *x, double *result);

// Natural logarithm of a positive normal number.
double hx_exact_log(double x);

// Sine and cosine of an angle in -1..1 (radian).
void hx_exact_sine_cosine(double x, double *sine, double *cosine);

#endif

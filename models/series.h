// Power series of a membrane in time.
// SPDX-License-Identifier: Apache-2.0
//
// A series holds the coefficients of sum c[k] x^k, k = 0..HX_SERIES_ORDER, used for
// x = 0..length. High order makes long steps with errors near the rounding of a double, and
// the series itself tells when a level is reached, between steps as well.
#ifndef HX_MODELS_SERIES_H
#define HX_MODELS_SERIES_H

#include <stdbool.h>

#define HX_SERIES_ORDER 24
#define HX_SERIES_TERMS (HX_SERIES_ORDER + 1)

typedef struct hx_series {
    double c[HX_SERIES_TERMS];
} hx_series;

double hx_series_get(const hx_series *series, double x);

// Largest x, within a factor of 1.25, at which the last two terms are below `error`; at most
// `limit`.
double hx_series_get_reach(const hx_series *series, double error, double limit);

// First x in 0..length with a value of at least `level`; false if there is none. Touching the
// level from below by less than 1e-15 of it counts or not, as rounding has it.
bool hx_series_find(const hx_series *series, double level, double length, double *x);

#endif

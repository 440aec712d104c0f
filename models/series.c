// Power series of a membrane in time.
// SPDX-License-Identifier: Apache-2.0
#include "models/series.h"

#include <math.h>

enum { ORDER = HX_SERIES_ORDER, DEEPEST = 60 };

double hx_series_get(const hx_series *series, double x)
{
    double sum = series->c[ORDER];
    for (int k = ORDER - 1; k >= 0; --k) {
        sum = sum * x + series->c[k];
    }
    return sum;
}

static double get_power(double x, int exponent)
{
    double power = 1.0;
    for (double square = x; exponent > 0; exponent /= 2, square *= square) {
        power = exponent % 2 ? power * square : power;
    }
    return power;
}

static double get_last_terms(const hx_series *series, double x)
{
    return (fabs(series->c[ORDER]) * x + fabs(series->c[ORDER - 1])) * get_power(x, ORDER - 1);
}

double hx_series_get_reach(const hx_series *series, double error, double limit)
{
    double x = limit;
    while (get_last_terms(series, x) > error) {
        x *= 0.8;
    }
    return x;
}

// Series of the same function around x.
static hx_series shift(const hx_series *series, double x)
{
    hx_series result = *series;
    for (int first = 0; first < ORDER; ++first) {
        for (int k = ORDER - 1; k >= first; --k) {
            result.c[k] += result.c[k + 1] * x;
        }
    }
    return result;
}

// Bisection of a rising function: value below the level at 0, not below it at `high`.
static double bisect(const hx_series *series, double level, double high)
{
    double low = 0.0;
    for (;;) {
        double middle = 0.5 * (low + high);
        if (!(middle > low && middle < high)) {
            return high;
        }
        if (hx_series_get(series, middle) >= level) {
            high = middle;
        } else {
            low = middle;
        }
    }
}

// Splits the span until the level is out of reach in a part or the function rises all through
// it; parts in which the function moves by rounding only are decided by their end.
static bool find(const hx_series *series, double level, double length, int depth, double *x)
{
    if (series->c[0] >= level) {
        *x = 0.0;
        return true;
    }
    double highest = series->c[0];
    double variation = 0.0;
    double least_slope = series->c[1];
    double power = 1.0;
    for (int k = 1; k <= ORDER; ++k) {
        double slope = k * series->c[k] * power;
        least_slope += k > 1 && slope < 0.0 ? slope : 0.0;
        power *= length;
        double term = series->c[k] * power;
        highest += term > 0.0 ? term : 0.0;
        variation += fabs(term);
    }
    if (highest < level) {
        return false;
    }
    bool reached = hx_series_get(series, length) >= level;
    if (least_slope > 0.0 || depth == DEEPEST || variation < 1e-15 * fabs(level)) {
        *x = reached ? bisect(series, level, length) : 0.0;
        return reached;
    }
    double half = 0.5 * length;
    if (find(series, level, half, depth + 1, x)) {
        return true;
    }
    hx_series right = shift(series, half);
    if (!find(&right, level, half, depth + 1, x)) {
        return false;
    }
    *x += half;
    return true;
}

bool hx_series_find(const hx_series *series, double level, double length, double *x)
{
    return find(series, level, length, 0, x);
}

// Exponential, logarithm, sine and cosine with the same bits on every machine.
// SPDX-License-Identifier: Apache-2.0
#include "host/data/exact.h"

#include <assert.h>
#include <math.h>

// ln 2 in two parts: the first has trailing zeros, so its product with a small integer is
// exact.
static const double ln2_high = 6.93147180369123816490e-01;
static const double ln2_low = 1.90821492927058770002e-10;

double hx_exact_exp(double x)
{
    if (x < -700.0)
        return 0.0;
    if (x > 700.0)
        x = 700.0;
    double power = floor(x / 0.6931471805599453 + 0.5);
    double rest = (x - power * ln2_high) - power * ln2_low; // |rest| <= 0.35
    // Taylor series; 0.35^14 / 14! is 5e-18.
    double sum = 1.0;
    for (int n = 13; n >= 1; n--)
        sum = 1.0 + sum * rest / n;
    return ldexp(sum, (int)power);
}

double hx_exact_log(double x)
{
    assert(x > 0.0);
    int power;
    double mantissa = frexp(x, &power); // 0.5 <= mantissa < 1
    if (mantissa < 0.70710678118654752) {
        mantissa *= 2.0;
        power--;
    }
    // ln m = 2 artanh z with |z| <= 0.172; z^24 is 4e-19.
    double z = (mantissa - 1.0) / (mantissa + 1.0);
    double square = z * z;
    double sum = 0.0;
    for (int n = 23; n >= 1; n -= 2)
        sum = sum * square + 1.0 / n;
    return power * ln2_high + (power * ln2_low + 2.0 * z * sum);
}

void hx_exact_sine_cosine(double x, double *sine, double *cosine)
{
    assert(x >= -1.0 && x <= 1.0);
    // Taylor series; 1 / 19! is 8e-18.
    double square = x * x, odd = 1.0, even = 1.0;
    for (int n = 18; n >= 2; n -= 2) {
        odd = 1.0 - odd * square / (n * (n + 1.0));
        even = 1.0 - even * square / (n * (n - 1.0));
    }
    *sine = x * odd;
    *cosine = even;
}

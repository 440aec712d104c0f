// Exponential function and mean of a decay.
// SPDX-License-Identifier: Apache-2.0
//
// e^x = 2^k e^r with |r| <= ln2/2; e^r by its power series, cut where the next term is below
// 1e-17. ln2 is split so that k*ln2 is exact in its leading part.
#include "models/elementary.h"

#include <stdint.h>
#include <string.h>

static const double INVERSE_FACTORIAL[] = {
    1.0,
    1.0,
    1.0 / 2.0,
    1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 120.0,
    1.0 / 720.0,
    1.0 / 5040.0,
    1.0 / 40320.0,
    1.0 / 362880.0,
    1.0 / 3628800.0,
    1.0 / 39916800.0,
    1.0 / 479001600.0,
    1.0 / 6227020800.0,
    1.0 / 87178291200.0,
    1.0 / 1307674368000.0,
};

static double power_of_two(int exponent)
{
    uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

double hx_elementary_exp(double x)
{
    if (!(x > -745.2)) {
        return x != x ? x : 0.0;
    }
    if (x > 709.79) {
        return x * 1e308 * 1e308;
    }
    double scaled = x * 0x1.71547652b82fep+0;
    int k = (int)(scaled + (scaled < 0.0 ? -0.5 : 0.5));
    // The upper part of ln2 has 32 trailing zero bits: its product with k is exact.
    double r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
    double sum = INVERSE_FACTORIAL[14];
    for (int i = 13; i >= 2; --i) {
        sum = sum * r + INVERSE_FACTORIAL[i];
    }
    double value = 1.0 + (r + r * r * sum);
    // Two factors, so that the result may be subnormal or near the largest number.
    int half = k / 2;
    return value * power_of_two(half) * power_of_two(k - half);
}

double hx_elementary_mean_decay(double x)
{
    if (x >= 0.5) {
        return (1.0 - hx_elementary_exp(-x)) / x;
    }
    double sum = INVERSE_FACTORIAL[15];
    for (int i = 14; i >= 1; --i) {
        sum = INVERSE_FACTORIAL[i] - sum * x;
    }
    return sum;
}

void hx_elementary_ramp_decays(double x, double mean[4])
{
    if (x >= 1.0) {
        static const double FACTOR[4] = {0.0, 1.0, 1.0 / 2.0, 1.0 / 6.0};
        mean[0] = hx_elementary_mean_decay(x);
        for (int i = 1; i < 4; ++i) {
            mean[i] = (FACTOR[i] - mean[i - 1]) / x;
        }
        return;
    }
    // Sum of (-x)^n / (n + i + 1)!; the next term is below 1e-16 of the first.
    for (int i = 0; i < 4; ++i) {
        int n = 18;
        double sum = 1.0;
        for (; n >= 1; --n) {
            sum = 1.0 - sum * x / (n + i + 1);
        }
        mean[i] = sum * INVERSE_FACTORIAL[i + 1];
    }
}

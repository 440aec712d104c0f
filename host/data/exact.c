// Exponential, logarithm, sine and cosine with the same bits on every machine.
// SPDX-License-Identifier: Apache-2.0
#include "host/data/exact.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

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

// Sanitizers run before the resolvers of cloned functions may, so they get one version.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) &&                             \
    !defined(__SANITIZE_ADDRESS__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define CLONES
#endif

// The operations of hx_exact_exp, each alone as exact as there, over many elements at once.
CLONES
void hx_exact_exp_all(size_t count, const double *restrict x, double *restrict result)
{
    for (size_t i = 0; i < count; i++) {
        double at = x[i] > 700.0 ? 700.0 : x[i];
        double power = floor(at / 0.6931471805599453 + 0.5);
        double rest = (at - power * ln2_high) - power * ln2_low;
        double sum = 1.0;
#pragma GCC unroll 13
        for (int n = 13; n >= 1; n--)
            sum = 1.0 + sum * rest / n;
        // 2^power from its bits: the low ones of a double of this size are a whole number's.
        double shifted = power + 0x1.8p52, scale;
        uint64_t bits;
        memcpy(&bits, &shifted, sizeof bits);
        bits = (bits << 52) + (UINT64_C(1023) << 52);
        memcpy(&scale, &bits, sizeof scale);
        result[i] = x[i] < -700.0 ? 0.0 : sum * scale;
    }
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

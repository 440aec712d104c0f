// Inner loops over the neurons of a layer.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/kernels.h"

#include <math.h>
#include <string.h>

// Sanitizers run before the resolvers of cloned functions may, so they get one version.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) &&                             \
    !defined(__SANITIZE_ADDRESS__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define CLONES
#endif

CLONES
void hx_kernel_add_row(size_t count, float *restrict target, float factor,
                       const float *restrict row)
{
    for (size_t i = 0; i < count; i++)
        target[i] += factor * row[i];
}

CLONES
void hx_kernel_add_rows(size_t count, float *restrict target, size_t rows,
                        const float *restrict factors, const uint32_t *restrict numbers,
                        const float *restrict matrix)
{
    size_t k = 0;
    for (; k + 4 <= rows; k += 4) {
        const float *a = matrix + numbers[k] * count, *b = matrix + numbers[k + 1] * count;
        const float *c = matrix + numbers[k + 2] * count, *d = matrix + numbers[k + 3] * count;
        float fa = factors[k], fb = factors[k + 1], fc = factors[k + 2], fd = factors[k + 3];
        for (size_t i = 0; i < count; i++)
            target[i] = (((target[i] + fa * a[i]) + fb * b[i]) + fc * c[i]) + fd * d[i];
    }
    for (; k + 2 <= rows; k += 2) {
        const float *a = matrix + numbers[k] * count, *b = matrix + numbers[k + 1] * count;
        float fa = factors[k], fb = factors[k + 1];
        for (size_t i = 0; i < count; i++)
            target[i] = (target[i] + fa * a[i]) + fb * b[i];
    }
    for (; k < rows; k++) {
        const float *a = matrix + numbers[k] * count;
        for (size_t i = 0; i < count; i++)
            target[i] += factors[k] * a[i];
    }
}

CLONES
bool hx_kernel_lif(size_t count, float decay_current, float decay_voltage, float threshold,
                   float *restrict current, float *restrict voltage, float *restrict measured,
                   uint8_t *restrict spikes)
{
    float input = 1.0f - decay_voltage;
    int any = 0;
    for (size_t i = 0; i < count; i++) {
        float u = decay_voltage * voltage[i] + input * current[i];
        current[i] = decay_current * current[i];
        measured[i] = u;
        voltage[i] = u > threshold ? 0.0f : u;
        any |= u > threshold;
    }
    // Most steps have no spike.
    memset(spikes, 0, count);
    for (size_t i = 0; any && i < count; i++)
        spikes[i] = measured[i] > threshold;
    return any != 0;
}

CLONES
void hx_kernel_integrate(size_t count, float decay_current, float decay_voltage,
                         float *restrict current, float *restrict voltage, float *restrict measured)
{
    float input = 1.0f - decay_voltage;
    for (size_t i = 0; i < count; i++) {
        float y = decay_voltage * voltage[i] + input * current[i];
        current[i] = decay_current * current[i];
        voltage[i] = y;
        measured[i] = y;
    }
}

CLONES
void hx_kernel_lif_backward(size_t count, float decay_current, float decay_voltage, float threshold,
                            float beta, const float *restrict measured,
                            const uint8_t *restrict spikes, const float *restrict spike_gradient,
                            float *restrict current_gradient, float *restrict voltage_gradient)
{
    float input = 1.0f - decay_voltage;
    for (size_t i = 0; i < count; i++) {
        float above = measured[i] - threshold;
        float distance = above < 0.0f ? -above : above;
        int seen = spikes[i] != 0;
        distance = seen && above < 0.0f ? 0.0f : distance;
        float slope = 1.0f + beta * distance;
        float later = voltage_gradient[i];
        current_gradient[i] = input * later + decay_current * current_gradient[i];
        // The reset cuts the voltage's past off; it is not differentiated itself.
        voltage_gradient[i] =
            spike_gradient[i] / (slope * slope) + (seen ? 0.0f : decay_voltage * later);
    }
}

CLONES
void hx_kernel_event_backward(size_t count, float decay_current, float decay_voltage,
                              float threshold, float margin, float tau_mem,
                              const float *restrict input_current, const uint8_t *restrict spikes,
                              const float *restrict time_gradient, float *restrict current_gradient,
                              float *restrict voltage_gradient)
{
    float input = 1.0f - decay_voltage;
    for (size_t i = 0; i < count; i++) {
        float later = voltage_gradient[i];
        float above = input_current[i] - threshold;
        above = above < margin ? margin : above;
        // The slope of the membrane is above / tau before the reset, (above + threshold) / tau
        // after it.
        float jumped = (later * (above + threshold) + tau_mem * time_gradient[i]) / above;
        current_gradient[i] = input * later + decay_current * current_gradient[i];
        voltage_gradient[i] = decay_voltage * (spikes[i] ? jumped : later);
    }
}

CLONES
void hx_kernel_adam(size_t count, float rate, float epsilon, float beta1, float beta2,
                    const float *restrict gradient, float *restrict first, float *restrict second,
                    float *restrict target)
{
    for (size_t i = 0; i < count; i++) {
        float g = gradient[i];
        first[i] = beta1 * first[i] + (1.0f - beta1) * g;
        second[i] = beta2 * second[i] + (1.0f - beta2) * (g * g);
        target[i] -= rate * first[i] / (sqrtf(second[i]) + epsilon);
    }
}

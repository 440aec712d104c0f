// Inner loops over the neurons of a layer.
// SPDX-License-Identifier: Apache-2.0
//
// Compiled once per SIMD level and chosen at run time. Every element is computed by the
// same operations in the same order at each level, so the results are equal bit for bit;
// sums run over steps and samples, never across the elements of a row.
#ifndef HX_TRAIN_KERNELS_H
#define HX_TRAIN_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// target[i] += factor * row[i]
void hx_kernel_add_row(size_t count, float *target, float factor, const float *row);

// Adds several rows of a matrix with `count` columns, in the order of the list: the same sums
// as one hx_kernel_add_row after the other, with fewer passes over the target.
void hx_kernel_add_rows(size_t count, float *target, size_t rows, const float *factors,
                        const uint32_t *numbers, const float *matrix);

// One step of threshold neurons. In: current and voltage after the reset of the step
// before. Out: `measured` = voltage before reset, `spikes` = 0 or 1, both states advanced.
// Returns whether there is a spike.
bool hx_kernel_lif(size_t count, float decay_current, float decay_voltage, float threshold,
                   float *current, float *voltage, float *measured, uint8_t *spikes);

// One step of leaky integrators.
void hx_kernel_integrate(size_t count, float decay_current, float decay_voltage, float *current,
                         float *voltage, float *measured);

// One step backwards through threshold neurons. In: `spike_gradient` and the gradients of
// the step after; out: those of this step. The surrogate derivative 1/(1 + beta |u - 1|)^2
// is taken at the larger of voltage and threshold where a spike was seen: the sample may
// have been taken after the reset, but the voltage did cross.
void hx_kernel_lif_backward(size_t count, float decay_current, float decay_voltage, float threshold,
                            float beta, const float *measured, const uint8_t *spikes,
                            const float *spike_gradient, float *current_gradient,
                            float *voltage_gradient);

// One step backwards through threshold neurons by the times of their spikes (EventProp).
// `time_gradient`: minus the derivative of the loss by the time of a spike at this step,
// `input_current`: the model's current here, of which at least `threshold + margin` is assumed
// at a spike: observed spikes may come where the model's membrane would not rise.
void hx_kernel_event_backward(size_t count, float decay_current, float decay_voltage,
                              float threshold, float margin, float tau_mem,
                              const float *input_current, const uint8_t *spikes,
                              const float *time_gradient, float *current_gradient,
                              float *voltage_gradient);

// target[i] = rate-scaled Adam step; moments updated. `rate` and `epsilon` hold the bias
// corrections already.
void hx_kernel_adam(size_t count, float rate, float epsilon, float beta1, float beta2,
                    const float *gradient, float *first, float *second, float *target);

#endif

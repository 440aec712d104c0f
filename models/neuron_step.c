// The row part of the grid step.
// SPDX-License-Identifier: Apache-2.0
//
// Bound. Inside the coming step of length s, with t in [0, s],
//
//   V(t) = V + (T - V)(1 - e^(-t g/C)) + I_exc x(t) - I_inh y(t).
//
// 1 - e^(-t g/C) grows from 0 to its value at s, so the second term is at most
// max(0, T - V)(1 - a[16]). x(t) = 1/C * integral over u in [0, t] of
// e^(-(t-u) g/C) e^(-u/tau) du <= t/C <= s/C. The last term is not positive since
// I_inh >= 0 and y(t) >= 0. Hence V(t) <= V + max(0, T - V)(1 - a[16]) + I_exc s/C. The
// margin of 1 nV is far above all rounding (potentials of a few volt: below 1e-14 V).
//
// The same over n steps: 1 - a^n <= n (1 - a), and the reach of a current is n s/C.
#include "models/neuron.h"

// One neuron's step; the operation order is the one of the single neurons in neuron.c.
static inline __attribute__((always_inline)) void
step_some(hx_neuron_rows *restrict rows, const double *restrict target, unsigned group, int steps)
{
    int first = (int)group * HX_NEURON_GROUP;
    for (int i = first; i < first + HX_NEURON_GROUP; ++i) {
        double membrane = rows->membrane[i];
        double exc = rows->excitatory[i];
        double inh = rows->inhibitory[i];
        for (int step = 0; step < steps; ++step) {
            membrane = target[i] + (membrane - target[i]) * rows->decay[i];
            membrane = membrane + exc * rows->excitatory_gain[i];
            membrane = membrane - inh * rows->inhibitory_gain[i];
            exc = exc * rows->excitatory_decay[i];
            inh = inh * rows->inhibitory_decay[i];
            exc = exc < HX_NEURON_CURRENT_FLOOR ? 0.0 : exc;
            inh = inh < HX_NEURON_CURRENT_FLOOR ? 0.0 : inh;
        }
        rows->membrane[i] = membrane;
        rows->excitatory[i] = exc;
        rows->inhibitory[i] = inh;
    }
}

// Constant numbers of steps let the compiler keep a neuron in registers.
static inline __attribute__((always_inline)) void step_rows(hx_neuron_rows *restrict rows,
                                                            const double *restrict target,
                                                            unsigned group, unsigned steps)
{
    switch (steps) {
    case 1:
        step_some(rows, target, group, 1);
        break;
    case 2:
        step_some(rows, target, group, 2);
        break;
    case 3:
        step_some(rows, target, group, 3);
        break;
    default:
        step_some(rows, target, group, 4);
    }
}

static inline __attribute__((always_inline)) void find_near(const hx_neuron_rows *restrict rows,
                                                            const double *restrict target,
                                                            unsigned group, double left,
                                                            double *restrict excess, unsigned *near)
{
    int first = (int)group * HX_NEURON_GROUP;
    int64_t none_now = -1, none_later = -1;
    _Alignas(64) double far_excess[HX_NEURON_GROUP];
    for (int i = 0; i < HX_NEURON_GROUP; ++i) {
        double membrane = rows->membrane[first + i];
        double rise = target[first + i] - membrane;
        rise = rise > 0.0 ? rise : 0.0;
        double move = rise * (1.0 - rows->decay[first + i]) +
                      rows->excitatory[first + i] * rows->reach[first + i];
        double below = membrane + HX_NEURON_BOUND_MARGIN - rows->threshold[first + i];
        excess[first + i] = below + move;
        far_excess[i] = below + left * move;
    }
    // The sign bits: all are negative.
    for (int i = 0; i < HX_NEURON_GROUP; ++i) {
        none_now &= hx_neuron_get_bits(excess[first + i]);
        none_later &= hx_neuron_get_bits(far_excess[i]);
    }
    *near = (unsigned)(none_now >= 0) | (unsigned)(none_later >= 0) << 1;
}

static inline __attribute__((always_inline)) void
set_targets(hx_neuron_rows *restrict rows, const double *restrict noise, double *restrict target)
{
    for (int i = 0; i < HX_ANNCORE_NEURONS; ++i) {
        target[i] = rows->potential[i] + noise[i] * rows->noise_scale[i];
    }
}

HX_SIMD_VERSIONS(step, step_rows,
                 (hx_neuron_rows *restrict rows, const double *restrict target, unsigned group,
                  unsigned steps),
                 (rows, target, group, steps))
HX_SIMD_VERSIONS(near, find_near,
                 (const hx_neuron_rows *restrict rows, const double *restrict target,
                  unsigned group, double left, double *restrict excess, unsigned *result),
                 (rows, target, group, left, excess, result))
HX_SIMD_VERSIONS(targets, set_targets,
                 (hx_neuron_rows *restrict rows, const double *restrict noise,
                  double *restrict target),
                 (rows, noise, target))

void hx_neuron_step_rows(hx_neuron_rows *rows, hx_simd_level level, unsigned group, unsigned steps,
                         unsigned from)
{
    HX_SIMD_CALL(level, step, (rows, rows->target[from], group, steps));
}

unsigned hx_neuron_find_near(const hx_neuron_rows *rows, hx_simd_level level, unsigned group,
                             unsigned to, unsigned left, double *excess)
{
    unsigned result = 0;
    HX_SIMD_CALL(level, near, (rows, rows->target[to], group, (double)left, excess, &result));
    return result;
}

void hx_neuron_set_targets(hx_neuron_rows *rows, hx_simd_level level, unsigned to,
                           const double *noise)
{
    HX_SIMD_CALL(level, targets, (rows, noise, rows->target[to]));
}

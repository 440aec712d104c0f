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
#include "models/neuron.h"

enum { GROUP = 32 };

static inline __attribute__((always_inline)) void step_rows(hx_neuron_rows *restrict rows,
                                                            const double *old_target,
                                                            const double *new_target,
                                                            double *restrict excess, uint32_t *near)
{
    uint32_t groups = 0;
    for (int group = 0; group < HX_ANNCORE_NEURONS / GROUP; ++group) {
        int64_t any = 0;
        for (int i = group * GROUP; i < (group + 1) * GROUP; ++i) {
            double exc = rows->excitatory[i];
            double inh = rows->inhibitory[i];
            double decay = rows->decay[i];
            double old = old_target[i];
            double membrane = old + (rows->membrane[i] - old) * decay;
            membrane = membrane + exc * rows->excitatory_gain[i];
            membrane = membrane - inh * rows->inhibitory_gain[i];
            exc = exc * rows->excitatory_decay[i];
            inh = inh * rows->inhibitory_decay[i];
            exc = exc < HX_NEURON_CURRENT_FLOOR ? 0.0 : exc;
            inh = inh < HX_NEURON_CURRENT_FLOOR ? 0.0 : inh;
            rows->membrane[i] = membrane;
            rows->excitatory[i] = exc;
            rows->inhibitory[i] = inh;
            double rise = new_target[i] - membrane;
            rise = rise > 0.0 ? rise : 0.0;
            double bound =
                membrane + rise * (1.0 - decay) + exc * rows->reach[i] + HX_NEURON_BOUND_MARGIN;
            excess[i] = bound - rows->threshold[i];
        }
        // A loop of its own, since the smallest instruction set cannot mix the two.
        for (int i = group * GROUP; i < (group + 1) * GROUP; ++i) {
            any |= excess[i] >= 0.0 ? (int64_t)1 : (int64_t)0;
        }
        groups |= (uint32_t)any << group;
    }
    *near = groups;
}

static inline __attribute__((always_inline)) void
set_targets(hx_neuron_rows *restrict rows, const double *restrict noise, double *restrict target)
{
    for (int i = 0; i < HX_ANNCORE_NEURONS; ++i) {
        target[i] = rows->potential[i] + noise[i] * rows->noise_scale[i];
    }
}

HX_SIMD_VERSIONS(step, step_rows,
                 (hx_neuron_rows *restrict rows, const double *old_target, const double *new_target,
                  double *restrict excess, uint32_t *near),
                 (rows, old_target, new_target, excess, near))
HX_SIMD_VERSIONS(targets, set_targets,
                 (hx_neuron_rows *restrict rows, const double *restrict noise,
                  double *restrict target),
                 (rows, noise, target))

void hx_neuron_step_rows(hx_neuron_rows *rows, hx_simd_level level, unsigned from, unsigned to,
                         double *excess, uint32_t *near)
{
    HX_SIMD_CALL(level, step, (rows, rows->target[from], rows->target[to], excess, near));
}

void hx_neuron_set_targets(hx_neuron_rows *rows, hx_simd_level level, unsigned to,
                           const double *noise)
{
    HX_SIMD_CALL(level, targets, (rows, noise, rows->target[to]));
}

// First test of joined neurons after a grid step.
// SPDX-License-Identifier: Apache-2.0
//
// Two circuits of one column are the usual joined neuron (twice the inputs), and their rows
// stand at a fixed distance. The sum is the one of hx_joint_get_upper_bound up to rounding, which
// the margin of the bound covers many times.
#include "models/joint.h"
#include "models/neuron.h"

enum { COLUMNS = HX_ANNCORE_NEURONS / 2 };

static inline __attribute__((always_inline)) void
find_near(const hx_neuron_rows *restrict rows, const double *restrict target,
          const double *restrict threshold, double steps, double *restrict excess, bool *near)
{
    int64_t any = 0;
    for (int column = 0; column < COLUMNS; ++column) {
        double sum = HX_NEURON_BOUND_MARGIN - threshold[column];
        for (int i = column; i < HX_ANNCORE_NEURONS; i += COLUMNS) {
            double part = rows->membrane[i];
            double rise = target[i] - part;
            rise = rise > 0.0 ? rise : 0.0;
            double move = rise * (1.0 - rows->decay[i]) + rows->excitatory[i] * rows->reach[i];
            sum += part + steps * move;
        }
        excess[column] = sum;
    }
    // A loop of its own, since the smallest instruction set cannot mix the two.
    for (int column = 0; column < COLUMNS; ++column) {
        any |= excess[column] >= 0.0 ? (int64_t)1 : (int64_t)0;
    }
    *near = any != 0;
}

HX_SIMD_VERSIONS(near, find_near,
                 (const hx_neuron_rows *restrict rows, const double *restrict target,
                  const double *restrict threshold, double steps, double *restrict excess,
                  bool *result),
                 (rows, target, threshold, steps, excess, result))

bool hx_joint_find_near(const hx_neuron_array *array, unsigned steps, double *excess)
{
    bool result = false;
    HX_SIMD_CALL(array->level, near,
                 (&array->rows, array->rows.target[array->target_index], array->joint.threshold,
                  (double)steps, excess, &result));
    return result;
}

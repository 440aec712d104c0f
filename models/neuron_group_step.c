// The loops over the neurons of a group that events go through.
// SPDX-License-Identifier: Apache-2.0
//
// Neurons that are not meant keep their values: the loops compute all and choose. The operation
// order is the one of the single neurons in neuron.c.
#include "models/neuron_group.h"

#define GROUP HX_NEURON_GROUP

// 1.0 for the neurons of a set: comparisons of doubles are vectors on every instruction set.
static inline __attribute__((always_inline)) void spread(uint32_t neurons, double *restrict on)
{
    for (int i = 0; i < GROUP; ++i) {
        on[i] = (double)(int32_t)(neurons >> i & 1);
    }
}

static inline __attribute__((always_inline)) void
move_rows(hx_neuron_rows *restrict rows, const hx_neuron_points *restrict points,
          const double *restrict target, unsigned group, const uint32_t *restrict sets,
          unsigned cycles)
{
    _Alignas(64) double on[GROUP], reset[GROUP];
    spread(sets[0], on);
    spread(sets[1], reset);
    int first = (int)group * GROUP;
    for (int i = 0; i < GROUP; ++i) {
        int n = first + i;
        double decay = reset[i] != 0.0 ? points->decay[1][cycles][n] : points->decay[0][cycles][n];
        double exc_gain =
            reset[i] != 0.0 ? points->excitatory[1][cycles][n] : points->excitatory[0][cycles][n];
        double inh_gain =
            reset[i] != 0.0 ? points->inhibitory[1][cycles][n] : points->inhibitory[0][cycles][n];
        double exc = rows->excitatory[n];
        double inh = rows->inhibitory[n];
        double membrane = target[n] + (rows->membrane[n] - target[n]) * decay;
        membrane = membrane + exc * exc_gain;
        membrane = membrane - inh * inh_gain;
        double exc_later = exc * points->excitatory_decay[cycles][n];
        double inh_later = inh * points->inhibitory_decay[cycles][n];
        exc_later = exc_later < HX_NEURON_CURRENT_FLOOR ? 0.0 : exc_later;
        inh_later = inh_later < HX_NEURON_CURRENT_FLOOR ? 0.0 : inh_later;
        rows->membrane[n] = on[i] != 0.0 ? membrane : rows->membrane[n];
        rows->excitatory[n] = on[i] != 0.0 ? exc_later : exc;
        rows->inhibitory[n] = on[i] != 0.0 ? inh_later : inh;
    }
}

static inline __attribute__((always_inline)) void add_rows(double *restrict current,
                                                           const double *restrict event_current,
                                                           const double *restrict strength,
                                                           uint32_t neurons)
{
    _Alignas(64) double on[GROUP];
    spread(neurons, on);
    for (int i = 0; i < GROUP; ++i) {
        double sum = current[i] + strength[i] * event_current[i];
        current[i] = on[i] != 0.0 ? sum : current[i];
    }
}

static inline __attribute__((always_inline)) void put_rows(hx_neuron_rows *restrict rows,
                                                           const double *restrict state,
                                                           unsigned group, uint32_t neurons)
{
    _Alignas(64) double on[GROUP];
    spread(neurons, on);
    int first = (int)group * GROUP;
    for (int i = 0; i < GROUP; ++i) {
        int n = first + i;
        rows->membrane[n] = on[i] != 0.0 ? state[i] : rows->membrane[n];
        rows->excitatory[n] = on[i] != 0.0 ? state[GROUP + i] : rows->excitatory[n];
        rows->inhibitory[n] = on[i] != 0.0 ? state[2 * GROUP + i] : rows->inhibitory[n];
    }
}

static inline __attribute__((always_inline)) void
find_high(const hx_neuron_rows *restrict rows, const double *restrict target,
          const double *restrict threshold, unsigned group, uint32_t *restrict result)
{
    int first = (int)group * GROUP;
    _Alignas(64) double below[GROUP]; // negative: below its threshold
    for (int i = 0; i < GROUP; ++i) {
        int n = first + i;
        double membrane = rows->membrane[n];
        double rise = target[n] - membrane;
        rise = rise > 0.0 ? rise : 0.0;
        double bound = membrane + rise * (1.0 - rows->decay[n]) +
                       rows->excitatory[n] * rows->reach[n] + HX_NEURON_BOUND_MARGIN;
        below[i] = bound - threshold[n];
    }
    int64_t none = -1; // by the sign bits
    for (int i = 0; i < GROUP; ++i) {
        none &= hx_neuron_get_bits(below[i]);
    }
    uint32_t set = 0;
    for (int i = 0; none >= 0 && i < GROUP; ++i) {
        set |= (uint32_t)(hx_neuron_get_bits(below[i]) >= 0) << i;
    }
    *result = set;
}

HX_SIMD_VERSIONS(move, move_rows,
                 (hx_neuron_rows *restrict rows, const hx_neuron_points *restrict points,
                  const double *restrict target, unsigned group, const uint32_t *restrict sets,
                  unsigned cycles),
                 (rows, points, target, group, sets, cycles))
HX_SIMD_VERSIONS(add, add_rows,
                 (double *restrict current, const double *restrict event_current,
                  const double *restrict strength, uint32_t neurons),
                 (current, event_current, strength, neurons))
HX_SIMD_VERSIONS(put, put_rows,
                 (hx_neuron_rows *restrict rows, const double *restrict state, unsigned group,
                  uint32_t neurons),
                 (rows, state, group, neurons))
HX_SIMD_VERSIONS(high, find_high,
                 (const hx_neuron_rows *restrict rows, const double *restrict target,
                  const double *restrict threshold, unsigned group, uint32_t *restrict result),
                 (rows, target, threshold, group, result))

void hx_neuron_move_rows(hx_neuron_rows *rows, const hx_neuron_points *points, hx_simd_level level,
                         unsigned group, uint32_t neurons, uint32_t reset, unsigned cycles,
                         unsigned target)
{
    const uint32_t sets[2] = {neurons, reset};
    HX_SIMD_CALL(level, move, (rows, points, rows->target[target], group, sets, cycles));
}

void hx_neuron_add_rows(double *current, const double *event_current, const double *strength,
                        hx_simd_level level, uint32_t neurons)
{
    HX_SIMD_CALL(level, add, (current, event_current, strength, neurons));
}

void hx_neuron_put_rows(hx_neuron_rows *rows, double state[3][HX_NEURON_GROUP], hx_simd_level level,
                        unsigned group, uint32_t neurons)
{
    HX_SIMD_CALL(level, put, (rows, state[0], group, neurons));
}

uint32_t hx_neuron_find_high(const hx_neuron_rows *rows, const double *threshold,
                             hx_simd_level level, unsigned group, unsigned target)
{
    uint32_t result = 0;
    HX_SIMD_CALL(level, high, (rows, rows->target[target], threshold, group, &result));
    return result;
}

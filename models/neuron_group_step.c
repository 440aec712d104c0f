// The loops over the neurons of a group that events go through.
// SPDX-License-Identifier: Apache-2.0
//
// Neurons that are not meant keep their values: the loops compute all and choose. The operation
// order is the one of the single neurons in neuron.c.
#include "models/neuron_group.h"

#define GROUP HX_NEURON_GROUP

// All ones for the neurons of a set, 0 for the others.
static inline __attribute__((always_inline)) void spread(uint32_t neurons, uint64_t *restrict on)
{
    // Constants, since loops of shifts by the counter stay loops.
#define BIT_4(n) UINT32_C(1) << (n), UINT32_C(2) << (n), UINT32_C(4) << (n), UINT32_C(8) << (n)
    static const uint64_t bit[GROUP] = {BIT_4(0),  BIT_4(4),  BIT_4(8),  BIT_4(12),
                                        BIT_4(16), BIT_4(20), BIT_4(24), BIT_4(28)};
#undef BIT_4
    const uint64_t set = neurons;
    for (int i = 0; i < GROUP; ++i) {
        on[i] = (set & bit[i]) == bit[i] ? UINT64_MAX : 0;
    }
}

// What a number of cycles leaves of a membrane's distance to its target, and adds to it of each
// current.
typedef struct gains {
    double decay, excitatory, inhibitory;
} gains;

static inline __attribute__((always_inline)) double
get_later(const hx_neuron_rows *rows, const double *target, int n, gains gain)
{
    double membrane = target[n] + (rows->membrane[n] - target[n]) * gain.decay;
    membrane = membrane + rows->excitatory[n] * gain.excitatory;
    return membrane - rows->inhibitory[n] * gain.inhibitory;
}

// `set`: 0 the leak, 1 the reset.
static inline __attribute__((always_inline)) gains get_gains(const hx_neuron_points *points,
                                                             unsigned set, unsigned cycles, int n)
{
    return (gains){points->decay[set][cycles][n], points->excitatory[set][cycles][n],
                   points->inhibitory[set][cycles][n]};
}

// All neurons of the group with their leak: the usual case.
static inline __attribute__((always_inline)) void move_all(hx_neuron_rows *restrict rows,
                                                           const hx_neuron_points *restrict points,
                                                           const double *restrict target, int first,
                                                           unsigned cycles)
{
    for (int n = first; n < first + GROUP; ++n) {
        const double exc_later = rows->excitatory[n] * points->excitatory_decay[cycles][n];
        const double inh_later = rows->inhibitory[n] * points->inhibitory_decay[cycles][n];
        rows->membrane[n] = get_later(rows, target, n, get_gains(points, 0, cycles, n));
        rows->excitatory[n] = exc_later < HX_NEURON_CURRENT_FLOOR ? 0.0 : exc_later;
        rows->inhibitory[n] = inh_later < HX_NEURON_CURRENT_FLOOR ? 0.0 : inh_later;
    }
}

// The membranes that move_all gives.
static inline __attribute__((always_inline)) void
look_at_rows(const hx_neuron_rows *restrict rows, const hx_neuron_points *restrict points,
             const double *restrict target, unsigned group, unsigned cycles,
             double *restrict membrane)
{
    for (int i = 0; i < GROUP; ++i) {
        const int n = (int)group * GROUP + i;
        membrane[i] = get_later(rows, target, n, get_gains(points, 0, cycles, n));
    }
}

static inline __attribute__((always_inline)) void
move_some(hx_neuron_rows *restrict rows, const hx_neuron_points *restrict points,
          const double *restrict target, int first, const uint32_t *restrict sets, unsigned cycles)
{
    _Alignas(64) uint64_t on[GROUP], reset[GROUP];
    spread(sets[0], on);
    spread(sets[1], reset);
    for (int i = 0; i < GROUP; ++i) {
        const int n = first + i;
        const gains leaks = get_gains(points, 0, cycles, n),
                    resets = get_gains(points, 1, cycles, n);
        const gains gain = {hx_adex_select(reset[i], resets.decay, leaks.decay),
                            hx_adex_select(reset[i], resets.excitatory, leaks.excitatory),
                            hx_adex_select(reset[i], resets.inhibitory, leaks.inhibitory)};
        const double membrane = get_later(rows, target, n, gain);
        const double exc = rows->excitatory[n], inh = rows->inhibitory[n];
        double exc_later = exc * points->excitatory_decay[cycles][n];
        double inh_later = inh * points->inhibitory_decay[cycles][n];
        exc_later = exc_later < HX_NEURON_CURRENT_FLOOR ? 0.0 : exc_later;
        inh_later = inh_later < HX_NEURON_CURRENT_FLOOR ? 0.0 : inh_later;
        rows->membrane[n] = hx_adex_select(on[i], membrane, rows->membrane[n]);
        rows->excitatory[n] = hx_adex_select(on[i], exc_later, exc);
        rows->inhibitory[n] = hx_adex_select(on[i], inh_later, inh);
    }
}

static inline __attribute__((always_inline)) void
move_rows(hx_neuron_rows *restrict rows, const hx_neuron_points *restrict points,
          const double *restrict target, unsigned group, const uint32_t *restrict sets,
          unsigned cycles)
{
    const int first = (int)group * GROUP;
    if (sets[0] == UINT32_MAX && sets[1] == 0) {
        move_all(rows, points, target, first, cycles);
    } else {
        move_some(rows, points, target, first, sets, cycles);
    }
}

static inline __attribute__((always_inline)) void add_rows(double *restrict current,
                                                           const double *restrict event_current,
                                                           const double *restrict strength,
                                                           uint32_t neurons)
{
    if (neurons == UINT32_MAX) {
        for (int i = 0; i < GROUP; ++i) {
            current[i] = current[i] + strength[i] * event_current[i];
        }
        return;
    }
    _Alignas(64) uint64_t on[GROUP];
    spread(neurons, on);
    for (int i = 0; i < GROUP; ++i) {
        double sum = current[i] + strength[i] * event_current[i];
        current[i] = hx_adex_select(on[i], sum, current[i]);
    }
}

static inline __attribute__((always_inline)) void put_rows(hx_neuron_rows *restrict rows,
                                                           const double *restrict state,
                                                           unsigned group, uint32_t neurons)
{
    _Alignas(64) uint64_t on[GROUP];
    spread(neurons, on);
    int first = (int)group * GROUP;
    for (int i = 0; i < GROUP; ++i) {
        int n = first + i;
        rows->membrane[n] = hx_adex_select(on[i], state[i], rows->membrane[n]);
        rows->excitatory[n] = hx_adex_select(on[i], state[GROUP + i], rows->excitatory[n]);
        rows->inhibitory[n] = hx_adex_select(on[i], state[2 * GROUP + i], rows->inhibitory[n]);
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
HX_SIMD_VERSIONS(look, look_at_rows,
                 (const hx_neuron_rows *restrict rows, const hx_neuron_points *restrict points,
                  const double *restrict target, unsigned group, unsigned cycles,
                  double *restrict membrane),
                 (rows, points, target, group, cycles, membrane))
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

void hx_neuron_look_at_rows(const hx_neuron_rows *rows, const hx_neuron_points *points,
                            hx_simd_level level, unsigned group, unsigned cycles, unsigned target,
                            double *membrane)
{
    HX_SIMD_CALL(level, look, (rows, points, rows->target[target], group, cycles, membrane));
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

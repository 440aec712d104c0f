// Row loops of the neurons of adex.h.
// SPDX-License-Identifier: Apache-2.0
//
// A group of 32 neurons is gone through as a whole if one of its neurons takes part; results of
// the others are not used. Groups without conductance-based inputs have loops of their own: the
// terms left out are zeros.
#include "models/adex.h"
#include "models/adex_calm.h"
#include "models/neuron.h"

HX_ADEX_INLINE hx_adex_calm get_calm(const hx_adex_rows *rows, const hx_neuron_rows *linear, int i)
{
    return (hx_adex_calm){
        .decay = linear->decay[i],
        .gain = {linear->excitatory_gain[i], linear->inhibitory_gain[i]},
        .conductance_gain = {rows->conductance_gain[0][i], rows->conductance_gain[1][i]},
        .linear = {rows->linear[0][i], rows->linear[1][i]},
        .rate = rows->rate[i],
        .reach = linear->reach[i],
        .synaptic_rate = {rows->synaptic_rate[0][i], rows->synaptic_rate[1][i]},
        .adaptation_rate = rows->adaptation_rate[i],
        .adaptation_decay = rows->adaptation_decay[i],
        .push = {rows->push[0][i], rows->push[1][i], rows->push[2][i], rows->push[3][i]},
        .pull = {rows->pull[0][i], rows->pull[1][i], rows->pull[2][i], rows->pull[3][i]},
        .stiff = rows->stiff[i],
    };
}

HX_ADEX_INLINE hx_adex_cell get_cell(const hx_adex_rows *rows, const double *target, int i)
{
    return (hx_adex_cell){.target = target[i],
                          .resistance = rows->resistance[i],
                          .exponential = rows->exponential[i],
                          .exponential_at = rows->exponential_at[i],
                          .coupling = rows->coupling[i],
                          .adaptation_at = rows->adaptation_at[i],
                          .coba = {rows->coba[0][i], rows->coba[1][i]},
                          .coba_at = {rows->coba_at[0][i], rows->coba_at[1][i]}};
}

// Steps of a group from reference 0 in which all its neurons of this kind are calm; the others take
// their linear part, with the operation order of neuron_step.c.
HX_ADEX_INLINE void step_group(hx_adex_rows *restrict rows, hx_neuron_rows *restrict linear,
                               const double *restrict target, int first, bool conductive)
{
    for (int i = first; i < first + HX_ADEX_GROUP; ++i) {
        const hx_adex_state s = {linear->membrane[i], rows->adaptation[i], linear->excitatory[i],
                                 linear->inhibitory[i]};
        const hx_adex_calm h = get_calm(rows, linear, i);
        const hx_adex_cell c = get_cell(rows, target, i);
        const uint64_t on = rows->on[i];
        double v, w, plain;
        hx_adex_go_calm(&s, &h, &c, rows->current[i], conductive, &v, &w, &plain);
        linear->membrane[i] = hx_adex_select(on, v, plain);
        rows->adaptation[i] = hx_adex_select(on, w, 0.0);
        double exc = s.excitatory * linear->excitatory_decay[i];
        double inh = s.inhibitory * linear->inhibitory_decay[i];
        linear->excitatory[i] = exc < HX_NEURON_CURRENT_FLOOR ? 0.0 : exc;
        linear->inhibitory[i] = inh < HX_NEURON_CURRENT_FLOOR ? 0.0 : inh;
    }
}

HX_ADEX_INLINE void set_currents(hx_adex_rows *restrict rows, const hx_neuron_rows *restrict linear,
                                 const double *restrict target, int first)
{
    _Alignas(64) double exponent[HX_ADEX_GROUP];
    for (int i = 0; i < HX_ADEX_GROUP; ++i) {
        const hx_adex_cell c = get_cell(rows, target, first + i);
        exponent[i] = hx_adex_get_exponent(&c, linear->membrane[first + i]);
    }
    for (int i = 0; i < HX_ADEX_GROUP; ++i) {
        const hx_adex_cell c = get_cell(rows, target, first + i);
        rows->current[first + i] = hx_adex_get_exponential(&c, exponent[i]);
    }
}

HX_ADEX_INLINE void step_kind(hx_adex_rows *restrict rows, hx_neuron_rows *restrict linear,
                              const double *restrict target, int first, bool conductive, int steps)
{
    for (; steps > 0; --steps) {
        if (conductive) {
            step_group(rows, linear, target, first, true);
        } else {
            step_group(rows, linear, target, first, false);
        }
        set_currents(rows, linear, target, first);
    }
}

// Bounds over a grid step or several. `quiet`: all neurons of this kind are calm, and none may
// reach its threshold; `excess` at least 0 tells which may (of others it is left alone).
HX_ADEX_INLINE void bound_group(hx_adex_rows *restrict rows, const hx_neuron_rows *restrict linear,
                                const double *restrict target, int first, bool conductive,
                                bool several, double length, double *restrict excess,
                                bool *restrict quiet)
{
    _Alignas(64) double over[HX_ADEX_GROUP];
    for (int i = first; i < first + HX_ADEX_GROUP; ++i) {
        const hx_adex_state s = {linear->membrane[i], rows->adaptation[i], linear->excitatory[i],
                                 linear->inhibitory[i]};
        const hx_adex_calm h = get_calm(rows, linear, i);
        const hx_adex_cell c = get_cell(rows, target, i);
        const double bound =
            hx_adex_get_bound(&s, &h, &c, rows->current[i], conductive, several, length);
        const double threshold = rows->threshold[i];
        const double limit =
            threshold < 0.5 * HX_ADEX_NOT_CALM ? threshold : 0.5 * HX_ADEX_NOT_CALM;
        rows->bound[i] = bound;
        over[i - first] = hx_adex_select(rows->on[i], bound - limit, -1.0);
        excess[i] = hx_adex_select(rows->on[i], bound - threshold, excess[i]);
    }
    int64_t none = -1; // by the sign bits
    for (int i = 0; i < HX_ADEX_GROUP; ++i) {
        none &= hx_neuron_get_bits(over[i]);
    }
    *quiet = none < 0;
}

HX_ADEX_INLINE void bound_kind(hx_adex_rows *restrict rows, const hx_neuron_rows *restrict linear,
                               const double *restrict target, int first, bool conductive, int steps,
                               double *restrict excess, bool *restrict quiet)
{
    if (conductive && steps > 1) {
        bound_group(rows, linear, target, first, true, true, steps, excess, quiet);
    } else if (conductive) {
        bound_group(rows, linear, target, first, true, false, 1.0, excess, quiet);
    } else if (steps > 1) {
        bound_group(rows, linear, target, first, false, true, steps, excess, quiet);
    } else {
        bound_group(rows, linear, target, first, false, false, 1.0, excess, quiet);
    }
}

HX_SIMD_VERSIONS(step, step_kind,
                 (hx_adex_rows *restrict rows, hx_neuron_rows *restrict linear,
                  const double *restrict target, int first, bool conductive, int steps),
                 (rows, linear, target, first, conductive, steps))
HX_SIMD_VERSIONS(bound, bound_kind,
                 (hx_adex_rows *restrict rows, const hx_neuron_rows *restrict linear,
                  const double *restrict target, int first, bool conductive, int steps,
                  double *restrict excess, bool *restrict quiet),
                 (rows, linear, target, first, conductive, steps, excess, quiet))

static bool is_conductive(const hx_adex *adex, unsigned group)
{
    return adex->conductive >> group & 1;
}

void hx_adex_step_calm(hx_neuron_array *array, hx_simd_level level, unsigned group, unsigned steps)
{
    const double *target = array->rows.target[array->target_index];
    HX_SIMD_CALL(level, step,
                 (&array->adex.rows, &array->rows, target, (int)(HX_ADEX_GROUP * group),
                  is_conductive(&array->adex, group), (int)steps));
}

void hx_adex_step(hx_neuron_array *array, hx_simd_level level, unsigned group)
{
    hx_adex_rows *rows = &array->adex.rows;
    unsigned count = 0, neuron[HX_ADEX_GROUP];
    double membrane[HX_ADEX_GROUP], adaptation[HX_ADEX_GROUP];
    for (unsigned i = HX_ADEX_GROUP * group; i < HX_ADEX_GROUP * (group + 1); ++i) {
        if (rows->bound[i] >= HX_ADEX_NOT_CALM && rows->on[i] != 0) {
            hx_adex_get(array, i, HX_ANNCORE_GRID, &membrane[count], &adaptation[count]);
            neuron[count++] = i;
        }
    }
    hx_adex_step_calm(array, level, group, 1);
    for (unsigned i = 0; i < count; ++i) {
        array->rows.membrane[neuron[i]] = membrane[i];
        rows->adaptation[neuron[i]] = adaptation[i];
        const hx_adex_cell c =
            get_cell(rows, array->rows.target[array->target_index], (int)neuron[i]);
        rows->current[neuron[i]] = hx_adex_exponential(&c, membrane[i]);
    }
}

bool hx_adex_bound(hx_neuron_array *array, hx_simd_level level, unsigned group, unsigned steps,
                   double *excess)
{
    const double *target = array->rows.target[array->target_index];
    bool quiet = false;
    HX_SIMD_CALL(level, bound,
                 (&array->adex.rows, &array->rows, target, (int)(HX_ADEX_GROUP * group),
                  is_conductive(&array->adex, group), (int)steps, excess, &quiet));
    return quiet;
}

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

HX_ADEX_INLINE void step_group(const hx_adex_rows *restrict rows,
                               const hx_neuron_rows *restrict linear, const double *restrict target,
                               int first, bool conductive, double *restrict membrane,
                               double *restrict adaptation)
{
    for (int i = first; i < first + HX_ADEX_GROUP; ++i) {
        const hx_adex_state s = {linear->membrane[i], rows->adaptation[i], linear->excitatory[i],
                                 linear->inhibitory[i]};
        const hx_adex_calm h = get_calm(rows, linear, i);
        const hx_adex_cell c = get_cell(rows, target, i);
        double v, w;
        hx_adex_go_calm(&s, &h, &c, rows->current[i], conductive, &v, &w);
        membrane[i] = v;
        adaptation[i] = w;
    }
}

HX_ADEX_INLINE void step_kind(const hx_adex_rows *restrict rows,
                              const hx_neuron_rows *restrict linear, const double *restrict target,
                              int first, bool conductive, double *restrict membrane,
                              double *restrict adaptation)
{
    if (conductive) {
        step_group(rows, linear, target, first, true, membrane, adaptation);
    } else {
        step_group(rows, linear, target, first, false, membrane, adaptation);
    }
}

HX_ADEX_INLINE void finish_group(hx_adex_rows *restrict rows, hx_neuron_rows *restrict linear,
                                 const double *restrict target, int first, bool conductive,
                                 const double *restrict membrane, const double *restrict adaptation,
                                 double *restrict excess)
{
    for (int i = first; i < first + HX_ADEX_GROUP; ++i) {
        const uint64_t on = rows->on[i];
        const double v = hx_adex_select(on, membrane[i], linear->membrane[i]);
        const double w = hx_adex_select(on, adaptation[i], 0.0);
        linear->membrane[i] = v;
        rows->adaptation[i] = w;
        const hx_adex_cell c = get_cell(rows, target, i);
        rows->current[i] = hx_adex_exponential(&c, v);
    }
    for (int i = first; i < first + HX_ADEX_GROUP; ++i) {
        const hx_adex_state s = {linear->membrane[i], rows->adaptation[i], linear->excitatory[i],
                                 linear->inhibitory[i]};
        const hx_adex_calm h = get_calm(rows, linear, i);
        const hx_adex_cell c = get_cell(rows, target, i);
        const double bound = hx_adex_get_bound(&s, &h, &c, rows->current[i], conductive);
        rows->bound[i] = bound;
        excess[i] = hx_adex_select(rows->on[i], bound - rows->threshold[i], excess[i]);
    }
}

HX_ADEX_INLINE void finish_kind(hx_adex_rows *restrict rows, hx_neuron_rows *restrict linear,
                                const double *restrict target, int first, bool conductive,
                                const double *restrict membrane, const double *restrict adaptation,
                                double *restrict excess)
{
    if (conductive) {
        finish_group(rows, linear, target, first, true, membrane, adaptation, excess);
    } else {
        finish_group(rows, linear, target, first, false, membrane, adaptation, excess);
    }
}

HX_SIMD_VERSIONS(step, step_kind,
                 (const hx_adex_rows *restrict rows, const hx_neuron_rows *restrict linear,
                  const double *restrict target, int first, bool conductive,
                  double *restrict membrane, double *restrict adaptation),
                 (rows, linear, target, first, conductive, membrane, adaptation))
HX_SIMD_VERSIONS(finish, finish_kind,
                 (hx_adex_rows *restrict rows, hx_neuron_rows *restrict linear,
                  const double *restrict target, int first, bool conductive,
                  const double *restrict membrane, const double *restrict adaptation,
                  double *restrict excess),
                 (rows, linear, target, first, conductive, membrane, adaptation, excess))

static bool is_conductive(const hx_adex *adex, int first)
{
    return adex->conductive >> (first / HX_ADEX_GROUP) & 1;
}

void hx_adex_step(const hx_neuron_array *array, hx_simd_level level, double *membrane,
                  double *adaptation)
{
    const hx_adex *adex = &array->adex;
    const double *target = array->rows.target[array->target_index];
    for (uint32_t left = adex->groups; left != 0; left &= left - 1) {
        int first = HX_ADEX_GROUP * __builtin_ctz(left);
        HX_SIMD_CALL(level, step,
                     (&adex->rows, &array->rows, target, first, is_conductive(adex, first),
                      membrane, adaptation));
        for (int i = first; i < first + HX_ADEX_GROUP; ++i) {
            if (adex->rows.bound[i] >= HX_ADEX_NOT_CALM && adex->rows.on[i] != 0) {
                hx_adex_get(array, (unsigned)i, HX_ANNCORE_GRID, &membrane[i], &adaptation[i]);
            }
        }
    }
}

void hx_adex_finish_step(hx_neuron_array *array, hx_simd_level level, const double *membrane,
                         const double *adaptation, double *excess)
{
    const double *target = array->rows.target[array->target_index];
    for (uint32_t left = array->adex.groups; left != 0; left &= left - 1) {
        int first = HX_ADEX_GROUP * __builtin_ctz(left);
        HX_SIMD_CALL(level, finish,
                     (&array->adex.rows, &array->rows, target, first,
                      is_conductive(&array->adex, first), membrane, adaptation, excess));
    }
}

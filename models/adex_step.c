// Row loops of the neurons of adex.h.
// SPDX-License-Identifier: Apache-2.0
//
// A group of 32 neurons is gone through as a whole if one of its neurons takes part; results of
// the others are not used.
#include "models/adex.h"
#include "models/adex_kernel.h"
#include "models/neuron.h"

#include <math.h>

// Stages of a step for a group: each is a loop of its own, short enough for the processor to
// work on several neurons at a time.
typedef struct stages {
    _Alignas(64) double start[HX_ADEX_GROUP];
    double half[HX_ADEX_GROUP], full[HX_ADEX_GROUP], w_half[HX_ADEX_GROUP];
    double second[HX_ADEX_GROUP], third_v[HX_ADEX_GROUP];
    double third[HX_ADEX_GROUP], fourth_v[HX_ADEX_GROUP], w_full[HX_ADEX_GROUP];
} stages;

HX_ADEX_INLINE hx_adex_span get_span(const hx_adex_rows *rows, int i)
{
    return (hx_adex_span){
        .decay = {rows->decay[0][i], rows->decay[1][i]},
        .excitatory = {rows->excitatory[0][i], rows->excitatory[1][i]},
        .inhibitory = {rows->inhibitory[0][i], rows->inhibitory[1][i]},
        .excitatory_decay = {rows->excitatory_decay[0][i], rows->excitatory_decay[1][i]},
        .inhibitory_decay = {rows->inhibitory_decay[0][i], rows->inhibitory_decay[1][i]},
        .adaptation_decay = {rows->adaptation_decay[0][i], rows->adaptation_decay[1][i]},
        .reach = rows->elastance[i] * (double)HX_ANNCORE_GRID,
    };
}

HX_ADEX_INLINE hx_adex_state get_state(const hx_adex_rows *rows, const hx_neuron_rows *linear,
                                       int i)
{
    return (hx_adex_state){linear->membrane[i], rows->adaptation[i], linear->excitatory[i],
                           linear->inhibitory[i]};
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
                               int first, double *restrict membrane, double *restrict adaptation)
{
    stages t;
    for (int i = 0; i < HX_ADEX_GROUP; ++i) {
        hx_adex_state s = get_state(rows, linear, first + i);
        hx_adex_span h = get_span(rows, first + i);
        hx_adex_cell c = get_cell(rows, target, first + i);
        hx_adex_work k;
        hx_adex_begin(&s, &h, &c, &k);
        t.start[i] = k.start;
        t.half[i] = k.half;
        t.full[i] = k.full;
        t.w_half[i] = k.w_half;
    }
    for (int i = 0; i < HX_ADEX_GROUP; ++i) {
        hx_adex_state s = get_state(rows, linear, first + i);
        hx_adex_span h = get_span(rows, first + i);
        hx_adex_cell c = get_cell(rows, target, first + i);
        hx_adex_work k = {.start = t.start[i], .half = t.half[i], .w_half = t.w_half[i]};
        hx_adex_do_second(&s, &h, &c, &k);
        t.second[i] = k.second;
        t.third_v[i] = k.third_v;
    }
    for (int i = 0; i < HX_ADEX_GROUP; ++i) {
        hx_adex_state s = get_state(rows, linear, first + i);
        hx_adex_span h = get_span(rows, first + i);
        hx_adex_cell c = get_cell(rows, target, first + i);
        hx_adex_work k = {.start = t.start[i],
                          .half = t.half[i],
                          .full = t.full[i],
                          .w_half = t.w_half[i],
                          .third_v = t.third_v[i]};
        hx_adex_do_third(&s, &h, &c, &k);
        t.third[i] = k.third;
        t.fourth_v[i] = k.fourth_v;
        t.w_full[i] = k.w_full;
    }
    for (int i = 0; i < HX_ADEX_GROUP; ++i) {
        hx_adex_state s = get_state(rows, linear, first + i);
        hx_adex_span h = get_span(rows, first + i);
        hx_adex_cell c = get_cell(rows, target, first + i);
        hx_adex_work k = {.start = t.start[i],
                          .full = t.full[i],
                          .second = t.second[i],
                          .third = t.third[i],
                          .fourth_v = t.fourth_v[i],
                          .w_full = t.w_full[i]};
        membrane[first + i] = hx_adex_end(&s, &h, &c, &k);
        adaptation[first + i] = k.w_full;
    }
}

HX_ADEX_INLINE void finish_group(hx_adex_rows *restrict rows, hx_neuron_rows *restrict linear,
                                 const double *restrict target, int first,
                                 const double *restrict membrane, const double *restrict adaptation,
                                 double *restrict excess)
{
    for (int i = first; i < first + HX_ADEX_GROUP; ++i) {
        uint64_t on = rows->on[i];
        double v = hx_adex_select(on, membrane[i], linear->membrane[i]);
        double w = hx_adex_select(on, adaptation[i], 0.0);
        linear->membrane[i] = v;
        rows->adaptation[i] = w;
        hx_adex_state s = {v, w, linear->excitatory[i], linear->inhibitory[i]};
        hx_adex_span h = get_span(rows, i);
        hx_adex_cell c = get_cell(rows, target, i);
        double bound = hx_adex_get_bound(&s, &h, &c);
        rows->bound[i] = bound;
        double over = bound - rows->threshold[i];
        excess[i] = hx_adex_select(on, over, excess[i]);
    }
}

HX_SIMD_VERSIONS(step, step_group,
                 (const hx_adex_rows *restrict rows, const hx_neuron_rows *restrict linear,
                  const double *restrict target, int first, double *restrict membrane,
                  double *restrict adaptation),
                 (rows, linear, target, first, membrane, adaptation))
HX_SIMD_VERSIONS(finish, finish_group,
                 (hx_adex_rows *restrict rows, hx_neuron_rows *restrict linear,
                  const double *restrict target, int first, const double *restrict membrane,
                  const double *restrict adaptation, double *restrict excess),
                 (rows, linear, target, first, membrane, adaptation, excess))

void hx_adex_step(const hx_neuron_array *array, hx_simd_level level, double *membrane,
                  double *adaptation)
{
    const hx_adex *adex = &array->adex;
    const double *target = array->rows.target[array->target_index];
    for (uint32_t left = adex->groups; left != 0; left &= left - 1) {
        int first = HX_ADEX_GROUP * __builtin_ctz(left);
        HX_SIMD_CALL(level, step, (&adex->rows, &array->rows, target, first, membrane, adaptation));
        for (int i = first; i < first + HX_ADEX_GROUP; ++i) {
            if (adex->rows.bound[i] >= 1e9 && adex->rows.on[i] != 0) {
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
        HX_SIMD_CALL(
            level, finish,
            (&array->adex.rows, &array->rows, target, first, membrane, adaptation, excess));
    }
}

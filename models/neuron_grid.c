// The neurons' way from grid point to grid point.
// SPDX-License-Identifier: Apache-2.0
#include "models/neuron.h"
#include "models/neuron_group.h"

#include <string.h>

// Rest of a neuron with adaptation: g (E - V) = w = a (V - V_w). The exponential term is left
// out; a neuron without a stable rest starts at E.
static void rest_with_adaptation(hx_neuron_array *array, unsigned neuron)
{
    const hx_parameters *p = &array->parameters[neuron];
    double a = p->adaptation_conductance;
    double g = p->conductance[hx_neuron_set_has(array->reset, neuron)];
    double *membrane = &array->rows.membrane[neuron];
    if (g + a > 0.0) {
        *membrane = (g * *membrane + a * p->adaptation_potential) / (g + a);
    }
    array->adex.rows.adaptation[neuron] =
        g + a > 0.0 ? a * (*membrane - p->adaptation_potential) : 0.0;
}

void hx_neuron_rest(hx_neuron_array *array)
{
    hx_neuron_rows *rows = &array->rows;
    memset(rows->excitatory, 0, sizeof rows->excitatory);
    memset(rows->inhibitory, 0, sizeof rows->inhibitory);
    memcpy(rows->membrane, rows->potential, HX_ANNCORE_NEURONS * sizeof rows->membrane[0]);
    memset(array->reference, 0, sizeof array->reference);
    memset(array->fire_offset, 0, sizeof array->fire_offset);
    memset(array->fire_at, 0, sizeof array->fire_at);
    memset(array->moved, 0, sizeof array->moved);
    memset(array->fired, 0, sizeof array->fired);
    memset(array->high, 0, sizeof array->high);
    memset(array->unsure, 0xff, sizeof array->unsure);
    memset(array->lag, 0, sizeof array->lag);
    memset(array->safe, 0, sizeof array->safe);
    array->fire_offsets = 0;
    array->any_unsure = true;
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        if (hx_neuron_is_nonlinear(array, neuron)) {
            rest_with_adaptation(array, neuron);
        }
    }
    for (unsigned i = 0; i < array->joint.cable_count; ++i) {
        hx_cable_rest(array, &array->joint.cable[i]);
    }
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        double membrane = hx_neuron_get_membrane(array, neuron, 0);
        bool armed = membrane < array->table[neuron].threshold;
        hx_neuron_set_armed(array, neuron, armed);
        if (!armed && !hx_neuron_set_has(array->reset, neuron)) {
            hx_neuron_set_high(array, neuron);
        }
    }
}

void hx_neuron_set_noise(hx_neuron_array *array)
{
    array->target_index = 1 - array->target_index;
    hx_neuron_set_targets(&array->rows, array->level, array->target_index, array->noise);
}

void hx_neuron_settle_group(hx_neuron_array *array, unsigned group)
{
    unsigned lag = array->lag[group];
    if (array->adex.groups >> group & 1) {
        double excess[HX_NEURON_ROW];
        hx_adex_step_calm(array, array->level, group, lag);
        hx_adex_bound(array, array->level, group, 1, excess);
    } else {
        hx_neuron_step_rows(&array->rows, array->level, group, lag, array->target_index);
    }
    array->safe[group] = (uint8_t)(array->safe[group] - lag);
    array->lag[group] = 0;
}

// Neurons above their threshold that could fire were they below: watched cycle by cycle.
static uint64_t get_above(const hx_neuron_array *array, int word)
{
    return array->eligible[word] & ~array->armed[word] & ~array->fired[word] & ~array->reset[word];
}

// What a step has to treat by itself: neurons whose reference is inside the step. They are taken
// to its end and kept aside, since the row loop treats all neurons of a group alike.
typedef struct aside {
    bool any; // else nothing but the sets of groups below is filled in
    unsigned count;
    uint32_t groups;
    uint32_t done; // plain groups of which all neurons have moved: their rows are at the end
    uint16_t neuron[HX_ANNCORE_NEURONS];
    double state[HX_ANNCORE_NEURONS][4];
    uint32_t plain[HX_NEURON_GROUPS]; // neurons of plain groups, and their states:
    double plain_state[HX_NEURON_GROUPS][3][HX_NEURON_GROUP];
} aside;

static void keep_plain(hx_neuron_array *array, aside *kept, unsigned group, uint32_t neurons)
{
    const size_t size = HX_NEURON_GROUP * sizeof(double);
    const unsigned first = HX_NEURON_GROUP * group;
    hx_neuron_move_group(array, group, neurons, HX_ANNCORE_GRID);
    if (neurons == UINT32_MAX) {
        memset(&array->reference[first], 0, HX_NEURON_GROUP);
        kept->done |= UINT32_C(1) << group;
        return;
    }
    memcpy(kept->plain_state[group][0], array->rows.membrane + first, size);
    memcpy(kept->plain_state[group][1], array->rows.excitatory + first, size);
    memcpy(kept->plain_state[group][2], array->rows.inhibitory + first, size);
    for (uint32_t left = neurons; left != 0; left &= left - 1) {
        array->reference[first + (unsigned)__builtin_ctz(left)] = 0;
    }
    kept->plain[group] = neurons;
    kept->groups |= UINT32_C(1) << group;
}

// Neurons of a group that are taken care of with their group.
static uint32_t get_plain(const aside *kept, int group)
{
    return kept->done >> group & 1 ? UINT32_MAX : kept->plain[group];
}

static void finish_moved(hx_neuron_array *array, aside *kept)
{
    kept->count = 0;
    kept->groups = 0;
    kept->done = 0;
    kept->any = array->joint.cable_count != 0;
    for (int word = 0; word < HX_NEURON_WORDS; ++word) {
        kept->any = kept->any || (array->moved[word] | get_above(array, word)) != 0;
    }
    if (!kept->any) {
        return;
    }
    for (unsigned i = 0; i < array->joint.cable_count; ++i) {
        hx_neuron_move(array, array->joint.cable[i].circuit[0], HX_ANNCORE_GRID);
    }
    // First, since this may move other circuits of a joined neuron, too.
    for (int word = 0; word < HX_NEURON_WORDS; ++word) {
        for (uint64_t left = get_above(array, word); left; left &= left - 1) {
            unsigned neuron = 64u * (unsigned)word + (unsigned)__builtin_ctzll(left);
            hx_neuron_move(array, neuron, HX_ANNCORE_GRID);
        }
    }
    for (unsigned group = 0; group < HX_NEURON_GROUPS; ++group) {
        const uint32_t moved = hx_neuron_set_group(array->moved, group);
        kept->plain[group] = 0;
        if (moved && hx_neuron_group_is_plain(array, group)) {
            keep_plain(array, kept, group, moved);
        }
    }
    for (int word = 0; word < HX_NEURON_WORDS; ++word) {
        const uint64_t plain = get_plain(kept, 2 * word) | (uint64_t)get_plain(kept, 2 * word + 1)
                                                               << HX_NEURON_GROUP;
        for (uint64_t left = array->moved[word] & ~plain; left; left &= left - 1) {
            unsigned neuron = 64u * (unsigned)word + (unsigned)__builtin_ctzll(left);
            hx_neuron_move(array, neuron, HX_ANNCORE_GRID);
            double *state = kept->state[kept->count];
            state[0] = array->rows.membrane[neuron];
            state[1] = array->rows.excitatory[neuron];
            state[2] = array->rows.inhibitory[neuron];
            state[3] = array->adex.rows.adaptation[neuron];
            array->reference[neuron] = 0;
            kept->neuron[kept->count++] = (uint16_t)neuron;
            kept->groups |= UINT32_C(1) << neuron / HX_NEURON_GROUP;
        }
        array->moved[word] = 0;
    }
}

// Whether a neuron of a group that is done may fire in the coming step, or had been going to.
static bool must_predict(const hx_neuron_array *array, unsigned group, unsigned near)
{
    const uint64_t above = get_above(array, (int)group / 2) >> HX_NEURON_GROUP * (group % 2);
    return near & 1 || (uint32_t)above != 0 || hx_neuron_has_predictions(array, group);
}

// `near`: of the groups that were stepped.
static void restore_moved(hx_neuron_array *array, aside *kept, const unsigned *near)
{
    if (!kept->any) {
        return;
    }
    for (unsigned group = 0; group < HX_NEURON_GROUPS; ++group) {
        if (kept->plain[group]) {
            hx_neuron_put_group(array, group, kept->plain[group], kept->plain_state[group]);
        }
    }
    for (unsigned i = 0; i < kept->count; ++i) {
        unsigned neuron = kept->neuron[i];
        array->rows.membrane[neuron] = kept->state[i][0];
        array->rows.excitatory[neuron] = kept->state[i][1];
        array->rows.inhibitory[neuron] = kept->state[i][2];
        array->adex.rows.adaptation[neuron] = kept->state[i][3];
    }
    for (unsigned group = 0; group < HX_NEURON_GROUPS; ++group) {
        const bool look = kept->done >> group & 1 && must_predict(array, group, near[group]);
        hx_neuron_predict_group(array, group, look ? UINT32_MAX : kept->plain[group]);
    }
    for (unsigned i = 0; i < kept->count; ++i) {
        hx_neuron_predict(array, kept->neuron[i]);
    }
}

// Groups that must be stepped now; the others fall one more step behind. With joined circuits
// all go together, since these may be anywhere.
static uint32_t select_groups(hx_neuron_array *array, bool new_noise)
{
    uint32_t groups = 0;
    for (unsigned group = 0; group < HX_NEURON_GROUPS; ++group) {
        // The coming step, too, must be safe.
        bool late = !new_noise && array->lag[group] + 2 <= array->safe[group];
        groups |= late ? 0 : UINT32_C(1) << group;
    }
    if (array->joint.any && groups != 0) {
        groups = UINT32_MAX >> (32 - HX_NEURON_GROUPS);
    }
    for (unsigned group = 0; group < HX_NEURON_GROUPS; ++group) {
        array->lag[group] += (groups >> group & 1) ? 0 : 1;
    }
    return groups;
}

static void predict_near(hx_neuron_array *array, unsigned group, const double *excess)
{
    unsigned first = HX_NEURON_GROUP * group;
    for (unsigned neuron = first; neuron < first + HX_NEURON_GROUP; ++neuron) {
        if (excess[neuron] >= 0.0) {
            hx_neuron_predict(array, neuron);
        }
    }
}

// A group with currents that are not linear, and what it is behind.
static void step_adex(hx_neuron_array *array, hx_simd_level level, unsigned group)
{
    if (array->safe[group] > 0) {
        hx_adex_step_calm(array, level, group, array->lag[group] + 1u);
    } else {
        hx_adex_step(array, level, group);
    }
    array->lag[group] = 0;
}

void hx_neuron_step(hx_neuron_array *array, bool new_noise, unsigned left)
{
    hx_simd_level level = array->level;
    aside kept;
    finish_moved(array, &kept);
    uint32_t groups = select_groups(array, new_noise);
    const uint32_t adex = groups & array->adex.groups;
    for (uint32_t todo = adex; todo != 0; todo &= todo - 1) {
        step_adex(array, level, (unsigned)__builtin_ctz(todo));
    }
    unsigned from = array->target_index;
    if (new_noise) {
        hx_neuron_set_noise(array);
    }
    for (uint32_t todo = groups & ~adex; todo != 0; todo &= todo - 1) {
        unsigned group = (unsigned)__builtin_ctz(todo);
        if (!(kept.done >> group & 1)) {
            hx_neuron_step_rows(&array->rows, level, group, array->lag[group] + 1u, from);
        }
        array->lag[group] = 0;
    }
    _Alignas(64) double excess[HX_ANNCORE_NEURONS];
    unsigned near[HX_NEURON_GROUPS];
    for (uint32_t todo = groups; todo != 0; todo &= todo - 1) {
        unsigned group = (unsigned)__builtin_ctz(todo);
        near[group] =
            hx_neuron_find_near(&array->rows, level, group, array->target_index, left, excess);
        bool quiet = near[group] == 0 && !(kept.groups >> group & 1);
        if (adex >> group & 1) {
            quiet = quiet && hx_adex_bound(array, level, group, left, excess);
            near[group] |= !quiet && !hx_adex_bound(array, level, group, 1, excess);
        }
        array->safe[group] = (uint8_t)(quiet ? left : 0);
    }
    array->fire_offsets = 0;
    for (uint32_t todo = groups; todo != 0; todo &= todo - 1) {
        unsigned group = (unsigned)__builtin_ctz(todo);
        if (near[group] & 1) {
            predict_near(array, group, excess);
        }
    }
    restore_moved(array, &kept, near);
    if (array->joint.any && groups != 0) {
        hx_joint_check(array, left);
    }
}

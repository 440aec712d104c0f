// Joined circuits and compartments with currents that are not linear in the membrane.
// SPDX-License-Identifier: Apache-2.0
//
// Each circuit brings its own N (adex.h) at the membrane of its compartment, and its own w. A cycle
// goes by the rule of adex_kernel.h with the exact propagation of the linear system in place of
// the decay:
//
//   lin(t) = membranes after t with all N as at the start;  H = propagation of membranes by h/2
//   V_2 = lin(h/2),  V_3 = V_2 + h/2 K_2/C,  V_4 = lin(h) + h H K_3/C
//   V = lin(h) + h/6 (2 H (K_2 + K_3) + K_4)/C
//
// with K_s what N has changed by at stage s. The course is kept for the cycles somebody asked for,
// since predictions look at all of them.
#include "models/cable.h"
#include "models/neuron.h"

#include <string.h>

enum { MOST = HX_CABLE_CIRCUITS, MOST_STATES = 4 * MOST };

void hx_cable_load_path(hx_neuron_array *array, const hx_cable *cable, const double *capacitance)
{
    hx_cable_path *path = &array->cable_path[cable->path];
    memset(path, 0, sizeof *path);
    for (unsigned i = 0; i < cable->circuits; ++i) {
        const hx_parameters *p = &array->parameters[cable->circuit[i]];
        const unsigned set = hx_neuron_set_has(array->reset, cable->circuit[i]);
        const double on = set && p->pause ? 0.0 : 1.0;
        path->cell[i] = (hx_adex_cell){.exponential = on * p->exponential_current,
                                       .exponential_at = p->exponential_potential,
                                       .coupling = p->adaptation_conductance,
                                       .adaptation_at = p->adaptation_potential,
                                       .coba = {on * p->coba[0], on * p->coba[1]},
                                       .coba_at = {p->coba_potential[0], p->coba_potential[1]}};
        hx_adex_fill_span(&path->span[i], p, set, HX_PARAMETERS_CYCLE);
    }
    for (unsigned c = 0; c < cable->compartments; ++c) {
        path->elastance[c] = HX_PARAMETERS_CYCLE / capacitance[c];
    }
    path->key[0] = -1e300; // no membrane is there
}

// State at the reference, and all that acts from it on and can change without a load.
static void get_key(const hx_neuron_array *array, const hx_cable *cable, double *key)
{
    const hx_neuron_rows *rows = &array->rows;
    for (unsigned c = 0; c < cable->compartments; ++c) {
        key[c] = rows->membrane[cable->leader[c]];
    }
    for (unsigned i = 0; i < cable->circuits; ++i) {
        const unsigned circuit = cable->circuit[i];
        key[MOST + i] = rows->excitatory[circuit];
        key[2 * MOST + i] = rows->inhibitory[circuit];
        key[3 * MOST + i] = rows->target[array->target_index][circuit]; // noise current
        key[4 * MOST + i] = array->adex.rows.adaptation[circuit];
    }
}

// Sum of N of the circuits of each compartment, less `start`.
static void sum_currents(const hx_cable *cable, const hx_cable_path *path, const double *membrane,
                         const hx_adex_state *state, const double *start, double *sum)
{
    for (unsigned c = 0; c < cable->compartments; ++c) {
        sum[c] = -start[c];
    }
    for (unsigned i = 0; i < cable->circuits; ++i) {
        const unsigned c = cable->compartment[i];
        sum[c] += hx_adex_current(&path->cell[i], membrane[c], state[i].adaptation,
                                  state[i].excitatory, state[i].inhibitory);
    }
}

static void propagate(const double *table, unsigned n, unsigned size, const double *state,
                      double *membrane)
{
    for (unsigned c = 0; c < n; ++c) {
        double sum = 0.0;
        for (unsigned j = 0; j < size; ++j) {
            sum += table[c * size + j] * state[j];
        }
        membrane[c] = sum;
    }
}

// Synaptic currents at the middle (0) or end (1) of the cycle.
static void decay_currents(const hx_cable *cable, const hx_cable_path *path, int end,
                           const hx_adex_state *from, hx_adex_state *to)
{
    for (unsigned i = 0; i < cable->circuits; ++i) {
        to[i].excitatory = from[i].excitatory * path->span[i].excitatory_decay[end];
        to[i].inhibitory = from[i].inhibitory * path->span[i].inhibitory_decay[end];
    }
}

// w at the middle (0) or end (1) of the cycle, with the pull of the start and what the membrane
// has moved since: `near` acts at once, `far` decays for half a cycle; in parts of a cycle.
static void set_adaptation(const hx_cable *cable, const hx_cable_path *path, int end,
                           const double *before, const double *near, const double *far,
                           hx_adex_state *to)
{
    for (unsigned i = 0; i < cable->circuits; ++i) {
        const hx_adex_cell *cell = &path->cell[i];
        const hx_adex_span *h = &path->span[i];
        const unsigned c = cable->compartment[i];
        const double pull = cell->coupling * (before[c] - cell->adaptation_at);
        to[i].adaptation =
            pull + (path->state[i].adaptation - pull) * h->adaptation_decay[end] +
            (near[c] + far[c] * h->adaptation_decay[0]) * (h->adaptation_reach * cell->coupling);
    }
}

static void go_one_cycle(const hx_neuron_array *array, const hx_cable *cable, hx_cable_path *path)
{
    const unsigned n = cable->compartments, m = cable->circuits, size = 2 * n + 2 * m;
    const double *half_table = &array->cable_table[cable->table];
    const double *table = half_table + n * size;
    const double *before = path->membrane[path->known];
    double *after = path->membrane[path->known + 1];
    const hx_adex_state *start = path->state;
    double none[MOST] = {0}, start_sum[MOST], state[MOST_STATES];
    hx_adex_state half[MOST], full[MOST];

    sum_currents(cable, path, before, start, none, start_sum);
    for (unsigned c = 0; c < n; ++c) {
        state[c] = before[c];
        state[n + c] = cable->current[c] + start_sum[c];
    }
    for (unsigned i = 0; i < m; ++i) {
        state[n + cable->compartment[i]] +=
            array->rows.target[array->target_index][cable->circuit[i]];
        state[2 * n + i] = start[i].excitatory;
        state[2 * n + m + i] = start[i].inhibitory;
    }
    double second_v[MOST], third_v[MOST], fourth_v[MOST], linear[MOST];
    double second[MOST], third[MOST], fourth[MOST], push[MOST], near[MOST], far[MOST];
    propagate(half_table, n, size, state, second_v);
    propagate(table, n, size, state, linear);
    decay_currents(cable, path, 0, start, half);
    decay_currents(cable, path, 1, start, full);

    set_adaptation(cable, path, 0, before, none, none, half);
    sum_currents(cable, path, second_v, half, start_sum, second);
    for (unsigned c = 0; c < n; ++c) {
        third_v[c] = second_v[c] + 0.5 * path->elastance[c] * second[c];
        near[c] = 0.5 * (second_v[c] - before[c]);
        far[c] = third_v[c] - before[c];
    }
    set_adaptation(cable, path, 0, before, near, none, half);
    sum_currents(cable, path, third_v, half, start_sum, third);

    memset(state + n, 0, (size - n) * sizeof *state);
    for (unsigned c = 0; c < n; ++c) {
        state[c] = path->elastance[c] * third[c];
    }
    propagate(half_table, n, size, state, push);
    for (unsigned c = 0; c < n; ++c) {
        fourth_v[c] = linear[c] + push[c];
        state[c] = path->elastance[c] * (second[c] + third[c]);
    }
    set_adaptation(cable, path, 1, before, none, far, full);
    sum_currents(cable, path, fourth_v, full, start_sum, fourth);
    propagate(half_table, n, size, state, push);
    for (unsigned c = 0; c < n; ++c) {
        after[c] = linear[c] + (2.0 * push[c] + path->elastance[c] * fourth[c]) * (1.0 / 6.0);
        far[c] = (2.0 * near[c] + far[c]) * (1.0 / 3.0); // second and third stage
        near[c] = (fourth_v[c] - before[c]) * (1.0 / 6.0);
    }
    set_adaptation(cable, path, 1, before, near, far, full);
    memcpy(path->state, full, m * sizeof *full);
    ++path->known;
    for (unsigned i = 0; i < m; ++i) {
        path->adaptation[path->known][i] = full[i].adaptation;
    }
}

const hx_cable_path *hx_cable_follow(const hx_neuron_array *array, const hx_cable *cable,
                                     unsigned cycles)
{
    hx_cable_path *path = (hx_cable_path *)(uintptr_t)&array->cable_path[cable->path];
    double key[5 * MOST] = {0};
    get_key(array, cable, key);
    if (memcmp(key, path->key, sizeof key) != 0) {
        memcpy(path->key, key, sizeof key);
        memcpy(path->membrane[0], key, MOST * sizeof *key);
        memcpy(path->adaptation[0], key + 4 * MOST, MOST * sizeof *key);
        for (unsigned i = 0; i < cable->circuits; ++i) {
            path->state[i] = (hx_adex_state){.adaptation = key[4 * MOST + i],
                                             .excitatory = key[MOST + i],
                                             .inhibitory = key[2 * MOST + i]};
        }
        path->known = 0;
    }
    while (path->known < cycles) {
        go_one_cycle(array, cable, path);
    }
    return path;
}

double hx_cable_get_adaptation(const hx_neuron_array *array, const hx_cable *cable,
                               unsigned circuit, unsigned cycles)
{
    unsigned i = 0;
    while (cable->circuit[i] != circuit) {
        ++i;
    }
    return cable->nonlinear && cycles > 0
               ? hx_cable_follow(array, cable, cycles)->adaptation[cycles][i]
               : array->adex.rows.adaptation[circuit];
}

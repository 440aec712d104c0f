// Neurons with currents that are not linear in the membrane: coefficients and single neurons.
// SPDX-License-Identifier: Apache-2.0
#include "models/adex.h"
#include "models/adex_calm.h"
#include "models/elementary.h"
#include "models/neuron.h"

static double get_synaptic_time(const hx_parameters *p, int sign)
{
    return sign ? p->inhibitory_time : p->excitatory_time;
}

void hx_adex_fill_calm(hx_adex_calm *h, const hx_parameters *p, unsigned set, double time)
{
    const double on = set && p->pause ? 0.0 : 1.0;
    const double rate = p->conductance[set] / p->capacitance;
    double fastest = rate * time;
    h->rate = rate * time;
    h->reach = time / p->capacitance;
    for (int sign = 0; sign < 2; ++sign) {
        const double synaptic = 1.0 / get_synaptic_time(p, sign);
        h->linear[sign] = on * p->linear_part[sign];
        h->synaptic_rate[sign] = synaptic * time;
        h->conductance_gain[sign] =
            p->coba[sign] != 0.0 ? on * hx_neuron_get_gain(p->capacitance, rate, synaptic, time)
                                 : 0.0;
        fastest = synaptic * time > fastest ? synaptic * time : fastest;
    }
    h->stiff = fastest > HX_ADEX_CALM_RATE ? 2.0 : 0.0;
    h->adaptation_rate = time / p->adaptation_time;
    h->adaptation_decay = hx_elementary_exp(-h->adaptation_rate);
    hx_elementary_ramp_decays(h->rate, h->push);
    hx_elementary_ramp_decays(h->adaptation_rate, h->pull);
    for (int i = 0; i < 4; ++i) {
        h->push[i] *= h->reach;
        h->pull[i] *= p->adaptation_conductance * h->adaptation_rate;
    }
}

void hx_adex_fill_span(hx_adex_span *h, const hx_parameters *p, unsigned set, double length)
{
    const double on = set && p->pause ? 0.0 : 1.0;
    const double rate = p->conductance[set] / p->capacitance;
    for (int end = 0; end < 2; ++end) {
        const double time = length * (end ? 1.0 : 0.5);
        h->decay[end] = hx_elementary_exp(-rate * time);
        h->excitatory_decay[end] = hx_elementary_exp(-time / p->excitatory_time);
        h->inhibitory_decay[end] = hx_elementary_exp(-time / p->inhibitory_time);
        h->adaptation_decay[end] = hx_elementary_exp(-time / p->adaptation_time);
        h->excitatory[end] =
            on * p->linear_part[0] *
            hx_neuron_get_gain(p->capacitance, rate, 1.0 / p->excitatory_time, time);
        h->inhibitory[end] =
            on * p->linear_part[1] *
            hx_neuron_get_gain(p->capacitance, rate, 1.0 / p->inhibitory_time, time);
    }
    h->reach = length / p->capacitance;
    h->adaptation_reach = length / p->adaptation_time;
}

static void fill_table(hx_adex_table *table, const hx_parameters *p)
{
    for (unsigned set = 0; set < 2; ++set) {
        hx_adex_calm h;
        for (unsigned cycles = 1; cycles <= HX_ANNCORE_GRID; ++cycles) {
            hx_adex_fill_calm(&h, p, set, HX_PARAMETERS_CYCLE * cycles);
            for (int i = 0; i < 4; ++i) {
                table->push[set][cycles][i] = h.push[i];
                table->pull[cycles][i] = h.pull[i];
            }
            for (int sign = 0; sign < 2; ++sign) {
                table->linear[set][sign] = h.linear[sign];
                table->conductance_gain[set][cycles][sign] = h.conductance_gain[sign];
            }
            table->adaptation_decay[cycles] = h.adaptation_decay;
        }
        table->stiff[set] = h.stiff; // of a whole grid step
        table->rate[set] = p->conductance[set] / p->capacitance * HX_PARAMETERS_CYCLE;
        hx_adex_fill_span(&table->cycle[set], p, set, HX_PARAMETERS_CYCLE);
    }
    table->reach = HX_PARAMETERS_CYCLE / p->capacitance;
    table->synaptic_rate[0] = HX_PARAMETERS_CYCLE / p->excitatory_time;
    table->synaptic_rate[1] = HX_PARAMETERS_CYCLE / p->inhibitory_time;
    table->adaptation_rate = HX_PARAMETERS_CYCLE / p->adaptation_time;
}

static bool has_conductance(const hx_adex_rows *rows, unsigned neuron)
{
    return rows->coba[0][neuron] != 0.0 || rows->coba[1][neuron] != 0.0;
}

static uint32_t put_bit(uint32_t set, uint32_t bit, bool on)
{
    return on ? set | bit : set & ~bit;
}

// Which kinds of neurons the group has.
static void update_group(hx_adex *adex, unsigned group)
{
    bool any = false, conductive = false;
    for (unsigned i = HX_ADEX_GROUP * group; i < HX_ADEX_GROUP * (group + 1); ++i) {
        any = any || adex->rows.on[i] != 0;
        conductive = conductive || (adex->rows.on[i] != 0 && has_conductance(&adex->rows, i));
    }
    adex->groups = put_bit(adex->groups, UINT32_C(1) << group, any);
    adex->conductive = put_bit(adex->conductive, UINT32_C(1) << group, conductive);
}

void hx_adex_set_parameters(hx_adex *adex, unsigned neuron, const hx_parameters *p)
{
    adex->rows.on[neuron] = p->nonlinear ? UINT64_MAX : 0;
    adex->step[neuron] = p->adaptation_step;
    if (!p->adaptation_enabled) {
        adex->rows.adaptation[neuron] = 0;
    }
    if (p->nonlinear) {
        fill_table(&adex->table[neuron], p);
    }
}

void hx_adex_load(hx_adex *adex, unsigned neuron, const hx_parameters *p, unsigned set)
{
    hx_adex_rows *rows = &adex->rows;
    const hx_adex_table *table = &adex->table[neuron];
    if (p->nonlinear) {
        const bool gated = set == 1 && p->pause;
        rows->resistance[neuron] = 1.0 / p->conductance[set];
        rows->exponential[neuron] = gated ? 0.0 : p->exponential_current;
        rows->exponential_at[neuron] = p->exponential_potential;
        rows->coupling[neuron] = p->adaptation_conductance;
        rows->adaptation_at[neuron] = p->adaptation_potential;
        rows->rate[neuron] = table->rate[set] * HX_ANNCORE_GRID;
        rows->adaptation_rate[neuron] = table->adaptation_rate * HX_ANNCORE_GRID;
        rows->adaptation_decay[neuron] = table->adaptation_decay[HX_ANNCORE_GRID];
        rows->stiff[neuron] = table->stiff[set];
        for (int i = 0; i < 4; ++i) {
            rows->push[i][neuron] = table->push[set][HX_ANNCORE_GRID][i];
            rows->pull[i][neuron] = table->pull[HX_ANNCORE_GRID][i];
        }
        for (int sign = 0; sign < 2; ++sign) {
            rows->coba[sign][neuron] = gated ? 0.0 : p->coba[sign];
            rows->coba_at[sign][neuron] = p->coba_potential[sign];
            rows->linear[sign][neuron] = table->linear[set][sign];
            rows->synaptic_rate[sign][neuron] = table->synaptic_rate[sign] * HX_ANNCORE_GRID;
            rows->conductance_gain[sign][neuron] =
                table->conductance_gain[set][HX_ANNCORE_GRID][sign];
        }
    }
    if (p->nonlinear || adex->groups >> (neuron / HX_ADEX_GROUP) & 1) {
        update_group(adex, neuron / HX_ADEX_GROUP);
    }
}

// Coefficients of a calm step of `cycles` (1..16).
static hx_adex_calm get_calm(const hx_neuron_array *array, unsigned neuron, unsigned cycles)
{
    const hx_adex_table *table = &array->adex.table[neuron];
    const hx_neuron_points *points = &array->points;
    const unsigned set = hx_neuron_set_has(array->reset, neuron);
    const double count = (double)cycles;
    hx_adex_calm h = {
        .decay = points->decay[set][cycles][neuron],
        .gain = {points->excitatory[set][cycles][neuron], points->inhibitory[set][cycles][neuron]},
        .rate = table->rate[set] * count,
        .reach = table->reach * count,
        .adaptation_rate = table->adaptation_rate * count,
        .adaptation_decay = table->adaptation_decay[cycles],
        .stiff = table->stiff[set],
    };
    for (int sign = 0; sign < 2; ++sign) {
        h.linear[sign] = table->linear[set][sign];
        h.synaptic_rate[sign] = table->synaptic_rate[sign] * count;
        h.conductance_gain[sign] = table->conductance_gain[set][cycles][sign];
    }
    for (int i = 0; i < 4; ++i) {
        h.push[i] = table->push[set][cycles][i];
        h.pull[i] = table->pull[cycles][i];
    }
    return h;
}

static hx_adex_cell get_cell(const hx_neuron_array *array, unsigned neuron)
{
    const hx_adex_rows *rows = &array->adex.rows;
    return (hx_adex_cell){.target = array->rows.target[array->target_index][neuron],
                          .resistance = rows->resistance[neuron],
                          .exponential = rows->exponential[neuron],
                          .exponential_at = rows->exponential_at[neuron],
                          .coupling = rows->coupling[neuron],
                          .adaptation_at = rows->adaptation_at[neuron],
                          .coba = {rows->coba[0][neuron], rows->coba[1][neuron]},
                          .coba_at = {rows->coba_at[0][neuron], rows->coba_at[1][neuron]}};
}

static hx_adex_state get_state(const hx_neuron_array *array, unsigned neuron)
{
    return (hx_adex_state){.membrane = array->rows.membrane[neuron],
                           .adaptation = array->adex.rows.adaptation[neuron],
                           .excitatory = array->rows.excitatory[neuron],
                           .inhibitory = array->rows.inhibitory[neuron]};
}

// A neuron at its reference.
typedef struct start {
    hx_adex_state state;
    hx_adex_cell cell;
    double current; // exponential
    double bound;
    bool conductive, calm;
} start;

static start get_start(const hx_neuron_array *array, unsigned neuron)
{
    start s = {.state = get_state(array, neuron),
               .cell = get_cell(array, neuron),
               .conductive = has_conductance(&array->adex.rows, neuron)};
    // What the bound needs of a grid step.
    const hx_adex_table *table = &array->adex.table[neuron];
    const unsigned set = hx_neuron_set_has(array->reset, neuron);
    const hx_adex_calm h = {.rate = table->rate[set] * HX_ANNCORE_GRID,
                            .reach = table->reach * HX_ANNCORE_GRID,
                            .pull = {table->pull[HX_ANNCORE_GRID][0]},
                            .stiff = table->stiff[set]};
    s.current = hx_adex_exponential(&s.cell, s.state.membrane);
    s.bound = hx_adex_get_bound(&s.state, &h, &s.cell, s.current, s.conductive, false, 1.0);
    s.calm = s.bound < HX_ADEX_NOT_CALM;
    return s;
}

static void go_calm(const hx_neuron_array *array, unsigned neuron, const start *s, unsigned cycles,
                    double *membrane, double *adaptation)
{
    const hx_adex_calm h = get_calm(array, neuron, cycles);
    double linear;
    hx_adex_go_calm(&s->state, &h, &s->cell, s->current, s->conductive, membrane, adaptation,
                    &linear);
}

static void go_one_cycle(const hx_neuron_array *array, unsigned neuron, const hx_adex_cell *c,
                         hx_adex_state *s)
{
    const unsigned set = hx_neuron_set_has(array->reset, neuron);
    const hx_adex_span *h = &array->adex.table[neuron].cycle[set];
    hx_adex_go(s, h, c);
    s->excitatory *= h->excitatory_decay[1];
    s->inhibitory *= h->inhibitory_decay[1];
}

void hx_adex_get(const hx_neuron_array *array, unsigned neuron, unsigned cycles, double *membrane,
                 double *adaptation)
{
    start s = get_start(array, neuron);
    if (cycles > 0 && s.calm) {
        go_calm(array, neuron, &s, cycles, membrane, adaptation);
        return;
    }
    for (; cycles > 0; --cycles) {
        go_one_cycle(array, neuron, &s.cell, &s.state);
    }
    *membrane = s.state.membrane;
    *adaptation = s.state.adaptation;
}

unsigned hx_adex_find(const hx_neuron_array *array, unsigned neuron, unsigned cycles, double level,
                      bool above)
{
    start s = get_start(array, neuron);
    for (unsigned i = 1; i <= cycles; ++i) {
        double membrane, adaptation;
        if (s.calm) {
            go_calm(array, neuron, &s, i, &membrane, &adaptation);
        } else {
            go_one_cycle(array, neuron, &s.cell, &s.state);
            membrane = s.state.membrane;
        }
        if ((membrane >= level) == above) {
            return i;
        }
    }
    return 0;
}

double hx_adex_update_bound(hx_neuron_array *array, unsigned neuron)
{
    const start s = get_start(array, neuron);
    array->adex.rows.current[neuron] = s.current;
    array->adex.rows.bound[neuron] = s.bound;
    return s.bound;
}

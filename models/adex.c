// Neurons with currents that are not linear in the membrane: coefficients and single neurons.
// SPDX-License-Identifier: Apache-2.0
#include "models/adex.h"
#include "models/adex_kernel.h"
#include "models/elementary.h"
#include "models/neuron.h"

#define HALF_CYCLE (0.5 * HX_PARAMETERS_CYCLE)

static void fill_powers(double *powers, double rate)
{
    double one = hx_elementary_exp(-rate * HALF_CYCLE);
    powers[0] = 1.0;
    for (int i = 1; i < HX_ADEX_POINTS; ++i) {
        powers[i] = powers[i - 1] * one;
    }
}

// V per A, the gain of the neurons' closed form at half cycles.
static void fill_gains(double *gains, const double *membrane_decay, const double *current_decay,
                       double one)
{
    gains[0] = 0.0;
    for (int i = 1; i < HX_ADEX_POINTS; ++i) {
        gains[i] = gains[i - 1] * membrane_decay[1] + current_decay[i - 1] * one;
    }
}

void hx_adex_set_parameters(hx_adex *adex, unsigned neuron, const hx_parameters *p)
{
    uint32_t group = UINT32_C(1) << (neuron / HX_ADEX_GROUP);
    if (!p->nonlinear) {
        bool others = false;
        adex->rows.on[neuron] = 0;
        adex->rows.adaptation[neuron] = 0;
        for (unsigned i = 0; i < HX_ADEX_GROUP; ++i) {
            others |= adex->rows.on[neuron / HX_ADEX_GROUP * HX_ADEX_GROUP + i] != 0;
        }
        adex->groups = others ? adex->groups | group : adex->groups & ~group;
        return;
    }
    adex->rows.on[neuron] = UINT64_MAX;
    if (!p->adaptation_enabled) {
        adex->rows.adaptation[neuron] = 0;
    }
    adex->groups |= group;
    adex->step[neuron] = p->adaptation_step;
    hx_adex_table *table = &adex->table[neuron];
    double exc_rate = 1.0 / p->excitatory_time;
    double inh_rate = 1.0 / p->inhibitory_time;
    fill_powers(table->excitatory_decay, exc_rate);
    fill_powers(table->inhibitory_decay, inh_rate);
    fill_powers(table->adaptation_decay, 1.0 / p->adaptation_time);
    for (int set = 0; set < 2; ++set) {
        double rate = p->conductance[set] / p->capacitance;
        double on = set && p->pause ? 0.0 : 1.0;
        fill_powers(table->decay[set], rate);
        fill_gains(table->excitatory[set], table->decay[set], table->excitatory_decay,
                   on * p->linear_part[0] *
                       hx_neuron_get_gain(p->capacitance, rate, exc_rate, HALF_CYCLE));
        fill_gains(table->inhibitory[set], table->decay[set], table->inhibitory_decay,
                   on * p->linear_part[1] *
                       hx_neuron_get_gain(p->capacitance, rate, inh_rate, HALF_CYCLE));
    }
}

void hx_adex_load(hx_adex *adex, unsigned neuron, const hx_parameters *p, unsigned set)
{
    hx_adex_rows *rows = &adex->rows;
    const hx_adex_table *table = &adex->table[neuron];
    if (!p->nonlinear) {
        return;
    }
    for (int end = 0; end < 2; ++end) {
        int point = end ? 2 * HX_ANNCORE_GRID : HX_ANNCORE_GRID;
        rows->decay[end][neuron] = table->decay[set][point];
        rows->excitatory[end][neuron] = table->excitatory[set][point];
        rows->inhibitory[end][neuron] = table->inhibitory[set][point];
        rows->excitatory_decay[end][neuron] = table->excitatory_decay[point];
        rows->inhibitory_decay[end][neuron] = table->inhibitory_decay[point];
        rows->adaptation_decay[end][neuron] = table->adaptation_decay[point];
    }
    bool gated = set == 1 && p->pause;
    rows->resistance[neuron] = 1.0 / p->conductance[set];
    rows->elastance[neuron] = HX_PARAMETERS_CYCLE / p->capacitance;
    rows->exponential[neuron] = gated ? 0.0 : p->exponential_current;
    rows->exponential_at[neuron] = p->exponential_potential;
    rows->coupling[neuron] = p->adaptation_conductance;
    rows->adaptation_at[neuron] = p->adaptation_potential;
    for (int sign = 0; sign < 2; ++sign) {
        rows->coba[sign][neuron] = gated ? 0.0 : p->coba[sign];
        rows->coba_at[sign][neuron] = p->coba_potential[sign];
    }
}

// Coefficients of a step of `cycles` (1..16).
static hx_adex_span get_span(const hx_neuron_array *array, unsigned neuron, unsigned cycles)
{
    const hx_adex_table *table = &array->adex.table[neuron];
    unsigned set = hx_neuron_set_has(array->reset, neuron);
    hx_adex_span h;
    for (unsigned end = 0; end < 2; ++end) {
        unsigned point = end ? 2 * cycles : cycles;
        h.decay[end] = table->decay[set][point];
        h.excitatory[end] = table->excitatory[set][point];
        h.inhibitory[end] = table->inhibitory[set][point];
        h.excitatory_decay[end] = table->excitatory_decay[point];
        h.inhibitory_decay[end] = table->inhibitory_decay[point];
        h.adaptation_decay[end] = table->adaptation_decay[point];
    }
    h.reach = array->adex.rows.elastance[neuron] * (double)cycles;
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

static double get_bound(const hx_neuron_array *array, unsigned neuron)
{
    hx_adex_state s = get_state(array, neuron);
    hx_adex_span h = get_span(array, neuron, HX_ANNCORE_GRID);
    hx_adex_cell c = get_cell(array, neuron);
    return hx_adex_get_bound(&s, &h, &c);
}

static bool is_calm(double bound)
{
    return bound < 1e9;
}

static void go_one_cycle(hx_adex_state *s, const hx_adex_span *h, const hx_adex_cell *c)
{
    hx_adex_work k;
    hx_adex_begin(s, h, c, &k);
    hx_adex_do_second(s, h, c, &k);
    hx_adex_do_third(s, h, c, &k);
    s->membrane = hx_adex_end(s, h, c, &k);
    s->adaptation = k.w_full;
    s->excitatory *= h->excitatory_decay[1];
    s->inhibitory *= h->inhibitory_decay[1];
}

void hx_adex_get(const hx_neuron_array *array, unsigned neuron, unsigned cycles, double *membrane,
                 double *adaptation)
{
    hx_adex_state s = get_state(array, neuron);
    if (cycles > 0) {
        hx_adex_cell c = get_cell(array, neuron);
        bool calm = is_calm(get_bound(array, neuron));
        hx_adex_span h = get_span(array, neuron, calm ? cycles : 1);
        for (unsigned steps = calm ? 1 : cycles; steps > 0; --steps) {
            go_one_cycle(&s, &h, &c);
        }
    }
    *membrane = s.membrane;
    *adaptation = s.adaptation;
}

unsigned hx_adex_find(const hx_neuron_array *array, unsigned neuron, unsigned cycles, double level,
                      bool above)
{
    hx_adex_state start = get_state(array, neuron);
    hx_adex_state s = start;
    hx_adex_cell c = get_cell(array, neuron);
    bool calm = is_calm(get_bound(array, neuron));
    hx_adex_span h = get_span(array, neuron, 1);
    for (unsigned i = 1; i <= cycles; ++i) {
        if (calm) {
            s = start;
            h = get_span(array, neuron, i);
        }
        go_one_cycle(&s, &h, &c);
        if ((s.membrane >= level) == above) {
            return i;
        }
    }
    return 0;
}

double hx_adex_update_bound(hx_neuron_array *array, unsigned neuron)
{
    array->adex.rows.bound[neuron] = get_bound(array, neuron);
    return array->adex.rows.bound[neuron];
}

// The neurons' coefficients, from their parameters and reset lines.
// SPDX-License-Identifier: Apache-2.0
#include "models/elementary.h"
#include "models/joint.h"
#include "models/neuron.h"
#include "models/random.h"

// Coefficients of the set in force into the rows.
static void load_rows(hx_neuron_array *array, unsigned neuron)
{
    if (hx_neuron_is_joined(array, neuron)) {
        hx_joint_load(array, neuron);
        return;
    }
    hx_neuron_rows *rows = &array->rows;
    const hx_neuron_table *table = &array->table[neuron];
    const hx_neuron_points *points = &array->points;
    unsigned set = hx_neuron_get_set(array, neuron);
    rows->decay[neuron] = points->decay[set][HX_ANNCORE_GRID][neuron];
    rows->excitatory_gain[neuron] = points->excitatory[set][HX_ANNCORE_GRID][neuron];
    rows->inhibitory_gain[neuron] = points->inhibitory[set][HX_ANNCORE_GRID][neuron];
    rows->excitatory_decay[neuron] = points->excitatory_decay[HX_ANNCORE_GRID][neuron];
    rows->inhibitory_decay[neuron] = points->inhibitory_decay[HX_ANNCORE_GRID][neuron];
    rows->potential[neuron] = table->potential[set];
    rows->noise_scale[neuron] = table->noise[set];
    rows->target[array->target_index][neuron] =
        rows->potential[neuron] + array->noise[neuron] * rows->noise_scale[neuron];
    hx_adex_load(&array->adex, neuron, &array->parameters[neuron], set);
    hx_neuron_update_threshold(array, neuron);
}

// With the difference of the rates taken out, equal rates need no special case.
double hx_neuron_get_gain(double capacitance, double rate, double synaptic_rate, double time)
{
    double slow = rate < synaptic_rate ? rate : synaptic_rate;
    double fast = rate < synaptic_rate ? synaptic_rate : rate;
    return time / capacitance * hx_elementary_exp(-slow * time) *
           hx_elementary_mean_decay((fast - slow) * time);
}

// Several cycles by repetition of one: rounding adds up to a few units in the last place.
// Arrays are a neuron's column of points.
static void fill_powers(double *powers, double one)
{
    powers[0] = 1.0;
    for (int i = HX_NEURON_ROW; i < HX_NEURON_POINTS * HX_NEURON_ROW; i += HX_NEURON_ROW) {
        powers[i] = powers[i - HX_NEURON_ROW] * one;
    }
}

static void fill_gains(double *gains, double membrane_decay, const double *current_decay,
                       double one)
{
    gains[0] = 0.0;
    for (int i = HX_NEURON_ROW; i < HX_NEURON_POINTS * HX_NEURON_ROW; i += HX_NEURON_ROW) {
        gains[i] =
            gains[i - HX_NEURON_ROW] * membrane_decay + current_decay[i - HX_NEURON_ROW] * one;
    }
}

void hx_neuron_fill_set(hx_neuron_array *array, unsigned neuron, unsigned set, double capacitance,
                        double rate, const double part[2])
{
    const hx_parameters *p = &array->parameters[neuron];
    hx_neuron_points *points = &array->points;
    double time = HX_PARAMETERS_CYCLE;
    double exc = hx_neuron_get_gain(capacitance, rate, 1.0 / p->excitatory_time, time);
    double inh = hx_neuron_get_gain(capacitance, rate, 1.0 / p->inhibitory_time, time);
    double *decay = &points->decay[set][0][neuron];
    fill_powers(decay, hx_elementary_exp(-rate * time));
    fill_gains(&points->excitatory[set][0][neuron], decay[HX_NEURON_ROW],
               &points->excitatory_decay[0][neuron], part[0] * exc);
    fill_gains(&points->inhibitory[set][0][neuron], decay[HX_NEURON_ROW],
               &points->inhibitory_decay[0][neuron], part[1] * inh);
}

static void put(uint64_t *set, unsigned neuron, bool on)
{
    if (on) {
        hx_neuron_set_add(set, neuron);
    } else {
        hx_neuron_set_remove(set, neuron);
    }
}

void hx_neuron_set_parameters(hx_neuron_array *array, unsigned neuron, const hx_parameters *p)
{
    hx_neuron_table *table = &array->table[neuron];
    array->parameters[neuron] = *p;
    double exc_rate = 1.0 / p->excitatory_time;
    double inh_rate = 1.0 / p->inhibitory_time;
    fill_powers(&array->points.excitatory_decay[0][neuron],
                hx_elementary_exp(-exc_rate * HX_PARAMETERS_CYCLE));
    fill_powers(&array->points.inhibitory_decay[0][neuron],
                hx_elementary_exp(-inh_rate * HX_PARAMETERS_CYCLE));
    for (int set = 0; set < 2; ++set) {
        double rate = p->conductance[set] / p->capacitance;
        double on = set && p->pause ? 0.0 : 1.0;
        const double parts[2] = {on * p->linear_part[0], on * p->linear_part[1]};
        hx_neuron_fill_set(array, neuron, (unsigned)set, p->capacitance, rate, parts);
        table->potential[set] = p->potential[set] + p->offset_current / p->conductance[set];
        table->noise[set] = p->noise_current / p->conductance[set] / HX_RANDOM_BYTES_SIGMA;
    }
    table->threshold = p->threshold;
    array->rows.event_current[0][neuron] = p->excitatory_current;
    array->rows.event_current[1][neuron] = p->inhibitory_current;
    put(array->event_on[0], neuron, p->excitatory_current != 0.0);
    put(array->event_on[1], neuron, p->inhibitory_current != 0.0);
    put(array->bypass[0], neuron, p->fire_enabled && p->excitatory_bypass);
    put(array->bypass[1], neuron, p->fire_enabled && p->inhibitory_bypass);
    hx_adex_set_parameters(&array->adex, neuron, p);
    array->rows.reach[neuron] = HX_ANNCORE_GRID * HX_PARAMETERS_CYCLE / p->capacitance;

    bool was_eligible = hx_neuron_set_has(array->eligible, neuron);
    bool eligible = p->fire_enabled && p->comparator_enabled;
    if (eligible && !was_eligible) {
        hx_neuron_set_add(array->eligible, neuron);
        double membrane = hx_neuron_get_membrane(array, neuron, array->reference[neuron]);
        hx_neuron_set_armed(array, neuron, membrane < table->threshold);
    } else if (!eligible && was_eligible) {
        hx_neuron_set_remove(array->eligible, neuron);
        hx_neuron_set_remove(array->fired, neuron);
        hx_neuron_set_remove(array->high, neuron);
    }
    load_rows(array, neuron);
}

void hx_neuron_set_reset(hx_neuron_array *array, unsigned neuron, unsigned offset, bool level)
{
    hx_neuron_move(array, neuron, offset);
    if (level) {
        hx_neuron_set_add(array->reset, neuron);
        hx_neuron_set_remove(array->high, neuron);
    } else {
        hx_neuron_set_remove(array->reset, neuron);
        hx_neuron_set_remove(array->fired, neuron);
        double membrane = hx_neuron_get_membrane(array, neuron, offset);
        bool armed = membrane < array->table[neuron].threshold;
        hx_neuron_set_armed(array, neuron, armed);
        if (!armed) {
            hx_neuron_set_high(array, neuron);
        }
    }
    load_rows(array, neuron);
    hx_neuron_set_add(array->unsure, neuron);
    array->any_unsure = true;
}

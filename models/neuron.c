// Course of the neurons' state between events.
// SPDX-License-Identifier: Apache-2.0
//
// Firing: `armed` = the membrane was below the threshold since the reset was last released. An
// armed neuron fires in the first cycle in which V >= threshold. The comparator knows levels only:
// the neuron is then `high`, as it is with V >= threshold at the release (a plateau), and fires in
// every cycle until V is below or the reset line high. Without a threshold (its cell is 0) it fires
// once and waits (`fired`) until its reset line was high and is low again.
#include "models/neuron.h"
#include "models/joint.h"

#include <math.h>
#include <string.h>

double hx_neuron_get_adaptation(const hx_neuron_array *array, unsigned neuron, unsigned offset)
{
    double membrane, adaptation = 0.0;
    hx_neuron_settle(array, neuron);
    if (array->joint.cable_of[neuron]) {
        return hx_cable_get_adaptation(array,
                                       &array->joint.cable[array->joint.cable_of[neuron] - 1],
                                       neuron, offset - array->reference[neuron]);
    }
    if (hx_neuron_is_nonlinear(array, neuron)) {
        hx_adex_get(array, neuron, offset - array->reference[neuron], &membrane, &adaptation);
    }
    return adaptation;
}

// The operation order of these functions is the one of the row loop in neuron_step.c.
double hx_neuron_get_part(const hx_neuron_array *array, unsigned neuron, unsigned offset)
{
    const hx_neuron_rows *rows = &array->rows;
    hx_neuron_settle(array, neuron);
    unsigned cycles = offset - array->reference[neuron];
    if (cycles == 0) {
        return rows->membrane[neuron];
    }
    if (hx_neuron_is_nonlinear(array, neuron)) {
        double value, adaptation;
        hx_adex_get(array, neuron, cycles, &value, &adaptation);
        return value;
    }
    const hx_neuron_points *points = &array->points;
    unsigned set = hx_neuron_get_set(array, neuron);
    double target = rows->target[array->target_index][neuron];
    double membrane =
        target + (rows->membrane[neuron] - target) * points->decay[set][cycles][neuron];
    membrane = membrane + rows->excitatory[neuron] * points->excitatory[set][cycles][neuron];
    return membrane - rows->inhibitory[neuron] * points->inhibitory[set][cycles][neuron];
}

double hx_neuron_get_membrane(const hx_neuron_array *array, unsigned neuron, unsigned offset)
{
    double sum = 0.0;
    if (!hx_neuron_is_joined(array, neuron)) {
        return hx_neuron_get_part(array, neuron, offset);
    }
    if (array->joint.cable_of[neuron]) {
        const hx_cable *cable = &array->joint.cable[array->joint.cable_of[neuron] - 1];
        double membrane[HX_CABLE_CIRCUITS];
        hx_cable_get(array, cable, offset - array->reference[neuron], membrane);
        return membrane[hx_cable_find(cable, neuron)];
    }
    unsigned leader = array->joint.leader[neuron];
    unsigned member = leader;
    do {
        sum += hx_neuron_get_part(array, member, offset);
        member = array->joint.next[member];
    } while (member != leader);
    return sum;
}

static double decay_current(double current, double decay)
{
    current = current * decay;
    return current < HX_NEURON_CURRENT_FLOOR ? 0.0 : current;
}

double hx_neuron_get_excitatory(const hx_neuron_array *array, unsigned neuron, unsigned offset)
{
    hx_neuron_settle(array, neuron);
    unsigned cycles = offset - array->reference[neuron];
    double current = array->rows.excitatory[neuron];
    return cycles == 0 ? current
                       : decay_current(current, array->points.excitatory_decay[cycles][neuron]);
}

double hx_neuron_get_inhibitory(const hx_neuron_array *array, unsigned neuron, unsigned offset)
{
    hx_neuron_settle(array, neuron);
    unsigned cycles = offset - array->reference[neuron];
    double current = array->rows.inhibitory[neuron];
    return cycles == 0 ? current
                       : decay_current(current, array->points.inhibitory_decay[cycles][neuron]);
}

static bool may_fire(const hx_neuron_array *array, unsigned neuron)
{
    return hx_neuron_set_has(array->eligible, neuron) && !hx_neuron_set_has(array->fired, neuron) &&
           !hx_neuron_set_has(array->reset, neuron);
}

void hx_neuron_update_threshold(hx_neuron_array *array, unsigned neuron)
{
    bool watched = may_fire(array, neuron) && hx_neuron_set_has(array->armed, neuron);
    double threshold = watched ? array->table[neuron].threshold : (double)INFINITY;
    array->rows.threshold[neuron] =
        hx_neuron_is_nonlinear(array, neuron) || hx_neuron_is_joined(array, neuron)
            ? (double)INFINITY
            : threshold;
    array->adex.rows.threshold[neuron] = threshold;
    if (hx_neuron_is_joined(array, neuron)) {
        hx_joint_update_threshold(array, neuron);
    }
}

void hx_neuron_set_armed(hx_neuron_array *array, unsigned neuron, bool armed)
{
    if (armed) {
        hx_neuron_set_add(array->armed, neuron);
        hx_neuron_set_remove(array->high, neuron);
    } else {
        hx_neuron_set_remove(array->armed, neuron);
    }
    hx_neuron_update_threshold(array, neuron);
}

void hx_neuron_set_high(hx_neuron_array *array, unsigned neuron)
{
    if (hx_neuron_set_has(array->eligible, neuron) && array->parameters[neuron].threshold_set) {
        hx_neuron_set_add(array->high, neuron);
    }
}

// Highest potential within 16 cycles of the reference; proof in neuron_step.c.
static double get_upper_bound(const hx_neuron_array *array, unsigned neuron)
{
    if (hx_neuron_is_joined(array, neuron)) {
        return hx_joint_get_upper_bound(array, neuron, 1);
    }
    if (hx_neuron_is_nonlinear(array, neuron)) {
        return array->adex.rows.bound[neuron];
    }
    const hx_neuron_rows *rows = &array->rows;
    double membrane = rows->membrane[neuron];
    double rise = rows->target[array->target_index][neuron] - membrane;
    rise = rise > 0.0 ? rise : 0.0;
    return membrane + rise * (1.0 - rows->decay[neuron]) +
           rows->excitatory[neuron] * rows->reach[neuron] + HX_NEURON_BOUND_MARGIN;
}

// The same from below.
static double get_lower_bound(const hx_neuron_array *array, unsigned neuron)
{
    if (hx_neuron_is_joined(array, neuron)) {
        return hx_joint_get_lower_bound(array, neuron);
    }
    const hx_neuron_rows *rows = &array->rows;
    double membrane = rows->membrane[neuron];
    double fall = rows->target[array->target_index][neuron] - membrane;
    fall = fall < 0.0 ? fall : 0.0;
    return membrane + fall * (1.0 - rows->decay[neuron]) -
           rows->inhibitory[neuron] * rows->reach[neuron] - HX_NEURON_BOUND_MARGIN;
}

// First offset in (from, to] with the membrane below the threshold, 0 if none.
static unsigned find_below(const hx_neuron_array *array, unsigned neuron, unsigned to)
{
    double threshold = array->table[neuron].threshold;
    if (hx_neuron_is_nonlinear(array, neuron)) {
        unsigned reference = array->reference[neuron];
        unsigned cycles = hx_adex_find(array, neuron, to - reference, threshold, false);
        return cycles ? reference + cycles : 0;
    }
    if (get_lower_bound(array, neuron) >= threshold) {
        return 0;
    }
    for (unsigned offset = array->reference[neuron] + 1u; offset <= to; ++offset) {
        if (hx_neuron_get_membrane(array, neuron, offset) < threshold) {
            return offset;
        }
    }
    return 0;
}

static void move_one(hx_neuron_array *array, unsigned neuron, unsigned offset)
{
    hx_neuron_rows *rows = &array->rows;
    double membrane;
    if (hx_neuron_is_nonlinear(array, neuron)) {
        hx_adex_get(array, neuron, offset - array->reference[neuron], &membrane,
                    &array->adex.rows.adaptation[neuron]);
    } else {
        membrane = hx_neuron_get_part(array, neuron, offset);
    }
    double exc = hx_neuron_get_excitatory(array, neuron, offset);
    double inh = hx_neuron_get_inhibitory(array, neuron, offset);
    rows->membrane[neuron] = membrane;
    rows->excitatory[neuron] = exc;
    rows->inhibitory[neuron] = inh;
    array->reference[neuron] = (uint8_t)offset;
    hx_neuron_set_add(array->moved, neuron);
}

// A neuron that was above its threshold may have come below in the time that is passed.
static void arm_if_below(hx_neuron_array *array, unsigned neuron, unsigned offset)
{
    if (!hx_neuron_set_has(array->armed, neuron) && may_fire(array, neuron) &&
        find_below(array, neuron, offset) != 0) {
        hx_neuron_set_armed(array, neuron, true);
    }
}

void hx_neuron_move(hx_neuron_array *array, unsigned neuron, unsigned offset)
{
    unsigned member = neuron;
    do {
        hx_neuron_settle(array, member);
        array->safe[member / HX_NEURON_GROUP] = 0;
        member = array->joint.next[member];
    } while (member != neuron);
    if (array->reference[neuron] == offset) {
        return;
    }
    do {
        arm_if_below(array, member, offset);
        member = array->joint.next[member];
    } while (member != neuron);
    if (array->joint.cable_of[neuron]) {
        hx_cable_move(array, &array->joint.cable[array->joint.cable_of[neuron] - 1], offset);
        return;
    }
    do {
        move_one(array, member, offset);
        member = array->joint.next[member];
    } while (member != neuron);
}

void hx_neuron_mark_stale(hx_neuron_array *array, unsigned neuron, unsigned offset)
{
    hx_neuron_move(array, neuron, offset);
    hx_neuron_set_add(array->stale, neuron);
    hx_neuron_set_add(array->unsure, neuron);
    array->any_stale = true;
    array->any_unsure = true;
}

static void forget_prediction(hx_neuron_array *array, unsigned neuron)
{
    if (array->fire_offset[neuron] != 0) {
        hx_neuron_set_remove(array->fire_at[array->fire_offset[neuron]], neuron);
        array->fire_offset[neuron] = 0;
    }
}

static void note_crossing(hx_neuron_array *array, unsigned neuron, unsigned offset)
{
    array->fire_offset[neuron] = (uint8_t)offset;
    hx_neuron_set_add(array->fire_at[offset], neuron);
    array->fire_offsets |= UINT32_C(1) << offset;
}

// First crossing after offset `below`, by going through the cycles from the reference on.
static void predict_by_cycles(hx_neuron_array *array, unsigned neuron, unsigned below)
{
    double threshold = array->table[neuron].threshold;
    unsigned reference = array->reference[neuron];
    if (below == reference) {
        unsigned cycles = hx_adex_find(array, neuron, HX_ANNCORE_GRID - reference, threshold, true);
        if (cycles) {
            note_crossing(array, neuron, reference + cycles);
        }
        return;
    }
    for (unsigned offset = below + 1; offset <= HX_ANNCORE_GRID; ++offset) {
        double membrane, adaptation;
        hx_adex_get(array, neuron, offset - reference, &membrane, &adaptation);
        if (membrane >= threshold) {
            note_crossing(array, neuron, offset);
            return;
        }
    }
}

static void predict_one(hx_neuron_array *array, unsigned neuron)
{
    forget_prediction(array, neuron);
    if (hx_neuron_is_nonlinear(array, neuron)) {
        hx_adex_update_bound(array, neuron);
    } else if (hx_neuron_set_has(array->armed, neuron) &&
               get_upper_bound(array, neuron) < array->adex.rows.threshold[neuron]) {
        return; // the usual case, without a look into the tables
    }
    if (!may_fire(array, neuron)) {
        return;
    }
    double threshold = array->table[neuron].threshold;
    unsigned offset = array->reference[neuron];
    if (hx_neuron_set_has(array->high, neuron) && offset < HX_ANNCORE_GRID &&
        hx_neuron_get_membrane(array, neuron, offset + 1) >= threshold) {
        note_crossing(array, neuron, offset + 1);
        return;
    }
    if (!hx_neuron_set_has(array->armed, neuron)) {
        offset = find_below(array, neuron, HX_ANNCORE_GRID);
        if (offset == 0) {
            return;
        }
    } else if (get_upper_bound(array, neuron) < threshold) {
        return;
    }
    if (hx_neuron_is_nonlinear(array, neuron)) {
        predict_by_cycles(array, neuron, offset);
        return;
    }
    for (++offset; offset <= HX_ANNCORE_GRID; ++offset) {
        if (hx_neuron_get_membrane(array, neuron, offset) >= threshold) {
            note_crossing(array, neuron, offset);
            return;
        }
    }
}

void hx_neuron_predict(hx_neuron_array *array, unsigned neuron)
{
    unsigned member = neuron;
    do {
        predict_one(array, member);
        member = array->joint.next[member];
    } while (member != neuron);
}

unsigned hx_neuron_get_next_fire(const hx_neuron_array *array)
{
    for (uint32_t left = array->fire_offsets; left != 0; left &= left - 1) {
        unsigned offset = (unsigned)__builtin_ctz(left);
        uint64_t any = 0;
        for (int word = 0; word < HX_NEURON_WORDS; ++word) {
            any |= array->fire_at[offset][word];
        }
        if (any) {
            return offset;
        }
    }
    return 0;
}

void hx_neuron_finish_fire(hx_neuron_array *array, unsigned neuron, unsigned offset)
{
    forget_prediction(array, neuron);
    if (!array->parameters[neuron].threshold_set) {
        hx_neuron_set_add(array->fired, neuron);
        hx_neuron_set_armed(array, neuron, false);
        return;
    }
    hx_neuron_move(array, neuron, offset);
    hx_neuron_set_armed(array, neuron, false);
    hx_neuron_set_high(array, neuron);
    hx_neuron_set_add(array->unsure, neuron);
    array->any_unsure = true;
}

void hx_neuron_add_adaptation(hx_neuron_array *array, unsigned neuron, unsigned offset, double size)
{
    if (array->parameters[neuron].adaptation_step != 0.0) {
        hx_neuron_move(array, neuron, offset);
        array->adex.rows.adaptation[neuron] += size * array->adex.step[neuron];
        hx_neuron_set_add(array->unsure, neuron);
        array->any_unsure = true;
    }
}

// Neurons of several circuits: joined membranes.
// SPDX-License-Identifier: Apache-2.0
#include "models/joint.h"
#include "models/neuron.h"
#include "models/random.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

void hx_joint_clear(hx_joint *joint)
{
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        joint->leader[neuron] = (uint16_t)neuron;
        joint->next[neuron] = (uint16_t)neuron;
        joint->threshold[neuron] = INFINITY;
    }
    memset(joint->other, 0, sizeof joint->other);
    memset(joint->cable_of, 0, sizeof joint->cable_of);
    joint->cable_count = 0;
    joint->any = false;
    joint->has_currents = false;
}

static void copy(hx_joint *to, const hx_joint *from)
{
    memcpy(to, from, offsetof(hx_joint, cable) + from->cable_count * sizeof from->cable[0]);
}

static const hx_cable *find_cable(const hx_joint *joint, unsigned neuron)
{
    unsigned index = joint->cable_of[neuron];
    return index ? &joint->cable[index - 1] : NULL;
}

// Whether the cables of a circuit, if any, have the same connections.
static bool has_same_cable(const hx_joint *old, const hx_joint *new, unsigned neuron)
{
    const hx_cable *a = find_cable(old, neuron);
    const hx_cable *b = find_cable(new, neuron);
    if (!a || !b) {
        return a == b;
    }
    return memcmp(a->circuit, b->circuit, sizeof a->circuit) == 0 &&
           memcmp(a->leader, b->leader, sizeof a->leader) == 0 &&
           memcmp(a->line, b->line, sizeof a->line) == 0 &&
           memcmp(a->resistor, b->resistor, sizeof a->resistor) == 0 && a->table == b->table;
}

static void add_ring(const hx_joint *joint, unsigned neuron, uint64_t *set)
{
    unsigned member = neuron;
    do {
        hx_neuron_set_add(set, member);
        member = joint->next[member];
    } while (member != neuron);
}

// Circuits of neurons that are, or become, other than they were.
static void find_changed(const hx_joint *old, const hx_joint *new, uint64_t *changed)
{
    for (unsigned i = 0; i < HX_ANNCORE_NEURONS; ++i) {
        if (old->leader[i] != new->leader[i] || old->next[i] != new->next[i] ||
            !has_same_cable(old, new, i)) {
            add_ring(old, i, changed);
            add_ring(new, i, changed);
        }
    }
}

// The membranes of the circuits into the parts of the neurons they now belong to.
static void share_charge(hx_neuron_array *array, unsigned leader, const double *membrane)
{
    double capacitance = 0.0;
    double charge = 0.0;
    unsigned member = leader;
    do {
        if (array->joint.leader[member] == leader) {
            double part = array->parameters[member].capacitance;
            capacitance += part;
            charge += part * membrane[member];
            array->rows.membrane[member] = 0.0;
        }
        member = array->joint.next[member];
    } while (member != leader);
    array->rows.membrane[leader] = capacitance > 0.0 ? charge / capacitance : membrane[leader];
}

void hx_joint_connect(hx_neuron_array *array, const hx_joint *joint, unsigned offset)
{
    double membrane[HX_ANNCORE_NEURONS];
    hx_neuron_set changed = {0};
    find_changed(&array->joint, joint, changed);
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        if (hx_neuron_set_has(changed, neuron)) {
            hx_neuron_mark_stale(array, neuron, offset);
            membrane[neuron] = hx_neuron_get_membrane(array, neuron, offset);
        }
    }
    hx_joint old;
    copy(&old, &array->joint);
    copy(&array->joint, joint);
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        if (!hx_neuron_set_has(changed, neuron)) {
            array->joint.threshold[neuron] = old.threshold[neuron];
            if (old.cable_of[neuron]) {
                array->joint.cable[joint->cable_of[neuron] - 1] =
                    old.cable[old.cable_of[neuron] - 1];
                // Its place among the cables may be another one.
                array->joint.cable[joint->cable_of[neuron] - 1].stale = true;
            }
        }
    }
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        if (hx_neuron_set_has(changed, neuron) && joint->leader[neuron] == neuron) {
            share_charge(array, neuron, membrane);
        }
    }
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        if (hx_neuron_set_has(changed, neuron)) {
            double now = hx_neuron_get_membrane(array, neuron, offset);
            hx_neuron_set_armed(array, neuron, now < array->table[neuron].threshold);
        }
    }
}

void hx_joint_load(hx_neuron_array *array, unsigned neuron)
{
    if (array->joint.cable_of[neuron]) {
        array->joint.cable[array->joint.cable_of[neuron] - 1].stale = true;
        return;
    }
    hx_neuron_rows *rows = &array->rows;
    unsigned leader = array->joint.leader[neuron];
    double capacitance = 0.0;
    double conductance = 0.0;
    double current = 0.0;
    unsigned member = leader;
    do {
        const hx_parameters *p = &array->parameters[member];
        unsigned set = hx_neuron_set_has(array->reset, member);
        capacitance += p->capacitance;
        conductance += p->conductance[set];
        current += p->conductance[set] * p->potential[set] + p->offset_current;
        member = array->joint.next[member];
    } while (member != leader);
    do {
        const hx_parameters *p = &array->parameters[member];
        const hx_neuron_points *points = &array->points;
        double on = hx_neuron_set_has(array->reset, member) && p->pause ? 0.0 : 1.0;
        const double part[2] = {on * p->linear_part[0], on * p->linear_part[1]};
        hx_neuron_fill_set(array, member, 0, capacitance, conductance / capacitance, part);
        rows->decay[member] = points->decay[0][HX_ANNCORE_GRID][member];
        rows->excitatory_gain[member] = points->excitatory[0][HX_ANNCORE_GRID][member];
        rows->inhibitory_gain[member] = points->inhibitory[0][HX_ANNCORE_GRID][member];
        rows->excitatory_decay[member] = points->excitatory_decay[HX_ANNCORE_GRID][member];
        rows->inhibitory_decay[member] = points->inhibitory_decay[HX_ANNCORE_GRID][member];
        rows->reach[member] = HX_ANNCORE_GRID * HX_PARAMETERS_CYCLE / capacitance;
        rows->potential[member] = member == leader ? current / conductance : 0.0;
        rows->noise_scale[member] = p->noise_current / conductance / HX_RANDOM_BYTES_SIGMA;
        rows->target[array->target_index][member] =
            rows->potential[member] + array->noise[member] * rows->noise_scale[member];
        hx_neuron_update_threshold(array, member);
        member = array->joint.next[member];
    } while (member != leader);
}

// Each part moves by less than its own bound says, and so does the sum; proof for a part, and for
// several steps: neuron_step.c. Parts below 0 of a membrane above it only widen the bound.
double hx_joint_get_upper_bound(const hx_neuron_array *array, unsigned neuron, unsigned steps)
{
    if (array->joint.cable_of[neuron]) {
        return hx_cable_get_upper_bound(array, find_cable(&array->joint, neuron));
    }
    const hx_neuron_rows *rows = &array->rows;
    double sum = HX_NEURON_BOUND_MARGIN;
    unsigned member = neuron;
    do {
        hx_neuron_settle(array, member);
        double part = rows->membrane[member];
        double rise = rows->target[array->target_index][member] - part;
        rise = rise > 0.0 ? rise : 0.0;
        double move = rise * (1.0 - rows->decay[member]);
        move += rows->excitatory[member] * rows->reach[member];
        sum += part + (double)steps * move;
        member = array->joint.next[member];
    } while (member != neuron);
    return sum;
}

double hx_joint_get_lower_bound(const hx_neuron_array *array, unsigned neuron)
{
    if (array->joint.cable_of[neuron]) {
        return -INFINITY;
    }
    const hx_neuron_rows *rows = &array->rows;
    double sum = -HX_NEURON_BOUND_MARGIN;
    unsigned member = neuron;
    do {
        hx_neuron_settle(array, member);
        double part = rows->membrane[member];
        double fall = rows->target[array->target_index][member] - part;
        fall = fall < 0.0 ? fall : 0.0;
        sum += part + fall * (1.0 - rows->decay[member]);
        sum -= rows->inhibitory[member] * rows->reach[member];
        member = array->joint.next[member];
    } while (member != neuron);
    return sum;
}

void hx_joint_update_threshold(hx_neuron_array *array, unsigned neuron)
{
    if (array->joint.cable_of[neuron]) {
        return; // looked at in each step anyway
    }
    double lowest = INFINITY;
    unsigned member = neuron;
    do {
        double threshold = array->adex.rows.threshold[member];
        lowest = threshold < lowest ? threshold : lowest;
        member = array->joint.next[member];
    } while (member != neuron);
    array->joint.threshold[array->joint.leader[neuron]] = lowest;
}

static void check_neuron(hx_neuron_array *array, unsigned leader, unsigned left)
{
    double threshold = array->joint.threshold[leader];
    if (hx_joint_get_upper_bound(array, leader, left) >= threshold) {
        array->safe[leader / HX_NEURON_GROUP] = 0;
        if (hx_joint_get_upper_bound(array, leader, 1) >= threshold) {
            hx_neuron_predict(array, leader);
        }
    }
}

void hx_joint_check(hx_neuron_array *array, unsigned left)
{
    double excess[HX_ANNCORE_NEURONS / 2];
    if (hx_joint_find_near(array, left, excess)) {
        for (unsigned column = 0; column < HX_ANNCORE_NEURONS / 2; ++column) {
            if (excess[column] >= 0.0) {
                check_neuron(array, column, left);
            }
        }
    }
    for (unsigned word = 0; word < HX_NEURON_WORDS; ++word) {
        for (uint64_t todo = array->joint.other[word]; todo != 0; todo &= todo - 1) {
            check_neuron(array, 64 * word + (unsigned)__builtin_ctzll(todo), left);
        }
    }
}

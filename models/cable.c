// Neurons of several compartments.
// SPDX-License-Identifier: Apache-2.0
#include "models/cable.h"
#include "models/neuron.h"
#include "models/random.h"

#include <math.h>
#include <string.h>

enum { MOST = HX_CABLE_CIRCUITS, MOST_STATES = 4 * MOST };

// Currents count as volts across this resistor, so that all entries of the matrix are rates.
#define UNIT_RESISTOR 1e6

// [A B; 0 D] with A of `n` rows and D diagonal: rates of the compartments, what currents do to
// them, and the decay of the currents. Powers and sums keep the form.
typedef struct matrix {
    unsigned n, size;
    double top[MOST][MOST_STATES]; // A B
    double decay[MOST_STATES];     // D, from entry n on
} matrix;

static void multiply(matrix *result, const matrix *a, const matrix *b)
{
    matrix product = {.n = a->n, .size = a->size};
    for (unsigned i = 0; i < a->n; ++i) {
        for (unsigned k = 0; k < a->n; ++k) {
            for (unsigned j = 0; j < a->size; ++j) {
                product.top[i][j] += a->top[i][k] * b->top[k][j];
            }
        }
        for (unsigned j = a->n; j < a->size; ++j) {
            product.top[i][j] += a->top[i][j] * b->decay[j];
        }
    }
    for (unsigned j = a->n; j < a->size; ++j) {
        product.decay[j] = a->decay[j] * b->decay[j];
    }
    *result = product;
}

static void scale(matrix *a, double factor)
{
    for (unsigned j = 0; j < a->size; ++j) {
        for (unsigned i = 0; i < a->n; ++i) {
            a->top[i][j] *= factor;
        }
        a->decay[j] *= factor;
    }
}

static void add_one(matrix *a)
{
    for (unsigned j = 0; j < a->size; ++j) {
        if (j < a->n) {
            a->top[j][j] += 1.0;
        } else {
            a->decay[j] += 1.0;
        }
    }
}

static double get_norm(const matrix *a)
{
    double norm = 0.0;
    for (unsigned i = 0; i < a->n; ++i) {
        double sum = 0.0;
        for (unsigned j = 0; j < a->size; ++j) {
            sum += fabs(a->top[i][j]);
        }
        norm = sum > norm ? sum : norm;
    }
    for (unsigned j = a->n; j < a->size; ++j) {
        double size = fabs(a->decay[j]);
        norm = size > norm ? size : norm;
    }
    return norm;
}

// e^a: power series of a / 2^n, squared n times.
static void get_exponential(matrix *result, const matrix *a)
{
    matrix part = *a;
    int halvings = 0;
    double factor = 1.0;
    for (double norm = get_norm(a); norm * factor > 0.125; factor *= 0.5) {
        ++halvings;
    }
    scale(&part, factor);
    // Horner's rule: 1 + a (1 + a/2 (1 + a/3 (...))); the next term is below 1e-18.
    *result = part;
    scale(result, 1.0 / 12.0);
    add_one(result);
    for (int k = 11; k >= 1; --k) {
        multiply(result, &part, result);
        scale(result, 1.0 / k);
        add_one(result);
    }
    for (; halvings > 0; --halvings) {
        multiply(result, result, result);
    }
}

// Conductances between nodes; a line without a membrane is replaced by what it does to the
// compartments around it: g_i g_j / sum(g).
static void connect_compartments(const hx_neuron_array *array, hx_cable *cable)
{
    for (unsigned i = 0; i < cable->circuits; ++i) {
        double own = cable->resistor[i] ? array->parameters[cable->circuit[i]].icc_conductance : 0;
        double sum = 0.0;
        for (unsigned j = 0; j < cable->circuits; ++j) {
            bool same = cable->resistor[j] && cable->line[j] == cable->line[i];
            sum += same ? array->parameters[cable->circuit[j]].icc_conductance : 0.0;
        }
        for (unsigned j = 0; own > 0.0 && j < cable->circuits; ++j) {
            unsigned a = cable->compartment[i];
            unsigned b = cable->compartment[j];
            double g = 0.0;
            if (cable->line[i] >= HX_ANNCORE_NEURONS) {
                // Each pair of circuits on the line comes twice, once from either side.
                bool same = cable->resistor[j] && cable->line[j] == cable->line[i];
                g = same ? own * array->parameters[cable->circuit[j]].icc_conductance / sum : 0.0;
                g *= 0.5;
            } else if (cable->leader[b] == cable->line[i] && cable->circuit[j] == cable->line[i]) {
                g = own;
            }
            if (a != b) {
                cable->conductance[a][b] -= g;
                cable->conductance[b][a] -= g;
                cable->conductance[a][a] += g;
                cable->conductance[b][b] += g;
            }
        }
    }
}

static double *put_entries(double *entry, const matrix *a)
{
    for (unsigned i = 0; i < a->n; ++i) {
        for (unsigned j = 0; j < a->size; ++j) {
            *entry++ = a->top[i][j] * (j < a->n ? 1.0 : UNIT_RESISTOR);
        }
    }
    return entry;
}

// Of 1..16 cycles; of a nonlinear cable half a cycle and a whole one.
static void fill_table(hx_neuron_array *array, const hx_cable *cable, matrix *rates)
{
    matrix step, power;
    double *entry = &array->cable_table[cable->table];
    if (cable->nonlinear) {
        scale(rates, 0.5);
        get_exponential(&step, rates);
        entry = put_entries(entry, &step);
        multiply(&step, &step, &step);
        put_entries(entry, &step);
        return;
    }
    get_exponential(&step, rates);
    power = step;
    for (int cycles = 1; cycles <= HX_ANNCORE_GRID; ++cycles) {
        entry = put_entries(entry, &power);
        multiply(&power, &power, &step);
    }
}

// Rows of a circuit, used by the grid step and for its currents.
static void load_rows(hx_neuron_array *array, unsigned circuit)
{
    hx_neuron_rows *rows = &array->rows;
    const hx_neuron_points *points = &array->points;
    rows->excitatory_decay[circuit] = points->excitatory_decay[HX_ANNCORE_GRID][circuit];
    rows->inhibitory_decay[circuit] = points->inhibitory_decay[HX_ANNCORE_GRID][circuit];
    // The row's target is the noise current.
    rows->potential[circuit] = 0.0;
    rows->noise_scale[circuit] = array->parameters[circuit].noise_current / HX_RANDOM_BYTES_SIGMA;
    rows->target[array->target_index][circuit] = array->noise[circuit] * rows->noise_scale[circuit];
    hx_neuron_update_threshold(array, circuit);
}

// Sums over the circuits of each compartment; returns the smallest capacitance.
static double sum_circuits(const hx_neuron_array *array, hx_cable *cable, double *capacitance)
{
    memset(cable->current, 0, sizeof cable->current);
    memset(cable->conductance, 0, sizeof cable->conductance);
    for (unsigned i = 0; i < cable->circuits; ++i) {
        const hx_parameters *p = &array->parameters[cable->circuit[i]];
        unsigned set = hx_neuron_set_has(array->reset, cable->circuit[i]);
        unsigned c = cable->compartment[i];
        capacitance[c] += p->capacitance;
        cable->conductance[c][c] += p->conductance[set];
        cable->current[c] += p->conductance[set] * p->potential[set] + p->offset_current;
    }
    cable->highest = -INFINITY;
    double smallest = INFINITY;
    for (unsigned c = 0; c < cable->compartments; ++c) {
        double rest = cable->current[c] / cable->conductance[c][c];
        cable->highest = rest > cable->highest ? rest : cable->highest;
        smallest = capacitance[c] < smallest ? capacitance[c] : smallest;
    }
    return smallest;
}

static void load(hx_neuron_array *array, hx_cable *cable)
{
    unsigned n = cable->compartments;
    unsigned m = cable->circuits;
    const double time = HX_PARAMETERS_CYCLE;
    double capacitance[MOST] = {0};
    cable->reach = HX_ANNCORE_GRID * time / sum_circuits(array, cable, capacitance);
    connect_compartments(array, cable);
    cable->nonlinear = false;
    for (unsigned i = 0; i < m; ++i) {
        cable->nonlinear = cable->nonlinear || array->parameters[cable->circuit[i]].has_currents;
    }
    if (cable->nonlinear) {
        hx_cable_load_path(array, cable, capacitance);
    }

    matrix rates = {.n = n, .size = 2 * n + 2 * m};
    for (unsigned c = 0; c < n; ++c) {
        for (unsigned j = 0; j < n; ++j) {
            rates.top[c][j] = -cable->conductance[c][j] / capacitance[c] * time;
        }
        rates.top[c][n + c] = time / (capacitance[c] * UNIT_RESISTOR);
    }
    for (unsigned i = 0; i < m; ++i) {
        const hx_parameters *p = &array->parameters[cable->circuit[i]];
        unsigned c = cable->compartment[i];
        double on = hx_neuron_set_has(array->reset, cable->circuit[i]) && p->pause ? 0.0 : 1.0;
        double unit = on * time / (capacitance[c] * UNIT_RESISTOR);
        rates.top[c][2 * n + i] = unit * p->linear_part[0];
        rates.top[c][2 * n + m + i] = -unit * p->linear_part[1];
        rates.decay[2 * n + i] = -time / p->excitatory_time;
        rates.decay[2 * n + m + i] = -time / p->inhibitory_time;
        load_rows(array, cable->circuit[i]);
    }
    fill_table(array, cable, &rates);
}

void hx_cable_update(hx_neuron_array *array)
{
    for (unsigned i = 0; i < array->joint.cable_count; ++i) {
        if (array->joint.cable[i].stale) {
            array->joint.cable[i].stale = false;
            array->joint.cable[i].path = (uint16_t)i;
            load(array, &array->joint.cable[i]);
        }
    }
}

void hx_cable_get(const hx_neuron_array *array, const hx_cable *cable, unsigned cycles,
                  double *membrane)
{
    const hx_neuron_rows *rows = &array->rows;
    unsigned n = cable->compartments;
    unsigned m = cable->circuits;
    double state[MOST_STATES];
    if (cable->nonlinear && cycles > 0) {
        memcpy(membrane, hx_cable_follow(array, cable, cycles)->membrane[cycles],
               n * sizeof *membrane);
        return;
    }
    for (unsigned c = 0; c < n; ++c) {
        state[c] = rows->membrane[cable->leader[c]];
        state[n + c] = cable->current[c];
        membrane[c] = state[c];
    }
    if (cycles == 0) {
        return;
    }
    for (unsigned i = 0; i < m; ++i) {
        unsigned circuit = cable->circuit[i];
        state[n + cable->compartment[i]] += rows->target[array->target_index][circuit];
        state[2 * n + i] = rows->excitatory[circuit];
        state[2 * n + m + i] = rows->inhibitory[circuit];
    }
    unsigned size = 2 * n + 2 * m;
    const double *entry = &array->cable_table[cable->table + (cycles - 1) * n * size];
    for (unsigned c = 0; c < n; ++c) {
        double sum = 0.0;
        for (unsigned j = 0; j < size; ++j) {
            sum += *entry++ * state[j];
        }
        membrane[c] = sum;
    }
}

double hx_cable_get_upper_bound(const hx_neuron_array *array, const hx_cable *cable)
{
    const hx_neuron_rows *rows = &array->rows;
    double highest = cable->highest;
    if (cable->nonlinear) {
        return INFINITY; // its course is looked at
    }
    double current = 0.0;
    for (unsigned i = 0; i < cable->circuits; ++i) {
        unsigned circuit = cable->circuit[i];
        double membrane = rows->membrane[cable->leader[cable->compartment[i]]];
        highest = membrane > highest ? membrane : highest;
        double noise = rows->target[array->target_index][circuit];
        // Conductance-based inputs keep a linear part of up to 1022/500.
        current += 2.1 * rows->excitatory[circuit] + fabs(noise);
    }
    return highest + current * cable->reach + HX_NEURON_BOUND_MARGIN;
}

void hx_cable_move(hx_neuron_array *array, const hx_cable *cable, unsigned offset)
{
    hx_neuron_rows *rows = &array->rows;
    double membrane[MOST], adaptation[MOST] = {0};
    const unsigned cycles = offset - array->reference[cable->circuit[0]];
    hx_cable_get(array, cable, cycles, membrane);
    for (unsigned i = 0; cable->nonlinear && i < cable->circuits; ++i) {
        adaptation[i] = hx_cable_get_adaptation(array, cable, cable->circuit[i], cycles);
    }
    for (unsigned i = 0; i < cable->circuits; ++i) {
        unsigned circuit = cable->circuit[i];
        array->adex.rows.adaptation[circuit] = adaptation[i];
        double exc = hx_neuron_get_excitatory(array, circuit, offset);
        double inh = hx_neuron_get_inhibitory(array, circuit, offset);
        rows->excitatory[circuit] = exc;
        rows->inhibitory[circuit] = inh;
        rows->membrane[circuit] = 0.0;
        array->reference[circuit] = (uint8_t)offset;
        hx_neuron_set_add(array->moved, circuit);
    }
    for (unsigned c = 0; c < cable->compartments; ++c) {
        rows->membrane[cable->leader[c]] = membrane[c];
    }
}

unsigned hx_cable_find(const hx_cable *cable, unsigned neuron)
{
    unsigned i = 0;
    while (cable->circuit[i] != neuron) {
        ++i;
    }
    return cable->compartment[i];
}

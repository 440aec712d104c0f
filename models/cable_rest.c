// Rest of neurons of several compartments.
// SPDX-License-Identifier: Apache-2.0
#include "models/cable.h"
#include "models/neuron.h"

#include <string.h>

enum { MOST = HX_CABLE_CIRCUITS };

// Where leaks and adaptation balance. One that pushes away from its potential more than the leak
// pulls is left out, as in neurons of one circuit.
static void add_adaptation(const hx_neuron_array *array, const hx_cable *cable,
                           double g[MOST][MOST], double *current)
{
    for (unsigned i = 0; i < cable->circuits; ++i) {
        const hx_parameters *p = &array->parameters[cable->circuit[i]];
        const double a = p->adaptation_enabled ? p->adaptation_conductance : 0.0;
        const unsigned set = hx_neuron_set_has(array->reset, cable->circuit[i]);
        const unsigned c = cable->compartment[i];
        if (a + p->conductance[set] > 0.0) {
            g[c][c] += a;
            current[c] += a * p->adaptation_potential;
        }
    }
}

static void set_adaptation(hx_neuron_array *array, const hx_cable *cable, const double *membrane)
{
    for (unsigned i = 0; i < cable->circuits; ++i) {
        const hx_parameters *p = &array->parameters[cable->circuit[i]];
        const double a = p->adaptation_enabled ? p->adaptation_conductance : 0.0;
        const unsigned set = hx_neuron_set_has(array->reset, cable->circuit[i]);
        array->adex.rows.adaptation[cable->circuit[i]] =
            a + p->conductance[set] > 0.0
                ? a * (membrane[cable->compartment[i]] - p->adaptation_potential)
                : 0.0;
    }
}

// Gaussian elimination; the matrix has a dominant diagonal, so the order does not matter.
void hx_cable_rest(hx_neuron_array *array, const hx_cable *cable)
{
    unsigned n = cable->compartments;
    double g[MOST][MOST];
    double v[MOST];
    memcpy(g, cable->conductance, sizeof g);
    memcpy(v, cable->current, sizeof v);
    if (cable->nonlinear) {
        add_adaptation(array, cable, g, v);
    }
    for (unsigned k = 0; k < n; ++k) {
        for (unsigned i = k + 1; i < n; ++i) {
            double factor = g[i][k] / g[k][k];
            for (unsigned j = k; j < n; ++j) {
                g[i][j] -= factor * g[k][j];
            }
            v[i] -= factor * v[k];
        }
    }
    for (unsigned k = n; k-- > 0;) {
        for (unsigned j = k + 1; j < n; ++j) {
            v[k] -= g[k][j] * v[j];
        }
        v[k] /= g[k][k];
        array->rows.membrane[cable->leader[k]] = v[k];
    }
    if (cable->nonlinear) {
        set_adaptation(array, cable, v);
    }
}

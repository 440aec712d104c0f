// Neurons of several compartments: the equations once more, integrated in long double.
// SPDX-License-Identifier: Apache-2.0
//
// Classical Runge-Kutta steps, several to a chip cycle, of all that models/ does in closed form or
// in longer steps.
#ifndef HX_TESTBENCH_MODELS_CABLE_REFERENCE_H
#define HX_TESTBENCH_MODELS_CABLE_REFERENCE_H

enum { CABLE_MOST = 8, CABLE_LINE = 100 };

// What the switches mean, said by hand: the compartment of each circuit, and the node that its
// conductance leads to (a compartment, CABLE_LINE for a line without membrane, -1 for none).
typedef struct cable_wiring {
    const char *name;
    unsigned count, compartments;
    unsigned neuron[CABLE_MOST], switches[CABLE_MOST];
    int compartment[CABLE_MOST], node[CABLE_MOST];
} cable_wiring;

typedef struct cable_reference {
    const cable_wiring *w;
    long double c[CABLE_MOST], icc[CABLE_MOST];
    long double g[CABLE_MOST][2], e[CABLE_MOST][2], tau[CABLE_MOST][2], current[CABLE_MOST][2];
    long double exp_current[CABLE_MOST], exp_at[CABLE_MOST], a[CABLE_MOST], b[CABLE_MOST],
        tau_w[CABLE_MOST], adapt_at[CABLE_MOST];
    long double gm[CABLE_MOST][2], coba[CABLE_MOST][2], reversal[CABLE_MOST][2];
    long double v[2 * CABLE_MOST]; // of compartments, then w of circuits
    int reset[CABLE_MOST], pause[CABLE_MOST];
} cable_reference;

// Slopes of potentials and adaptation currents where synaptic currents have come to `decay`.
void cable_get_slopes(const cable_reference *r, const long double *v,
                      const long double decay[CABLE_MOST][2], long double *slope);

// One chip cycle.
void cable_integrate(cable_reference *r);

#endif

// Neurons of several compartments: the equations once more, integrated in long double.
// SPDX-License-Identifier: Apache-2.0
//
// Classical Runge-Kutta steps of PARTS to a chip cycle, of all that models/ does in closed form or
// in longer steps.
#ifndef HX_TESTBENCH_MODELS_CABLE_REFERENCE_H
#define HX_TESTBENCH_MODELS_CABLE_REFERENCE_H

enum { MOST = 8, LINE = 100, PARTS = 16 };

// Switches between circuits, word 5 of the configuration.
enum {
    SOMATA = 0x01,
    BOTTOM = 0x02,
    ICC = 0x04,
    RIGHT = 0x08,
    SOMA = 0x10,
    TIMES4 = 0x20,
    BY4 = 0x40
};

// What the switches mean, said by hand: the compartment of each circuit, and the node that its
// conductance leads to (a compartment, LINE for a line without membrane, -1 for none).
typedef struct wiring {
    const char *name;
    unsigned count, compartments;
    unsigned neuron[MOST], switches[MOST];
    int compartment[MOST], node[MOST];
} wiring;

typedef struct reference {
    const wiring *w;
    long double c[MOST], icc[MOST];
    long double g[MOST][2], e[MOST][2], tau[MOST][2], current[MOST][2];
    long double exp_current[MOST], exp_at[MOST], a[MOST], b[MOST], tau_w[MOST], adapt_at[MOST];
    long double gm[MOST][2], coba[MOST][2], reversal[MOST][2];
    long double v[2 * MOST]; // of compartments, then w of circuits
    int reset[MOST], pause[MOST];
} reference;

// Slopes of potentials and adaptation currents where synaptic currents have come to `decay`.
void cable_get_slopes(const reference *r, const long double *v, const long double decay[MOST][2],
                      long double *slope);

// One chip cycle.
void cable_integrate(reference *r);

#endif

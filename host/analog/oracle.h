// Neurons integrated by CVODE of the SUNDIALS library: the oracle of the accuracy table.
// SPDX-License-Identifier: Apache-2.0
//
// The equations are stated here a second time, and solved by a multistep method with its own root
// search, restarted at every discontinuity; relative and absolute tolerances 1e-10.
//
//   C dV/dt = g (E - V) + I_x + I_exc - I_inh - w + g_c (V_other - V)
//   I_x = min(I_b e^((V - V_x) / D), I_max),   tau_w dw/dt = a (V - E_w) - w
//
// Two ways to fire: continuous (at the crossing; the reset is added to the equation or holds V),
// and clocked (the crossing is seen at the end of a cycle; the reset replaces the leak, and its
// line falls some time before the end of the refractory time, which ends on an edge of a divided
// clock). Units: us, mV, nA, pF, nS.
#ifndef HX_HOST_ANALOG_ORACLE_H
#define HX_HOST_ANALOG_ORACLE_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>

#define HX_ORACLE_COMPARTMENTS 2

typedef struct hx_oracle_compartment {
    double capacitance, leak_conductance, leak;
    double reset_conductance, reset, threshold; // threshold infinite: does not fire
    double tau_exc, tau_inh;
    double exponential, exponential_at, slope, exponential_most; // nA, mV, mV, nA; 0: none
    double tau_w, a, b, adaptation_at;                           // tau_w 0: none
} hx_oracle_compartment;

typedef struct hx_oracle_parameters {
    unsigned compartments;
    hx_oracle_compartment compartment[HX_ORACLE_COMPARTMENTS];
    double coupling;   // g_c
    double cycle;      // 0: continuous
    double refractory; // continuous
    bool hold;         // continuous: V is held at the reset potential
    // Clocked: the refractory time of a fire in cycle t ends `count` periods later, less t modulo
    // the period; the line falls `lead` periods before. Period in cycles.
    unsigned period, count, lead;
    bool pause; // the reset line gates synaptic inputs and exponential term
} hx_oracle_parameters;

typedef struct hx_oracle hx_oracle;

typedef struct hx_oracle_spike {
    double time; // clocked: of the cycle
    unsigned compartment;
    double slope; // mV/us at the crossing
} hx_oracle_spike;

// False: this program was built without SUNDIALS, and the others give HX_ERROR_STATE.
bool hx_oracle_is_there(void);

// V at the leak potential or, coupled, at rest.
hx_status hx_oracle_create(hx_oracle **oracle, const hx_oracle_parameters *parameters);
void hx_oracle_destroy(hx_oracle *oracle);
hx_status hx_oracle_advance(hx_oracle *oracle, double time);
// An input now: nA onto I_exc (index 0) or I_inh (1).
hx_status hx_oracle_add_input(hx_oracle *oracle, unsigned compartment, unsigned sign,
                              double current);
double hx_oracle_get_membrane(const hx_oracle *oracle, unsigned compartment);
const hx_oracle_spike *hx_oracle_get_spikes(const hx_oracle *oracle, size_t *count);
// Time of the last spike or end of a reset.
double hx_oracle_get_last_jump(const hx_oracle *oracle);
// Whether the compartment may fire now.
bool hx_oracle_is_watching(const hx_oracle *oracle, unsigned compartment);

#endif

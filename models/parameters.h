// Physical quantities of a neuron from its parameter cells and switches.
// SPDX-License-Identifier: Apache-2.0
//
// The real transfer curves are not published; these mappings are choices (docs/fidelity.md).
// `cell` is the value of the parameter cell, 0..1022.
//
//   potential                  cell * 1.8 V / 1022
//   membrane capacitance       2.3 pF * max(size, 1) / 63
//   leak conductance           max(cell, 0.05) * 1 nS,     times 8 / divided by 8 by switches
//   reset conductance          max(cell, 0.05) * 0.563 nS, times 8 / divided by 8 by switches
//                              (1022 with the multiplier: 0.5 us at 2.3 pF)
//   synaptic time constant     3000 us / max(cell, 1) (500 = 6 us), small capacitance * 0.1,
//                              high resistance * 10
//   current of one event       weight / 63 * (syn_i_bias_dac / 1022) * (gm / 500) * 73 nA
//   membrane noise current     10.5 nA * sqrt(g_leak / 383.3 nS), drawn every 64 cycles:
//                              about 4 mV on a 2.3 pF membrane for any leak
//   inter-compartment conductance  cell * 5.6 nS, times 4 / divided by 4 by switches (1022 with
//                              the multiplier: 0.1 us at 2.3 pF)
//   offset current             cell * 1 nA, sign by switch
//   exponential term           I_b = cell * 10 pA, at the potential of its cell; slope 20 mV,
//                              never above 2 uA
//   adaptation                 tau = 30 ms / max(cell, 1) (300 = 100 us), a = cell * 1 nS, a
//                              spike adds cell * 20 pA; signs of both by switches
//   conductance-based input    s [gm / 500 + coba / 500 * (E_rev - V) / 0.5 V], s as the current
//                              of an event at gm 500; inhibition the same with V - E_rev
//   CADC                       0.41667 steps per cell step of membrane potential, 0 at cell 22,
//                              at nominal cells: slope 200, offset 100; steps ~ 1 / slope, the
//                              zero moves one cell step per step of the offset cell
#ifndef HX_MODELS_PARAMETERS_H
#define HX_MODELS_PARAMETERS_H

#include <stdbool.h>
#include <stdint.h>

struct hx_map_neuron_config;
typedef struct hx_anncore hx_anncore;

#define HX_PARAMETERS_CYCLE 4e-9 // s

#define HX_PARAMETERS_VOLT_PER_CELL (1.8 / 1022.0)
#define HX_PARAMETERS_CAPACITANCE 2.3e-12 // F at size 63
#define HX_PARAMETERS_LEAK_CONDUCTANCE 1e-9
#define HX_PARAMETERS_RESET_CONDUCTANCE 0.563e-9
#define HX_PARAMETERS_CONDUCTANCE_CELL_MIN 0.05 // remaining leakage of a cell at 0
#define HX_PARAMETERS_CONDUCTANCE_FACTOR 8.0
#define HX_PARAMETERS_SYNAPTIC_TIME 3000e-6
#define HX_PARAMETERS_SMALL_CAPACITANCE 0.1
#define HX_PARAMETERS_HIGH_RESISTANCE 10.0
#define HX_PARAMETERS_SYNAPTIC_CURRENT 73e-9
#define HX_PARAMETERS_DAC_CELL 1022.0
#define HX_PARAMETERS_GM_CELL 500.0
#define HX_PARAMETERS_ICC_CONDUCTANCE 5.6e-9
#define HX_PARAMETERS_ICC_FACTOR 4.0
#define HX_PARAMETERS_OFFSET_CURRENT 1e-9
#define HX_PARAMETERS_EXPONENTIAL_CURRENT 10e-12
#define HX_PARAMETERS_EXPONENTIAL_SLOPE 20e-3
#define HX_PARAMETERS_EXPONENTIAL_MAX 2e-6
#define HX_PARAMETERS_ADAPTATION_TIME 30e-3
#define HX_PARAMETERS_ADAPTATION_CONDUCTANCE 1e-9
#define HX_PARAMETERS_ADAPTATION_STEP 20e-12
#define HX_PARAMETERS_COBA_POTENTIAL 0.5
#define HX_PARAMETERS_NOISE_CURRENT 10.5e-9
#define HX_PARAMETERS_NOISE_CONDUCTANCE 383.3e-9
#define HX_PARAMETERS_NOISE_CYCLES 64

#define HX_PARAMETERS_CADC_GAIN 0.41667 // CADC steps per cell step
#define HX_PARAMETERS_CADC_ZERO 22.0    // cell
#define HX_PARAMETERS_CADC_SLOPE_CELL 200.0
#define HX_PARAMETERS_CADC_OFFSET_CELL 100.0
#define HX_PARAMETERS_CADC_BASELINE 220.0 // steps: a channel without a neuron
#define HX_PARAMETERS_CADC_NOISE 1.0      // steps

typedef struct hx_parameters {
    double capacitance;        // F
    double conductance[2];     // S: leak, reset
    double potential[2];       // V: leak, reset
    double threshold;          // V
    double noise_current;      // A, standard deviation
    double excitatory_time;    // s
    double inhibitory_time;    // s
    double excitatory_current; // A per event of full weight, 0 if switched off
    double inhibitory_current; // A
    double icc_conductance;    // S: membrane to soma line
    double offset_current;     // A
    double linear_part[2];     // of the synaptic currents: exc., inh.; 1 without COBA
    double coba[2];            // 1/V: what 1 V of distance makes of a synaptic current
    double coba_potential[2];  // V
    double exponential_current, exponential_potential;
    double adaptation_time, adaptation_conductance, adaptation_step, adaptation_potential;
    bool has_currents; // exponential term, adaptation or COBA
    bool nonlinear;    // has them, in a neuron of one circuit: see adex.h
    bool adaptation_enabled;
    bool pause;              // the reset line gates synaptic inputs and exponential term
    bool fire_enabled;       // fire bit: needed for spikes of any kind
    bool comparator_enabled; // membrane may cause spikes
    bool threshold_set;      // its cell is not 0
    bool excitatory_bypass;  // an excitatory event makes the neuron fire
    bool inhibitory_bypass;
} hx_parameters;

// Whether the switches turn on currents that are not linear in the membrane.
bool hx_parameters_have_currents(const struct hx_map_neuron_config *config);

// All quantities of a neuron, mismatch included.
void hx_parameters_get(const hx_anncore *core, unsigned neuron, hx_parameters *parameters);

#endif

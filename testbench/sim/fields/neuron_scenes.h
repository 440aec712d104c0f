// Scenes of neuron circuits, see neuron_set_up.h.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_NEURON_SCENES_H
#define HX_TEST_NEURON_SCENES_H

#include "testbench/sim/fields/neuron_set_up.h"

// An event makes the neuron fire.
extern const field_scene neuron_bypassed;
// The same on the other input.
extern const field_scene neuron_bypassed_inhibition;
// Leak 200, offset current 100 nA.
extern const field_scene neuron_rest;
// A slow ramp up to the threshold of 341, again and again.
extern const field_scene neuron_ramp;
// Three events whose current stays; the same on the other input, by conductance (coba 500).
extern const field_scene neuron_excited;
extern const field_scene neuron_inhibited;
extern const field_scene neuron_excited_by_conductance;
extern const field_scene neuron_inhibited_by_conductance;
// An input current on its way to 0, on the readout line.
extern const field_scene neuron_input_decays;
extern const field_scene neuron_inhibition_decays;
// Forced reset and one event whose current stays.
extern const field_scene neuron_held;
// Forced reset against an exponential term.
extern const field_scene neuron_held_growing;
// A reset by command, and back to the leak.
extern const field_scene neuron_released;
// Leak 1000 nS, adaptation of 341 nS towards 100.
extern const field_scene neuron_adapting;
// Ten spikes and the adaptation that they leave.
extern const field_scene neuron_adapted;
// The same, fading.
extern const field_scene neuron_fading;
// An exponential term just strong enough to fire.
extern const field_scene neuron_growing;

#endif

// Scenes of neuron circuits, see neuron_set_up.h.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_NEURON_SCENES_H
#define HX_TEST_NEURON_SCENES_H

#include "testbench/sim/fields/neuron_set_up.h"

extern const field_scene neuron_bypassed, // an event makes the neuron fire
    neuron_bypassed_inhibition,           // the same on the other input
    neuron_rest,                          // leak 200, offset current 100 nA
    neuron_ramp;                          // a slow ramp up to the threshold of 341, again and again

#endif

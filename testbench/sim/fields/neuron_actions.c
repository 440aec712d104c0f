// Neuron circuits: switches of one circuit.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/neuron_scenes.h"

#define ROW(FIELD, SCENE, LOOK, FROM, TO, ...)                                                     \
    {                                                                                              \
        "neuron_config", FIELD, NEURON_CONFIG(0, 5), &(SCENE), LOOK, FROM, TO, __VA_ARGS__, NULL   \
    }
#define EXACT(AT_FROM, AT_TO) FIELD_EXACT, AT_FROM, AT_TO

static const field_action rows[] = {
    // One input makes the neuron fire, whatever the membrane does.
    ROW("enable_fire", neuron_bypassed, field_count_spikes, 0, 1, EXACT(0, 1)),
    ROW("enable_bypass_excitatory", neuron_bypassed, field_count_spikes, 0, 1, EXACT(0, 1)),
    ROW("enable_bypass_inhibitory", neuron_bypassed_inhibition, field_count_spikes, 0, 1,
        EXACT(0, 1)),
    ROW("enable_threshold_comparator", neuron_ramp, neuron_see_fire, 0, 1, EXACT(0, 1)),
    // Conductances: what the offset current of 100 nA makes of them.
    ROW("enable_leak_multiplication", neuron_rest, neuron_see_last, 0, 1,
        EXACT(ADC(200 + DROP(100, 800)), ADC(200 + DROP(100, 6400)))),
    ROW("enable_leak_division", neuron_rest, neuron_see_last, 0, 1,
        EXACT(ADC(200 + DROP(100, 800)), ADC(200 + DROP(100, 100)))),
    ROW("enable_membrane_offset", neuron_rest, neuron_see_last, 0, 1,
        EXACT(ADC(200.0), ADC(200 + DROP(100, 800)))),
    ROW("invert_membrane_offset", neuron_rest, neuron_see_last, 0, 1,
        EXACT(ADC(200 + DROP(100, 800)), ADC(200 - DROP(100, 800)))),
    ROW("enable_readout", neuron_rest, neuron_see_last, 0, 1, EXACT(0, ADC(200 + DROP(100, 800)))),
    ROW("enable_readout_amplifier", neuron_rest, neuron_see_last, 0, 1,
        EXACT(0, ADC(200 + DROP(100, 800)))),
};

const field_action_list field_neuron_actions = FIELD_ACTION_LIST("neuron", rows);

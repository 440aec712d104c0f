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
    // Three events.
    ROW("enable_synaptic_input_excitatory", neuron_excited, neuron_see_last, 0, 1,
        EXACT(ADC(LEAK), ADC(LEAK + DROP(INPUT, 800)))),
    ROW("enable_synaptic_input_inhibitory", neuron_inhibited, neuron_see_last, 0, 1,
        EXACT(ADC(LEAK), ADC(LEAK - DROP(INPUT, 800)))),
    ROW("enable_synaptic_input_excitatory_coba_mode", neuron_excited, neuron_see_last, 0, 1,
        EXACT(ADC(LEAK + DROP(INPUT, 800)), ADC(PULLED(1.0, 1.0, 800)))),
    ROW("enable_synaptic_input_inhibitory_coba_mode", neuron_inhibited, neuron_see_last, 0, 1,
        EXACT(ADC(LEAK - DROP(INPUT, 800)), ADC(PULLED(-1.0, 1.0, 100)))),
    ROW("enable_synaptic_input_excitatory_small_capacitance", neuron_input_decays,
        neuron_see_half_time, 0, 1, EXACT(HALF_TIME(3000.0 / 970), HALF_TIME(300.0 / 970))),
    ROW("enable_synaptic_input_inhibitory_small_capacitance", neuron_inhibition_decays,
        neuron_see_half_time, 0, 1, EXACT(HALF_TIME(3000.0 / 970), HALF_TIME(300.0 / 970))),
    ROW("enable_synaptic_input_excitatory_high_resistance", neuron_input_decays,
        neuron_see_half_time, 0, 1, EXACT(HALF_TIME(3000.0 / 970), HALF_TIME(30000.0 / 970))),
    ROW("enable_synaptic_input_inhibitory_high_resistance", neuron_inhibition_decays,
        neuron_see_half_time, 0, 1, EXACT(HALF_TIME(3000.0 / 970), HALF_TIME(30000.0 / 970))),
    // The readout line.
    ROW("readout_source", neuron_excited, neuron_see_last, 0, 1,
        EXACT(ADC(LEAK + DROP(INPUT, 800)), ADC(SHOWN(INPUT)))),
    ROW("readout_source", neuron_inhibited, neuron_see_last, 0, 2,
        EXACT(ADC(LEAK - DROP(INPUT, 800)), ADC(SHOWN(INPUT)))),
    ROW("readout_source", neuron_adapting, neuron_see_last, 0, 3,
        EXACT(ADC(ADAPTED(341.0, 100)),
              ADC(SHOWN((ADAPTED(341.0, 100) - 100) * 1.8 / 1022 * 341)))),
    // Reset, with an input current of 73 nA.
    ROW("enable_reset_multiplication", neuron_held, neuron_see_last, 0, 1,
        EXACT(ADC(200 + DROP(EVENT, 450.4)), ADC(200 + DROP(EVENT, 450.4 * 8)))),
    ROW("enable_reset_division", neuron_held, neuron_see_last, 0, 1,
        EXACT(ADC(200 + DROP(EVENT, 450.4)), ADC(200 + DROP(EVENT, 450.4 / 8)))),
    ROW("enable_pause", neuron_held, neuron_see_last, 0, 1,
        EXACT(ADC(200 + DROP(EVENT, 450.4)), ADC(200.0))),
    ROW("enable_pause", neuron_held_growing, neuron_see_last, 0, 1, EXACT(1023, ADC(200.0))),
    ROW("membrane_capacitor_size", neuron_released, neuron_see_half_time, 21, 42,
        EXACT(HALF_TIME(2.3e3 * 21 / 63 / 200), HALF_TIME(2.3e3 * 42 / 63 / 200))),
    // Adaptation and exponential term.
    ROW("enable_adaptation", neuron_adapting, neuron_see_last, 0, 1,
        EXACT(ADC(LEAK), ADC(ADAPTED(341.0, 100)))),
    ROW("invert_adaptation_a", neuron_adapting, neuron_see_last, 0, 1,
        EXACT(ADC(ADAPTED(341.0, 100)), ADC(ADAPTED(-341.0, 100)))),
    ROW("invert_adaptation_b", neuron_adapted, neuron_see_last, 0, 1,
        EXACT(ADC(SHOWN(68.2)), ADC(SHOWN(-68.2)))),
    ROW("enable_exponential", neuron_growing, neuron_see_fire, 0, 1, EXACT(0, 1)),
};

const field_action_list field_neuron_actions = FIELD_ACTION_LIST(rows);

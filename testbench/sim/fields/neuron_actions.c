// Neuron circuits: configuration and parameter cells.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/field_actions.h"

#include <hx_map.h>

static void spike_once(event_program *p)
{
    event_program_wait_until(p, 100);
    event_program_spike(p, 0xa4ec);
    event_program_wait_until(p, 1000);
}

// Neuron 5 fires once, as in the public example.
static const field_scene example = {"example", field_world_add_example, spike_once};

#define NEURON_5 (HX_MAP_NEURON_CONFIG_BASE + 5 * HX_MAP_NEURON_CONFIG_COLUMN_STRIDE)

static const field_action rows[] = {
    {"neuron_config", "enable_fire", NEURON_5, &example, field_count_spikes, 0, 1, FIELD_EXACT, 0,
     1, NULL},
};

const field_action_list field_neuron_actions = FIELD_ACTION_LIST("neuron", rows);

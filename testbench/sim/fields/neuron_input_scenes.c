// Scenes of neuron circuits: synaptic inputs and reset.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/neuron_scenes.h"

enum { FEW = 4, SETTLED = 1000 }; // samples; FPGA cycles

static void excite(field_world *world)
{
    neuron_set_up(world, FEW);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_COBA, 500);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_COBA, 500);
}

static void excite_by_conductance(field_world *world)
{
    excite(world);
    neuron_set(world, &neuron_5, "enable_synaptic_input_excitatory_coba_mode", 1);
}

static void inhibit(field_world *world)
{
    excite(world);
    neuron_set_up_inhibition(world);
}

static void inhibit_by_conductance(field_world *world)
{
    inhibit(world);
    neuron_set(world, &neuron_5, "enable_synaptic_input_inhibitory_coba_mode", 1);
}

static void play_three_events(event_program *p)
{
    neuron_excite(p, 3);
    neuron_sample(p, SETTLED);
    event_program_wait_until(p, SETTLED + 100);
}

const field_scene neuron_excited = {"excited", excite, play_three_events};
const field_scene neuron_excited_by_conductance = {"excited_by_conductance", excite_by_conductance,
                                                   play_three_events};
const field_scene neuron_inhibited = {"inhibited", inhibit, play_three_events};
const field_scene neuron_inhibited_by_conductance = {"inhibited_by_conductance",
                                                     inhibit_by_conductance, play_three_events};

// The current itself, decaying.
static void decay(field_world *world)
{
    neuron_set_up(world, 2000);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_TAU, 970);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_TAU, 970);
    neuron_set(world, &neuron_5, "readout_source", HX_MAP_NEURON_READOUT_SOURCE_EXCITATORY);
    neuron_set(world, &neuron_5, "enable_synaptic_input_excitatory_high_resistance", 0);
    neuron_set(world, &neuron_5, "enable_synaptic_input_inhibitory_high_resistance", 0);
}

static void decay_inhibition(field_world *world)
{
    decay(world);
    neuron_set_up_inhibition(world);
    neuron_set(world, &neuron_5, "readout_source", HX_MAP_NEURON_READOUT_SOURCE_INHIBITORY);
}

static void play_decay(event_program *p)
{
    neuron_sample(p, 300);
    event_program_wait_until(p, 400);
    for (unsigned i = 0; i < 12; ++i)
        event_program_spike(p, NEURON_INPUT);
    event_program_wait_until(p, 400 + 2000 * 17 / 4);
}

const field_scene neuron_input_decays = {"input_decays", decay, play_decay};
const field_scene neuron_inhibition_decays = {"inhibition_decays", decay_inhibition, play_decay};

static void hold_reset(field_world *world)
{
    neuron_set_up(world, FEW);
    neuron_set(world, &neuron_5, "membrane_capacitor_size", 1);
    neuron_set_other(world, "common_neuron_backend_config", "force_reset", 1);
}

static void play_held_reset(event_program *p)
{
    neuron_excite(p, 1);
    neuron_sample(p, SETTLED);
    event_program_wait_until(p, SETTLED + 100);
}

const field_scene neuron_held = {"held", hold_reset, play_held_reset};

// The exponential term is stronger than the reset, up to the end of the scale.
static void grow_in_reset(field_world *world)
{
    hold_reset(world);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_V_EXP, 200);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_EXP, 1000);
    neuron_set(world, &neuron_5, "enable_exponential", 1);
}

static void play_rest(event_program *p)
{
    neuron_sample(p, SETTLED);
    event_program_wait_until(p, SETTLED + 100);
}

const field_scene neuron_held_growing = {"held_growing", grow_in_reset, play_rest};

// The membrane goes from reset to leak when the reset is released: C / 200 nS.
static void release(field_world *world)
{
    neuron_set_up(world, 1200);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_V_LEAK, 600);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_LEAK, 200);
    neuron_set(world, &neuron_5, "enable_reset_multiplication", 1);
    neuron_set_backend(world, &neuron_5, "refractory_time", 250);
    neuron_set_backend(world, &neuron_5, "enable_spike_out", 0);
}

static void play_release(event_program *p)
{
    neuron_sample(p, 5000);
    event_program_wait_until(p, 5100);
    event_program_write(p, hx_map_neuron_reset_address(0, 5), 0);
    event_program_wait_until(p, 5100 + 1200 * 17 / 4);
}

const field_scene neuron_released = {"released", release, play_release};

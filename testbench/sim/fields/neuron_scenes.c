// Scenes of neuron circuits, see neuron_set_up.h.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/neuron_scenes.h"

enum { FEW = 4, SETTLED = 2500 }; // samples; FPGA cycles

static void bypass(field_world *world)
{
    neuron_set_up(world, FEW);
    neuron_set(world, &neuron_5, "enable_fire", 1);
    neuron_set(world, &neuron_5, "enable_bypass_excitatory", 1);
}

static void bypass_inhibition(field_world *world)
{
    neuron_set_up(world, FEW);
    neuron_set_up_inhibition(world);
    neuron_set(world, &neuron_5, "enable_fire", 1);
    neuron_set(world, &neuron_5, "enable_bypass_inhibitory", 1);
}

static void play_one_event(event_program *p)
{
    neuron_excite(p, 1);
    event_program_wait_until(p, 1000);
}

const field_scene neuron_bypassed = {"bypassed", bypass, play_one_event};
const field_scene neuron_bypassed_inhibition = {"bypassed_inhibition", bypass_inhibition,
                                                play_one_event};

static void rest(field_world *world)
{
    neuron_set_up(world, FEW);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_V_LEAK, 200);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_MEM_OFFSET, 100);
    neuron_set(world, &neuron_5, "enable_membrane_offset", 1);
}

static void play_rest(event_program *p)
{
    neuron_sample(p, SETTLED);
    event_program_wait_until(p, SETTLED + 100);
}

const field_scene neuron_rest = {"rest", rest, play_rest};

static void ramp(field_world *world)
{
    neuron_set_up(world, 2700);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_V_LEAK, 250);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_LEAK, 0);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_V_RESET, 300);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_V_THRESHOLD, 341);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_MEM_OFFSET, 20);
    neuron_set(world, &neuron_5, "membrane_capacitor_size", 63);
    neuron_set(world, &neuron_5, "enable_reset_multiplication", 1);
    neuron_set(world, &neuron_5, "enable_membrane_offset", 1);
    neuron_set(world, &neuron_5, "enable_fire", 1);
    neuron_set(world, &neuron_5, "enable_threshold_comparator", 1);
}

static void play_ramp(event_program *p)
{
    neuron_sample(p, 12500);
    event_program_wait_until(p, 12500 + 2700 * 17 / 4 + 100);
}

const field_scene neuron_ramp = {"ramp", ramp, play_ramp};

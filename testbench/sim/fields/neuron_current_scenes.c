// Scenes of neuron circuits: adaptation and exponential term.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/neuron_scenes.h"

enum { FEW = 4, MANY = 3000, LONG = 45000 }; // samples; FPGA cycles

static void adapt(field_world *world)
{
    neuron_set_up(world, FEW);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_LEAK, 1000);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_V_ADAPT_LEAK, 100);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_TAU, 1022);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_A, 341);
    neuron_set(world, &neuron_5, "enable_adaptation", 1);
}

static void play_long(event_program *p)
{
    neuron_sample(p, LONG);
    event_program_wait_until(p, LONG + 100);
}

const field_scene neuron_adapting = {"adapting", adapt, play_long};

static void adapt_to_spikes(field_world *world)
{
    neuron_set_up(world, FEW);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_TAU, 1);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_B, 341);
    neuron_set(world, &neuron_5, "enable_adaptation", 1);
    neuron_set(world, &neuron_5, "enable_fire", 1);
    neuron_set(world, &neuron_5, "enable_bypass_excitatory", 1);
    neuron_set(world, &neuron_5, "readout_source", HX_MAP_NEURON_READOUT_SOURCE_ADAPTATION);
    neuron_set_backend(world, &neuron_5, "refractory_time", 40);
    neuron_set_backend(world, &neuron_5, "enable_adaptation_pulse", 1);
}

static void play_ten_spikes(event_program *p)
{
    neuron_excite(p, 10);
    neuron_sample(p, 2000);
    event_program_wait_until(p, 2100);
}

const field_scene neuron_adapted = {"adapted", adapt_to_spikes, play_ten_spikes};

static void fade(field_world *world)
{
    adapt_to_spikes(world);
    neuron_set_other(world, "madc_config", "number_of_samples", MANY);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_TAU, 1022);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_B, 1022);
}

// 40 spikes in 16 us.
static void play_many_spikes(event_program *p)
{
    neuron_sample(p, 200);
    for (unsigned i = 0; i < 40; ++i) {
        event_program_wait_until(p, 300 + 50 * i);
        event_program_spike(p, NEURON_INPUT);
    }
    event_program_wait_until(p, 300 + MANY * 17 / 4);
}

const field_scene neuron_fading = {"fading", fade, play_many_spikes};

// The exponential term overcomes the leak if I_b > 20 mV * 680 nS / e = 5 nA at V_exp = V_leak.
static void grow(field_world *world)
{
    neuron_set_up(world, FEW);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_V_LEAK, 500);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_V_EXP, 500);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_V_THRESHOLD, 900);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_LEAK, 680);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_EXP, 520);
    neuron_set(world, &neuron_5, "enable_exponential", 1);
    neuron_set(world, &neuron_5, "enable_pause", 1);
    neuron_set(world, &neuron_5, "enable_fire", 1);
    neuron_set(world, &neuron_5, "enable_threshold_comparator", 1);
}

static void play_growth(event_program *p)
{
    neuron_sample(p, 5000);
    event_program_wait_until(p, 5100);
}

const field_scene neuron_growing = {"growing", grow, play_growth};

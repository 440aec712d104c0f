// Neuron circuits: switches to other circuits.
// SPDX-License-Identifier: Apache-2.0
//
// Neuron 5 has a leak of 800 nS to 410, its neighbours one of 400 nS to 600 and 700; what joins
// them pulls neuron 5 by the conductances on the way.
#include "testbench/sim/fields/neuron_set_up.h"

enum { FEW = 4, SETTLED = 1000 }; // samples; FPGA cycles

// Cell steps of neuron 5 if it is pulled to POTENTIAL by NS.
#define PULLED_BY(NS, POTENTIAL) ((LEAK * 800 + (NS) * (POTENTIAL)) / (800.0 + (NS)))
// The right neighbour's leak behind an inter-compartment conductance of NS.
#define BEHIND(NS) (1 / (1 / (NS) + 1 / 400.0))
#define COMPARTMENTS(CELL) ADC(PULLED_BY(BEHIND(5.6 * (CELL)), 600))

static void stand_alone(field_world *world)
{
    neuron_set_up(world, FEW);
    neuron_set_up_neighbours(world);
}

static void share_line(field_world *world)
{
    stand_alone(world);
    neuron_set(world, &neuron_5, "connect_soma", 1);
    neuron_set(world, &neuron_5, "connect_somata", 1);
    neuron_set(world, &neuron_6, "connect_soma", 1);
}

static void make_compartments(field_world *world)
{
    share_line(world);
    neuron_set(world, &neuron_5, "connect_soma", 0);
    neuron_set(world, &neuron_5, "enable_multicomp_conductance", 1);
    neuron_set_cell(world, &neuron_5, HX_MAP_CAPMEM_ROW_I_BIAS_NMDA, 100);
}

static void play_rest(event_program *p)
{
    neuron_sample(p, SETTLED);
    event_program_wait_until(p, SETTLED + 100);
}

static const field_scene alone = {"alone", stand_alone, play_rest};
// The membranes of neurons 5 and 6 are on the soma line.
static const field_scene on_line = {"on_line", share_line, play_rest};
// Neuron 5 is behind a conductance.
static const field_scene compartments = {"compartments", make_compartments, play_rest};

#define ROW(FIELD, SCENE, AT_FROM, AT_TO)                                                          \
    {                                                                                              \
        "neuron_config", FIELD, NEURON_CONFIG(0, 5), &(SCENE), neuron_see_last, 0, 1, FIELD_EXACT, \
            AT_FROM, AT_TO, NULL                                                                   \
    }

static const field_action rows[] = {
    ROW("connect_membrane_right", alone, ADC(LEAK), ADC(PULLED_BY(400.0, 600))),
    ROW("connect_bottom", alone, ADC(LEAK), ADC(PULLED_BY(400.0, 700))),
    ROW("connect_soma", on_line, ADC(LEAK), ADC(PULLED_BY(400.0, 600))),
    ROW("connect_somata", on_line, ADC(LEAK), ADC(PULLED_BY(400.0, 600))),
    ROW("enable_multicomp_conductance", compartments, ADC(LEAK), COMPARTMENTS(100.0)),
    ROW("enable_multiply_multicomp_conductance_bias", compartments, COMPARTMENTS(100.0),
        COMPARTMENTS(400.0)),
    ROW("enable_divide_multicomp_conductance_bias", compartments, COMPARTMENTS(100.0),
        COMPARTMENTS(25.0)),
    {"capmem_row", "i_bias_nmda", NEURON_CELL(0, 5, HX_MAP_CAPMEM_ROW_I_BIAS_NMDA), &compartments,
     neuron_see_last, 21, 42, FIELD_EXACT, COMPARTMENTS(21.0), COMPARTMENTS(42.0), NULL},
    {"capmem_row", "i_bias_nmda", NEURON_CELL(0, 5, HX_MAP_CAPMEM_ROW_I_BIAS_NMDA), &compartments,
     neuron_see_last, 320, 640, FIELD_EXACT, COMPARTMENTS(320.0), COMPARTMENTS(640.0), NULL},
};

const field_action_list field_neuron_joint_actions = FIELD_ACTION_LIST(rows);

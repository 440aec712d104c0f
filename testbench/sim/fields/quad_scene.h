// The neurons of four columns, the synapse drivers before them, and what the CADC sees.
// SPDX-License-Identifier: Apache-2.0
//
// The four columns of a quad hold neurons that never fire by themselves. Their synaptic currents
// hardly decay (30 ms), so a membrane comes to rest as far above its leak potential as its inputs
// weigh. One read returns all four, a byte each, entry 0 first: a field of one entry that moved
// another one would be seen. Events from the host on input b of the crossbar go to PADI bus b.
#ifndef HX_TEST_QUAD_SCENE_H
#define HX_TEST_QUAD_SCENE_H

#include "testbench/sim/fields/field_actions.h"

#include <hx_map.h>

// Columns 1, 3, 5 and 7, in the western quadrant of their half.
enum { QUAD = 32, QUAD_LEAK_CELL = 286, QUAD_LEAK_NANOSIEMENS = 175 };

// What the documents say (docs/fidelity.md): the CADC's step for a membrane at rest with a current
// of `PULSES` full events (weight 63, nominal pulse), negative if inhibitory. In the 20 us before
// the membranes are read 1/1500 of a current is lost.
#define QUAD_STEPS_PER_CELL 0.41667
#define QUAD_PULSE                                                                                 \
    (73.0 / QUAD_LEAK_NANOSIEMENS * 1022 / 1.8 * QUAD_STEPS_PER_CELL * (1 - 1 / 1500.0))
#define QUAD_STEP(PULSES)                                                                          \
    ((double)(int)((QUAD_LEAK_CELL - 22) * QUAD_STEPS_PER_CELL + (PULSES)*QUAD_PULSE + 0.5))

// The read word: four inputs; all alike; one entry's beside three others.
#define QUAD_WORD(A, B, C, D)                                                                      \
    (((QUAD_STEP(A) * 256 + QUAD_STEP(B)) * 256 + QUAD_STEP(C)) * 256 + QUAD_STEP(D))
#define QUAD_ALL(PULSES) QUAD_ONE(0, PULSES, PULSES)
#define QUAD_ONE(ENTRY, PULSES, OTHERS) QUAD_ONE_STEP(ENTRY, QUAD_STEP(PULSES), QUAD_STEP(OTHERS))
#define QUAD_ONE_STEP(ENTRY, STEP, OTHERS)                                                         \
    ((OTHERS)*0x01010101 + ((STEP) - (OTHERS)) * (1 << (24 - 8 * (ENTRY))))

// A row of a table: what the CADC sees is exactly this. And the same row for each entry.
#define QUAD_ROW(REGISTER, FIELD, ADDRESS, SCENE, FROM, TO, AT_FROM, AT_TO)                        \
    {                                                                                              \
        REGISTER, FIELD, ADDRESS, &(SCENE), field_get_first_data, FROM, TO, FIELD_EXACT, AT_FROM,  \
            AT_TO, NULL                                                                            \
    }
#define QUAD_EACH_ENTRY(ROW) ROW(0), ROW(1), ROW(2), ROW(3)

// Address of a parameter cell that a quadrant shares.
#define QUAD_CELL(QUADRANT, NAME)                                                                  \
    (HX_MAP_CAPMEM_CELL_BASE + (QUADRANT)*HX_MAP_CAPMEM_CELL_QUADRANT_STRIDE +                     \
     128 * HX_MAP_CAPMEM_CELL_COLUMN_STRIDE + HX_MAP_CAPMEM_ROW_128_##NAME)

// Neurons, parameter cells, CADC and the ways of the events to the half's buses.
void quad_add(field_world *world, unsigned half);
// From now on an input makes the neuron fire: label = entry; the CADC sees the correlation sensors.
void quad_make_fire(field_world *world, unsigned half);
// Synapses of a row, entry 0 first. Labels of all four alike.
void quad_add_row(field_world *world, unsigned half, unsigned row, const unsigned weights[4],
                  unsigned label);
void quad_add_driver(field_world *world, unsigned half, unsigned driver,
                     const hx_map_synapse_driver_config *config);
// A parameter cell of the column shared by a quadrant.
void quad_set_cell(field_world *world, unsigned quadrant, unsigned row, unsigned value);
// The fast ADC takes a sample of this source (word of readout_source_selection).
void quad_connect_madc(field_world *world, uint32_t source);

// Events to a bus; nothing else is meant to be under way.
void quad_fire(event_program *p, unsigned bus, unsigned row_select, unsigned label, unsigned count);
// When the membranes have come to rest: their four values; one sample. `start`: cycle of the
// last event.
void quad_read(event_program *p, unsigned half, uint32_t start);
void quad_sample(event_program *p, uint32_t start);

// Look: value of the last sample; -1: none.
double quad_get_sample(const event_program *program);

#endif

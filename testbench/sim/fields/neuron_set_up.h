// A neuron in the open: its membrane on the fast ADC, its input by label, values by the documents.
// SPDX-License-Identifier: Apache-2.0
//
// Scenes begin with the public example, whose label 0xa4ec reaches neuron 5 with weight 63, and
// give its circuits values that are easy to reckon with:
//
//   leak 410 at 800 nS, reset 200 at 450.4 nS, membrane 7/63 of 2.3 pF (0.3 us at this leak),
//   input currents that stay (30 ms), an event of 73 nA, comparator off
//
// Neuron 6 is the right neighbour, neuron 261 the one below, with leaks of 400 nS to 600 and 700.
#ifndef HX_TEST_NEURON_SET_UP_H
#define HX_TEST_NEURON_SET_UP_H

#include "testbench/sim/fields/field_actions.h"

#include <hx_map.h>

// Addresses of the three neurons: configuration, first cell, backend.
#define NEURON_CONFIG(QUADRANT, COLUMN)                                                            \
    (HX_MAP_NEURON_CONFIG_BASE + (QUADRANT)*HX_MAP_NEURON_CONFIG_QUADRANT_STRIDE +                 \
     (COLUMN)*HX_MAP_NEURON_CONFIG_COLUMN_STRIDE)
#define NEURON_CELL(QUADRANT, COLUMN, ROW)                                                         \
    (HX_MAP_CAPMEM_CELL_BASE + (QUADRANT)*HX_MAP_CAPMEM_CELL_QUADRANT_STRIDE +                     \
     (COLUMN)*HX_MAP_CAPMEM_CELL_COLUMN_STRIDE + (ROW)*HX_MAP_CAPMEM_CELL_ROW_STRIDE)
#define NEURON_BACKEND(SIDE, NEURON)                                                               \
    (HX_MAP_NEURON_BACKEND_CONFIG_BASE + (SIDE)*HX_MAP_NEURON_BACKEND_CONFIG_SIDE_STRIDE +         \
     (NEURON)*HX_MAP_NEURON_BACKEND_CONFIG_NEURON_STRIDE)

typedef struct neuron_place {
    uint32_t config, cells, backend;
} neuron_place;

extern const neuron_place neuron_5, neuron_6, neuron_261;

// Label of the events that reach neuron 5, and of its spikes.
enum { NEURON_INPUT = 0xa4ec, NEURON_OUTPUT = 0x2a };

enum { LEAK = 410 }; // cell

void neuron_set(field_world *world, const neuron_place *place, const char *field, int64_t value);
void neuron_set_cell(field_world *world, const neuron_place *place, uint32_t row, uint32_t value);
void neuron_set_backend(field_world *world, const neuron_place *place, const char *field,
                        int64_t value);
// A field of a register with one instance, or of the first of them.
void neuron_set_other(field_world *world, const char *name, const char *field, int64_t value);

// The crossbar passes the events of 32 columns to the host, whatever their label.
void neuron_pass_events(field_world *world, unsigned output);
// The values above for one neuron, nothing of it switched on but the inputs.
void neuron_set_up_circuit(field_world *world, const neuron_place *place);
// The set-up above; the samples of the fast ADC are of neuron 5 (odd columns of the top row).
void neuron_set_up(field_world *world, uint32_t samples);
// Events act on the inhibitory input, not on the excitatory one.
void neuron_set_up_inhibition(field_world *world);

// Neurons 6 and 261 as above, without readout.
void neuron_set_up_neighbours(field_world *world);

// Starts the samples (every 34 ns) at FPGA cycle `at`, 125 or later.
void neuron_sample(event_program *p, uint32_t at);
// `count` events for neuron 5, 1 us apart, from FPGA cycle 100 on.
void neuron_excite(event_program *p, unsigned count);

// Looks: the last sample; the largest one; whether anything fired; tenths of a microsecond until
// what was furthest from the first sample is half as far.
double neuron_see_last(const event_program *program);
double neuron_see_largest(const event_program *program);
double neuron_see_fire(const event_program *program);
double neuron_see_half_time(const event_program *program);
// The same in whole microseconds.
double neuron_see_long_half_time(const event_program *program);

// What the fast ADC says of a potential in cell steps, and the cell steps that a current of NA
// makes in a conductance of NS (nA, nS).
#define ADC(CELLS) ((double)(int)(((CELLS)-60) / 0.99 + 0.5))
#define DROP(NA, NS) ((double)(NA) / (NS)*1022 / 1.8)
// Cell steps that a current is shown as: 1 V less 1 mV a nA.
#define SHOWN(NA) ((1 - (NA)*1e-3) * 1022 / 1.8)
#define EVENT 73.0 // nA at a gm of 500
#define INPUT (3 * EVENT)
// Where three events on a conductance-based input leave the leak at 800 nS: gm and coba in
// units of 500, gm with the sign of the input.
#define PULLED(GM, COBA, REVERSAL)                                                                 \
    (((double)LEAK * 800 + INPUT * ((GM)*1022 / 1.8 + (COBA) / 0.5 * (REVERSAL))) /                \
     (800 + INPUT * (COBA) / 0.5))
// Where adaptation of A nS towards POTENTIAL leaves the leak at 1000 nS.
#define ADAPTED(A, POTENTIAL) (((double)LEAK * 1000 + (A) * (POTENTIAL)) / (1000 + (A)))
// Half of an exponential decay, in tenths of a microsecond.
#define HALF_TIME(TAU_US) ((double)(int)((TAU_US)*6.931472 + 0.5))
#define LONG_HALF_TIME(TAU_US) ((double)(int)((TAU_US)*0.6931472 + 0.5))

#endif

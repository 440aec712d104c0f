// Parameter cells of a nominal chip, as docs/fidelity.md gives them.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TRAIN_CELLS_H
#define HX_TRAIN_CELLS_H

// Time constants follow from the capacitance over the leak conductance, and from a bias: cell times
// microseconds. The default cells give 6 us.
#define HX_CELLS_LEAK_TIMES_TAU (383 * 6.0)
#define HX_CELLS_SYNAPSE_TIMES_TAU (500 * 6.0)

// Of a membrane in reset, with the capacitance and the reset conductance of the defaults.
#define HX_CELLS_RESET_TAU_US 0.5

// Strength of a synaptic input; its current is in proportion to the cell.
#define HX_CELLS_SYNAPSE_GAIN 500.0

#define HX_CELLS_PER_CADC_STEP (1 / 0.417) // of a potential

#endif

// Lengths of the drivers' current pulses: extension, short-term plasticity, hagen mode.
// SPDX-License-Identifier: Apache-2.0
//
// In parts of the nominal pulse (4 ns), which is what a driver sends with none of these on. The
// charge of an input grows with the length. Choices, since the curves are not public
// (docs/fidelity.md); all is zero below 0 and limited to 8:
//
//   extension      + 1/4 a step of the bus's pulse extension
//   plasticity     v / 400 * 600 / stp_i_ramp + offset / 64 + d
//                  An input moves v, after its pulse, by utilization / 16 of the way to v_charge.
//                  In between v goes (recovery + 1) / 16 of the way to v_recover in each tick of
//                  the recovery clock, 64 cycles * 2^speed. v in cells, of the chosen set, in the
//                  western quadrant for even drivers, the eastern for odd ones; starts at
//                  v_recover.
//   hagen mode     hagen_ibias_dac / 820 * (activation - dac offset / 8) / 31 + offset / 64 + d,
//                  activation: the five low label bits; 0 gives no pulse
//   d              fixed spread of the driver's comparator, HX_MISMATCH_DRIVER_OFFSET
//
// With the clock off or recovery disabled v stays where it is.
#ifndef HX_MODELS_PULSE_H
#define HX_MODELS_PULSE_H

#include <stdint.h>

typedef struct hx_anncore hx_anncore;

#define HX_PULSE_LONGEST 8.0

// Length of the pulse that an event with this label makes now; moves the driver's state.
double hx_pulse_send(hx_anncore *core, unsigned half, unsigned driver, unsigned label);

// v of a driver now, in cells.
double hx_pulse_get_state(const hx_anncore *core, unsigned half, unsigned driver);

// All drivers as after a long pause.
void hx_pulse_rest(hx_anncore *core);

#endif

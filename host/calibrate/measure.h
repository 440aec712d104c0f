// Properties of all 512 neurons, measured with a probe.
// SPDX-License-Identifier: Apache-2.0
//
// Voltages are CADC steps, times microseconds. A neuron whose measurement makes no sense (no
// decay to fit, no response) gets NAN.
#ifndef HX_CALIBRATE_MEASURE_H
#define HX_CALIBRATE_MEASURE_H

#include "host/calibrate/probe.h"

typedef double hx_measurement[HX_NEURON_COUNT];

// Reading with the membranes disconnected: the same level at every channel.
hx_status hx_measure_baseline(hx_probe *probe, hx_measurement level, hx_error *error);

// Resting reading, released from reset. Neurons must not fire.
hx_status hx_measure_rest(hx_probe *probe, hx_measurement level, hx_error *error);

// Reading while held in reset.
hx_status hx_measure_reset(hx_probe *probe, hx_measurement level, hx_error *error);

// Membrane time constant, from the decay after the release; reset and rest must lie at least 30
// steps apart.
hx_status hx_measure_membrane_time(hx_probe *probe, hx_measurement time_us, hx_error *error);

// Synaptic time constant and height of the response to one event of weight 63 (positive for both
// signs), given the membrane time constants.
hx_status hx_measure_synapse(hx_probe *probe, bool inhibitory, const hx_measurement membrane_us,
                             hx_measurement time_us, hx_measurement height, hx_error *error);

// Whether each neuron fires by itself in 200 us.
hx_status hx_measure_fires(hx_probe *probe, bool fires[HX_NEURON_COUNT], hx_error *error);

#endif

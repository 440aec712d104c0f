// Parameter cells of all neurons of a network: one setting for all, or a calibration's.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TRAIN_CALIBRATED_H
#define HX_TRAIN_CALIBRATED_H

#include "host/calibrate/calibration.h"
#include "host/chip/router.h"

// Fills the entries of the network's places on the chip. Without a calibration (NULL) they are
// `hidden` and `output`. With one, potentials keep their distance from the resting potential of
// `hidden`, time constants and strengths keep their proportion to what the calibration aimed at;
// switches and digital settings are those of `hidden` and `output`. Cells stay within 0..1022.
//
// The offsets of the CADC channels are left out: resting readings are measured anyway.
void hx_calibrated_set_neurons(const hx_calibration *calibration, const hx_router *router,
                               const hx_router_size *size, const hx_chip_neuron_parameters *hidden,
                               const hx_chip_neuron_parameters *output,
                               hx_chip_neuron_parameters neurons[HX_NEURON_COUNT]);

#endif

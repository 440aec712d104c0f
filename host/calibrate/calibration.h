// What a calibration aims at and what it found.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CALIBRATE_CALIBRATION_H
#define HX_CALIBRATE_CALIBRATION_H

#include "host/chip/configure.h"

#include <hxcosim/device.h>

// Voltages in CADC steps, times in microseconds.
typedef struct hx_calibration_target {
    double leak, reset, threshold;
    double tau_mem_us, tau_syn_exc_us, tau_syn_inh_us;
    double height_exc, height_inh; // of one event of weight 63; 0: the chip's own mean
    double refractory_us;
} hx_calibration_target;

typedef struct hx_calibration {
    uint64_t chip_seed; // the virtual chip that was calibrated
    hx_calibration_target target;
    hx_chip_settings chip;
    hx_chip_neuron_parameters neurons[HX_NEURON_COUNT];
    int cadc_offsets[HX_NEURON_COUNT];
} hx_calibration;

#endif

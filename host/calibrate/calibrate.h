// Finds the parameter cells that give every neuron of a chip the same properties.
// SPDX-License-Identifier: Apache-2.0
//
// Order: CADC offsets, leak and reset potential, membrane time constant, synaptic time constants
// and strengths, threshold, then everything is measured once more with new noise. Each search
// starts from one setting for all neurons, measures, moves every cell by what the measurement
// says, and keeps for each neuron the cell that came closest.
#ifndef HX_CALIBRATE_CALIBRATE_H
#define HX_CALIBRATE_CALIBRATE_H

#include "host/calibrate/calibration.h"
#include "host/calibrate/measure.h"

typedef enum hx_calibration_quantity {
    HX_CALIBRATION_CADC,
    HX_CALIBRATION_LEAK,
    HX_CALIBRATION_RESET,
    HX_CALIBRATION_THRESHOLD,
    HX_CALIBRATION_TAU_MEM,
    HX_CALIBRATION_TAU_SYN_EXC,
    HX_CALIBRATION_TAU_SYN_INH,
    HX_CALIBRATION_HEIGHT_EXC,
    HX_CALIBRATION_HEIGHT_INH,
    HX_CALIBRATION_QUANTITIES
} hx_calibration_quantity;

typedef struct hx_calibration_info {
    const char *name, *unit;
    double ratio_limit;  // spread after to before that public hardware tests want, 0: none
    double spread_limit; // after, 0: none
} hx_calibration_info;
const hx_calibration_info *hx_calibration_get_info(hx_calibration_quantity quantity);

// What was measured with one setting for all neurons, and in the end.
typedef struct hx_calibration_result {
    hx_measurement before[HX_CALIBRATION_QUANTITIES], after[HX_CALIBRATION_QUANTITIES];
    double target[HX_CALIBRATION_QUANTITIES]; // NAN: none
    double chip_seconds;
} hx_calibration_result;

typedef struct hx_calibration_spread {
    double mean, deviation;
    unsigned failed; // neurons without a value
} hx_calibration_spread;
hx_calibration_spread hx_calibration_get_spread(const hx_measurement values);

// Whether the spread after calibration is within the limits of the quantity.
bool hx_calibration_is_good(const hx_calibration_result *result, hx_calibration_quantity quantity);

hx_calibration_target hx_calibration_target_default(void);

// HX_ERROR_ARGUMENT: a target outside what the chip can do (name, value, range).
hx_status hx_calibration_target_check(const hx_calibration_target *target, hx_error *error);

// Called when a step begins, 0..steps-1.
typedef void hx_calibration_progress(void *user, unsigned step, unsigned steps, const char *what);

hx_status hx_calibrate(hx_probe *probe, const hx_chip_settings *chip,
                       const hx_calibration_target *target, hx_calibration *calibration,
                       hx_calibration_result *result, hx_calibration_progress *progress, void *user,
                       hx_error *error);

#endif

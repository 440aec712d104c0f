// Targets and calibrations as JSON files.
// SPDX-License-Identifier: Apache-2.0
//
// A target has any of: leak_lsb, reset_lsb, threshold_lsb, tau_mem_us, tau_syn_exc_us,
// tau_syn_inh_us, height_exc_lsb, height_inh_lsb, refractory_us. A calibration has "format"
// ("hxcosim calibration"), "version" (1), "chip_seed", "target", "chip", "cadc_offsets" (512
// numbers) and "neurons" (512 objects, keys as in hx_chip_neuron_parameters). Unknown keys are
// refused.
#ifndef HX_CALIBRATE_CALIBRATION_FILE_H
#define HX_CALIBRATE_CALIBRATION_FILE_H

#include "host/calibrate/calibrate.h"

// What is not in the file keeps its default. Errors name file and key or line.
hx_status hx_calibration_target_load(hx_calibration_target *target, const char *path,
                                     hx_error *error);

hx_status hx_calibration_save(const hx_calibration *calibration, const char *path, hx_error *error);
hx_status hx_calibration_load(hx_calibration *calibration, const char *path, hx_error *error);

#endif

// The report of a calibration: table and histograms before and after.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_CALIBRATE_REPORT_H
#define HX_CLI_CALIBRATE_REPORT_H

#include "host/calibrate/calibrate.h"

hx_status hx_calibrate_report_save(const hx_calibration_result *result, const char *path,
                                   hx_error *error);

#endif

// Hands the outputs of the digital part to the analog core.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_CHIP_DRIVE_CORE_H
#define HX_FAST_CHIP_DRIVE_CORE_H

#include "models/anncore.h"
#include "sim/fast/chip/digital.h"

// After a step, in the order of docs/pins.md; what the core answers is put into `in`.
void hx_drive_core(const hx_digital *digital, hx_anncore *core, hx_digital_in *in);

#endif

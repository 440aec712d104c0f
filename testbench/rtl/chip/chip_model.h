// The RTL of the chip behind the types of its C model.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_CHIP_MODEL_H
#define HX_TEST_CHIP_MODEL_H

#include "testbench/rtl/chip/chip_pins.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct chip_model chip_model;

// After power-on reset.
chip_model *chip_model_create(unsigned latency);
void chip_model_destroy(chip_model *model);
void chip_model_step(chip_model *model, const hx_digital_in *in);
void chip_model_get(const chip_model *model, chip_pins *pins);

#ifdef __cplusplus
}
#endif

#endif

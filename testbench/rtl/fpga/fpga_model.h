// The RTL of the FPGA behind the types of its C model.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_FPGA_MODEL_H
#define HX_TEST_FPGA_MODEL_H

#include "sim/fast/executor/fpga.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fpga_model fpga_model;

// In the state after reset.
fpga_model *fpga_model_create(uint32_t latency);
void fpga_model_destroy(fpga_model *model);
bool fpga_model_is_ready(const fpga_model *model);
bool fpga_model_is_starved(const fpga_model *model);
void fpga_model_get(const fpga_model *model, hx_fpga_out *out);
void fpga_model_step(fpga_model *model, const hx_fpga_in *in);

#ifdef __cplusplus
}
#endif

#endif

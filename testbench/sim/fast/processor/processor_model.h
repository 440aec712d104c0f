// The verilated processor of the chip behind the interface of its C model.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_PROCESSOR_MODEL_H
#define HX_TEST_PROCESSOR_MODEL_H

#include "sim/fast/processor/port.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct processor_model processor_model;

// That of the top half, in reset.
processor_model *processor_model_create(hx_ppu_port *port);
void processor_model_destroy(processor_model *model);
// One edge; returns the read data of the access.
uint32_t processor_model_step(processor_model *model, const hx_ppu_port_in *in);

// Its clock stands still.
bool processor_model_rests(const processor_model *model);
// Whether an instruction executes, and its word address.
bool processor_model_executes(const processor_model *model, uint32_t *address);

#ifdef __cplusplus
}
#endif

#endif

// The RTL of the event fabric behind the types of its C model.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_EVENT_MODEL_H
#define HX_TEST_EVENT_MODEL_H

#include "sim/fast/event/fabric.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct event_model event_model;

// `seed`: of the values that are not reset.
event_model *event_model_create(unsigned seed);
void event_model_destroy(event_model *model);
void event_model_reset(event_model *model);
void event_model_step(event_model *model, const hx_fabric_in *in);
void event_model_get(const event_model *model, hx_fabric_out *out);

#ifdef __cplusplus
}
#endif

#endif

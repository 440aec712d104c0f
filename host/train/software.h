// Presents samples to the discrete model in place of the chip.
// SPDX-License-Identifier: Apache-2.0
//
// The context is an hx_software. Used for training without the chip and as the ideal
// that chip results are compared with.
#ifndef HX_TRAIN_SOFTWARE_H
#define HX_TRAIN_SOFTWARE_H

#include "host/train/trainer.h"

typedef struct hx_software hx_software;

hx_status hx_software_create(hx_software **software, const hx_network *network);
void hx_software_destroy(hx_software *software);

// An hx_present_fn.
hx_status hx_software_present(void *context, const hx_sample *samples, size_t count,
                              const hx_quantised_weights *weights, hx_observation *observations);

#endif

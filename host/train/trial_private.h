// What building and reading a trial share.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TRAIN_TRIAL_PRIVATE_H
#define HX_TRAIN_TRIAL_PRIVATE_H

#include "host/train/trial.h"

#define CYCLES_PER_US 125.0

#define TRY(call)                                                                                  \
    do {                                                                                           \
        hx_status try_status = (call);                                                             \
        if (try_status)                                                                            \
            return try_status;                                                                     \
    } while (0)

// Order in which quads are read over the bus: the first of each half converts, so both
// (`triggers`) stand in front. Returns the number of quads.
size_t hx_trial_order_quads(const hx_router_readout_plan *plan, uint8_t *order, size_t *triggers);

// When the address of the write that starts a half's processor is executed; its data follow. The
// first record of the top half comes at `start`.
uint32_t hx_trial_start_of_ppu(const hx_trial_config *config, unsigned half);

#endif

// State of the FPGA's model, and its cycles in which all but link and memory rest.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_EXECUTOR_FPGA_PRIVATE_H
#define HX_FAST_EXECUTOR_FPGA_PRIVATE_H

#include "sim/fast/executor/fpga.h"
#include "sim/fast/executor/answer_order.h"
#include "sim/fast/executor/encoder.h"
#include "sim/fast/executor/event_packer.h"
#include "sim/fast/executor/executor.h"
#include "sim/fast/executor/ppu_memory.h"
#include "sim/fast/executor/registers.h"
#include "sim/fast/executor/storage.h"
#include "sim/fast/executor/systime_sync.h"
#include "sim/fast/link/fpga_link.h"
#include "sim/fast/link/lane_state.h"

struct hx_fpga {
    hx_executor executor;
    hx_fpga_registers registers;
    hx_storage *storage;
    hx_fpga_ppu_memory ppu_memory;
    hx_answer_order order;
    hx_event_packer events;
    hx_systime_sync sync;
    hx_jtag_master jtag;
    hx_encoder encoder;
    hx_lane_state lanes;
    hx_fpga_link link;
    bool local_valid; // the FPGA's own memories and registers answer
    uint32_t local;
    // Cycles in which nothing moves but the link and the processors' memory, if nothing comes for
    // the others; those of them that the others have not yet passed over.
    uint64_t calm, owed;
};

// What the executor sees of the others in this cycle; without the word.
hx_executor_in hx_fpga_find_executor_inputs(const hx_fpga *fpga);

// Cycles from now in which nothing moves but the link and the processors' memory.
uint64_t hx_fpga_find_calm(const hx_fpga *fpga, uint8_t lane_partner);

// Whether a step is one of link and memory alone. `access`: of the processors, if `accesses`; to
// registers is not.
bool hx_fpga_is_calm(const hx_fpga *fpga, const hx_fpga_in *in, bool accesses,
                     const hx_fast_access *access);
hx_status hx_fpga_step_calm(hx_fpga *fpga, const hx_fpga_in *in, bool accesses,
                            const hx_fast_access *access);

// Lets all but link and memory pass over the cycles they owe.
void hx_fpga_settle(hx_fpga *fpga);

#endif

// What a plasticity processor in the chip shows the rest of it in a cycle, and gets from it.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_PROCESSOR_PORT_H
#define HX_FAST_PROCESSOR_PORT_H

#include "sim/fast/processor/row_port.h"
#include "sim/fast/event/access.h"

typedef struct hx_ppu_port {
    hx_access request;         // on the Omnibus, if valid; a level until taken
    bool memory_valid;         // on the FPGA's memory, likewise
    uint64_t memory;           // hx_chip_link_pack
    bool memory_busy;          // an access is being sent; nothing else may come between
    const hx_row_request *row; // never NULL
    bool row_done;             // as seen in the last step
    uint64_t next;             // first cycle that needs a step if nothing comes in
} hx_ppu_port;

typedef struct hx_ppu_port_in {
    bool reset;       // of the chip
    hx_access access; // of the bus to the processor's memory and registers
    bool request_taken, answered;
    uint32_t answer; // of the Omnibus
    bool memory_taken;
    bool memory_answered, memory_is_row; // data of the FPGA's memory came
    uint32_t memory_data;
    bool row_done; // level
    const hx_row *row;
} hx_ppu_port_in;

#endif

// What the parts of the digital model show each other in a cycle.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_CHIP_DIGITAL_PRIVATE_H
#define HX_FAST_CHIP_DIGITAL_PRIVATE_H

#include "sim/fast/chip/digital.h"

// Who uses the Omnibus: the processors, then link and JTAG, which go before them. Bit 1 is the
// input of the last merge, bit 0 that of the merge before it.
typedef enum hx_digital_user {
    HX_USER_PPU_TOP,
    HX_USER_PPU_BOTTOM,
    HX_USER_LINK,
    HX_USER_JTAG
} hx_digital_user;

// What happens on the bus in a cycle.
typedef struct hx_digital_exchange {
    bool offered[2], offers; // at the merges of processors and host, at the last one
    unsigned master[2], side;
    bool taken;
    unsigned user, slave;
    hx_access request;
    bool has_answer, answered;
    unsigned answer_user, answer_slave;
    uint64_t answer;
} hx_digital_exchange;

// Which request and which answer are on the bus; `answered` is left to the caller.
void hx_digital_find_exchange(const hx_digital *digital, hx_digital_exchange *exchange);

// What the rest of the chip has for the processors, before the edge.
typedef struct hx_digital_ppu_news {
    bool row_done[2];
    bool memory_taken; // an access to the FPGA's memory was sent
    uint8_t memory_owner;
} hx_digital_ppu_news;

// The edge of the merges.
void hx_digital_step_merges(hx_digital *digital, const hx_digital_exchange *exchange);

// The edges of the parts, in the order of calls: a part comes after those that look at its state.
void hx_digital_step_slaves(hx_digital *digital, const hx_digital_in *in,
                            const hx_digital_exchange *exchange);
void hx_digital_step_fabric(hx_digital *digital, const hx_digital_in *in,
                            const hx_digital_exchange *exchange, const hx_chip_link_news *news,
                            uint64_t systime, unsigned l2_ready);
void hx_digital_step_arrays(hx_digital *digital, const hx_digital_in *in,
                            const hx_digital_exchange *exchange);
void hx_digital_step_registers(hx_digital *digital, const hx_digital_in *in,
                               const hx_digital_exchange *exchange, uint64_t systime,
                               bool sample_taken);
void hx_digital_step_tap(hx_digital *digital, const hx_digital_levels *levels,
                         const hx_digital_exchange *exchange);

void hx_digital_step_ppus(hx_digital *digital, const hx_digital_in *in,
                          const hx_digital_exchange *exchange, const hx_digital_ppu_news *news);

#endif

// What the parts of the digital model show each other in a cycle.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_CHIP_DIGITAL_PRIVATE_H
#define HX_FAST_CHIP_DIGITAL_PRIVATE_H

#include "sim/fast/chip/digital.h"

// What happens on the bus in a cycle.
typedef struct hx_digital_exchange {
    bool offered, taken;
    unsigned master, slave;
    hx_access request;
    bool has_answer, answered;
    unsigned answer_master, answer_slave;
    uint64_t answer;
} hx_digital_exchange;

// Which request and which answer are on the bus; `answered` is left to the caller.
void hx_digital_find_exchange(const hx_digital *digital, hx_digital_exchange *exchange);

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

#endif

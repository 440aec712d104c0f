// One plasticity processor of the chip with its memory, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Bit- and cycle-exact to rtl/chip/hx_ppu_unit.sv at its pins. A processor that waits, sleeps or is
// in reset needs no step before `next` of its port if nothing comes in. An access to the blocks of
// others is no input; a level of row_done is one when it changes. Cycles are those of the chip.
#ifndef HX_FAST_PROCESSOR_PROCESSOR_H
#define HX_FAST_PROCESSOR_PROCESSOR_H

#include "sim/fast/processor/port.h"

#include <hxcosim/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_processor hx_processor;

// After power-on reset; `half`: 0 top, 1 bottom. `port`: what it shows; must live as long.
hx_status hx_processor_create(hx_processor **processor, unsigned half, hx_ppu_port *port);
void hx_processor_destroy(hx_processor *processor); // accepts NULL

// The step of a processor from which a word for the FPGA is taken, if nothing else comes. False,
// and nothing done: it must be stepped in full. True only while a row is written and all else
// rests.
bool hx_processor_take_word(hx_processor *processor, uint64_t now);

// The clock edge of cycle `now`; the port shows what follows. Returns the read data of the access.
uint32_t hx_processor_step(hx_processor *processor, uint64_t now, const hx_ppu_port_in *in);

bool hx_processor_has_address(const hx_processor *processor, uint32_t address);
// Whether an instruction is in the execute stage, its word address and the instruction itself.
bool hx_processor_executes(const hx_processor *processor, uint32_t *address, uint32_t *word);

#ifdef __cplusplus
}
#endif

#endif

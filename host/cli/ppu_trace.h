// Instruction traces of a lone plasticity processor: text or wave.
// SPDX-License-Identifier: Apache-2.0
//
// Text, a line an instruction: issue cycle, address, function+offset, word, assembler text.
// Waves (the file's name ends in .fst), a clock of 4 ns: pc, instruction, function, r0..r31,
// sleep; the registers are those before the instruction.
#ifndef HX_CLI_PPU_TRACE_H
#define HX_CLI_PPU_TRACE_H

#include "host/cli/ppu_machine.h"

typedef struct hx_ppu_trace hx_ppu_trace;

hx_status hx_ppu_trace_create(hx_ppu_trace **trace, const char *path, const hx_ppu_machine *machine,
                              hx_error *error);
// Completes the file; errors name it.
hx_status hx_ppu_trace_destroy(hx_ppu_trace *trace, hx_error *error);
// For hx_ppu_set_trace.
void hx_ppu_trace_take(hx_ppu_trace *trace, uint64_t cycle, uint32_t address, uint32_t word);

#endif

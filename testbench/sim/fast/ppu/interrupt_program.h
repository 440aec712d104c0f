// Short programs with interrupts, for tests of the processor model.
// SPDX-License-Identifier: Apache-2.0
//
// Every vector slot branches to a handler that notes its vector and SRR0 in a list at 0x800, and
// returns; r30 is the place in the list, r28 the vector whose instruction is stepped over, r31 a
// scratch register. One program at a time.
#ifndef HX_TEST_INTERRUPT_PROGRAM_H
#define HX_TEST_INTERRUPT_PROGRAM_H

#include "sim/fast/ppu/debug.h"

#include <hx_map.h>

enum { LIST = 0x800, MAIN = 0x200, HANDLERS = 0x100, SLOTS = 12 };

#define WAIT 0x7c00007cu
#define NOP 0x60000000u
#define RFI 0x4c000064u
#define EE 0x00008000u
#define LI(rt, value) (0x38000000u | (rt) << 21 | ((value)&0xffffu))
#define LIS(rt, value) (0x3c000000u | (rt) << 21 | ((value)&0xffffu))
#define BRANCH(from, to) (0x48000000u | (((to) - (from)) & 0x03fffffcu))
#define SPR_FIELD(spr) (((spr)&31u) << 16 | ((spr) >> 5 & 31u) << 11)
#define MTSPR(item, rs) (0x7c0003a6u | (rs) << 21 | SPR_FIELD(HX_MAP_PPU_SPR_##item))
#define MFSPR(item, rt) (0x7c0002a6u | (rt) << 21 | SPR_FIELD(HX_MAP_PPU_SPR_##item))
#define MTMSR(rs) (0x7c000124u | (rs) << 21)

typedef struct program {
    hx_ppu *ppu;
    uint32_t end; // of the main program
} program;

// For check fixtures and tests: the program under test.
extern program test_program;
#define ppu test_program.ppu

void program_setup(void);
void program_teardown(void);

// Appends to the main program, which starts at MAIN.
void emit(uint32_t word);
// To the next sleep.
void run(void);
void steps(unsigned count);

// Word 0: vector, 1: SRR0 of an entry in the list; 0 where there is none.
uint32_t noted(unsigned entry, unsigned word);
void expect_noted(unsigned entry, uint32_t vector, uint32_t address);

#endif

// Short programs with interrupts.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fast/ppu/interrupt_program.h"

#include <check.h>
#include <string.h>

program test_program;

void emit(uint32_t word)
{
    hx_ppu_memory(ppu)[test_program.end / 4] = word;
    test_program.end += 4;
}

// The common handler: list, then clears what the timers raised, then returns.
static void put_handlers(void)
{
    // addi r29,0,vector for each, then the common part behind the last one
    uint32_t common = HANDLERS + 8 * SLOTS;
    for (uint32_t i = 0; i < SLOTS; i++) {
        uint32_t slot = 4 + 4 * i, at = HANDLERS + 8 * i;
        hx_ppu_memory(ppu)[slot / 4] = BRANCH(slot, at);
        hx_ppu_memory(ppu)[at / 4] = LI(29u, slot);
        hx_ppu_memory(ppu)[at / 4 + 1] = BRANCH(at + 4, common);
    }
    const uint32_t words[] = {
        0x93be0000,       // stw r29,0(r30)
        MFSPR(SRR0, 31u), //
        0x93fe0004,       // stw r31,4(r30)
        0x3bde0008,       // addi r30,r30,8
        LIS(31u, 0x0c00), // both timer events
        MTSPR(TSR, 31u),  //
        0x7c1de000,       // cmpw r29,r28: the vector whose instruction is stepped over
        0x40820010,       // bne to the rfi
        MFSPR(SRR0, 31u), //
        0x3bff0004,       // addi r31,r31,4
        MTSPR(SRR0, 31u), //
        RFI};
    memcpy(hx_ppu_memory(ppu) + common / 4, words, sizeof words);
}

void program_setup(void)
{
    ppu = hx_ppu_create(NULL);
    test_program.end = MAIN;
    hx_ppu_memory(ppu)[0] = BRANCH(0u, (uint32_t)MAIN);
    put_handlers();
    hx_ppu_set_register(ppu, 30, LIST);
}

void program_teardown(void)
{
    hx_ppu_destroy(ppu);
}

uint32_t noted(unsigned entry, unsigned word)
{
    return hx_ppu_memory(ppu)[LIST / 4 + 2 * entry + word];
}

void expect_noted(unsigned entry, uint32_t vector, uint32_t address)
{
    ck_assert_msg(noted(entry, 0) == vector && noted(entry, 1) == address,
                  "entry %u: vector 0x%x at 0x%x, not 0x%x at 0x%x", entry, noted(entry, 0),
                  noted(entry, 1), vector, address);
}

void run(void)
{
    ck_assert_int_eq(hx_ppu_run(ppu, 100000), HX_OK);
}

void steps(unsigned count)
{
    while (count--)
        hx_ppu_step(ppu);
}

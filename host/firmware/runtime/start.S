// Start-up code of plasticity processor programs: vectors, first function, end of the program.
// SPDX-License-Identifier: Apache-2.0
//
// Each vector slot holds one instruction, a branch to code that saves the registers a C function
// may change, calls hx_ppu_on_NAME, restores them and returns. The functions are weak: a slot
// without one ends the program with the return code 0xe0000000 + vector address. Handlers run
// with interrupts off.
#include "hx_ppu_constants.h"

#define WAIT .long 0x7c00007c // the assembler knows it for other processors only
#define FRAME 80

        .section .vectors, "ax"
        .globl  __reset
        .type   __reset, @function
__reset:
        b       __start

        .section .text.init, "ax"
        .globl  __start
        .type   __start, @function
__start:
        lis     1, __stack@ha
        addi    1, 1, __stack@l
        lis     3, __bss_start@ha
        addi    3, 3, __bss_start@l
        lis     4, __bss_end@ha
        addi    4, 4, __bss_end@l
        li      0, 0
1:      cmplw   3, 4
        bge     2f
        stw     0, 0(3)
        addi    3, 3, 4
        b       1b
2:      stw     0, 0(1)         // end of the chain of stack frames
        bl      main
        .size   __start, . - __start

        .globl  exit
        .type   exit, @function
exit:
        lis     4, __return_code@ha
        stw     3, __return_code@l(4)
        lis     4, __stack@ha
        stw     1, __stack@l(4)
        li      4, 0            // nothing wakes the core up again
        mtspr   HX_MAP_PPU_SPR_TCR, 4
        mtmsr   4
        sync
3:      WAIT
        b       3b
        .size   exit, . - exit

// r3: the vector that has no handler
        .type   __unexpected, @function
__unexpected:
        oris    3, 3, 0xe000
        b       exit
        .size   __unexpected, . - __unexpected

.macro handler name, address
        .section .vectors, "ax"
        .org    \address
        b       __enter_\name
        .section .text.enter_\name, "ax"
        .weak   hx_ppu_on_\name
        .type   hx_ppu_on_\name, @function
hx_ppu_on_\name:
        li      3, \address
        b       __unexpected
        .type   __enter_\name, @function
__enter_\name:
        stwu    1, -FRAME(1)
        stw     0, 8(1)
        mflr    0
        stw     0, 64(1)
        bl      __save
        bl      hx_ppu_on_\name
        b       __leave
        .size   __enter_\name, . - __enter_\name
.endm
        handler machine_check, HX_MAP_PPU_INTERRUPT_MACHINE_CHECK
        handler critical_input, HX_MAP_PPU_INTERRUPT_CRITICAL_INPUT
        handler data_storage, HX_MAP_PPU_INTERRUPT_DATA_STORAGE
        handler code_storage, HX_MAP_PPU_INTERRUPT_CODE_STORAGE
        handler external_input, HX_MAP_PPU_INTERRUPT_EXTERNAL_INPUT
        handler alignment, HX_MAP_PPU_INTERRUPT_ALIGNMENT
        handler program, HX_MAP_PPU_INTERRUPT_PROGRAM
        handler system_call, HX_MAP_PPU_INTERRUPT_SYSTEM_CALL
        handler doorbell, HX_MAP_PPU_INTERRUPT_DOORBELL
        handler critical_doorbell, HX_MAP_PPU_INTERRUPT_CRITICAL_DOORBELL
        handler fixed_interval, HX_MAP_PPU_INTERRUPT_FIXED_INTERVAL
        handler decrementer, HX_MAP_PPU_INTERRUPT_DECREMENTER

        .section .vectors, "ax"
        .size   __reset, . - __reset

        .section .text.init, "ax"
        .type   __save, @function
__save:
        stw     3, 12(1)
        stw     4, 16(1)
        stw     5, 20(1)
        stw     6, 24(1)
        stw     7, 28(1)
        stw     8, 32(1)
        stw     9, 36(1)
        stw     10, 40(1)
        stw     11, 44(1)
        stw     12, 48(1)
        mfcr    3
        stw     3, 52(1)
        mfctr   3
        stw     3, 56(1)
        mfxer   3
        stw     3, 60(1)
        blr
        .size   __save, . - __save

        .type   __leave, @function
__leave:
        lwz     3, 60(1)
        mtxer   3
        lwz     3, 56(1)
        mtctr   3
        lwz     3, 52(1)
        mtcr    3
        lwz     0, 64(1)
        mtlr    0
        lwz     12, 48(1)
        lwz     11, 44(1)
        lwz     10, 40(1)
        lwz     9, 36(1)
        lwz     8, 32(1)
        lwz     7, 28(1)
        lwz     6, 24(1)
        lwz     5, 20(1)
        lwz     4, 16(1)
        lwz     3, 12(1)
        lwz     0, 8(1)
        addi    1, 1, FRAME
        rfi
        .size   __leave, . - __leave
        .section .note.GNU-stack, "", @progbits

// Special registers, time base, sync, sleep and interrupts for programs of the plasticity
// processor.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_PPU_SPECIAL_H
#define HX_PPU_SPECIAL_H

#include <hx_map.h>

#include <stdint.h>

// NAME is an item of the table's ppu_spr, in capitals: hx_read_special(TBL).
#define hx_read_special(NAME)                                                                      \
    __extension__({                                                                                \
        uint32_t value_;                                                                           \
        __asm__ volatile("mfspr %0, %c1" : "=r"(value_) : "n"(HX_MAP_PPU_SPR_##NAME) : "memory");  \
        value_;                                                                                    \
    })
#define hx_write_special(NAME, value)                                                              \
    __asm__ volatile("mtspr %c0, %1"                                                               \
                     :                                                                             \
                     : "n"(HX_MAP_PPU_SPR_##NAME), "r"((uint32_t)(value))                          \
                     : "memory")

#define HX_MSR_INTERRUPTS 0x00008000u // EE: pins, timers and doorbell may interrupt

// Waits until all memory accesses and vector instructions are over. Wanted between accesses to
// the same data through different doors: scalar, fxvlax and fxvstax, fxvinx and fxvoutx.
static inline void hx_sync(void)
{
    __asm__ volatile("sync" ::: "memory");
}

// Sleeps until an interrupt; with interrupts on, the handler returns into the sleep.
static inline void hx_wait(void)
{
    __asm__ volatile(".long 0x7c00007c" ::: "memory");
}

// Core clock cycles since reset release, modulo 2^32.
static inline uint32_t hx_time(void)
{
    return hx_read_special(TBL);
}

static inline uint64_t hx_time_long(void)
{
    uint32_t high, low;
    do {
        high = hx_read_special(TBU);
        low = hx_read_special(TBL);
    } while (high != hx_read_special(TBU));
    return (uint64_t)high << 32 | low;
}

static inline uint32_t hx_read_msr(void)
{
    uint32_t value;
    __asm__ volatile("mfmsr %0" : "=r"(value)::"memory");
    return value;
}

static inline void hx_write_msr(uint32_t value)
{
    __asm__ volatile("mtmsr %0" : : "r"(value) : "memory");
}

// Ends the program: return code for the host, then sleep for ever.
__attribute__((noreturn)) void exit(int code);

// Interrupt handlers: define those you need. They run with interrupts off and return to the
// interrupted instruction; alignment and program (trap) return to the faulting one, so these
// handlers move SRR0 or end the program. Vector registers, accumulator and vector conditions are
// not saved: a handler keeps its hands off those of the main program.
void hx_ppu_on_external_input(void);
void hx_ppu_on_alignment(void);
void hx_ppu_on_program(void);
void hx_ppu_on_doorbell(void);
void hx_ppu_on_fixed_interval(void);
void hx_ppu_on_decrementer(void);

#endif

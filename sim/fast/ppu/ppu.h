// Model of the plasticity processor (scalar core and vector unit), the public door.
// SPDX-License-Identifier: Apache-2.0
//
// One handle is one core with 16 KiB of SRAM and 4,096 parallel I/O rows. Instructions take
// effect when they issue; a timing model next to them counts the cycles of the core in its
// ideal environment: memory and buses answer in the next cycle. Times are core clock cycles
// since reset release. The register files, memory and I/O rows are zero after creation.
#ifndef HX_FAST_PPU_H
#define HX_FAST_PPU_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    HX_PPU_MEMORY_WORDS = 4096, // 32-bit words; byte addresses wrap at 16 KiB
    HX_PPU_ROW_COUNT = 4096,    // row addresses wrap
    HX_PPU_ROW_WORDS = 32       // word 0 holds elements 0 and 1
};

typedef struct hx_ppu hx_ppu;

typedef struct hx_ppu_config {
    // false: shifts use five bits of the amount, lha and twi zero-extend, as in the published
    // core; true: as in the Power ISA.
    bool power_isa;
} hx_ppu_config;

typedef struct hx_ppu_counters {
    uint64_t cycles; // from reset release to sleep, or to the next issue
    uint64_t issued, branches, mispredicted_taken, mispredicted_not_taken;
    uint64_t instructions; // architectural, canonical no-ops included
} hx_ppu_counters;

typedef enum hx_ppu_access { HX_PPU_FETCH, HX_PPU_READ, HX_PPU_WRITE } hx_ppu_access;

// What lies around the core. Answers come in the next cycle, as in the ideal environment.
typedef struct hx_ppu_ports {
    // One word beyond the local memory: byte address, a multiple of 4, from 0x40000000 up (fetches:
    // from 0x80000000 up). A write changes the bits of `mask`.
    void (*word)(void *context, hx_ppu_access kind, uint32_t address, uint32_t mask,
                 uint32_t *value);
    // The 32 words behind a vector address, to be read or written in place.
    uint32_t *(*row)(void *context, hx_ppu_access kind, uint32_t address);
    void *context;
} hx_ppu_ports;

// Called before each instruction: issue cycle, byte address, instruction word.
typedef void (*hx_ppu_trace_fn)(void *context, uint64_t cycle, uint32_t address, uint32_t word);

hx_ppu *hx_ppu_create(const hx_ppu_config *config); // NULL config: the published core
void hx_ppu_destroy(hx_ppu *ppu);
// NULL: the ideal environment, in which addresses wrap. The context must outlive the handle.
void hx_ppu_set_ports(hx_ppu *ppu, const hx_ppu_ports *ports);
// Registers and timing as after power-on; memory and rows stay.
void hx_ppu_reset(hx_ppu *ppu);

// Whether a word that is no instruction stops the core; otherwise it does nothing.
void hx_ppu_stop_at_unknown(hx_ppu *ppu, bool stops);
// Runs until the core sleeps. HX_ERROR_LIMIT: it would sleep only after `max_cycles` (absolute).
// A sleeping core whose enabled timer wakes it goes on. HX_ERROR_CHECK: stopped at an unknown word.
hx_status hx_ppu_run(hx_ppu *ppu, uint64_t max_cycles);
// One instruction, or one interrupt entry. Returns false when the core sleeps or is stopped.
bool hx_ppu_step(hx_ppu *ppu);
bool hx_ppu_sleeping(const hx_ppu *ppu);
// Whether an unknown word has stopped the core: it and its byte address.
bool hx_ppu_get_unknown(const hx_ppu *ppu, uint32_t *address, uint32_t *word);

// Levels of the four input pins, bit n: pin n; all low at first. A change is an edge.
void hx_ppu_set_pins(hx_ppu *ppu, unsigned levels);
void hx_ppu_ring_doorbell(hx_ppu *ppu);

// Whole memory, a word each, and one row; the pointers live as long as the handle.
uint32_t *hx_ppu_memory(hx_ppu *ppu);
uint32_t *hx_ppu_row(hx_ppu *ppu, uint32_t address);
uint32_t hx_ppu_get_register(const hx_ppu *ppu, unsigned index);
void hx_ppu_set_register(hx_ppu *ppu, unsigned index, uint32_t value);
uint32_t hx_ppu_get_cr(const hx_ppu *ppu);
uint32_t hx_ppu_get_xer(const hx_ppu *ppu);
hx_ppu_counters hx_ppu_get_counters(const hx_ppu *ppu);
void hx_ppu_set_trace(hx_ppu *ppu, hx_ppu_trace_fn function, void *context);

#endif

// Accesses of the chip's processors to memory and registers of the FPGA, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Words of the link wait in a queue and are carried out in order, one memory access in a
// cycle in which the executor has none. Rules: rtl/fpga/hx_fpga_ppu_memory.sv.
#ifndef HX_FAST_EXECUTOR_PPU_MEMORY_H
#define HX_FAST_EXECUTOR_PPU_MEMORY_H

#include "sim/fast/executor/executor.h"
#include "sim/fast/link/fpga_link_rx.h"

#define HX_PPU_MEMORY_QUEUE 256
#define HX_PPU_MEMORY_ANSWERS 128

typedef struct hx_ppu_memory_answer {
    uint16_t due; // low bits of the cycle in which it may go
    bool half, is_row;
    uint32_t data;
} hx_ppu_memory_answer;

typedef struct hx_fpga_ppu_memory {
    struct {
        uint8_t kind;
        uint32_t payload;
    } queue[HX_PPU_MEMORY_QUEUE];
    uint32_t read, write; // free running
    hx_ppu_memory_answer answers[HX_PPU_MEMORY_ANSWERS];
    uint32_t answer_read, answer_write;
    uint8_t left; // words of the read in progress
    bool half, is_row;
    uint32_t read_address, write_address; // words of the FPGA's space, 28 bits
    uint8_t enables;
    uint16_t now;
    bool fetched; // the memory answers in this cycle, with:
    hx_ppu_memory_answer fetch;
} hx_fpga_ppu_memory;

// Drops all that waits; addresses stay, as they do in a reset of the chip.
void hx_fpga_ppu_memory_reset(hx_fpga_ppu_memory *memory);

// No place for two words.
static inline bool hx_fpga_ppu_memory_is_full(const hx_fpga_ppu_memory *memory)
{
    return memory->write - memory->read > HX_PPU_MEMORY_QUEUE - 6;
}

// Whether the next edge changes anything but the count of cycles.
static inline bool hx_fpga_ppu_memory_is_active(const hx_fpga_ppu_memory *memory)
{
    return memory->read != memory->write || memory->left || memory->fetched ||
           memory->answer_read != memory->answer_write;
}

// The answer that may go, as a bus word without number; false: none.
bool hx_fpga_ppu_memory_get_answer(const hx_fpga_ppu_memory *memory, uint64_t *word);
// The access in this cycle, to memory or registers of the FPGA; false: none.
bool hx_fpga_ppu_memory_get_access(const hx_fpga_ppu_memory *memory, hx_fast_access *access);

typedef struct hx_ppu_memory_in {
    bool ready;    // the access may go
    uint32_t data; // what it reads
    bool answered; // the answer goes
    const hx_fpga_link_arrived *arrived;
} hx_ppu_memory_in;

void hx_fpga_ppu_memory_step(hx_fpga_ppu_memory *memory, const hx_ppu_memory_in *in);

#endif

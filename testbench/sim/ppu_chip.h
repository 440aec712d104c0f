// A plasticity processor of the chip through host words: load, start, wait, read.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_PPU_CHIP_H
#define HX_TEST_PPU_CHIP_H

#include "testbench/sim/device_words.h"

#include <stdbool.h>

#define PPU_WORDS 4096u

// Writes and reads go to the device at once; `half` 0 top, 1 bottom.
void ppu_chip_write(hx_connection *device, uint32_t address, const uint32_t *values, size_t count);
void ppu_chip_read(hx_connection *device, uint32_t address, uint32_t *values, size_t count);
void ppu_chip_write_one(hx_connection *device, uint32_t address, uint32_t value);
uint32_t ppu_chip_read_one(hx_connection *device, uint32_t address);

// Brings the link up.
hx_connection *ppu_chip_open(void);
void ppu_chip_load(hx_connection *device, unsigned half, const uint32_t *words, size_t count);
void ppu_chip_start(hx_connection *device, unsigned half);
void ppu_chip_stop(hx_connection *device, unsigned half);
bool ppu_chip_sleeps(hx_connection *device, unsigned half);
// Lets time pass until it sleeps; the test ends after `limit_us` of it.
void ppu_chip_wait(hx_connection *device, unsigned half, unsigned limit_us);
// All of its memory.
void ppu_chip_dump(hx_connection *device, unsigned half, uint32_t words[PPU_WORDS]);
void ppu_chip_let_pass(hx_connection *device, uint32_t fpga_cycles);

#endif

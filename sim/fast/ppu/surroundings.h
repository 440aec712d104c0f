// What a lone plasticity processor sees around itself: the FPGA's memory and plain array rows.
// SPDX-License-Identifier: Apache-2.0
//
// For programs that run without a chip. The 128 KiB memory of the FPGA is reached as words, as
// vectors and by instruction fetch. Array rows (weights, labels, ...) are plain memory, zero at
// first. There is no analog part: a conversion, that is an unbuffered CADC read, gives a test
// pattern: column c has (c + n) mod 256 in its causal and 255 - (c + n) mod 256 in its acausal
// channel at conversion n = 1, 2, ...; resets only store their data. All else reads 0, takes no
// writes, and is counted.
#ifndef HX_FAST_PPU_SURROUNDINGS_H
#define HX_FAST_PPU_SURROUNDINGS_H

#include "sim/fast/ppu/ppu.h"

#define HX_PPU_EXTERNAL_BYTES 0x20000u

typedef struct hx_ppu_surroundings hx_ppu_surroundings;

// NULL: no memory.
hx_ppu_surroundings *hx_ppu_surroundings_create(void);
void hx_ppu_surroundings_destroy(hx_ppu_surroundings *surroundings);
// From now on the FPGA's memory is that of the other surroundings, which must live longer.
void hx_ppu_surroundings_share(hx_ppu_surroundings *surroundings, hx_ppu_surroundings *other);
hx_ppu_ports hx_ppu_surroundings_ports(hx_ppu_surroundings *surroundings);

// The FPGA's memory, words as the core sees them.
uint32_t *hx_ppu_surroundings_memory(hx_ppu_surroundings *surroundings);
// Row by the address of fxvinx, without starting a conversion.
uint32_t *hx_ppu_surroundings_row(hx_ppu_surroundings *surroundings, uint32_t address);

typedef struct hx_ppu_outside {
    uint64_t count;         // accesses to what is not modelled
    uint32_t first_address; // of the first
    bool is_vector;         // it was one of fxvinx or fxvoutx
} hx_ppu_outside;
hx_ppu_outside hx_ppu_surroundings_outside(const hx_ppu_surroundings *surroundings);

#endif

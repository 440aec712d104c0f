// Row addresses of the synapse array and of the FPGA's memory, for fxvinx and fxvoutx.
// SPDX-License-Identifier: Apache-2.0
//
// A vector holds the even (parity 0) or odd (parity 1) columns of a row of 256: byte j belongs to
// column 2j + parity. Rows 0..255; 256 and 257 are the switch rows.
#ifndef HX_PPU_ARRAY_H
#define HX_PPU_ARRAY_H

#include <hx_map.h>

#include <stdint.h>

// BASE is an item of the table's ppu_vector, in capitals: HX_ROW(WEIGHT, row, parity).
#define HX_ROW(BASE, row, parity) (HX_MAP_PPU_VECTOR_##BASE + 2u * (row) + (parity))

// A CADC read converts all columns of the half, both kinds; reads with this bit give the other
// results of that conversion.
#define HX_ROW_BUFFERED(BASE, row, parity) (HX_ROW(BASE, row, parity) | HX_MAP_PPU_VECTOR_BUFFERED)

#define HX_NEURON_RESET_ROW 256u

// The FPGA's memory: the same bytes as vectors and as words.
#define HX_EXTERNAL_SIZE (4u * HX_MAP_EXTERNAL_PPU_MEMORY_QUAD_WORD_COUNT)
#define HX_EXTERNAL_ROW(offset) (HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY | (uint32_t)(offset) >> 4)
#define HX_EXTERNAL_WORD(offset)                                                                   \
    (*(volatile uint32_t *)(HX_MAP_PPU_BYTE_EXTERNAL_MEMORY + (uint32_t)(offset)))

// A register of the chip, by its word address.
#define HX_OMNIBUS(word)                                                                           \
    (*(volatile uint32_t *)(HX_MAP_PPU_BYTE_CHIP_OMNIBUS + 4u * (uint32_t)(word)))

#endif

// Registers of the plasticity processor and what instructions make of them, without timing.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_PPU_VALUES_H
#define HX_FAST_PPU_VALUES_H

#include "sim/fast/ppu/decode.h"
#include "sim/fast/ppu/vector_table.h"

enum { HX_PPU_XER_SO = 31, HX_PPU_XER_OV = 30, HX_PPU_XER_CA = 29 };
enum { HX_PPU_REGISTER_BYTES = 128 };

typedef struct hx_ppu_scalars {
    uint32_t gpr[32], cr, xer;
    bool power_isa; // where the published core differs from the Power ISA
} hx_ppu_scalars;

typedef struct hx_ppu_vectors {
    uint8_t vr[32][HX_PPU_REGISTER_BYTES]; // byte 0 is the upper byte of element 0
    uint32_t acc[HX_PPU_REGISTER_BYTES / 2];
    // Two nibble bits a byte
    uint8_t vcr_gt[HX_PPU_REGISTER_BYTES], vcr_lt[HX_PPU_REGISTER_BYTES],
        vcr_eq[HX_PPU_REGISTER_BYTES];
} hx_ppu_vectors;

// Arithmetic, logic, rotates, compares.
void hx_ppu_execute_alu(hx_ppu_scalars *scalars, const hx_ppu_op *op);
// Condition register, with itself and with general-purpose registers.
void hx_ppu_execute_condition(hx_ppu_scalars *scalars, const hx_ppu_op *op);
// Whether a trap instruction traps.
bool hx_ppu_traps(const hx_ppu_scalars *scalars, uint32_t word);

// Byte address and bytes of a load or store; lmw and stmw have several such transfers.
uint32_t hx_ppu_effective_address(const hx_ppu_scalars *scalars, uint32_t word);
unsigned hx_ppu_access_size(uint32_t word, bool *is_signed);

// Whether an operation with this condition changes the byte.
bool hx_ppu_byte_enabled(const hx_ppu_vectors *vectors, unsigned condition, unsigned byte);
// All but loads and stores. `result`: what the target holds behind the operation, if it has one;
// accumulator and condition register change at once. `scalar`: to splat.
void hx_ppu_execute_vector(hx_ppu_vectors *vectors, const hx_ppu_vector_info *info, uint32_t word,
                           uint32_t scalar, uint8_t result[HX_PPU_REGISTER_BYTES]);

#endif

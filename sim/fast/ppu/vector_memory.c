// Vector instructions of a lone core: loads and stores, and results to registers.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/core.h"

#include <string.h>

static void execute_move(hx_ppu *ppu, const hx_ppu_vector_info *info, uint32_t word)
{
    const uint32_t *gpr = ppu->scalars.gpr;
    uint32_t address = (HX_PPU_RA(word) ? gpr[HX_PPU_RA(word)] : 0) + gpr[HX_PPU_RB(word)];
    bool load = info->operands == HX_PPU_OPERANDS_LOAD;
    uint32_t *row = NULL;
    if (info->unit == HX_PPU_PLS)
        row = hx_ppu_memory_row(ppu, load ? HX_PPU_READ : HX_PPU_WRITE, address);
    uint8_t *rt = ppu->vectors.vr[HX_PPU_RT(word)];
    for (unsigned byte = 0; byte < HX_PPU_REGISTER_BYTES; byte++) {
        unsigned shift = 24 - 8 * (byte & 3);
        uint32_t *place = &ppu->memory[((address >> 2) + byte / 4) % HX_PPU_MEMORY_WORDS];
        if (row)
            place = &row[byte / 4];
        if (load)
            rt[byte] = (uint8_t)(*place >> shift);
        else if (info->unit == HX_PPU_LS || hx_ppu_byte_enabled(&ppu->vectors, word & 3, byte))
            *place = (*place & ~(0xffu << shift)) | (uint32_t)rt[byte] << shift;
    }
}

void hx_ppu_execute_vectors(hx_ppu *ppu, const hx_ppu_op *op)
{
    uint32_t word = op->word;
    const hx_ppu_vector_info *info = hx_ppu_vector_find(word);
    uint8_t result[HX_PPU_REGISTER_BYTES];
    if (info->unit == HX_PPU_LS || info->unit == HX_PPU_PLS) {
        execute_move(ppu, info, word);
        return;
    }
    hx_ppu_execute_vector(&ppu->vectors, info, word, ppu->scalars.gpr[HX_PPU_RA(word)], result);
    if (hx_ppu_vector_writes_register(info))
        memcpy(ppu->vectors.vr[HX_PPU_RT(word)], result, sizeof result);
}

// Memory of the plasticity processor: 4,096 big-endian words.
// SPDX-License-Identifier: Apache-2.0
//
// Address bits above 13 are not decoded, as in the ideal environment.
#include "sim/fast/ppu/core.h"

static bool place(uint32_t address, unsigned size, uint32_t *index, unsigned *shift)
{
    unsigned offset = address & 3;
    *index = address >> 2 & (HX_PPU_MEMORY_WORDS - 1);
    if (offset + size > 4)
        return false;
    *shift = 8 * (4 - size - offset);
    return true;
}

bool hx_ppu_memory_load(hx_ppu *ppu, uint32_t address, unsigned size, uint32_t *value)
{
    uint32_t index;
    unsigned shift;
    if (!place(address, size, &index, &shift))
        return false;
    *value = ppu->memory[index] >> shift & (UINT32_MAX >> (32 - 8 * size));
    return true;
}

bool hx_ppu_memory_store(hx_ppu *ppu, uint32_t address, unsigned size, uint32_t value)
{
    uint32_t index;
    unsigned shift;
    if (!place(address, size, &index, &shift))
        return false;
    uint32_t mask = (UINT32_MAX >> (32 - 8 * size)) << shift;
    ppu->memory[index] = (ppu->memory[index] & ~mask) | (value << shift & mask);
    return true;
}

// Memory of the plasticity processor: 4,096 big-endian words, and what the ports lead to.
// SPDX-License-Identifier: Apache-2.0
//
// Without ports address bits above 13 are not decoded, as in the ideal environment.
#include "sim/fast/ppu/core.h"

static bool place(uint32_t address, unsigned size, unsigned *shift)
{
    unsigned offset = address & 3;
    if (offset + size > 4)
        return false;
    *shift = 8 * (4 - size - offset);
    return true;
}

static uint32_t *local(hx_ppu *ppu, uint32_t address)
{
    return &ppu->memory[address >> 2 & (HX_PPU_MEMORY_WORDS - 1)];
}

static bool is_outside(const hx_ppu *ppu, uint32_t address)
{
    return address >= HX_PPU_DATA_PORT && ppu->ports.word;
}

bool hx_ppu_memory_load(hx_ppu *ppu, uint32_t address, unsigned size, uint32_t *value)
{
    unsigned shift;
    uint32_t word;
    if (!place(address, size, &shift))
        return false;
    if (is_outside(ppu, address)) {
        word = 0;
        ppu->ports.word(ppu->ports.context, HX_PPU_READ, address & ~3u, UINT32_MAX, &word);
    } else {
        word = *local(ppu, address);
    }
    *value = word >> shift & (UINT32_MAX >> (32 - 8 * size));
    return true;
}

bool hx_ppu_memory_store(hx_ppu *ppu, uint32_t address, unsigned size, uint32_t value)
{
    unsigned shift;
    if (!place(address, size, &shift))
        return false;
    uint32_t mask = (UINT32_MAX >> (32 - 8 * size)) << shift, *word = local(ppu, address);
    value <<= shift;
    if (is_outside(ppu, address))
        ppu->ports.word(ppu->ports.context, HX_PPU_WRITE, address & ~3u, mask, &value);
    else
        *word = (*word & ~mask) | (value & mask);
    return true;
}

uint32_t hx_ppu_memory_fetch(hx_ppu *ppu, uint32_t address)
{
    if (address < HX_PPU_FETCH_PORT || !ppu->ports.word)
        return *local(ppu, address);
    uint32_t word = 0;
    ppu->ports.word(ppu->ports.context, HX_PPU_FETCH, address & ~3u, UINT32_MAX, &word);
    return word;
}

uint32_t *hx_ppu_memory_row(hx_ppu *ppu, hx_ppu_access kind, uint32_t address)
{
    if (ppu->ports.row)
        return ppu->ports.row(ppu->ports.context, kind, address);
    return ppu->rows[address % HX_PPU_ROW_COUNT];
}

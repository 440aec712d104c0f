// What a lone plasticity processor sees around itself.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/surroundings.h"

#include <hx_map.h>
#include <stdlib.h>
#include <string.h>

enum {
    KINDS = 16,          // address bits 19:16
    ROWS = 2 * 2 * 258,  // the raw view has two words a synapse
    ROW_FIELD = 0x10000, // rows of a kind
    COLUMNS = 2 * 4 * HX_PPU_ROW_WORDS,
    EXTERNAL_WORDS = HX_PPU_EXTERNAL_BYTES / 4
};

// Bits 23:22 are not decoded, bit 21 takes the buffered result, bit 20 has no known use.
#define KIND_AND_ROW 0x000fffffu
#define VECTOR_SPACE 0xff000000u

struct hx_ppu_surroundings {
    // A vector may begin at any 16 bytes, the last one reaches over the end.
    uint32_t own[EXTERNAL_WORDS + HX_PPU_ROW_WORDS];
    uint32_t *external; // own, or that of another core
    uint32_t rows[KINDS][ROWS][HX_PPU_ROW_WORDS];
    uint32_t nothing[HX_PPU_ROW_WORDS];
    uint32_t conversions;
    hx_ppu_outside outside;
};

hx_ppu_surroundings *hx_ppu_surroundings_create(void)
{
    hx_ppu_surroundings *made = calloc(1, sizeof *made);
    if (made)
        made->external = made->own;
    return made;
}

void hx_ppu_surroundings_share(hx_ppu_surroundings *surroundings, hx_ppu_surroundings *other)
{
    surroundings->external = other->external;
}

void hx_ppu_surroundings_destroy(hx_ppu_surroundings *surroundings)
{
    free(surroundings);
}

uint32_t *hx_ppu_surroundings_memory(hx_ppu_surroundings *surroundings)
{
    return surroundings->external;
}

hx_ppu_outside hx_ppu_surroundings_outside(const hx_ppu_surroundings *surroundings)
{
    return surroundings->outside;
}

static void note_outside(hx_ppu_surroundings *s, uint32_t address, bool is_vector)
{
    if (s->outside.count++)
        return;
    s->outside.first_address = address;
    s->outside.is_vector = is_vector;
}

static void access_word(void *context, hx_ppu_access kind, uint32_t address, uint32_t mask,
                        uint32_t *value)
{
    hx_ppu_surroundings *s = context;
    uint32_t offset = address - (kind == HX_PPU_FETCH ? HX_MAP_PPU_FETCH_EXTERNAL_MEMORY
                                                      : HX_MAP_PPU_BYTE_EXTERNAL_MEMORY);
    if (offset >= HX_PPU_EXTERNAL_BYTES) {
        note_outside(s, address, false);
        return;
    }
    uint32_t *word = &s->external[offset / 4];
    if (kind == HX_PPU_WRITE)
        *word = (*word & ~mask) | (*value & mask);
    else
        *value = *word;
}

static void put_byte(uint32_t *row, unsigned byte, uint8_t value)
{
    unsigned shift = 24 - 8 * (byte & 3);
    row[byte / 4] = (row[byte / 4] & ~(0xffu << shift)) | (uint32_t)value << shift;
}

// Results are kept in the row that is asked for and its relatives.
static void convert(hx_ppu_surroundings *s, uint32_t index)
{
    uint32_t(*causal)[HX_PPU_ROW_WORDS] = s->rows[HX_MAP_PPU_VECTOR_CADC_CAUSAL / ROW_FIELD];
    uint32_t(*acausal)[HX_PPU_ROW_WORDS] = s->rows[HX_MAP_PPU_VECTOR_CADC_ACAUSAL / ROW_FIELD];
    s->conversions++;
    for (unsigned column = 0; column < COLUMNS; column++) {
        uint8_t value = (uint8_t)(column + s->conversions);
        uint32_t row = (index & ~1u) + column % 2;
        put_byte(causal[row], column / 2, value);
        put_byte(acausal[row], column / 2, (uint8_t)(255 - value));
    }
}

uint32_t *hx_ppu_surroundings_row(hx_ppu_surroundings *s, uint32_t address)
{
    uint32_t index = address & KIND_AND_ROW, offset;
    switch (address & VECTOR_SPACE) {
    case HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY:
        offset = (address & ~VECTOR_SPACE) << 4;
        return offset < HX_PPU_EXTERNAL_BYTES ? &s->external[offset / 4] : NULL;
    case 0:
        return index % ROW_FIELD < ROWS ? s->rows[index / ROW_FIELD][index % ROW_FIELD] : NULL;
    default:
        return NULL;
    }
}

static uint32_t *access_row(void *context, hx_ppu_access kind, uint32_t address)
{
    hx_ppu_surroundings *s = context;
    uint32_t *row = hx_ppu_surroundings_row(s, address), field = address & KIND_AND_ROW;
    uint32_t base = field & ~(uint32_t)(ROW_FIELD - 1);
    if (!row) {
        note_outside(s, address, true);
        memset(s->nothing, 0, sizeof s->nothing);
        return s->nothing;
    }
    bool is_cadc = base == HX_MAP_PPU_VECTOR_CADC_CAUSAL || base == HX_MAP_PPU_VECTOR_CADC_ACAUSAL;
    if (is_cadc && kind == HX_PPU_READ && !(address & VECTOR_SPACE) &&
        !(address & HX_MAP_PPU_VECTOR_BUFFERED))
        convert(s, field % ROW_FIELD);
    return row;
}

hx_ppu_ports hx_ppu_surroundings_ports(hx_ppu_surroundings *surroundings)
{
    return (hx_ppu_ports){.word = access_word, .row = access_row, .context = surroundings};
}

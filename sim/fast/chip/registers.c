// Registers of the chip outside of the event fabric: store, masks, defaults, system time.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/registers.h"

#include <hx_map.h>
#include <string.h>

#define CORRELATION_PLACE HX_MAP_COMMON_SYNRAM_CONFIG_WORDS

static void set_correlation(hx_chip_registers *r, unsigned half)
{
    hx_map_common_correlation_config config;
    hx_map_common_correlation_config_decode(&r->half[half][CORRELATION_PLACE], &config);
    r->sense_delay[half] = (uint16_t)config.sense_delay;
    r->cadc_crossed[half] =
        (uint8_t)(!config.cadc_offset_source_right << 1 | config.cadc_offset_source_left);
}

void hx_chip_registers_reset(hx_chip_registers *r)
{
    memset(r, 0, sizeof *r);
    hx_map_common_correlation_config config = hx_map_common_correlation_config_default();
    uint32_t words[HX_MAP_COMMON_CORRELATION_CONFIG_WORDS];
    hx_map_common_correlation_config_encode(&config, words);
    for (unsigned half = 0; half < 2; half++) {
        r->half[half][CORRELATION_PLACE] = words[0];
        set_correlation(r, half);
    }
}

// The cell of an address and its used bits, or NULL.
static uint32_t *find(hx_chip_registers *r, uint32_t address, uint32_t *mask)
{
    if (address == HX_MAP_COMMON_PHY_CONFIG_CHIP_BASE) {
        *mask = hx_map_common_phy_config_chip_mask(0);
        return &r->phy;
    }
    uint32_t top = address & ~HX_MAP_COMMON_SYNRAM_CONFIG_HEMISPHERE_STRIDE;
    uint32_t *half = r->half[top != address];
    uint32_t word = top - HX_MAP_COMMON_SYNRAM_CONFIG_BASE;
    if (word < HX_MAP_COMMON_SYNRAM_CONFIG_WORDS) {
        *mask = hx_map_common_synram_config_mask(word);
        return half + word;
    }
    word = top - HX_MAP_COMMON_CORRELATION_CONFIG_BASE;
    if (word < HX_MAP_COMMON_CORRELATION_CONFIG_WORDS) {
        *mask = hx_map_common_correlation_config_mask(word);
        return half + CORRELATION_PLACE + word;
    }
    return NULL;
}

uint32_t hx_chip_registers_access(hx_chip_registers *r, const hx_access *a)
{
    uint32_t mask;
    uint32_t *cell = find(r, a->address, &mask);
    if (!cell)
        return 0;
    if (!a->write)
        return *cell;
    *cell = hx_access_merge(a, *cell, mask);
    hx_map_common_phy_config_chip phy;
    hx_map_common_phy_config_chip_decode(&r->phy, &phy);
    r->phy_enable = (uint8_t)phy.enable_phy;
    for (unsigned half = 0; half < 2; half++)
        set_correlation(r, half);
    return 0;
}

void hx_systime_power_on(hx_systime *s)
{
    *s = (hx_systime){.offset = HX_SYSTIME_MASK};
}

void hx_systime_step(hx_systime *s, uint64_t now, bool sync)
{
    s->synced = false;
    if (!(hx_systime_get(s, now) & 1)) {
        s->pending = s->pending || sync;
    } else if (s->pending || sync) {
        s->offset = (s->base << 1) - (now + 1);
        s->synced = true;
        s->pending = false;
    }
}

uint32_t hx_systime_access(hx_systime *s, const hx_access *a)
{
    uint32_t word = a->address - HX_MAP_SYSTIME_SYNC_BASE_BASE;
    if (word >= HX_MAP_SYSTIME_SYNC_BASE_WORDS)
        return 0;
    uint32_t words[2] = {(uint32_t)s->base, (uint32_t)(s->base >> 32)};
    if (!a->write)
        return words[word];
    words[word] = hx_access_merge(a, words[word], hx_map_systime_sync_base_mask(word));
    s->base = (uint64_t)words[1] << 32 | words[0];
    return 0;
}

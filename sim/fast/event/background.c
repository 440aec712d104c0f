// The eight background event sources, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/event/background.h"

#include <hx_map.h>
#include <string.h>

void hx_background_reset(hx_background *b)
{
    memset(b, 0, sizeof *b);
}

static uint32_t xorshift(uint32_t x)
{
    x ^= x << 13;
    x ^= x >> 17;
    return x ^ x << 5;
}

static uint16_t end_of_period(uint64_t now, uint32_t period)
{
    return (uint16_t)(now + (period < 2 ? 2 : period));
}

// The end of a source's period; whether it makes an event.
static bool end_period(hx_background *b, unsigned number, uint64_t now)
{
    hx_map_background_spike_source settings;
    hx_map_background_spike_source_decode(b->source[number].words, &settings);
    b->source[number].due = end_of_period(now, settings.period);
    uint32_t label = settings.neuron_label;
    bool made = true;
    if (settings.enable_random) {
        uint32_t state = xorshift(b->source[number].state);
        b->source[number].state = state;
        label = (label & ~settings.mask) | (state & settings.mask);
        made = settings.rate && state >> 24 <= settings.rate;
    }
    b->source[number].label = (uint16_t)label;
    return made;
}

static void access_registers(hx_background *b, uint64_t now, const hx_access *a)
{
    uint32_t place = a->address - HX_MAP_BACKGROUND_SPIKE_SOURCE_BASE;
    if (!a->valid)
        return;
    b->read_data = 0;
    if (place >= HX_BACKGROUND_SOURCES * HX_MAP_BACKGROUND_SPIKE_SOURCE_WORDS)
        return;
    unsigned number = place / HX_MAP_BACKGROUND_SPIKE_SOURCE_WORDS;
    unsigned word = place % HX_MAP_BACKGROUND_SPIKE_SOURCE_WORDS;
    uint32_t *cell = &b->source[number].words[word];
    if (!a->write) {
        b->read_data = *cell;
        return;
    }
    *cell = hx_access_merge(a, *cell, hx_map_background_spike_source_mask(word));
    if (word != 0)
        return;
    hx_map_background_spike_source settings;
    hx_map_background_spike_source_decode(b->source[number].words, &settings);
    if (settings.enable && !b->source[number].enabled) {
        b->source[number].state = settings.seed ? settings.seed : 1;
        b->source[number].due = end_of_period(now, settings.period);
    }
    b->source[number].enabled = settings.enable;
}

void hx_background_step(hx_background *b, uint64_t now, const hx_access *access)
{
    b->valid = 0;
    for (unsigned i = 0; i < HX_BACKGROUND_SOURCES; i++)
        if (b->source[i].enabled && b->source[i].due == (uint16_t)now && end_period(b, i, now))
            b->valid |= (uint8_t)(1u << i);
    access_registers(b, now, access);
}

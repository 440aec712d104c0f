// The eight background event sources.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/event/background.h"

#include <hx_map.h>
#include <string.h>

#define LOOK_AHEAD 1024 // periods without an event that are skipped at once

void hx_background_reset(hx_background *b)
{
    memset(b, 0, sizeof *b);
    b->next = UINT64_MAX;
}

static uint32_t xorshift(uint32_t x)
{
    x ^= x << 13;
    x ^= x >> 17;
    return x ^ x << 5;
}

static uint64_t get_period(const hx_map_background_spike_source *settings)
{
    return settings->period < 2 ? 2 : settings->period;
}

static bool makes_event(const hx_map_background_spike_source *settings, uint32_t state)
{
    return !settings->enable_random || (settings->rate && state >> 24 <= settings->rate);
}

// The ends of a source's periods up to this cycle; whether it makes an event in it.
static bool end_periods(hx_background *b, unsigned number, uint64_t now)
{
    hx_map_background_spike_source settings;
    hx_map_background_spike_source_decode(b->source[number].words, &settings);
    uint32_t label = settings.neuron_label, state = b->source[number].state;
    bool made = false;
    while (b->source[number].due <= now) {
        if (settings.enable_random)
            state = xorshift(state);
        made = b->source[number].due == now && makes_event(&settings, state);
        b->source[number].due += get_period(&settings);
    }
    if (settings.enable_random)
        label = (label & ~settings.mask) | (state & settings.mask);
    b->source[number].state = state;
    b->source[number].label = (uint16_t)label;
    return made;
}

// A cycle up to which a source has no event: that of its next one, if it is not far away.
static uint64_t look_ahead(const hx_background *b, unsigned number)
{
    hx_map_background_spike_source settings;
    hx_map_background_spike_source_decode(b->source[number].words, &settings);
    uint32_t state = b->source[number].state;
    uint64_t due = b->source[number].due;
    for (unsigned left = LOOK_AHEAD; settings.enable_random && left > 0; left--) {
        state = xorshift(state);
        if (makes_event(&settings, state))
            break;
        due += get_period(&settings);
    }
    return due;
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
        b->source[number].due = now + get_period(&settings);
    }
    b->source[number].enabled = settings.enable;
}

void hx_background_step(hx_background *b, uint64_t now, const hx_access *access)
{
    b->valid = 0;
    if (now < b->next && !access->valid)
        return;
    for (unsigned i = 0; i < HX_BACKGROUND_SOURCES; i++)
        if (b->source[i].enabled && b->source[i].due <= now && end_periods(b, i, now))
            b->valid |= (uint8_t)(1u << i);
    access_registers(b, now, access);
    b->next = UINT64_MAX;
    for (unsigned i = 0; i < HX_BACKGROUND_SOURCES; i++) {
        if (!b->source[i].enabled)
            continue;
        if (access->valid || b->source[i].next <= now)
            b->source[i].next = look_ahead(b, i);
        if (b->source[i].next < b->next)
            b->next = b->source[i].next;
    }
}

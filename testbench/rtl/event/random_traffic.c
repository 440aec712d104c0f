// Random events, settings and accesses for the event fabric.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/rtl/event/random_traffic.h"

#include <hx_map.h>
#include <string.h>

// splitmix64
static uint64_t draw(random_traffic *t)
{
    uint64_t x = t->state += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static uint32_t below(random_traffic *t, uint32_t limit)
{
    return (uint32_t)((draw(t) >> 32) * limit >> 32);
}

static bool chance(random_traffic *t, unsigned of_256)
{
    return below(t, 256) < of_256;
}

void random_traffic_start(random_traffic *t, uint64_t seed)
{
    memset(t, 0, sizeof *t);
    t->state = seed;
    t->now = draw(t) >> 20;
    t->systime = draw(t) >> 24;
}

static void start_phase(random_traffic *t)
{
    static const unsigned densities[] = {0, 1, 8, 64, 256};
    t->phase_left = 50 + below(t, 400);
    t->fires = densities[below(t, 5)];
    t->links = densities[below(t, 5)];
    t->resets = densities[below(t, 3)];
    t->accesses = densities[below(t, 4)];
    t->ready = below(t, 3) ? 256 : 32 + below(t, 200);
}

static void access_padi(random_traffic *t, hx_access *a, unsigned half)
{
    a->address = half * HX_MAP_PADI_EVENT_HEMISPHERE_STRIDE;
    switch (below(t, 8)) {
    case 0:
        a->address += HX_MAP_COMMON_PADI_BUS_CONFIG_BASE;
        // Most buses listen.
        a->data |= 0xf & (uint32_t)(draw(t) | draw(t));
        break;
    case 1:
        a->address += HX_MAP_COMMON_STP_CONFIG_BASE;
        break;
    default:
        a->address += HX_MAP_PADI_EVENT_BASE;
    }
}

static void access_backend(random_traffic *t, hx_access *a)
{
    a->address = below(t, 2) * HX_MAP_NEURON_BACKEND_CONFIG_SIDE_STRIDE;
    uint32_t neuron = 4 * below(t, 256);
    hx_map_common_neuron_backend_config common;
    uint32_t words[2];
    switch (below(t, 16)) {
    case 0:
        common = hx_map_common_neuron_backend_config_default();
        common.enable_clocks = chance(t, 240);
        common.enable_event_registers = chance(t, 240);
        common.force_reset = chance(t, 24);
        common.clock_scale_slow = below(t, 4);
        common.clock_scale_fast = below(t, 3);
        common.clock_scale_adaptation_pulse = below(t, 16);
        hx_map_common_neuron_backend_config_encode(&common, words);
        a->data = words[0];
        a->byte_enables = 0xf;
        a->address += HX_MAP_COMMON_NEURON_BACKEND_CONFIG_BASE;
        break;
    case 1:
        a->address += HX_MAP_NEURON_BACKEND_SRAM_TIMING_CONFIG_BASE + below(t, 2);
        break;
    case 2:
    case 3:
        a->address += HX_MAP_NEURON_RESET_BASE + neuron;
        break;
    case 4:
    case 5:
        a->address += HX_MAP_SPIKE_COUNTER_READ_BASE + neuron;
        break;
    case 6:
        a->address += HX_MAP_BLOCK_POST_PULSE_BASE;
        break;
    case 7:
        a->address += HX_MAP_SPIKE_COUNTER_RESET_BASE + neuron + below(t, 2);
        break;
    default:
        a->address += HX_MAP_NEURON_BACKEND_CONFIG_BASE + neuron + below(t, 4);
        break;
    }
}

static void access_crossbar(random_traffic *t, hx_access *a)
{
    uint32_t mask, word;
    switch (below(t, 8)) {
    case 0:
        a->address = HX_MAP_CROSSBAR_OUTPUT_CONFIG_BASE;
        break;
    case 1:
        a->address = HX_MAP_CROSSBAR_INPUT_DROP_COUNTER_BASE + below(t, HX_CROSSBAR_INPUTS);
        break;
    case 2:
        a->address = HX_MAP_CROSSBAR_OUTPUT_EVENT_COUNTER_BASE + below(t, HX_CROSSBAR_OUTPUTS);
        break;
    case 3:
        word = below(t, 24);
        a->address = HX_MAP_BACKGROUND_SPIKE_SOURCE_BASE + word;
        // Short periods, and often off.
        if (word % 3 == 0)
            a->data = below(t, 64) << 16 | below(t, 4);
        break;
    case 4:
        a->address = HX_MAP_CROSSBAR_OUTPUT_EVENT_COUNTER_BASE + HX_CROSSBAR_OUTPUTS + below(t, 8);
        break;
    default:
        a->address = HX_MAP_CROSSBAR_NODE_BASE + below(t, HX_CROSSBAR_NODES);
        mask = (uint32_t)(draw(t) & draw(t) & draw(t)) & 0x3fff;
        a->data = mask | ((uint32_t)draw(t) & mask) << 16 | (uint32_t)chance(t, 128) << 31;
        a->byte_enables = 0xf;
    }
}

void random_traffic_draw_access(random_traffic *t, hx_access *a, hx_fabric_block block,
                                unsigned of_256)
{
    *a = (hx_access){.valid = chance(t, of_256),
                     .write = chance(t, 160),
                     .byte_enables = chance(t, 200) ? 0xf : below(t, 16),
                     .data = (uint32_t)draw(t)};
    if (block == HX_FABRIC_BACKEND)
        access_backend(t, a);
    else if (block == HX_FABRIC_CROSSBAR)
        access_crossbar(t, a);
    else
        access_padi(t, a, block == HX_FABRIC_PADI_BOTTOM);
}

void random_traffic_next(random_traffic *t, hx_fabric_in *in)
{
    if (!t->phase_left--)
        start_phase(t);
    memset(in, 0, sizeof *in);
    in->now = t->now++;
    // The host may set the system time at any moment.
    in->systime = t->systime++;
    if (!below(t, 2000))
        t->systime = draw(t) >> 24;
    in->fire_valid = chance(t, t->fires);
    if (in->fire_valid)
        for (unsigned left = 1 + below(t, 8); left; left--) {
            unsigned neuron = below(t, HX_BACKEND_NEURONS);
            in->fire[neuron / 64] |= UINT64_C(1) << neuron % 64;
        }
    for (unsigned i = 0; i < 3; i++) {
        in->link_valid |= (uint8_t)(chance(t, t->links) << i);
        in->link_label[i] = (uint16_t)draw(t);
    }
    for (unsigned half = 0; half < 2; half++) {
        in->array_reset_valid |= (uint8_t)(chance(t, t->resets) << half);
        in->array_reset_quad[half] = (uint8_t)below(t, 64);
        in->array_reset_entries[half] = (uint8_t)below(t, 16);
    }
    for (unsigned k = 0; k < 4; k++)
        in->l2_ready |= (uint8_t)(chance(t, t->ready) << k);
    for (unsigned b = 0; b < HX_FABRIC_BLOCKS; b++)
        random_traffic_draw_access(t, &in->access[b], (hx_fabric_block)b, t->accesses);
}

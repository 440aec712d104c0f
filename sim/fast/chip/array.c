// Synapse array access unit and CADC control of one half, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/array.h"

#include "models/anncore.h"
#include "sim/fast/omnibus/request.h"

#include <hx_map.h>

#define LATENCY 4
#define CONVERSION_CYCLES 269 // 256 ramp steps and 13 of overhead
#define OFFSET_MASK 0x3fffffu
#define ROW_MASK ((HX_MAP_CADC_SAMPLE_QUAD_ROW_COUNT - 1) * HX_MAP_CADC_SAMPLE_QUAD_ROW_STRIDE)
#define QUAD_MASK (HX_MAP_CADC_SAMPLE_QUAD_QUAD_COUNT - 1)
// Behind the last row of the causal results: bit 1 of a byte resets its neuron.
#define RESET_BY_DATA (HX_MAP_CADC_SAMPLE_QUAD_BASE + 256 * HX_MAP_CADC_SAMPLE_QUAD_ROW_STRIDE)

void hx_array_reset(hx_array *a)
{
    hx_ring_clear(&a->requests);
    hx_ring_clear(&a->answers);
    hx_ring_clear(&a->due);
    a->state = HX_ARRAY_RUN;
    a->converted = a->accessed = a->convert = a->reset_valid = false;
    a->access.valid = false;
    hx_map_cadc_config config = hx_map_cadc_config_default();
    hx_map_cadc_config_encode(&config, &a->config);
}

static hx_map_cadc_config get_config(const hx_array *a)
{
    hx_map_cadc_config config;
    hx_map_cadc_config_decode(&a->config, &config);
    return config;
}

static bool is_trigger(const hx_array *a, const hx_access *head, uint32_t address)
{
    return !head->write && !a->converted && get_config(a).enable &&
           (address & ~(HX_MAP_CADC_SAMPLE_QUAD_CHANNEL_STRIDE | ROW_MASK | QUAD_MASK)) ==
               HX_MAP_CADC_SAMPLE_QUAD_BASE;
}

// Entries of a quad whose neurons a write resets. Entry e lies in byte 3 - e.
static unsigned get_reset_entries(const hx_access *head, uint32_t address)
{
    uint32_t place = address & ~QUAD_MASK;
    bool all = place == HX_MAP_NEURON_RESET_QUAD_BASE;
    unsigned entries = 0;
    if (!head->write || (!all && place != RESET_BY_DATA))
        return 0;
    for (unsigned e = 0; e < 4; e++) {
        unsigned byte = 3 - e;
        if (head->byte_enables >> byte & 1 && (all || head->data >> (8 * byte + 1) & 1))
            entries |= 1u << e;
    }
    return entries;
}

// The request at the head leaves the queue.
static void issue(hx_array *a, const hx_array_in *in, const hx_access *head, uint32_t address)
{
    bool is_config = address == HX_MAP_CADC_CONFIG_BASE;
    unsigned entries = get_reset_entries(head, address);
    hx_ring_pop(&a->requests);
    a->accessed = true;
    a->own = is_config || entries;
    a->own_data = is_config ? a->config : 0;
    a->own_due = in->now + LATENCY;
    unsigned block = address < HX_MAP_BLOCK_SYNAPSE_ARRAY_BASE ? HX_ANNCORE_CADC_TOP + in->half
                                                               : HX_ANNCORE_ARRAY_TOP + in->half;
    a->access = (hx_word_access){.valid = !a->own,
                                 .write = head->write,
                                 .block = (uint8_t)block,
                                 .byte_enables = (uint8_t)head->byte_enables,
                                 .offset = head->address & OFFSET_MASK,
                                 .data = head->data};
    a->converted = false;
    a->reset_valid = entries;
    a->reset_quad = (uint8_t)(head->address & QUAD_MASK);
    a->reset_entries = (uint8_t)entries;
    if (is_config && head->write)
        a->config = hx_access_merge(head, a->config, hx_map_cadc_config_mask(0));
}

// The conversion of the trigger at the head.
static void convert(hx_array *a, const hx_array_in *in, uint32_t address)
{
    if (in->now < a->deadline)
        return;
    if (a->state == HX_ARRAY_CONVERT) {
        a->state = HX_ARRAY_RUN;
        a->converted = true;
        return;
    }
    hx_map_cadc_config config = get_config(a);
    a->convert = true;
    a->row = (uint16_t)((address & ROW_MASK) / HX_MAP_CADC_SAMPLE_QUAD_ROW_STRIDE);
    a->state = HX_ARRAY_CONVERT;
    // Going back to running takes one more cycle.
    a->deadline += config.reset_wait + config.dead_time + CONVERSION_CYCLES - 1;
}

void hx_array_step(hx_array *a, const hx_array_in *in)
{
    bool waits = a->requests.count > 0, room = a->answers.count < HX_RING_DEPTH - 1;
    if (in->answered) {
        hx_ring_pop(&a->answers);
        hx_ring_pop(&a->due);
    }
    if (a->accessed) {
        hx_ring_push(&a->answers,
                     hx_omnibus_answer(a->access.write, a->own ? a->own_data : in->data));
        hx_ring_push(&a->due, a->own_due);
    }
    a->accessed = a->access.valid = a->convert = a->reset_valid = false;
    if (waits) {
        const hx_access head = hx_omnibus_unpack(hx_ring_head(&a->requests));
        uint32_t address = head.address & ~HX_MAP_CADC_SAMPLE_QUAD_HEMISPHERE_STRIDE;
        if (a->state != HX_ARRAY_RUN) {
            convert(a, in, address);
        } else if (is_trigger(a, &head, address)) {
            a->state = HX_ARRAY_SENSE;
            a->deadline = in->now + in->sense_delay;
        } else if (room) {
            issue(a, in, &head, address);
        }
    }
    if (in->request.valid)
        hx_ring_push(&a->requests, hx_omnibus_pack(&in->request));
}

uint64_t hx_array_next(const hx_array *a, uint64_t now)
{
    if (a->accessed || a->convert || a->reset_valid)
        return now;
    if (!a->requests.count)
        return UINT64_MAX;
    if (a->state == HX_ARRAY_RUN)
        return a->answers.count < HX_RING_DEPTH - 1 ? now : UINT64_MAX;
    return a->deadline > now ? a->deadline : now;
}

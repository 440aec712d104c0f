// Synapse array access unit and CADC control of one half, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/array.h"

#include "models/anncore.h"
#include "sim/fast/omnibus/request.h"

#include <hx_map.h>
#include <string.h>

#define LATENCY 4
#define VIEW_MASK 0xf0000u    // of a vector address
#define NEURON_VECTOR 512     // first of the two that reset neurons
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
    a->for_row = a->row_gone = a->row_waits = a->row_accessed = a->row_done = false;
    a->row_valid = a->row_reset_valid = false;
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
    return !head->write && !(a->converted && !a->for_row) && get_config(a).enable &&
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

// A row is in turn, if one waits: a word goes first behind the conversion that it triggered.
static bool is_row_turn(const hx_array *a)
{
    return a->row_waits && !(a->converted && !a->for_row);
}

static bool is_row_trigger(const hx_array *a, const hx_row_request *row)
{
    uint32_t view = row->address & VIEW_MASK;
    return !row->write && !(row->address & HX_MAP_PPU_VECTOR_BUFFERED) &&
           !(a->converted && a->for_row) && get_config(a).enable &&
           (view == HX_MAP_PPU_VECTOR_CADC_CAUSAL || view == HX_MAP_PPU_VECTOR_CADC_ACAUSAL);
}

// A row of the array is read or written, or resets neurons.
static void access_row(hx_array *a, const hx_row_request *row)
{
    uint32_t view = row->address & VIEW_MASK;
    bool by_data = view == HX_MAP_PPU_VECTOR_CADC_CAUSAL;
    bool resets = row->write && (row->address & 0xfffe) == NEURON_VECTOR &&
                  (by_data || view == HX_MAP_PPU_VECTOR_CORRELATION_RESET);
    a->row_accessed = true;
    a->row_waits = false;
    a->row_valid = !resets;
    a->row_offset = (row->address & 0x3f0000) | (row->address & 0x7ff) << 5;
    a->row_reset_valid = resets;
    a->row_reset_parity = row->address & 1;
    a->converted = false;
    memset(a->row_reset, 0, sizeof a->row_reset);
    for (unsigned byte = 0; resets && byte < 4 * HX_ROW_WORDS; byte++)
        if (!by_data || row->data.word[byte / 4] >> (8 * (byte % 4) + 1) & 1)
            a->row_reset[byte / 32] |= row->enable[byte / 32] & UINT32_C(1) << byte % 32;
}

static void start_conversion(hx_array *a, const hx_array_in *in, bool for_row)
{
    a->for_row = for_row;
    a->state = HX_ARRAY_SENSE;
    a->deadline = in->now + in->sense_delay;
}

static unsigned get_row(const hx_array *a, const hx_array_in *in)
{
    if (a->for_row)
        return in->row->address >> 1 & 0x1ff;
    const hx_access head = hx_omnibus_unpack(hx_ring_head(&a->requests));
    return (head.address & ROW_MASK) / HX_MAP_CADC_SAMPLE_QUAD_ROW_STRIDE;
}

// The conversion of the trigger in turn.
static void convert(hx_array *a, const hx_array_in *in, bool row_gone)
{
    if (in->now < a->deadline)
        return;
    if (a->state == HX_ARRAY_CONVERT) {
        a->state = HX_ARRAY_RUN;
        a->converted = !a->for_row || (in->row->valid && !row_gone);
        return;
    }
    hx_map_cadc_config config = get_config(a);
    a->convert = true;
    a->row = (uint16_t)get_row(a, in);
    a->state = HX_ARRAY_CONVERT;
    // Going back to running takes one more cycle.
    a->deadline += config.reset_wait + config.dead_time + CONVERSION_CYCLES - 1;
}

// No conversion is under way: what is in turn.
static void run(hx_array *a, const hx_array_in *in, bool waits, bool room, bool row_turn)
{
    a->row_gone = false;
    // Withdrawn before it could take what it had converted.
    if (a->for_row && !in->row->valid)
        a->converted = false;
    if (row_turn) {
        if (!in->row->valid)
            return;
        if (is_row_trigger(a, in->row))
            start_conversion(a, in, true);
        else
            access_row(a, in->row);
        return;
    }
    if (!waits)
        return;
    const hx_access head = hx_omnibus_unpack(hx_ring_head(&a->requests));
    uint32_t address = head.address & ~HX_MAP_CADC_SAMPLE_QUAD_HEMISPHERE_STRIDE;
    if (is_trigger(a, &head, address))
        start_conversion(a, in, false);
    else if (room)
        issue(a, in, &head, address);
}

static void move_answers(hx_array *a, const hx_array_in *in)
{
    if (in->answered) {
        hx_ring_pop(&a->answers);
        hx_ring_pop(&a->due);
    }
    if (!a->accessed)
        return;
    hx_ring_push(&a->answers, hx_omnibus_answer(a->access.write, a->own ? a->own_data : in->data));
    hx_ring_push(&a->due, a->own_due);
}

void hx_array_step(hx_array *a, const hx_array_in *in)
{
    bool waits = a->requests.count > 0, room = a->answers.count < HX_RING_DEPTH - 1;
    bool row_done = in->row->valid && (a->row_done || a->row_accessed), row_gone = a->row_gone;
    move_answers(a, in);
    a->accessed = a->access.valid = a->convert = a->reset_valid = false;
    a->row_valid = a->row_reset_valid = false;
    bool row_turn = is_row_turn(a);
    a->row_waits = in->row->valid && !a->row_done && !a->row_accessed;
    a->row_accessed = false;
    if (a->state == HX_ARRAY_RUN) {
        run(a, in, waits, room, row_turn);
    } else {
        if (a->for_row && !in->row->valid)
            a->row_gone = true;
        convert(a, in, row_gone);
    }
    a->row_done = row_done;
    if (in->request.valid)
        hx_ring_push(&a->requests, hx_omnibus_pack(&in->request));
}

uint64_t hx_array_next(const hx_array *a, const hx_row_request *row, uint64_t now)
{
    if (a->accessed || a->convert || a->reset_valid || a->row_accessed || a->row_valid ||
        a->row_reset_valid || a->row_done || a->row_waits != row->valid)
        return now;
    if (a->state != HX_ARRAY_RUN)
        return (a->for_row && !row->valid) || a->deadline < now ? now : a->deadline;
    if (row->valid || (a->for_row && a->converted))
        return now;
    if (!a->requests.count)
        return UINT64_MAX;
    return a->answers.count < HX_RING_DEPTH - 1 ? now : UINT64_MAX;
}

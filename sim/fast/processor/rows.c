// Rows of the vector unit: synapse array, random generator, memory of the FPGA.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/rows.h"

#include <hx_map.h>
#include <string.h>

// Cycles from the access to the response
enum { ARRAY_READ = 10, ARRAY_WRITE = 9, EXTERNAL_WRITE = 27 };
#define ROW_258 516u // first vector behind the switch rows
#define VIEW_MASK 0xf0000u
#define SEED 0x9e3779b9u

void hx_rows_reset(hx_rows *r)
{
    r->busy = r->responds = r->row.valid = r->external = false;
    for (unsigned i = 0; i < HX_ROW_WORDS; i++)
        r->random.word[i] = SEED * (i + 1);
}

// Bits 4..0 of every byte in the opposite order.
static void mirror(hx_row *row)
{
    for (unsigned i = 0; i < HX_ROW_WORDS; i++) {
        uint32_t word = row->word[i];
        row->word[i] = (word & 0x24242424u) | (word & 0x01010101u) << 4 |
                       (word & 0x02020202u) << 2 | (word & 0x08080808u) >> 2 |
                       (word & 0x10101010u) >> 4;
    }
}

static void step_random(hx_row *state)
{
    for (unsigned i = 0; i < HX_ROW_WORDS; i++) {
        uint32_t x = state->word[i];
        x ^= x << 13;
        x ^= x >> 17;
        state->word[i] = x ^ x << 5;
    }
}

static void seed_random(hx_row *state, const hx_vector_row *request)
{
    for (unsigned byte = 0; byte < 4 * HX_ROW_WORDS; byte++) {
        uint32_t mask = UINT32_C(0xff) << (8 * (byte % 4)), *word = &state->word[byte / 4];
        if (request->enable[byte / 32] >> byte % 32 & 1)
            *word = (*word & ~mask) | (request->data.word[byte / 4] & mask);
    }
}

// Where an access goes; bits 23:22 and 20 of its address have no known use.
// Returns the cycles before it may be done.
static unsigned find_target(hx_rows *r, const hx_vector_row *request)
{
    const uint32_t address = request->address, view = address & VIEW_MASK;
    r->target = HX_ROWS_NOTHING;
    r->is_weight = false;
    r->row.address = 0;
    unsigned cycles = (request->write ? ARRAY_WRITE : ARRAY_READ) - 2;
    if (address >> 25 == 0x40) {
        r->target = HX_ROWS_FPGA;
        r->row.address = (address & 0x1000000) << 2 | (address & 0xffffff) << 2;
        if (request->write)
            cycles = EXTERNAL_WRITE - 2;
    } else if (address >> 24 == 0) {
        r->row.address = address & 0x3fffff;
        if (view == HX_MAP_PPU_VECTOR_RANDOM)
            r->target = HX_ROWS_RANDOM;
        else if ((address & 0xffff) < (view == HX_MAP_PPU_VECTOR_RAW ? 2 * ROW_258 : ROW_258))
            r->target = HX_ROWS_ARRAY;
        r->is_weight = view == HX_MAP_PPU_VECTOR_WEIGHT;
    }
    return cycles;
}

static void take(hx_rows *r, const hx_vector_row *request, uint64_t cycle)
{
    r->ready_at = cycle + 1 + find_target(r, request);
    r->busy = true;
    r->row.write = request->write;
    r->row.valid = r->target == HX_ROWS_ARRAY;
    r->external = r->target == HX_ROWS_FPGA;
    memcpy(r->row.enable, request->enable, sizeof r->row.enable);
    if (request->write) {
        r->row.data = request->data;
        if (r->is_weight)
            mirror(&r->row.data);
    }
    if (r->target == HX_ROWS_RANDOM && request->write)
        seed_random(&r->random, request);
    else if (r->target == HX_ROWS_RANDOM)
        step_random(&r->random);
}

static bool is_done(const hx_rows *r, const hx_rows_in *in)
{
    return r->target == HX_ROWS_ARRAY  ? in->array_done
           : r->target == HX_ROWS_FPGA ? in->external_done
                                       : true;
}

static void finish(hx_rows *r, const hx_rows_in *in)
{
    r->busy = false;
    r->responds = true;
    r->row.valid = r->external = false;
    if (r->row.write)
        return;
    switch (r->target) {
    case HX_ROWS_ARRAY:
        r->row.data = *in->array;
        if (r->is_weight)
            mirror(&r->row.data);
        break;
    case HX_ROWS_RANDOM:
        r->row.data = r->random;
        break;
    case HX_ROWS_FPGA:
        r->row.data = *in->from_external;
        break;
    default:
        memset(&r->row.data, 0, sizeof r->row.data);
        break;
    }
}

bool hx_rows_step(hx_rows *r, const hx_rows_in *in)
{
    bool moves = r->responds;
    r->responds = false;
    if (!r->busy) {
        if (!in->request->valid || in->stop)
            return moves;
        take(r, in->request, in->cycle);
    } else if (in->cycle >= r->ready_at && is_done(r, in)) {
        finish(r, in);
    } else {
        return moves;
    }
    return true;
}

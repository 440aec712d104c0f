// Accesses of one processor to the memory of the FPGA as words for the link.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/external.h"

#include "sim/fast/link/chip_link.h"

#include <string.h>

#define ADDRESS_MASK 0xfffffffu
#define ALL_BYTES 0xfu
#define ROW_READ (UINT32_C(1) << 30) // in the payload of a read, below the half
#define LAST (HX_ROW_WORDS - 1)

void hx_external_reset(hx_external *e)
{
    e->state = HX_EXTERNAL_REST;
    e->reading = e->unwanted = e->done = e->row_last = false;
    e->readers = 0;
    e->reads = 0;
}

static uint64_t make_address(unsigned enables, uint32_t address)
{
    return hx_chip_link_pack(HX_LANE_BUS_ADDRESS, enables << 28 | (address & ADDRESS_MASK));
}

static uint64_t make_data(uint32_t data)
{
    return hx_chip_link_pack(HX_LANE_MEMORY_DATA, data);
}

static uint64_t make_read(unsigned half, bool is_row, uint32_t address)
{
    return hx_chip_link_pack(HX_LANE_MEMORY_READ,
                             half << 31 | (is_row ? ROW_READ : 0) | (address & ADDRESS_MASK));
}

// Enabled bytes of the word of a row that is in turn.
static unsigned get_enables(const hx_external *e)
{
    unsigned place = 4 * (LAST - e->sent);
    return e->enable[place / 32] >> place % 32 & ALL_BYTES;
}

static bool sends_data(const hx_external *e)
{
    return e->state == HX_EXTERNAL_WRITE_ROW ? e->own || (e->follows && get_enables(e) == ALL_BYTES)
                                             : e->own;
}

static uint64_t get_row_word(const hx_external *e)
{
    return sends_data(e) ? make_data(e->out.word[LAST - e->sent])
                         : make_address(get_enables(e), e->address + e->sent);
}

bool hx_external_get_word(const hx_external *e, unsigned half, const hx_external_access *access,
                          uint64_t *word)
{
    switch (e->state) {
    case HX_EXTERNAL_WORD:
        *word = !access->write ? make_read(half, false, access->address)
                : e->own       ? make_data(access->data)
                               : make_address(access->enables, access->address);
        return true;
    case HX_EXTERNAL_WRITE_ROW:
        *word = get_row_word(e);
        return get_enables(e);
    case HX_EXTERNAL_CODE:
        *word = make_read(half, false, e->address);
        return true;
    case HX_EXTERNAL_READ_ROW:
        *word = make_read(half, true, e->address);
        return true;
    default:
        return false;
    }
}

bool hx_external_pops(const hx_external *e, const hx_external_access *access)
{
    return e->state == HX_EXTERNAL_WORD && (e->own || !access->write);
}

// What is in turn: instructions go first, words and rows alternate.
static bool start(hx_external *e, const hx_external_in *in)
{
    const bool has_place = e->reads < HX_EXTERNAL_READS;
    const bool word = in->access && (in->access->write || has_place);
    e->own = e->follows = false;
    e->sent = 0;
    if (in->code && has_place) {
        e->address = in->code_address;
        e->state = HX_EXTERNAL_CODE;
        return true;
    }
    if (in->row && !e->done && !e->reading && !(word && e->row_last)) {
        e->row_last = true;
        e->address = in->row->address;
        e->state = in->row->write ? HX_EXTERNAL_WRITE_ROW : HX_EXTERNAL_READ_ROW;
        if (in->row->write) {
            memcpy(e->enable, in->row->enable, sizeof e->enable);
            e->out = in->row->data;
            e->done = true;
        }
        return true;
    }
    if (!word)
        return false;
    e->row_last = false;
    e->state = HX_EXTERNAL_WORD;
    return true;
}

static bool write_row(hx_external *e, bool taken)
{
    const unsigned enables = get_enables(e);
    const bool data = sends_data(e);
    if (taken && !data)
        e->own = true;
    if ((taken && data) || !enables) {
        e->own = false;
        e->follows = enables;
        if (e->sent == LAST)
            e->state = HX_EXTERNAL_REST;
        e->sent = (e->sent + 1) % HX_ROW_WORDS;
        return true;
    }
    return taken;
}

bool hx_external_take_row_word(hx_external *e, uint64_t *word)
{
    write_row(e, true);
    if (e->state != HX_EXTERNAL_WRITE_ROW || !get_enables(e))
        return false;
    *word = get_row_word(e);
    return true;
}

static bool send(hx_external *e, const hx_external_in *in)
{
    switch (e->state) {
    case HX_EXTERNAL_REST:
        return start(e, in);
    case HX_EXTERNAL_WORD:
        if (in->taken) {
            if (hx_external_pops(e, in->access))
                e->state = HX_EXTERNAL_REST;
            e->own = true;
        }
        return in->taken;
    case HX_EXTERNAL_CODE:
        if (in->taken)
            e->state = HX_EXTERNAL_REST;
        return in->taken;
    case HX_EXTERNAL_WRITE_ROW:
        return write_row(e, in->taken);
    default:
        if (in->taken) {
            e->state = HX_EXTERNAL_REST;
            e->reading = true;
            e->came = 0;
        }
        return in->taken;
    }
}

// Who asked for the words that come.
static bool step_readers(hx_external *e, const hx_external_in *in, bool reads, bool is_code)
{
    const bool pops = in->answered && !in->is_row;
    if (pops) {
        e->readers >>= 1;
        e->reads--;
    }
    if (reads)
        e->readers |= (uint32_t)is_code << e->reads++;
    return pops || reads;
}

bool hx_external_step(hx_external *e, const hx_external_in *in)
{
    const bool was_unwanted = e->unwanted, was_done = e->done;
    bool forgets = !in->row && (e->reading || e->state == HX_EXTERNAL_READ_ROW);
    if (!in->row)
        e->done = false;
    e->unwanted |= forgets;
    const bool is_code = e->state == HX_EXTERNAL_CODE;
    const bool reads =
        in->taken && (is_code || (e->state == HX_EXTERNAL_WORD && !in->access->write));
    bool moves = send(e, in);
    moves |= step_readers(e, in, reads, is_code);
    moves |= was_done != e->done || was_unwanted != e->unwanted;
    if (!in->answered || !in->is_row)
        return moves;
    memmove(&e->in.word[1], &e->in.word[0], (HX_ROW_WORDS - 1) * sizeof *e->in.word);
    e->in.word[0] = in->data;
    if (e->came++ == LAST) {
        e->came = 0;
        e->reading = e->unwanted = false;
        e->done = in->row && !was_unwanted;
    }
    return true;
}

// Instructions of a processor: local memory, or memory of the FPGA behind a cache.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/code.h"

#include "sim/fast/processor/memory.h"

#define OUTSIDE (UINT32_C(1) << 29)
#define ADDRESS_MASK 0xfffffffu
#define WORD_MASK (HX_CODE_LINE_WORDS - 1u)
#define PLACES (HX_CODE_LINES * HX_CODE_LINE_WORDS)
#define LINE(address) ((address) / HX_CODE_LINE_WORDS % HX_CODE_LINES)
#define TAG(address) (((address)&ADDRESS_MASK) / PLACES)

void hx_code_reset(hx_code *c)
{
    c->valid = 0;
    c->filling = c->single = false;
    c->replies = (hx_replies){0};
}

static bool is_hit(const hx_code *c, uint32_t address)
{
    if ((c->filling || c->single) && !(((address ^ c->first) & ADDRESS_MASK) & ~WORD_MASK))
        return c->here >> (address & WORD_MASK) & 1;
    return c->valid >> LINE(address) & 1 && c->tag[LINE(address)] == TAG(address);
}

bool hx_code_look(const hx_code *c, const uint32_t *memory, uint32_t address, uint32_t *word)
{
    if (!(address & OUTSIDE)) {
        *word = memory[address % HX_PROCESSOR_WORDS];
        return true;
    }
    *word = c->memory[address % PLACES];
    return is_hit(c, address);
}

static unsigned get_wanted(const hx_code *c)
{
    return c->keeps ? HX_CODE_LINE_WORDS : 1;
}

// The n-th word of the line, from the missing one on.
static uint32_t get_address(const hx_code *c, unsigned n)
{
    return (c->first & ~WORD_MASK) | ((c->first + n) & WORD_MASK);
}

bool hx_code_requests(const hx_code *c, uint32_t *address)
{
    *address = get_address(c, c->asked);
    return c->filling && c->asked != get_wanted(c);
}

static void begin(hx_code *c, uint32_t address, bool cache)
{
    c->filling = true;
    c->single = false;
    c->keeps = cache;
    c->first = address & ADDRESS_MASK;
    c->asked = c->came = 0;
    c->here = 0;
    c->valid &= ~(UINT64_C(1) << LINE(address));
    c->tag[LINE(address)] = TAG(address);
}

static void take_word(hx_code *c, uint32_t word, bool cache)
{
    const uint32_t address = get_address(c, c->came);
    c->memory[address % PLACES] = word;
    c->here |= (uint16_t)(1u << (address & WORD_MASK));
    if (++c->came != get_wanted(c))
        return;
    c->filling = false;
    if (c->keeps && cache)
        c->valid |= UINT64_C(1) << LINE(address);
    else
        c->single = true;
}

bool hx_code_step(hx_code *c, const hx_code_in *in)
{
    const bool outside = in->fetch.valid && in->fetch.address & OUTSIDE;
    const bool hit = outside && is_hit(c, in->fetch.address);
    const bool begins = outside && !hit && !c->filling && !in->stop;
    const bool wanted = in->answered && hx_replies_is_wanted(&c->replies);
    bool moves =
        begins || in->taken || in->answered || (hit && c->single) || (c->valid && !in->cache);
    if (in->core_reset) {
        moves |= c->valid || c->filling || c->single || c->replies.stale != c->replies.owed;
        c->valid = 0;
        c->filling = c->single = false;
    } else {
        if (!in->cache)
            c->valid = 0;
        if (hit && !c->filling)
            c->single = false;
        if (begins)
            begin(c, in->fetch.address, in->cache);
        if (wanted)
            take_word(c, in->answer, in->cache);
        c->asked = (uint8_t)(c->asked + in->taken);
    }
    hx_replies_step(&c->replies, in->core_reset, in->taken, in->answered);
    return moves;
}

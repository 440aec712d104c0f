// Issue rules of the processor's core: pending results, slots of the write port, pauses.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/scoreboard.h"

#include <assert.h>

enum {
    FIXED_LATENCY = 1,
    ADDRESS_LATENCY = 2,
    LOAD_PORT = 6,
    // Cycles without issue behind an instruction
    DIVIDE_COST = 31,
    SYNC_COST = 1,
    MSR_COST = 3,
    XER_COST = 2,
    MULTIPLY_XER_COST = 5
};

#define BIT(n) (uint8_t)(1u << (n))
#define CR0_LATER 0x1cu // bits of product_cr: not in the next cycle

void hx_scoreboard_reset(hx_scoreboard *s)
{
    *s = (hx_scoreboard){0};
}

static bool is_readable(const hx_scoreboard *s)
{
    return s->load_count && !s->seen && !(s->slots & BIT(1));
}

static bool is_unit_free(const hx_scoreboard *s, const hx_scoreboard_in *in, bool is_address)
{
    const hx_instruction *i = in->instruction;
    switch (i->op.unit) {
    case HX_PPU_UNIT_DIVIDE:
        return in->divider_started && !s->product;
    case HX_PPU_UNIT_VECTOR:
        return in->vector_ready;
    case HX_PPU_UNIT_SYNC:
    case HX_PPU_UNIT_WAIT:
    case HX_PPU_UNIT_TRAP:
    case HX_PPU_UNIT_MSR:
        return in->drained;
    case HX_PPU_UNIT_LOAD:
        return is_address ? !(s->slots & BIT(ADDRESS_LATENCY)) : in->access_ready;
    case HX_PPU_UNIT_STORE:
        return in->access_ready && !(i->op.update && s->slots & BIT(ADDRESS_LATENCY));
    case HX_PPU_UNIT_MULTIPLY:
        return true;
    default:
        return !(i->writes_gpr && s->slots & BIT(FIXED_LATENCY));
    }
}

// Whether the operands and results of the first operation are free.
static bool is_free(const hx_scoreboard *s, const hx_instruction *i, bool readable)
{
    uint32_t pending = s->pending;
    uint8_t fields = s->fields;
    if (readable)
        pending &= ~(UINT32_C(1) << s->loads[s->load_first]);
    if (s->product_cr)
        fields |= 1;
    if (i->gpr & pending || i->op.cr_reads & fields || i->op.spr_reads & s->special)
        return false;
    // A product in flight must not overwrite the newer CR0.
    return !(i->op.cr_writes & 1 && s->product_cr & CR0_LATER &&
             i->op.unit != HX_PPU_UNIT_MULTIPLY);
}

hx_scoreboard_out hx_scoreboard_look(const hx_scoreboard *s, const hx_scoreboard_in *in)
{
    const hx_instruction *i = in->instruction;
    hx_scoreboard_out out = {.readable = is_readable(s)};
    if (!i)
        return out;
    out.is_address = i->op.update && i->op.unit == HX_PPU_UNIT_LOAD && s->step;
    out.could = !in->block && !s->pause && (s->step || is_free(s, i, out.readable)) &&
                is_unit_free(s, in, out.is_address);
    out.issue = out.could && !in->wrong;
    out.last = out.issue && s->step == i->last_step;
    return out;
}

// The oldest load result may take the write port; a new one comes behind it.
static bool step_loads(hx_scoreboard *s, const hx_scoreboard_in *in, const hx_scoreboard_out *out)
{
    const hx_instruction *i = in->instruction;
    bool writes = out->issue && i->writes_gpr;
    bool taken = writes && i->op.unit == HX_PPU_UNIT_FIXED;
    bool pop = s->load_count &&
               (!(s->slots & BIT(1) || taken) ||
                (writes && i->target == s->loads[s->load_first] && (s->seen || out->readable)));
    bool moves = pop || in->loaded || out->readable;
    if (pop) {
        s->load_first = (s->load_first + 1) % HX_SCOREBOARD_LOADS;
        s->load_count--;
        s->seen = false;
    } else if (out->readable) {
        s->seen = true;
    }
    if (in->loaded) {
        assert(s->load_count < HX_SCOREBOARD_LOADS);
        s->loads[(s->load_first + s->load_count++) % HX_SCOREBOARD_LOADS] = in->loaded_target;
    }
    return moves;
}

// What was left behind comes one cycle closer.
static bool age(hx_scoreboard *s)
{
    bool moves = s->pause || s->slots || s->clear || s->product_cr || s->product ||
                 s->product_busy || s->fields || s->special || s->previous;
    if (!moves)
        return false;
    s->fields = s->special = 0;
    s->previous = false;
    s->product_busy = s->product & BIT(1);
    if (s->pause)
        s->pause--;
    s->slots = s->slots >> 1 & ~BIT(0);
    s->product_cr = s->product_cr >> 1 & ~BIT(0);
    s->product = s->product >> 1 & ~BIT(0);
    if (s->clear & BIT(1))
        s->pending &= ~(UINT32_C(1) << s->clears[1]);
    s->clear = s->clear >> 1 & ~BIT(0);
    s->clears[1] = s->clears[2];
    s->clears[2] = s->clears[3];
    return true;
}

static void reserve(hx_scoreboard *s, unsigned cycles, unsigned target)
{
    s->pending |= UINT32_C(1) << target;
    s->slots |= BIT(cycles);
    s->clear |= BIT(cycles);
    s->clears[cycles] = (uint8_t)target;
}

static void leave_product(hx_scoreboard *s, const hx_instruction *i)
{
    reserve(s, 3, i->target);
    s->product |= BIT(3);
    if (i->op.cr_writes & 1)
        s->product_cr |= BIT(4);
    if (i->op.writes_xer)
        s->pause = MULTIPLY_XER_COST;
}

static void leave(hx_scoreboard *s, const hx_instruction *i, const hx_scoreboard_out *out)
{
    unsigned unit = i->op.unit, target = (i->target + s->step) & 31;
    s->step = out->last ? 0 : s->step + 1;
    s->previous = unit != HX_PPU_UNIT_NOP && unit != HX_PPU_UNIT_VECTOR;
    s->special = i->op.spr_writes;
    if (unit == HX_PPU_UNIT_FIXED || unit == HX_PPU_UNIT_BRANCH)
        s->fields |= i->op.cr_writes;
    switch (unit) {
    case HX_PPU_UNIT_DIVIDE:
        s->pause = DIVIDE_COST;
        break;
    case HX_PPU_UNIT_TRAP:
    case HX_PPU_UNIT_SYNC:
        s->pause = SYNC_COST;
        break;
    case HX_PPU_UNIT_MSR:
        s->pause = MSR_COST;
        break;
    case HX_PPU_UNIT_MULTIPLY:
        leave_product(s, i);
        break;
    case HX_PPU_UNIT_LOAD:
        if (!out->is_address) {
            s->pending |= UINT32_C(1) << target;
            s->last_target = (uint8_t)target;
        }
        break;
    default:
        if (i->op.writes_xer)
            s->pause = XER_COST;
        break;
    }
    if (out->is_address || (i->op.update && unit == HX_PPU_UNIT_STORE))
        reserve(s, 1, i->base);
}

bool hx_scoreboard_step(hx_scoreboard *s, const hx_scoreboard_in *in, const hx_scoreboard_out *out)
{
    const hx_instruction *i = in->instruction;
    uint8_t oldest = s->loads[s->load_first];
    bool moves = step_loads(s, in, out);
    moves |= age(s);
    if (out->readable)
        s->pending &= ~(UINT32_C(1) << oldest);
    if (in->cancel)
        s->pending &= ~(UINT32_C(1) << s->last_target);
    if (in->divider_ends)
        s->fields |= 1;
    // A load that would issue right behind a mispredicted branch is lost, but its place at the
    // write port stays taken. Update forms and lmw leave none.
    if (out->could && in->wrong && i->op.unit == HX_PPU_UNIT_LOAD && !i->op.update &&
        !i->is_multiple)
        s->slots |= BIT(LOAD_PORT - 1);
    if (out->issue)
        leave(s, i, out);
    else if (in->block || in->wrong)
        s->step = 0;
    return moves || out->issue || in->cancel || in->divider_ends || (out->could && in->wrong);
}

// Execute stage of the processor's core.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/execute.h"

#include <hx_map.h>

#define XER_BITS 0xe0000000u

enum { BRANCH_TO_LINK = 16, BRANCH_TO_COUNT = 528 };

static void execute_fixed(hx_core *c, uint64_t cycle, hx_executed *x)
{
    const hx_instruction *i = &c->execute.instruction;
    unsigned number = HX_PPU_SPR(i->op.word);
    uint32_t *rt = &c->scalars.gpr[HX_PPU_RT(i->op.word)];
    switch (i->fixed) {
    case HX_FIXED_ALU:
        hx_ppu_execute_alu(&c->scalars, &i->op);
        break;
    case HX_FIXED_CONDITION:
        hx_ppu_execute_condition(&c->scalars, &i->op);
        break;
    case HX_FIXED_READ_STATE:
        *rt = c->special.state;
        break;
    case HX_FIXED_READ_SPECIAL:
        if (hx_clocks_have(number))
            *rt = hx_clocks_read(&c->clocks, cycle, number);
        else if (number == HX_MAP_PPU_SPR_XER)
            *rt = c->scalars.xer;
        else
            *rt = hx_special_read(&c->special, number);
        break;
    case HX_FIXED_WRITE_SPECIAL:
        if (hx_clocks_have(number))
            x->clocks = (hx_clocks_write){.valid = true, .number = number, .data = *rt};
        else if (number == HX_MAP_PPU_SPR_XER)
            c->scalars.xer = *rt & XER_BITS;
        else
            hx_special_write(&c->special, number, *rt);
        break;
    default:
        break;
    }
}

// Condition and overflow change at once, which nobody can tell; the register does later.
static hx_late_result execute_late(hx_core *c)
{
    const hx_instruction *i = &c->execute.instruction;
    uint32_t *target = &c->scalars.gpr[i->target], before = *target;
    hx_ppu_execute_alu(&c->scalars, &i->op);
    const hx_late_result result = {.valid = true, .target = i->target, .data = *target};
    *target = before;
    return result;
}

static bool is_misaligned(uint32_t address, unsigned size)
{
    unsigned offset = address & 3;
    return size == 1 ? false : size == 2 ? offset == 3 : offset != 0;
}

static void execute_access(hx_core *c, hx_executed *x)
{
    const hx_instruction *i = &c->execute.instruction;
    bool write = i->op.unit == HX_PPU_UNIT_STORE;
    uint32_t address = c->last_address;
    if (c->step == 0)
        address = hx_ppu_effective_address(&c->scalars, i->op.word);
    else if (!c->is_address)
        address += 4;
    x->misaligned = is_misaligned(address, i->size);
    if (x->misaligned)
        return;
    c->last_address = address;
    if (i->op.update && (c->is_address || write)) {
        c->address = (hx_late_result){.valid = true, .target = i->base, .data = address};
    }
    if (c->is_address)
        return;
    unsigned target = (i->target + c->step) & 31;
    x->has_transfer = true;
    x->transfer = (hx_transfer){.address = address,
                                .data = c->scalars.gpr[target],
                                .size = i->size,
                                .target = (uint8_t)target,
                                .write = write,
                                .sign_extend = i->sign_extend};
}

// The condition of a branch; the count register is decremented.
static bool find_condition(hx_core *c, uint32_t word, bool counts)
{
    uint32_t options = HX_PPU_RT(word);
    bool good = true;
    if (counts && !(options & 4)) {
        good = (c->special.count == 1) == (options >> 1 & 1);
        c->special.count--;
    }
    if (!(options & 16))
        good = good && (c->scalars.cr >> (31 - HX_PPU_RA(word)) & 1) == (options >> 3 & 1);
    return good;
}

static void execute_branch(hx_core *c, hx_executed *x)
{
    const hx_stage *stage = &c->execute;
    uint32_t word = stage->instruction.op.word, extended = HX_PPU_XO(word);
    uint32_t origin = word & 2 ? 0 : stage->address;
    bool links = word & 1;
    x->taken = true;
    if (HX_PPU_PRIMARY(word) == 18) {
        x->target = origin + (((word >> 2 & 0xffffff) ^ 0x800000) - 0x800000);
    } else if (HX_PPU_PRIMARY(word) == 16) {
        x->target = origin + (((word >> 2 & 0x3fff) ^ 0x2000) - 0x2000);
        x->taken = find_condition(c, word, true);
    } else if (extended == BRANCH_TO_LINK) {
        x->target = c->special.link >> 2;
        x->taken = find_condition(c, word, true);
    } else if (extended == BRANCH_TO_COUNT) {
        x->target = c->special.count >> 2;
        x->taken = find_condition(c, word, false);
    } else {
        x->target = hx_special_get_saved_address(&c->special, extended) >> 2;
        c->special.state = hx_special_get_saved_state(&c->special, extended);
        x->interrupts = c->special.state & HX_SPECIAL_INTERRUPTS;
        links = false;
    }
    x->target &= HX_FETCH_ADDRESS_MASK;
    if (links)
        c->special.link = (stage->address + 1) << 2;
    x->branch = true;
    x->wrong = x->taken != stage->predicted || (x->taken && x->target != stage->target);
}

static void hand_over(hx_core *c, hx_executed *x)
{
    const hx_instruction *i = &c->execute.instruction;
    uint32_t word = i->op.word;
    bool splat = i->vector->operands == HX_PPU_OPERANDS_SPLAT;
    uint32_t base = splat || HX_PPU_RA(word) ? c->scalars.gpr[HX_PPU_RA(word)] : 0;
    bool has_address = i->vector->unit == HX_PPU_LS || i->vector->unit == HX_PPU_PLS;
    x->vector =
        (hx_core_vector){.info = i->vector,
                         .word = word,
                         .scalar = has_address ? base + c->scalars.gpr[HX_PPU_RB(word)] : base};
}

void hx_execute(hx_core *c, uint64_t cycle, hx_executed *x)
{
    const hx_instruction *i = &c->execute.instruction;
    switch (i->op.unit) {
    case HX_PPU_UNIT_FIXED:
        execute_fixed(c, cycle, x);
        break;
    case HX_PPU_UNIT_DIVIDE:
        x->divides = true;
        c->quotient = execute_late(c);
        break;
    case HX_PPU_UNIT_MULTIPLY:
        c->product[HX_CORE_PRODUCTS - 1] = execute_late(c);
        break;
    case HX_PPU_UNIT_LOAD:
    case HX_PPU_UNIT_STORE:
        execute_access(c, x);
        break;
    case HX_PPU_UNIT_BRANCH:
        execute_branch(c, x);
        break;
    case HX_PPU_UNIT_TRAP:
        x->trap = hx_ppu_traps(&c->scalars, i->op.word);
        break;
    case HX_PPU_UNIT_MSR:
        c->special.state = c->scalars.gpr[HX_PPU_RT(i->op.word)];
        break;
    case HX_PPU_UNIT_WAIT:
        x->wait = true;
        break;
    case HX_PPU_UNIT_VECTOR:
        hand_over(c, x);
        break;
    default:
        break;
    }
}

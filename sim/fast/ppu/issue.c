// When instructions issue: operands, write port, latencies.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/issue.h"

enum {
    FIXED_LATENCY = 1,
    MULTIPLY_LATENCY = 4,
    DIVIDE_LATENCY = 32,
    LOAD_LATENCY = 5,
    LOAD_PORT = 6,       // issue to the write port, if that is free
    ADDRESS_LATENCY = 2, // of update forms
    FLAG_LATENCY = 2,    // CR, LR, CTR, special registers
    XER_COST = 3,
    ACCESS_DRAIN = 5, // issue of a load or store to empty queues
    SYNC_COST = 2,
    MSR_COST = 4
};

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static void advance_slots(hx_ppu *ppu, uint64_t cycle)
{
    uint64_t steps = cycle - ppu->slots_at;
    ppu->slots = steps < 64 ? ppu->slots >> steps : 0;
    ppu->slots_at = cycle;
}

static unsigned fixed_latency(const hx_ppu_op *op)
{
    switch (op->unit) {
    case HX_PPU_UNIT_MULTIPLY:
        return MULTIPLY_LATENCY;
    case HX_PPU_UNIT_DIVIDE:
        return DIVIDE_LATENCY;
    case HX_PPU_UNIT_LOAD:
        return LOAD_LATENCY;
    default:
        return FIXED_LATENCY;
    }
}

uint64_t hx_ppu_issue_wait_operands(const hx_ppu *ppu, const hx_ppu_op *op, uint64_t cycle)
{
    uint32_t gprs = op->gpr_reads | op->gpr_writes;
    if (op->update)
        gprs |= UINT32_C(1) << (op->update - 1);
    for (; gprs; gprs &= gprs - 1)
        cycle = later(cycle, ppu->gpr_ready[__builtin_ctz(gprs)]);
    for (uint32_t fields = op->cr_reads; fields; fields &= fields - 1)
        cycle = later(cycle, ppu->cr_ready[__builtin_ctz(fields)]);
    for (uint32_t sprs = op->spr_reads; sprs; sprs &= sprs - 1)
        cycle = later(cycle, ppu->spr_ready[__builtin_ctz(sprs)]);
    return cycle;
}

uint64_t hx_ppu_issue_wait_drained(hx_ppu *ppu, uint64_t cycle)
{
    return later(later(cycle, ppu->drained), hx_ppu_vector_timing_drain(&ppu->vector));
}

static bool port_taken(const hx_ppu *ppu, uint64_t cycle)
{
    return cycle >= ppu->slots_at && cycle - ppu->slots_at < 64 &&
           ppu->slots >> (cycle - ppu->slots_at) & 1;
}

uint64_t hx_ppu_issue_find(hx_ppu *ppu, const hx_ppu_op *op)
{
    uint64_t cycle = hx_ppu_issue_wait_operands(ppu, op, ppu->now);
    switch (op->unit) {
    case HX_PPU_UNIT_DIVIDE:
        cycle = later(cycle, ppu->divider_ready);
        break;
    case HX_PPU_UNIT_VECTOR:
        return hx_ppu_vector_timing_wait(&ppu->vector, cycle);
    case HX_PPU_UNIT_SYNC:
    case HX_PPU_UNIT_WAIT:
    case HX_PPU_UNIT_TRAP:
    case HX_PPU_UNIT_MSR:
        return hx_ppu_issue_wait_drained(ppu, cycle);
    default:
        break;
    }
    // A product in flight must not overwrite a newer CR0.
    if (op->cr_writes & 1 && op->unit != HX_PPU_UNIT_MULTIPLY)
        cycle = later(cycle, ppu->product_cr);
    if (op->gpr_writes && op->unit != HX_PPU_UNIT_LOAD)
        while (port_taken(ppu, cycle + fixed_latency(op)))
            cycle++;
    if (op->update && op->unit == HX_PPU_UNIT_STORE)
        while (port_taken(ppu, cycle + ADDRESS_LATENCY))
            cycle++;
    return cycle;
}

uint64_t hx_ppu_issue_get_last(const hx_ppu *ppu, const hx_ppu_op *op, uint64_t cycle)
{
    if (op->unit == HX_PPU_UNIT_STORE || !op->update)
        return cycle + op->count - 1;
    // The address of a load goes back by an operation of its own.
    cycle++;
    while (port_taken(ppu, cycle + ADDRESS_LATENCY))
        cycle++;
    return cycle;
}

// Gives the loads in flight the first free places behind each other.
static void place_loads(hx_ppu *ppu, uint32_t overwritten, uint64_t cycle)
{
    unsigned kept = 0;
    uint64_t free_from = 0;
    for (unsigned i = 0; i < ppu->load_count; i++) {
        // A new writer of the register could only issue because the data is there.
        if (overwritten >> ppu->loads[i].target & 1)
            continue;
        uint64_t slot = later(ppu->loads[i].slot, free_from);
        while (port_taken(ppu, slot))
            slot++;
        free_from = slot + 1;
        // Once readable, the data stays so.
        if (ppu->loads[i].readable > cycle) {
            ppu->loads[i].readable = slot - (LOAD_PORT - LOAD_LATENCY);
            ppu->gpr_ready[ppu->loads[i].target] = ppu->loads[i].readable;
        }
        ppu->loads[kept].slot = slot;
        ppu->loads[kept].readable = ppu->loads[i].readable;
        ppu->loads[kept].target = ppu->loads[i].target;
        kept += slot > cycle + 1;
    }
    ppu->load_count = kept;
}

static void push_load(hx_ppu *ppu, unsigned target, uint64_t cycle)
{
    if (ppu->load_count == HX_PPU_LOADS)
        return;
    ppu->loads[ppu->load_count].slot = cycle + LOAD_PORT;
    ppu->loads[ppu->load_count].readable = cycle + LOAD_LATENCY;
    ppu->loads[ppu->load_count++].target = (uint8_t)target;
}

void hx_ppu_issue_note_results(hx_ppu *ppu, const hx_ppu_op *op, uint64_t cycle, uint64_t last)
{
    unsigned latency = fixed_latency(op);
    uint64_t over = cycle + latency + 1;
    advance_slots(ppu, cycle);
    if (op->unit == HX_PPU_UNIT_LOAD || op->unit == HX_PPU_UNIT_STORE) {
        unsigned place = 0;
        for (uint32_t rest = op->gpr_writes; rest; rest &= rest - 1)
            push_load(ppu, (unsigned)__builtin_ctz(rest), cycle + place++);
        over = cycle + op->count - 1 + ACCESS_DRAIN;
        if (op->update) {
            ppu->gpr_ready[op->update - 1] = last + ADDRESS_LATENCY;
            ppu->slots |= UINT64_C(1) << (last - cycle + ADDRESS_LATENCY);
            over = later(over, last + FIXED_LATENCY + 1);
        }
    } else {
        for (uint32_t rest = op->gpr_writes; rest; rest &= rest - 1)
            ppu->gpr_ready[__builtin_ctz(rest)] = cycle + latency;
        if (op->gpr_writes)
            ppu->slots |= UINT64_C(1) << latency;
    }
    if (ppu->load_count)
        place_loads(ppu, op->unit == HX_PPU_UNIT_LOAD ? 0 : op->gpr_writes, cycle);
    // The divider starts behind the last product.
    if (op->unit == HX_PPU_UNIT_MULTIPLY)
        ppu->divider_ready = later(ppu->divider_ready, cycle + MULTIPLY_LATENCY);
    if (op->unit == HX_PPU_UNIT_MULTIPLY && op->cr_writes)
        ppu->product_cr = cycle + MULTIPLY_LATENCY;
    for (uint32_t rest = op->cr_writes; rest; rest &= rest - 1)
        ppu->cr_ready[__builtin_ctz(rest)] = cycle + latency + FLAG_LATENCY - FIXED_LATENCY;
    for (uint32_t rest = op->spr_writes; rest; rest &= rest - 1)
        ppu->spr_ready[__builtin_ctz(rest)] = cycle + FLAG_LATENCY;
    if (op->unit != HX_PPU_UNIT_NOP && op->unit != HX_PPU_UNIT_VECTOR)
        ppu->drained = later(ppu->drained, over);
}

uint64_t hx_ppu_issue_get_cost(const hx_ppu_op *op)
{
    switch (op->unit) {
    case HX_PPU_UNIT_DIVIDE:
        return DIVIDE_LATENCY;
    case HX_PPU_UNIT_TRAP:
    case HX_PPU_UNIT_SYNC:
        return SYNC_COST;
    case HX_PPU_UNIT_MSR:
        return MSR_COST;
    case HX_PPU_UNIT_MULTIPLY:
        return op->writes_xer ? MULTIPLY_LATENCY + 2u : 1;
    default:
        return op->writes_xer ? XER_COST : 1;
    }
}

unsigned hx_ppu_issue_get_count(const hx_ppu_op *op)
{
    if (op->unit == HX_PPU_UNIT_NOP || op->unit == HX_PPU_UNIT_SYNC || op->unit == HX_PPU_UNIT_WAIT)
        return 0;
    return op->count + (op->unit == HX_PPU_UNIT_LOAD && op->update ? 1u : 0u);
}

void hx_ppu_issue_note_lost_load(hx_ppu *ppu, uint64_t cycle)
{
    advance_slots(ppu, cycle);
    ppu->slots |= UINT64_C(1) << LOAD_PORT;
}

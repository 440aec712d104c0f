// The core: issue rules, branches, interrupts, sleep.
// SPDX-License-Identifier: Apache-2.0
//
// Instructions issue in order, at most one a cycle. A result of latency L can be used by an
// instruction that issues L cycles later and takes the register port's slot of that cycle.
#include "sim/fast/ppu/core.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIRST_ISSUE = 4,
    FIXED_LATENCY = 1,
    MULTIPLY_LATENCY = 4,
    DIVIDE_LATENCY = 32,
    LOAD_LATENCY = 5,
    LOAD_PORT = 6,       // issue to the write port, if that is free
    ADDRESS_LATENCY = 2, // of update forms
    FLAG_LATENCY = 2,    // CR, LR, CTR, special registers
    XER_COST = 3,
    ACCESS_DRAIN = 5, // issue of a load or store to empty queues
    REDIRECT_COST = 5,
    TRAP_COST = 9,
    SYNC_COST = 2,
    MSR_COST = 4,
    DIVIDER_START = 30, // first cycle with a usable divider
    LMW = 46,           // primary opcode
    FETCH_DEPTH = 4     // issue to lookup of the instruction so many places behind
};

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

// Appends the instruction behind the last one on the predicted path.
static void fetch_next(hx_ppu *ppu, uint64_t cycle)
{
    const hx_ppu_fetched *last = &ppu->fetch[(ppu->fetch_head + FETCH_DEPTH - 1) % FETCH_DEPTH];
    hx_ppu_fetched *next = &ppu->fetch[ppu->fetch_head];
    uint32_t address = last->predicted ? last->predicted_target : last->address + 4;
    next->address = address;
    next->predicted =
        hx_ppu_predictor_lookup(&ppu->predictor, cycle, address, &next->predicted_target);
    ppu->fetch_head = (ppu->fetch_head + 1) % FETCH_DEPTH;
}

// The target issues in `cycle` at the earliest; it is not looked up itself.
static void redirect(hx_ppu *ppu, uint32_t address, uint64_t cycle)
{
    ppu->fetch_head = 0;
    ppu->fetch[FETCH_DEPTH - 1] = (hx_ppu_fetched){.address = address};
    for (unsigned i = 1; i < FETCH_DEPTH; i++)
        fetch_next(ppu, cycle - FETCH_DEPTH + i);
    // The ring now holds the target in its last place and its followers in the first ones.
    ppu->fetch_head = FETCH_DEPTH - 1;
    ppu->now = cycle;
}

void hx_ppu_jump(hx_ppu *ppu, uint32_t address)
{
    ppu->is_sleeping = false;
    redirect(ppu, address & ~3u, later(ppu->now, FIRST_ISSUE) + REDIRECT_COST);
}

void hx_ppu_reset(hx_ppu *ppu)
{
    hx_ppu_config config = ppu->config;
    bool stops_at_unknown = ppu->stops_at_unknown;
    hx_ppu_trace_fn trace = ppu->trace;
    void *context = ppu->trace_context;
    size_t start = offsetof(hx_ppu, scalars);
    memset((char *)ppu + start, 0, sizeof *ppu - start);
    ppu->config = config;
    ppu->scalars.power_isa = config.power_isa;
    ppu->stops_at_unknown = stops_at_unknown;
    ppu->trace = trace;
    ppu->trace_context = context;
    hx_ppu_timers_reset(&ppu->timers);
    hx_ppu_predictor_reset(&ppu->predictor);
    hx_ppu_vector_timing_reset(&ppu->vector);
    ppu->divider_ready = DIVIDER_START;
    redirect(ppu, 0, FIRST_ISSUE);
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

static uint64_t wait_operands(const hx_ppu *ppu, const hx_ppu_op *op, uint64_t cycle)
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

static uint64_t wait_drained(hx_ppu *ppu, uint64_t cycle)
{
    return later(later(cycle, ppu->drained), hx_ppu_vector_timing_drain(&ppu->vector));
}

static bool port_taken(const hx_ppu *ppu, uint64_t cycle)
{
    return cycle >= ppu->slots_at && cycle - ppu->slots_at < 64 &&
           ppu->slots >> (cycle - ppu->slots_at) & 1;
}

// Cycle in which the instruction issues.
static uint64_t find_issue(hx_ppu *ppu, const hx_ppu_op *op)
{
    uint64_t cycle = wait_operands(ppu, op, ppu->now);
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
        return wait_drained(ppu, cycle);
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

// Cycle in which the last operation of the instruction issues.
static uint64_t last_issue(const hx_ppu *ppu, const hx_ppu_op *op, uint64_t cycle)
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

static void note_results(hx_ppu *ppu, const hx_ppu_op *op, uint64_t cycle, uint64_t last)
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

static uint64_t issue_cost(const hx_ppu_op *op)
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

static unsigned issued_count(const hx_ppu_op *op)
{
    if (op->unit == HX_PPU_UNIT_NOP || op->unit == HX_PPU_UNIT_SYNC || op->unit == HX_PPU_UNIT_WAIT)
        return 0;
    return op->count + (op->unit == HX_PPU_UNIT_LOAD && op->update ? 1u : 0u);
}

static bool interrupt_waits(hx_ppu *ppu, uint64_t cycle)
{
    if (!(ppu->msr & HX_PPU_MSR_EE) || !ppu->timers.tcr)
        return false;
    hx_ppu_timers_update(&ppu->timers, cycle);
    return hx_ppu_timers_pending(&ppu->timers) != 0;
}

// A load that would issue right behind a mispredicted branch is lost, but its place at the write
// port stays taken. Update forms and lmw, which need more than one operation, leave none.
static void note_wrong_load(hx_ppu *ppu, uint64_t cycle)
{
    hx_ppu_op op;
    uint32_t address = ppu->fetch[ppu->fetch_head].address;
    hx_ppu_decode(ppu->memory[address >> 2 & (HX_PPU_MEMORY_WORDS - 1)], &op);
    if (op.unit != HX_PPU_UNIT_LOAD || op.update || HX_PPU_PRIMARY(op.word) == LMW)
        return;
    if (wait_operands(ppu, &op, cycle) > cycle || interrupt_waits(ppu, cycle))
        return;
    advance_slots(ppu, cycle);
    ppu->slots |= UINT64_C(1) << LOAD_PORT;
}

static void resolve_branch(hx_ppu *ppu, const hx_ppu_fetched *fetched, uint64_t cycle)
{
    // The newest address of the queue is at the instruction port.
    uint32_t at_port = ppu->fetch[(ppu->fetch_head + FETCH_DEPTH - 1) % FETCH_DEPTH].address;
    bool right = ppu->is_taken == fetched->predicted &&
                 (!ppu->is_taken || fetched->predicted_target == ppu->next_address);
    ppu->counters.branches++;
    hx_ppu_predictor_update(&ppu->predictor, cycle + 1, fetched->address, ppu->is_taken,
                            ppu->is_taken ? ppu->next_address : at_port + 4);
    if (right)
        return;
    // A wrong target costs as much but counts as neither.
    if (ppu->is_taken && !fetched->predicted)
        ppu->counters.mispredicted_taken++;
    else if (!ppu->is_taken)
        ppu->counters.mispredicted_not_taken++;
    note_wrong_load(ppu, cycle + 1);
    redirect(ppu, ppu->next_address, cycle + REDIRECT_COST);
}

static void take_interrupt(hx_ppu *ppu, uint32_t vector, uint32_t return_address, uint64_t cycle)
{
    hx_ppu_enter_interrupt(ppu, vector, return_address);
    redirect(ppu, vector, cycle + TRAP_COST);
}

// A timer event from cycle `from` to `until`, in which the next instruction could issue; true:
// taken as an interrupt.
static bool take_timer(hx_ppu *ppu, uint32_t return_address, uint64_t from, uint64_t until)
{
    if (!(ppu->msr & HX_PPU_MSR_EE) || !ppu->timers.tcr)
        return false;
    hx_ppu_timers_update(&ppu->timers, from);
    if (!hx_ppu_timers_pending(&ppu->timers)) {
        uint64_t next = hx_ppu_timers_next(&ppu->timers);
        if (next > until)
            return false;
        from = next;
    }
    // The vector is chosen when everything issued is done.
    from = wait_drained(ppu, from);
    hx_ppu_timers_update(&ppu->timers, from);
    take_interrupt(ppu, hx_ppu_timers_pending(&ppu->timers), return_address, from);
    return true;
}

// A request from outside; true: taken as an interrupt.
static bool take_request(hx_ppu *ppu, uint32_t return_address, uint64_t cycle)
{
    if (!(ppu->msr & HX_PPU_MSR_EE))
        return false;
    uint32_t vector = hx_ppu_requests_take(ppu);
    if (vector)
        take_interrupt(ppu, vector, return_address, wait_drained(ppu, cycle));
    return vector != 0;
}

// Sleeping: goes on at the next timer event or request. False: there is none.
static bool wake_up(hx_ppu *ppu)
{
    if (take_request(ppu, ppu->sleep_address, ppu->counters.cycles)) {
        ppu->is_sleeping = false;
        return true;
    }
    uint64_t cycle = ppu->counters.cycles + 1; // asleep from here on
    hx_ppu_timers_update(&ppu->timers, cycle);
    if (!hx_ppu_timers_pending(&ppu->timers)) {
        uint64_t next = hx_ppu_timers_next(&ppu->timers);
        if (next == UINT64_MAX)
            return false;
        cycle = next;
        hx_ppu_timers_update(&ppu->timers, cycle);
    }
    ppu->is_sleeping = false;
    if (!take_timer(ppu, ppu->sleep_address, cycle, cycle))
        redirect(ppu, ppu->sleep_address + 4, cycle + REDIRECT_COST);
    ppu->counters.cycles = cycle;
    return true;
}

bool hx_ppu_step(hx_ppu *ppu)
{
    if (ppu->is_sleeping && !wake_up(ppu))
        return false;
    hx_ppu_fetched fetched = ppu->fetch[ppu->fetch_head];
    if (take_request(ppu, fetched.address, ppu->now))
        return true;
    uint32_t index = fetched.address >> 2 & (HX_PPU_MEMORY_WORDS - 1);
    hx_ppu_op *op = &ppu->decoded[index];
    uint32_t word = ppu->memory[index];
    if (fetched.address >= HX_PPU_FETCH_PORT)
        word = hx_ppu_memory_fetch(ppu, fetched.address);
    if (!op->is_valid || op->word != word)
        hx_ppu_decode(word, op);
    uint64_t cycle = find_issue(ppu, op);
    if (take_timer(ppu, fetched.address, ppu->now, cycle))
        return true;
    if (!op->is_known && ppu->stops_at_unknown) {
        ppu->is_stopped = true;
        ppu->unknown_address = fetched.address;
        ppu->unknown_word = word;
        return false;
    }
    if (ppu->trace)
        ppu->trace(ppu->trace_context, cycle, fetched.address, op->word);
    ppu->is_taken = ppu->is_misaligned = ppu->is_trap = false;
    if (op->unit == HX_PPU_UNIT_VECTOR) {
        hx_ppu_vector_timing_issue(&ppu->vector, cycle, op->word);
        hx_ppu_execute_vectors(ppu, op);
    } else {
        ppu->next_address = fetched.address + 4;
        hx_ppu_execute_scalar(ppu, op, fetched.address, cycle);
    }
    hx_ppu_op done = *op;
    if (ppu->is_misaligned) { // only the first operation issued, and it leaves no result
        done.count = 1;
        done.update = 0;
        done.gpr_writes = 0;
    }
    uint64_t last = last_issue(ppu, &done, cycle);
    note_results(ppu, &done, cycle, last);
    ppu->counters.issued += issued_count(&done);
    ppu->counters.instructions++;
    ppu->now = last + issue_cost(op);
    ppu->counters.cycles = ppu->now;
    // The queue's head is replaced by the lookup of this cycle.
    fetch_next(ppu, last);
    if (op->unit == HX_PPU_UNIT_BRANCH)
        resolve_branch(ppu, &fetched, cycle);
    if (ppu->is_misaligned)
        take_interrupt(ppu, HX_PPU_VECTOR_ALIGNMENT, fetched.address, cycle);
    if (ppu->is_trap) {
        ppu->esr = HX_PPU_ESR_PTR;
        take_interrupt(ppu, HX_PPU_VECTOR_PROGRAM, fetched.address, cycle);
    }
    if (op->unit == HX_PPU_UNIT_WAIT) {
        ppu->is_sleeping = true;
        ppu->sleep_address = fetched.address;
        ppu->counters.cycles = cycle + 1;
    }
    return true;
}

hx_status hx_ppu_run(hx_ppu *ppu, uint64_t max_cycles)
{
    if (ppu->is_sleeping && !hx_ppu_step(ppu))
        return HX_OK;
    while (!ppu->is_sleeping && !ppu->is_stopped && ppu->now <= max_cycles)
        hx_ppu_step(ppu);
    if (ppu->is_stopped)
        return HX_ERROR_CHECK;
    if (ppu->is_sleeping && ppu->counters.cycles <= max_cycles)
        return HX_OK;
    return HX_ERROR_LIMIT;
}

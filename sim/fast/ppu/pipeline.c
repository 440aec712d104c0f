// The core: one instruction after the other, branches, interrupts, sleep.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/core.h"
#include "sim/fast/ppu/issue.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIRST_ISSUE = 4,
    REDIRECT_COST = 5,
    TRAP_COST = 9,
    DIVIDER_START = 30, // first cycle with a usable divider
    LMW = 46,           // primary opcode
    FETCH_DEPTH = 4     // issue to lookup of the instruction so many places behind
};

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
    redirect(ppu, address & ~3u, (ppu->now > FIRST_ISSUE ? ppu->now : FIRST_ISSUE) + REDIRECT_COST);
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
    if (hx_ppu_issue_wait_operands(ppu, &op, cycle) > cycle || interrupt_waits(ppu, cycle))
        return;
    hx_ppu_issue_note_lost_load(ppu, cycle);
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
    from = hx_ppu_issue_wait_drained(ppu, from);
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
        take_interrupt(ppu, vector, return_address, hx_ppu_issue_wait_drained(ppu, cycle));
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
    uint64_t cycle = hx_ppu_issue_find(ppu, op);
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
    uint64_t last = hx_ppu_issue_get_last(ppu, &done, cycle);
    hx_ppu_issue_note_results(ppu, &done, cycle, last);
    ppu->counters.issued += hx_ppu_issue_get_count(&done);
    ppu->counters.instructions++;
    ppu->now = last + hx_ppu_issue_get_cost(op);
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

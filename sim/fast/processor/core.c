// Scalar core of a processor, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/core.h"

#include "sim/fast/processor/execute.h"

#include <stddef.h>

enum {
    DIVIDER_START = 30,   // first cycle with a usable divider
    DIVISION_CYCLES = 31, // behind the start
    ENTRY_CYCLES = 5,     // from the decision for an exception to the redirect
    ALIGNMENT_VECTOR = 0x6,
    TRAP_VECTOR = 0x7,
    PIN_VECTOR = 0x5,
    INTERVAL_VECTOR = 0xb,
    DECREMENTER_VECTOR = 0xc
};

// What is decided in a cycle.
typedef struct decision {
    uint32_t request;      // vector of the interrupt that is pending, 0: none
    bool synchronous;      // an exception of the operation that executes
    bool block, interrupt; // nothing issues; the handler of the request is entered
    bool redirect;
    uint32_t target;
    bool loaded;
    uint8_t loaded_target;
    uint32_t loaded_data;
} decision;

void hx_core_reset(hx_core *c)
{
    hx_fetch_reset(&c->fetch);
    c->issue.valid = c->execute.valid = false;
    hx_scoreboard_reset(&c->scoreboard);
    hx_load_store_reset(&c->load_store);
    c->address.valid = c->quotient.valid = false;
    for (unsigned i = 0; i < HX_CORE_PRODUCTS; i++)
        c->product[i].valid = false;
    c->division = 0;
    c->scalars = (hx_ppu_scalars){0};
    c->special = (hx_special){0};
    hx_clocks_reset(&c->clocks);
    c->sleeps = c->wakes = false;
    c->entry = 0;
}

static uint32_t find_request(const hx_core *c, const hx_clocks_write *write)
{
    if (c->special.pin)
        return PIN_VECTOR;
    if (!c->clocks.interval && !c->clocks.decremented)
        return 0;
    hx_clocks_requests requests = hx_clocks_look(&c->clocks, write);
    return requests.interval ? INTERVAL_VECTOR : requests.decremented ? DECREMENTER_VECTOR : 0;
}

static void decide(const hx_core *c, const hx_executed *x, bool drained, decision *d)
{
    d->request = find_request(c, &x->clocks);
    d->synchronous = x->misaligned || x->trap;
    bool interrupt = d->request && x->interrupts && !c->entry && !c->wakes &&
                     hx_scoreboard_is_between(&c->scoreboard);
    d->interrupt = interrupt && drained && (c->issue.valid || c->sleeps);
    d->block = d->synchronous || x->wait || c->sleeps || c->wakes || c->entry || interrupt;
    if (c->wakes || c->entry == 1) {
        d->redirect = true;
        d->target = c->wakes ? c->sleep_address + 1 : c->vector;
    } else if (x->branch && x->wrong) {
        d->redirect = true;
        d->target = x->taken ? x->target : c->execute.address + 1;
    }
}

// The edge of exceptions and sleep. Returns true if anything changed.
static bool step_exceptions(hx_core *c, const hx_executed *x, const decision *d)
{
    bool moves = c->entry || c->wakes || x->wait || d->synchronous || d->interrupt ||
                 (c->sleeps && d->request);
    if (!moves)
        return false;
    uint32_t back = d->synchronous ? c->execute.address
                    : c->sleeps    ? c->sleep_address
                                   : c->issue.address;
    c->wakes = c->sleeps && d->request && !x->interrupts;
    if (c->entry)
        c->entry--;
    if (c->sleeps && d->request)
        c->sleeps = false;
    else if (x->wait)
        c->sleeps = true;
    if (x->wait)
        c->sleep_address = c->execute.address;
    if (d->synchronous || d->interrupt) {
        c->entry = d->synchronous ? ENTRY_CYCLES - 1 : ENTRY_CYCLES;
        c->vector = x->misaligned ? ALIGNMENT_VECTOR : x->trap ? TRAP_VECTOR : d->request;
        hx_special_enter(&c->special, x->trap, back << 2);
    }
    return true;
}

// The edge of the requests of pins.
static bool step_pins(hx_core *c, const hx_executed *x, const decision *d, bool ask)
{
    bool before = c->special.pin;
    if (x->interrupts && ask)
        c->special.pin = true;
    else if (d->interrupt && d->request == PIN_VECTOR)
        c->special.pin = false;
    return c->special.pin != before;
}

static const hx_instruction *decode(hx_core *c, const hx_fetched *fetched)
{
    hx_instruction *i = &c->decoded[fetched->address % HX_PROCESSOR_WORDS];
    if (i->op.word != fetched->word || !i->op.is_valid)
        hx_instruction_decode(fetched->word, i);
    return i;
}

// The edge of fetch and issue stage. Returns true if anything changed.
static bool step_front(hx_core *c, const decision *d, bool last, const hx_core_in *in,
                       hx_code_fetch *fetch)
{
    const bool advances = !c->issue.valid || last;
    *fetch = (hx_code_fetch){.valid = advances, .address = c->fetch.address};
    if (d->redirect) {
        c->issue.valid = false;
        hx_fetch_redirect(&c->fetch, d->target);
        return true;
    }
    if (!advances)
        return false;
    const hx_fetched *f = &c->fetch.decoding;
    c->issue.valid = c->fetch.decodes;
    if (c->fetch.decodes) {
        c->issue.instruction = *decode(c, f);
        c->issue.address = f->address;
        c->issue.predicted = f->predicted;
        c->issue.target = f->target;
    }
    uint32_t word;
    bool taken = hx_code_look(in->code, in->memory, fetch->address, &word);
    return hx_fetch_advance(&c->fetch, taken, word);
}

static bool step_division(hx_core *c, const hx_executed *x)
{
    if (!c->division && !x->divides)
        return false;
    c->division = x->divides ? DIVISION_CYCLES : c->division - 1;
    return true;
}

// The edge of predictor and timers. Returns true if anything changed.
static bool step_slow(hx_core *c, const hx_executed *x, uint64_t cycle, uint32_t branch,
                      uint32_t fetch_address)
{
    bool moves = x->branch;
    if (x->branch)
        hx_prediction_update(&c->fetch.prediction, cycle, branch, x->taken,
                             x->taken ? x->target : (fetch_address + 1) & HX_FETCH_ADDRESS_MASK);
    else
        moves = hx_prediction_step(&c->fetch.prediction);
    if (x->clocks.valid || cycle >= c->clocks.next) {
        hx_clocks_step(&c->clocks, cycle, &x->clocks);
        moves = true;
    }
    return moves;
}

static void write_late(hx_core *c, hx_late_result *result)
{
    if (result->valid)
        c->scalars.gpr[result->target] = result->data;
    result->valid = false;
}

// Register writes of a cycle besides that of the operation that executes, which goes before that
// of a load. `before`: late results as before it. Returns true if there are any.
typedef struct late_results {
    hx_late_result address, product;
    bool products; // any under way
} late_results;

static bool write_registers(hx_core *c, const decision *d, late_results *before)
{
    const hx_instruction *i = &c->execute.instruction;
    const bool overtakes = c->execute.valid && i->op.unit == HX_PPU_UNIT_FIXED && i->writes_gpr &&
                           i->target == d->loaded_target;
    bool moves = d->loaded || before->address.valid || before->products;
    if (d->loaded && !overtakes)
        c->scalars.gpr[d->loaded_target] = d->loaded_data;
    write_late(c, &before->address);
    write_late(c, &before->product);
    if (c->division == 1)
        write_late(c, &c->quotient);
    return moves;
}

// Products come one cycle closer. The place of one that starts becomes free.
static late_results take_late(hx_core *c)
{
    late_results taken = {.address = c->address, .product = c->product[0]};
    taken.products = c->product[0].valid || c->product[1].valid || c->product[2].valid;
    c->address.valid = false;
    if (taken.products) {
        c->product[0] = c->product[1];
        c->product[1] = c->product[2];
        c->product[2].valid = false;
    }
    return taken;
}

bool hx_core_step(hx_core *c, const hx_core_in *in, hx_core_out *left)
{
    decision d = {0};
    hx_executed x = {.interrupts = c->special.state & HX_SPECIAL_INTERRUPTS};
    const bool pins_ask = hx_special_pins_ask(&c->special);
    const uint32_t fetch_address = c->fetch.address, branch = c->execute.address;
    late_results late = take_late(c);
    bool moves = c->execute.valid;
    if (in->response)
        d.loaded = hx_load_store_look(&c->load_store, in->data, &d.loaded_target, &d.loaded_data);
    if (c->execute.valid)
        hx_execute(c, in->cycle, &x);
    const bool drained = hx_scoreboard_is_drained(&c->scoreboard) &&
                         hx_load_store_is_idle(&c->load_store) && !c->division && in->vector_idle &&
                         !x.vector.info;
    decide(c, &x, drained, &d);
    const hx_scoreboard_in look = {
        .instruction = c->issue.valid ? &c->issue.instruction : NULL,
        .block = d.block,
        .wrong = x.wrong,
        .vector_ready = in->vector_ready,
        .access_ready = hx_load_store_is_ready(&c->load_store),
        .divider_started = in->cycle >= DIVIDER_START,
        .divider_ends = c->division == 2 && c->execute.instruction.op.cr_writes & 1,
        .drained = drained,
        .cancel = x.misaligned && c->execute.instruction.op.unit == HX_PPU_UNIT_LOAD,
        .loaded = d.loaded,
        .loaded_target = d.loaded_target};
    const hx_scoreboard_out out = hx_scoreboard_look(&c->scoreboard, &look);
    const uint8_t step = c->scoreboard.step;

    moves |= write_registers(c, &d, &late);
    moves |= step_pins(c, &x, &d, pins_ask);
    moves |= step_exceptions(c, &x, &d);
    moves |= step_division(c, &x);
    moves |= hx_load_store_step(&c->load_store, x.has_transfer ? &x.transfer : NULL, in->accept,
                                in->response);
    moves |= hx_scoreboard_step(&c->scoreboard, &look, &out);
    c->execute.valid = false;
    if (out.issue) {
        c->execute = c->issue;
        c->execute.valid = c->issue.instruction.op.unit != HX_PPU_UNIT_NOP;
        c->is_address = out.is_address;
        c->step = step;
    }
    moves |= step_front(c, &d, out.last, in, &left->fetch);
    moves |= step_slow(c, &x, in->cycle, branch, fetch_address);
    left->vector = x.vector;
    return moves;
}

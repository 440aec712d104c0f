// One plasticity processor of the chip with its memory, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/processor_private.h"

#include <hx_map.h>
#include <stdlib.h>

#define ADDRESS_MASK 0x3ffffffu

enum { RESET_CYCLES = 4 };

// As in the top half.
static uint32_t turn(const hx_processor *p, uint32_t address)
{
    return (address - p->half * HX_MAP_PPU_MEMORY_WORD_HEMISPHERE_STRIDE) & ADDRESS_MASK;
}

bool hx_processor_has_address(const hx_processor *p, uint32_t address)
{
    uint32_t top = turn(p, address);
    return top - HX_MAP_PPU_MEMORY_WORD_BASE < HX_MAP_PPU_MEMORY_WORD_WORD_COUNT ||
           top == HX_MAP_PPU_CONTROL_REGISTER_BASE || top == HX_MAP_PPU_STATUS_REGISTER_BASE;
}

bool hx_processor_executes(const hx_processor *p, uint32_t *address, uint32_t *word)
{
    *word = p->core.execute.instruction.op.word;
    *address = p->core.execute.address;
    return p->core.execute.valid;
}

static void show(const hx_processor *p)
{
    hx_ppu_port *port = p->port;
    if (p->data.chip_count)
        port->request = p->data.chip[p->data.chip_first];
    else
        port->request.valid = false;
    port->memory_valid =
        hx_external_get_word(&p->external, p->half, hx_processor_get_external(p), &port->memory);
    port->memory_busy = hx_external_sends(&p->external);
}

// The edge of what decides over the core's clock, but for its result.
static bool find_on(const hx_processor *p)
{
    if (hx_processor_is_busy(p))
        return true;
    if (p->control & HX_PROCESSOR_CLOCK_OFF)
        return !p->stops;
    if (p->control & HX_PROCESSOR_CLOCK_ON)
        return true;
    if (p->control & HX_PROCESSOR_RUN)
        return !p->runs || !p->core.sleeps || hx_core_can_wake(&p->core) || p->stops;
    return p->runs || !(p->on || p->rested);
}

typedef struct clock_state {
    bool runs, on, rested;
} clock_state;

static clock_state find_clock(const hx_processor *p, bool reset)
{
    clock_state next = {p->runs, p->on, p->rested};
    if (reset)
        return (clock_state){.on = true};
    if (!p->on && !p->looks)
        return next;
    next.runs = p->control & HX_PROCESSOR_RUN;
    next.rested = p->runs ? false : p->rested || p->on;
    next.on = find_on(p);
    return next;
}

// Read data of an access of the bus, before the edge.
static uint32_t read_word(const hx_processor *p, const hx_access *access)
{
    uint32_t address = turn(p, access->address);
    if (access->write)
        return 0;
    if (address - HX_MAP_PPU_MEMORY_WORD_BASE < HX_PROCESSOR_WORDS)
        return p->memory[address - HX_MAP_PPU_MEMORY_WORD_BASE];
    if (address == HX_MAP_PPU_CONTROL_REGISTER_BASE)
        return p->control;
    if (address == HX_MAP_PPU_STATUS_REGISTER_BASE)
        return !p->runs || (p->core.sleeps && !hx_processor_is_busy(p));
    return 0;
}

static void write_word(hx_processor *p, const hx_access *access)
{
    uint32_t address = turn(p, access->address), place = address - HX_MAP_PPU_MEMORY_WORD_BASE;
    if (!access->write)
        return;
    if (place < HX_PROCESSOR_WORDS)
        p->memory[place] = hx_access_merge(access, p->memory[place], UINT32_MAX);
    if (address == HX_MAP_PPU_CONTROL_REGISTER_BASE)
        p->control = hx_access_merge(access, p->control, hx_map_ppu_control_register_mask(0));
}

// First cycle in which something happens without inputs, behind an edge that changed nothing.
static uint64_t find_next(const hx_processor *p)
{
    uint64_t event = p->core.clocks.next;
    if (hx_rows_counts(&p->rows, p->cycle) && p->rows.ready_at < event)
        event = p->rows.ready_at;
    return p->on && p->runs && event != UINT64_MAX ? p->now + (event - p->cycle) : UINT64_MAX;
}

bool hx_processor_take_word(hx_processor *p, uint64_t now)
{
    if (p->external.state != HX_EXTERNAL_WRITE_ROW || !p->on || !p->runs || p->port->next <= now)
        return false;
    p->cycle += now - p->now + 1;
    p->now = now + 1;
    const bool rests = hx_external_take_row_word(&p->external, &p->port->memory);
    p->port->memory_valid = rests;
    p->port->memory_busy = hx_external_sends(&p->external);
    p->port->next = rests ? find_next(p) : p->now;
    return true;
}

static bool takes_only_word(const hx_processor *p, const hx_ppu_port_in *in)
{
    return in->memory_taken && in->row_done == p->port->row_done && !in->reset &&
           !in->access.valid && !in->request_taken && !in->answered && !in->memory_answered;
}

uint32_t hx_processor_step(hx_processor *p, uint64_t now, const hx_ppu_port_in *in)
{
    if (takes_only_word(p, in) && hx_processor_take_word(p, now))
        return 0;
    const bool accessed = in->access.valid && !in->reset;
    if (p->on && p->runs)
        p->cycle += now - p->now;
    p->now = now + 1;
    const uint32_t data = accessed ? read_word(p, &in->access) : 0;
    const clock_state clock = find_clock(p, in->reset);
    bool moves = p->on && hx_processor_step_core(p, in);
    moves |= accessed || p->looks || clock.on != p->on || clock.runs != p->runs ||
             clock.rested != p->rested;
    if (accessed)
        write_word(p, &in->access);
    if (in->reset)
        p->control = 0;
    p->looks = in->access.valid;
    p->runs = clock.runs;
    p->on = clock.on;
    p->rested = clock.rested;
    p->port->row_done = in->row_done;
    p->port->next = moves ? p->now : find_next(p);
    show(p);
    return data;
}

hx_status hx_processor_create(hx_processor **processor, unsigned half, hx_ppu_port *port)
{
    hx_processor *p = calloc(1, sizeof *p);
    if (!p)
        return HX_ERROR_MEMORY;
    p->half = half;
    p->port = port;
    p->on = true;
    hx_vector_unit_reset(&p->vector);
    *port = (hx_ppu_port){.row = &p->rows.row};
    const hx_ppu_port_in in = {.reset = true};
    for (unsigned cycle = 0; cycle < RESET_CYCLES; cycle++)
        hx_processor_step(p, 0, &in);
    p->now = 0;
    port->next = 0;
    *processor = p;
    return HX_OK;
}

void hx_processor_destroy(hx_processor *p)
{
    free(p);
}

// One plasticity processor of the chip with its memory, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/processor.h"

#include "sim/fast/processor/core.h"
#include "sim/fast/processor/data_bus.h"
#include "sim/fast/processor/external.h"
#include "sim/fast/processor/rows.h"
#include "sim/fast/processor/vector_unit.h"

#include <hx_map.h>
#include <stdlib.h>

#define ADDRESS_MASK 0x3ffffffu

enum {
    RESET_CYCLES = 4,
    SETTLED = 30, // cycle behind reset from which on only events count
    // Bits of the control register
    RUN = 1,
    CLOCK_ON = 2,
    CLOCK_OFF = 4,
    CACHE = 8,
    // Of the requests of vectors in the local memory, by cycles since then
    SERIAL_STAGES = 7,
    SERIAL_READ = 1 << 6,
    SERIAL_WRITE = 1 << 4
};

struct hx_processor {
    unsigned half;
    hx_ppu_port *port;
    uint64_t now;   // first cycle without a step
    uint64_t cycle; // of the core, 1 behind its reset
    // Clock and reset
    uint32_t control;
    bool runs;     // not in reset
    bool on;       // the core's clock has the coming edge
    bool rested;   // in reset and has had an edge in it
    bool stops;    // accesses may only end
    bool looks;    // the control register may have changed
    bool is_reset; // the core was, by the last edge
    bool waits;    // the last edge changed nothing in core and vector unit
    // Vectors in the local memory: requests under way and what was read
    uint8_t serial_valid, serial_first, serial_last;
    bool serial_write;
    uint32_t serial_data[HX_VECTOR_WORDS];
    hx_core core;
    hx_vector_unit vector;
    hx_data_bus data;
    hx_rows rows;
    hx_external external;
    hx_code code;
    uint32_t memory[HX_PROCESSOR_WORDS];
};

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

static const hx_external_access *get_external(const hx_processor *p)
{
    return p->data.external_count ? &p->data.external[p->data.external_first] : NULL;
}

static bool is_busy(const hx_processor *p)
{
    return hx_data_bus_is_busy(&p->data) || hx_external_sends(&p->external) ||
           p->external.reading || hx_code_is_busy(&p->code);
}

static void show(const hx_processor *p)
{
    hx_ppu_port *port = p->port;
    if (p->data.chip_count)
        port->request = p->data.chip[p->data.chip_first];
    else
        port->request.valid = false;
    port->memory_valid =
        hx_external_get_word(&p->external, p->half, get_external(p), &port->memory);
    port->memory_busy = hx_external_sends(&p->external);
}

// What the core writes to the local memory at this edge.
typedef struct local_writes {
    hx_data_request data; // if valid
    bool serial;
    uint32_t serial_address, serial_data;
} local_writes;

// What the parts of a memory of the FPGA show each other in a cycle.
typedef struct external_news {
    bool pops; // the access of the data bus ends
    bool code_taken, is_code;
} external_news;

static external_news look_external(const hx_processor *p, const hx_ppu_port_in *in)
{
    uint32_t address;
    return (external_news){
        .pops = in->memory_taken && hx_external_pops(&p->external, get_external(p)),
        .code_taken = hx_external_takes_code(&p->external) && hx_code_requests(&p->code, &address),
        .is_code = hx_external_is_code(&p->external)};
}

static bool step_external(hx_processor *p, const hx_ppu_port_in *in)
{
    uint32_t code_address;
    const bool code = hx_code_requests(&p->code, &code_address);
    const hx_external_in external = {.half = p->half,
                                     .access = get_external(p),
                                     .row = p->rows.external ? &p->rows.row : NULL,
                                     .code = code,
                                     .code_address = code_address,
                                     .taken = in->memory_taken,
                                     .answered = in->memory_answered,
                                     .is_row = in->memory_is_row,
                                     .data = in->memory_data};
    return hx_external_step(&p->external, &external);
}

static bool step_data(hx_processor *p, const hx_ppu_port_in *in, const external_news *news)
{
    if (p->runs && !p->core.load_store.request.valid && !hx_data_bus_is_busy(&p->data) &&
        !hx_data_bus_responds(&p->data))
        return false;
    const hx_data_bus_in data = {.core_reset = !p->runs,
                                 .stop = p->stops,
                                 .request = &p->core.load_store.request,
                                 .memory = p->memory,
                                 .chip_taken = in->request_taken,
                                 .chip_answered = in->answered,
                                 .chip_answer = in->answer,
                                 .external_pop = news->pops,
                                 .external_answered =
                                     in->memory_answered && !in->memory_is_row && !news->is_code,
                                 .external_answer = in->memory_data};
    return hx_data_bus_step(&p->data, &data);
}

static bool step_code(hx_processor *p, const hx_ppu_port_in *in, const external_news *news,
                      const hx_code_fetch *fetch)
{
    if (p->runs && !fetch->valid && !news->code_taken && !hx_code_is_busy(&p->code) &&
        (!p->code.valid || p->control & CACHE))
        return false;
    const hx_code_in code = {.core_reset = !p->runs,
                             .stop = p->stops,
                             .cache = p->control & CACHE,
                             .fetch = *fetch,
                             .taken = news->code_taken,
                             .answered = in->memory_answered && !in->memory_is_row && news->is_code,
                             .answer = in->memory_data};
    return hx_code_step(&p->code, &code);
}

static bool step_rows(hx_processor *p, const hx_ppu_port_in *in, bool external_done)
{
    if (!p->rows.busy && !p->rows.responds && !p->vector.row.valid)
        return false;
    const hx_rows_in rows = {.stop = p->stops,
                             .request = &p->vector.row,
                             .array_done = in->row_done,
                             .external_done = external_done,
                             .array = in->row,
                             .from_external = &p->external.in};
    return hx_rows_step(&p->rows, &rows);
}

// Requests of vectors in the local memory. Returns true if one is answered.
static bool look_serial(const hx_processor *p, uint32_t *data)
{
    *data = p->serial_data[p->serial_first];
    return p->serial_valid & (p->serial_write ? SERIAL_WRITE : SERIAL_READ);
}

static bool step_serial(hx_processor *p, bool responds, local_writes *writes)
{
    const hx_vector_serial *serial = &p->vector.serial;
    if (!serial->sends && !p->serial_valid)
        return false;
    p->serial_valid = (uint8_t)(p->serial_valid << 1 & ((1 << SERIAL_STAGES) - 1));
    if (responds && !p->serial_write)
        p->serial_first = (p->serial_first + 1) % HX_VECTOR_WORDS;
    if (!serial->sends)
        return true;
    unsigned place = serial->address >> 2 & (HX_PROCESSOR_WORDS - 1);
    p->serial_valid |= 1;
    p->serial_write = serial->stores;
    if (serial->stores) {
        writes->serial = true;
        writes->serial_address = place;
        writes->serial_data = serial->data[serial->sent];
    } else {
        p->serial_data[p->serial_last] = p->memory[place];
        p->serial_last = (p->serial_last + 1) % HX_VECTOR_WORDS;
    }
    return true;
}

static bool reset_core(hx_processor *p)
{
    p->cycle = 1;
    if (p->is_reset)
        return false;
    p->is_reset = true;
    p->waits = false;
    hx_core_reset(&p->core);
    hx_vector_unit_end(&p->vector);
    hx_vector_unit_reset(&p->vector);
    hx_rows_reset(&p->rows);
    p->serial_valid = p->serial_first = p->serial_last = 0;
    return true;
}

static void write_local(hx_processor *p, const local_writes *w)
{
    if (w->data.valid) {
        uint32_t *word = &p->memory[w->data.address >> 2 & (HX_PROCESSOR_WORDS - 1)];
        *word = hx_merge_bytes(*word, w->data.data, w->data.enables);
    }
    if (w->serial)
        p->memory[w->serial_address] = w->serial_data;
}

// What the buses have for core and vector unit in a cycle.
typedef struct answers {
    bool accepts, row_accepts; // requests are taken
    bool data, row, serial;    // responses
    hx_row row_data;           // if there is one
    uint32_t serial_data;
} answers;

static void look_answers(const hx_processor *p, answers *a)
{
    const hx_data_request *request = &p->core.load_store.request;
    a->accepts = request->valid && hx_data_bus_accepts(&p->data, request, p->stops);
    a->row_accepts = hx_rows_accept(&p->rows, p->stops);
    a->data = hx_data_bus_responds(&p->data);
    a->row = p->rows.responds;
    if (a->row)
        a->row_data = p->rows.row.data;
    a->serial = look_serial(p, &a->serial_data);
}

// Core and vector unit wait for something that does not come in this cycle.
static bool is_waiting(const hx_processor *p, const answers *a)
{
    return p->waits && !a->accepts && !a->data && !a->row && !a->serial &&
           !(p->vector.row.valid && a->row_accepts) && p->cycle < p->core.clocks.next;
}

// The edge of core and vector unit. Returns true if anything changed.
static bool step_core_and_vectors(hx_processor *p, const answers *a, uint32_t data,
                                  hx_code_fetch *fetch)
{
    const hx_core_in core = {.cycle = p->cycle,
                             .memory = p->memory,
                             .code = &p->code,
                             .accept = a->accepts,
                             .response = a->data,
                             .data = data,
                             .vector_ready = hx_vector_unit_is_ready(&p->vector),
                             .vector_idle = hx_vector_unit_is_idle(&p->vector)};
    hx_vector_unit_in vector = {.serial_response = a->serial,
                                .serial_data = a->serial_data,
                                .row_accept = a->row_accepts,
                                .row_response = a->row,
                                .row = &a->row_data};
    hx_core_out out;
    bool moves = hx_core_step(&p->core, &core, &out);
    hx_vector_op op;
    if (out.vector.info) {
        op = hx_vector_op_make(out.vector.info, out.vector.word, out.vector.scalar);
        vector.op = &op;
    }
    *fetch = out.fetch;
    return moves | hx_vector_unit_step(&p->vector, &vector);
}

// The core's edge outside of reset. What the parts show each other is found out first: a part's
// edge comes behind those that look at its state.
static bool step_running(hx_processor *p, const hx_ppu_port_in *in)
{
    const hx_data_request *request = &p->core.load_store.request;
    const external_news news = look_external(p, in);
    const bool external_done = p->external.done;
    const uint32_t data = hx_data_bus_get_data(&p->data);
    local_writes writes = {0};
    hx_code_fetch fetch = {0};
    answers a;
    look_answers(p, &a);
    if (a.accepts && request->write && request->address >> 30 == 0)
        writes.data = *request;
    bool moves = step_external(p, in);
    moves |= step_data(p, in, &news);
    moves |= step_rows(p, in, external_done);
    if (!is_waiting(p, &a)) {
        bool core_moves = step_serial(p, a.serial, &writes);
        core_moves |= step_core_and_vectors(p, &a, data, &fetch);
        write_local(p, &writes);
        // With room in the issue stage it looks for instructions, and timers start with the rest.
        p->waits = !core_moves && p->core.issue.valid && p->cycle >= SETTLED;
        moves |= core_moves || p->cycle < SETTLED;
    }
    moves |= step_code(p, in, &news, &fetch);
    p->cycle++;
    p->is_reset = false;
    return moves;
}

// The edge of the core's clock.
static bool step_core(hx_processor *p, const hx_ppu_port_in *in)
{
    const bool stops = !in->reset && p->control & CLOCK_OFF;
    bool moves;
    if (in->reset) {
        moves = true;
        hx_external_reset(&p->external);
        hx_data_bus_reset(&p->data);
        hx_code_reset(&p->code);
        reset_core(p);
    } else if (!p->runs) {
        const external_news news = look_external(p, in);
        const hx_code_fetch nothing = {0};
        moves = step_external(p, in);
        moves |= step_data(p, in, &news);
        moves |= step_code(p, in, &news, &nothing);
        moves |= reset_core(p);
    } else {
        moves = step_running(p, in);
    }
    moves |= stops != p->stops;
    p->stops = stops;
    return moves;
}

// The edge of what decides over the core's clock, but for its result.
static bool find_on(const hx_processor *p)
{
    if (is_busy(p))
        return true;
    if (p->control & CLOCK_OFF)
        return !p->stops;
    if (p->control & CLOCK_ON)
        return true;
    if (p->control & RUN)
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
    next.runs = p->control & RUN;
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
        return !p->runs || (p->core.sleeps && !is_busy(p));
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
    const uint64_t event = p->core.clocks.next;
    return p->on && p->runs && event != UINT64_MAX ? p->now + (event - p->cycle) : UINT64_MAX;
}

uint32_t hx_processor_step(hx_processor *p, uint64_t now, const hx_ppu_port_in *in)
{
    const bool accessed = in->access.valid && !in->reset;
    if (p->on && p->runs)
        p->cycle += now - p->now;
    p->now = now + 1;
    const uint32_t data = accessed ? read_word(p, &in->access) : 0;
    const clock_state clock = find_clock(p, in->reset);
    bool moves = p->on && step_core(p, in);
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

// The edge of the clock of a processor: core, vector unit and buses with each other.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/processor_private.h"

enum {
    SETTLED = 30, // cycle behind reset from which on only events count
    // Requests of vectors in the local memory that are answered, by cycles since then
    SERIAL_STAGES = 7,
    SERIAL_READ = 1 << 6,
    SERIAL_WRITE = 1 << 4
};

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
        .pops = in->memory_taken && hx_external_pops(&p->external, hx_processor_get_external(p)),
        .code_taken = hx_external_takes_code(&p->external) && hx_code_requests(&p->code, &address),
        .is_code = hx_external_is_code(&p->external)};
}

static bool step_external(hx_processor *p, const hx_ppu_port_in *in)
{
    uint32_t code_address;
    const bool code = hx_code_requests(&p->code, &code_address);
    const hx_external_in external = {.half = p->half,
                                     .access = hx_processor_get_external(p),
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
    if (p->runs && !p->core.load_store.request.valid && !p->data.chip_count && !in->answered &&
        !in->memory_answered && !hx_data_bus_is_busy(&p->data) && !hx_data_bus_responds(&p->data))
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
        (!p->code.valid || p->control & HX_PROCESSOR_CACHE))
        return false;
    const hx_code_in code = {.core_reset = !p->runs,
                             .stop = p->stops,
                             .cache = p->control & HX_PROCESSOR_CACHE,
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
    const hx_rows_in rows = {.cycle = p->cycle,
                             .stop = p->stops,
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

bool hx_processor_step_core(hx_processor *p, const hx_ppu_port_in *in)
{
    const bool stops = !in->reset && p->control & HX_PROCESSOR_CLOCK_OFF;
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
